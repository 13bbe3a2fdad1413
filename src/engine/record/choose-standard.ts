import { standards } from '../standards/index.ts'
import type { Standard, StandardId } from '../standards/field.ts'
import { isoDay } from './moment.ts'
import type { RawRow } from './row.ts'
import { familyOf, type StandardFamily } from './table-shapes.ts'

const OLDEST_FIRST = Object.values(standards).sort((a, b) => a.signed.localeCompare(b.signed))

/**
 * The standard of a file that does not state it: the family from the structure of its first table, the decision within
 * it from the day the file was made (or received), and a newer one when the first row has elements only that one knows.
 * `day` is yyyymmdd as a number.
 */
export function chooseStandard(family: StandardFamily, day: number, table: string, row: RawRow): Standard {
  const candidates = OLDEST_FIRST.filter((standard) => familyOf(standard) === family)
  const byDate = candidates.findLastIndex((standard) => standard.mandatoryFrom <= isoDay(day))
  const base = Math.max(byDate, 0)
  const newer = candidates.findIndex((standard, at) => at > base && knowsMore(standard, candidates[base], table, row))
  const chosen = candidates[newer < 0 ? base : newer]
  if (!chosen) throw new Error(`no standard of family ${family}`)
  return chosen
}

/** A file without one readable row shows no structure: its day (yyyymmdd as a number) alone decides. */
export function standardInForce(day: number): StandardId {
  const inForce = Object.values(standards).filter(({ mandatoryFrom }) => mandatoryFrom <= isoDay(day))
  return inForce.sort((a, b) => b.mandatoryFrom.localeCompare(a.mandatoryFrom))[0]?.id ?? '4210'
}

const knowsMore = (standard: Standard, base: Standard | undefined, table: string, row: RawRow): boolean =>
  row.names.slice(0, row.length).some((name) => !knows(base, table, name) && knows(standard, table, name))

const knows = (standard: Standard | undefined, table: string, name: string): boolean =>
  Object.hasOwn(standard?.tables[table]?.fields ?? {}, name)

/** Names of XML1, the one table whose root both families share, that only one of them has. */
const DECIDING: ReadonlyMap<string, StandardFamily> = (() => {
  const only = (one: StandardId, other: StandardId): string[] =>
    Object.keys(standards[one].tables['XML1']?.fields ?? {}).filter((name) => !knows(standards[other], 'XML1', name))
  return new Map<string, StandardFamily>([
    ...only('4210', '3176').map((name) => [name, '4210'] as const),
    ...only('3176', '4210').map((name) => [name, '130'] as const),
  ])
})()

/** The family of an XML1, from the names that only one of them has; null when they do not decide. */
export function familyOfSummary(row: RawRow): StandardFamily | null {
  let balance = 0
  for (let at = 0; at < row.length; at += 1) {
    const family = DECIDING.get(row.names[at] ?? '')
    if (family) balance += family === '4210' ? -1 : 1
  }
  return balance === 0 ? null : balance < 0 ? '4210' : '130'
}

/** The decisions of other standards that know an element which this one does not: what a mixed file is made of. */
export function otherStandardsKnowing(standard: Standard, table: string, name: string): readonly StandardId[] {
  return OLDEST_FIRST.filter((other) => other !== standard && knows(other, table, name)).map(({ id }) => id)
}
