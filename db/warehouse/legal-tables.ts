/**
 * The tables of the law as warehouse tables: their columns follow from the field lists of all standards, so that parsing,
 * rules, documents and columns have one source. A column holds a field of one name in every standard that has it.
 *
 * Money and quantities are exact: a number is stored as a whole number of its smallest unit, `scale` digits behind the
 * point (THANH_TIEN 12500.50 with scale 2 is 1250050). Whole numbers have scale 0. Codes and dates are text as sent.
 *
 * What identifies a person has no column of its own: the identifying fields of a row lie together, encrypted, in `identity`
 * (`src/store/warehouse/identity`).
 */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { standards, type Field } from '../../src/engine/index.ts'

export type LegalColumn =
  | { readonly name: string; readonly kind: 'text' }
  | { readonly name: string; readonly kind: 'number'; readonly scale: number }

/** Places kept of a number whose entry states none. */
const UNSTATED_SCALE = 3

/** Table id → its fields in all standards, in the order of the newest, with those of older ones behind. */
const fieldsByTable = (() => {
  const fieldsOf = new Map<string, Map<string, Field[]>>()
  const newestFirst = Object.values(standards).sort((a, b) => b.signed.localeCompare(a.signed))
  for (const { tables } of newestFirst) {
    for (const { id, fields } of Object.values(tables)) {
      const columns = fieldsOf.get(id) ?? new Map<string, Field[]>()
      fieldsOf.set(id, columns)
      for (const [name, field] of Object.entries(fields)) columns.set(name, [...(columns.get(name) ?? []), field])
    }
  }
  return fieldsOf
})()

/** A field that identifies a person in one standard does so in all. */
const identifies = (fields: readonly Field[]): boolean => fields.some((field) => field.identifies === true)

/** Table id → its columns, in the order of the newest standard, with those of older ones behind; none that identifies. */
export const legalColumns: Readonly<Record<string, readonly LegalColumn[]>> = Object.fromEntries(
  [...fieldsByTable].map(([id, columns]) => [
    id,
    [...columns].flatMap(([name, fields]) => (identifies(fields) ? [] : [columnOf(name, fields)])),
  ]),
)

/** Table id → the fields that identify a person, which lie encrypted in `identity`. */
export const identifyingFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...fieldsByTable].map(([id, columns]) => [
    id,
    [...columns].flatMap(([name, fields]) => (identifies(fields) ? [name] : [])),
  ]),
)

/** A field that is text in one standard (codes that were numbers in QĐ 130) is text: `01` is not `1`. */
function columnOf(name: string, fields: readonly Field[]): LegalColumn {
  if (fields.some(({ type, separator }) => type !== 'number' || separator !== undefined)) return { name, kind: 'text' }
  return { name, kind: 'number', scale: Math.max(...fields.map(({ decimals }) => decimals ?? UNSTATED_SCALE)) }
}

/** Where a row belongs: its submission, its dossier in the file, its position in the table. */
export const ROW_KEY = ['submission_id', 'dossier', 'ordinal'] as const

export const legalTables = Object.fromEntries(
  Object.entries(legalColumns).map(([id, columns]) => [id, legalTable(id, columns)]),
)

function legalTable(id: string, columns: readonly LegalColumn[]) {
  const fields = Object.fromEntries(
    columns.map(({ name, kind }) => [name, kind === 'number' ? integer(name) : text(name)]),
  )
  return sqliteTable(
    id,
    {
      submission_id: text('submission_id').notNull(),
      dossier: integer('dossier').notNull(),
      ordinal: integer('ordinal').notNull(),
      /** Encrypted; NULL where the row identifies nobody, or no longer. */
      identity: text('identity'),
      ...fields,
    },
    (table) => [primaryKey({ columns: [table.submission_id, table.dossier, table.ordinal] })],
  )
}
