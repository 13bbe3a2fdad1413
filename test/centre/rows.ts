import { createRow, type RawRow } from '../../src/engine/index.ts'

/** A row with these elements. */
export function rowOf(values: Readonly<Record<string, string>>): RawRow {
  const row = createRow()
  row.names.push(...Object.keys(values))
  row.texts.push(...Object.values(values))
  row.length = row.names.length
  return row
}
