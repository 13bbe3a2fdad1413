import { legalColumns, type LegalColumn } from '../../../../db/warehouse/legal-tables.ts'
import { formatDecimal, parseDecimal, toScale } from '../../../engine/index.ts'

const columns = new Map<string, ReadonlyMap<string, LegalColumn>>()

/** The fields of a table by their names. */
function fieldsOf(table: string): ReadonlyMap<string, LegalColumn> {
  const known = columns.get(table) ?? new Map((legalColumns[table] ?? []).map((column) => [column.name, column]))
  columns.set(table, known)
  return known
}

/** A stored text as it compares with others: a number without the zeros behind its point (`12500.50` is `12500.5`), anything else as it is. */
export function comparable(table: string, field: string, text: string): string {
  const column = fieldsOf(table).get(field)
  if (column?.kind !== 'number') return text
  const decimal = parseDecimal(text)
  if (decimal === null) return text
  const written = formatDecimal(toScale(decimal, column.scale))
  return column.scale === 0 ? written : written.replace(/\.?0+$/, '')
}
