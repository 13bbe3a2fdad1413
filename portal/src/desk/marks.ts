/** Which findings of a submission the clerk marked as mended: kept on this PC, sealed, as they name dossiers. */
import { useEffect, useMemo, useState } from 'react'
import { canSeal, keepSealed, readSealed } from '../app/sealed.ts'
import type { FoundFinding } from '../engine/messages.ts'
import type { Marks } from '../findings/dossier-tables.tsx'

type Kept = { readonly submission: string; readonly keys: readonly string[] }

const keyOf = ({ dossier, rule, table, row, field, line }: FoundFinding): string =>
  [dossier?.index, rule, table, row, field, line].join('|')

/** Those of a submission. */
export function useMarks(submission: string, facility: string): Marks {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    let isHere = true
    const read = async (): Promise<void> => {
      // What `toggle` wrote.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const kept = (await readSealed('marks', facility)) as readonly Kept[]
      const own = kept.find((each) => each.submission === submission)
      if (own && isHere) setKeys(new Set(own.keys))
    }
    if (canSeal()) void read()
    return () => {
      isHere = false
    }
  }, [submission, facility])
  return useMemo(
    () => ({
      has: (finding) => keys.has(keyOf(finding)),
      toggle: (finding) => {
        const key = keyOf(finding)
        const next = new Set(keys)
        if (!next.delete(key)) next.add(key)
        setKeys(next)
        const kept: Kept = { submission, keys: [...next] }
        if (canSeal()) void keepSealed('marks', submission, facility, kept)
      },
    }),
    [keys, submission, facility],
  )
}
