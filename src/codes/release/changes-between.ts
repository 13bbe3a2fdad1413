import { canonicalText, type ListedCode } from '../../store/reference/listed-code.ts'
import type { RowChange } from './plan.ts'

/** What has to be closed and opened to come from one content of a catalogue to another. */
export function changesBetween(
  catalogue: string,
  standing: readonly ListedCode[],
  wanted: readonly ListedCode[],
): RowChange[] {
  const keyOf = ({ code, validFrom }: ListedCode): string => `${code}\n${validFrom}`
  const open = new Map(standing.map((row) => [keyOf(row), row]))
  const changes: RowChange[] = []
  for (const after of wanted) {
    const before = open.get(keyOf(after)) ?? null
    open.delete(keyOf(after))
    if (before === null || canonicalText(before) !== canonicalText(after)) changes.push({ catalogue, before, after })
  }
  for (const before of open.values()) changes.push({ catalogue, before, after: null })
  return changes
}
