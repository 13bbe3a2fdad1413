/** What differs between two versions of a dossier, field by field over all tables. */

export type FieldDifference = {
  readonly field: string
  /** null: absent, or hidden. */
  readonly old: string | null
  readonly new: string | null
  /** It identifies a person: that it differs is shown, what it says is not. */
  readonly hidden: boolean
}

export type RowDifference = {
  readonly table: string
  /** STT of the row, else its position in its table. */
  readonly row: string
  readonly kind: 'changed' | 'added' | 'removed'
  readonly fields: readonly FieldDifference[]
}

/** A row of a version: what it holds by field; empty fields are absent. */
export type ComparedRow = {
  readonly position: number
  readonly values: ReadonlyMap<string, string>
  /** Those of `values` that identify a person. */
  readonly hidden: ReadonlySet<string>
}

/** Longest value that is shown: enough to see what changed, also in a text. */
const SHOWN_CHARACTERS = 500
const STT = 'STT'

/**
 * The differences of one table. Rows are matched in turn: those that are the same; those that are the same but for their STT, as a row
 * that was put in moves all behind it; those of the same STT; and in tables that have none, those in the same place. What is left was
 * taken away or is new.
 */
export function differencesOf(
  table: string,
  before: readonly ComparedRow[],
  after: readonly ComparedRow[],
): RowDifference[] {
  const pairs: [ComparedRow, ComparedRow][] = []
  let left = before
  let right = after
  const match = (keyOf: (row: ComparedRow) => string | null): [ComparedRow, ComparedRow][] => {
    const waiting = new Map<string, ComparedRow[]>()
    for (const row of left) {
      const key = keyOf(row)
      if (key === null) continue
      const alike = waiting.get(key) ?? []
      waiting.set(key, alike)
      alike.push(row)
    }
    const matched: [ComparedRow, ComparedRow][] = []
    for (const row of right) {
      const key = keyOf(row)
      const other = key === null ? undefined : waiting.get(key)?.shift()
      if (other) matched.push([other, row])
    }
    const done = new Set(matched.flat())
    left = left.filter((row) => !done.has(row))
    right = right.filter((row) => !done.has(row))
    return matched
  }
  match((row) => textOf(row, true))
  for (const pair of match((row) => textOf(row, false))) pairs.push(pair)
  for (const pair of match(({ values }) => values.get(STT) ?? null)) pairs.push(pair)
  for (const pair of match(({ values, position }) => (values.has(STT) ? null : String(position)))) pairs.push(pair)
  return [
    ...pairs.map(([old, now]) => ({ ...named(table, now), kind: 'changed' as const, fields: fieldsOf(old, now) })),
    ...left.map((row) => ({ ...named(table, row), kind: 'removed' as const, fields: fieldsOf(row, null) })),
    ...right.map((row) => ({ ...named(table, row), kind: 'added' as const, fields: fieldsOf(null, row) })),
  ]
}

const named = (table: string, { values, position }: ComparedRow) => ({
  table,
  row: values.get(STT) ?? String(position),
})

function textOf({ values }: ComparedRow, withPlace: boolean): string {
  const members = [...values].filter(([name]) => withPlace || name !== STT)
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function fieldsOf(old: ComparedRow | null, now: ComparedRow | null): FieldDifference[] {
  const names = [...new Set([...(old?.values.keys() ?? []), ...(now?.values.keys() ?? [])])]
  return names.flatMap((field) => {
    const [was, is] = [old?.values.get(field) ?? null, now?.values.get(field) ?? null]
    if (was === is) return []
    const hidden = old?.hidden.has(field) === true || now?.hidden.has(field) === true
    return [{ field, old: hidden ? null : shown(was), new: hidden ? null : shown(is), hidden }]
  })
}

const shown = (value: string | null): string | null =>
  value === null || value.length <= SHOWN_CHARACTERS ? value : `${[...value].slice(0, SHOWN_CHARACTERS).join('')}…`
