/** Two states of a dossier, field by field. Pure. */
import type { ShownRow, ShownTable } from '../engine/messages.ts'

export type Difference = {
  readonly table: string
  /** As findings name it. */
  readonly row: string
  readonly kind: 'changed' | 'added' | 'removed'
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[]
}

const valuesOf = (row: ShownRow | undefined): ReadonlyMap<string, string> =>
  new Map((row?.cells ?? []).filter(({ text }) => text !== '').map(({ name, text }) => [name, text]))

/** Rows by the name that findings give them; of two of one name, the second is known by its place. */
function byLabel(table: ShownTable | undefined): ReadonlyMap<string, ShownRow> {
  const rows = new Map<string, ShownRow>()
  for (const [at, row] of (table?.rows ?? []).entries())
    rows.set(rows.has(row.label) ? `${row.label} (${at + 1})` : row.label, row)
  return rows
}

/** What differs. An empty field and one that is not there are the same. */
export function compareDossiers(before: readonly ShownTable[], after: readonly ShownTable[]): readonly Difference[] {
  const tables = [...new Set([...before, ...after].map(({ name }) => name))]
  return tables.flatMap((table) => {
    const old = byLabel(before.find(({ name }) => name === table))
    const now = byLabel(after.find(({ name }) => name === table))
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((row): Difference[] => {
      const [was, is] = [valuesOf(old.get(row)), valuesOf(now.get(row))]
      const fields = [...new Set([...was.keys(), ...is.keys()])]
        .map((field) => ({ field, before: was.get(field) ?? '', after: is.get(field) ?? '' }))
        .filter((each) => each.before !== each.after)
      const kind = !old.has(row) ? 'added' : now.has(row) ? 'changed' : 'removed'
      return fields.length === 0 && kind === 'changed' ? [] : [{ table, row, kind, fields }]
    })
  })
}
