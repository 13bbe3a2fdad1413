import type { InValue } from '@libsql/client/web'
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Command } from './database.ts'

/** SQLite's limit of variables in one statement. */
const MAX_VARIABLES = 32_766

/** Rows of one table as they are written: values in the order of `names`. */
export type Tuples = { readonly names: readonly string[]; readonly tuples: readonly (readonly InValue[])[] }

export type Target = {
  readonly table: string
  /** Its key: a row that is there is written over. */
  readonly key: readonly string[]
  /** Columns that alone are no reason to write a row over. */
  readonly unless?: readonly string[]
  /** SQL: a row that is there is written over only where this holds of it. */
  readonly onlyWhere?: string
  /** Columns of a row that is there which stay as they are where this SQL holds of it. */
  readonly keeping?: { readonly columns: readonly string[]; readonly where: string }
}

/** A value as the database keeps it; truth values are 1 and 0. Throws for what no column takes. */
function storable(value: unknown): InValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Uint8Array) return value
  throw new Error(`a ${typeof value} is no value of a column`)
}

/** Rows by their properties, as the table's schema names them; columns that no row names are left out, so that they keep what they had. */
export function tuplesOf(table: SQLiteTable, rows: readonly object[]): Tuples {
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => rows.some((row) => property in row))
  return {
    names: columns.map(([, { name }]) => name),
    tuples: rows.map((row) => {
      const values = new Map<string, unknown>(Object.entries(row))
      return columns.map(([property]) => storable(values.get(property)))
    }),
  }
}

/** Inserts rows, or writes over those with the same key: in as many statements as SQLite's limit asks for. */
export function upserts({ table, key, unless, onlyWhere, keeping }: Target, { names, tuples }: Tuples): Command[] {
  const rowsPerStatement = Math.max(1, Math.floor(MAX_VARIABLES / names.length))
  const tuple = `(${names.map(() => '?').join(',')})`
  const head = `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(',')}) VALUES `
  const values = names.filter((name) => !key.includes(name))
  const written = (name: string): string =>
    keeping?.columns.includes(name)
      ? `CASE WHEN ${keeping.where} THEN "${table}"."${name}" ELSE excluded."${name}" END`
      : `excluded."${name}"`
  const changed = values.map((name) => `"${name}" = ${written(name)}`).join(',')
  const compared = values.filter((name) => unless?.includes(name) === false)
  const differs = compared.map((name) => `"${table}"."${name}" IS NOT excluded."${name}"`).join(' OR ')
  const where = [differs, onlyWhere ?? ''].filter((each) => each !== '').map((each) => `(${each})`)
  const tail = ` ON CONFLICT (${key.join(',')}) DO UPDATE SET ${changed}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`
  const statements: Command[] = []
  for (let from = 0; from < tuples.length; from += rowsPerStatement) {
    const some = tuples.slice(from, from + rowsPerStatement)
    statements.push({ sql: head + some.map(() => tuple).join(',') + tail, args: some.flat() })
  }
  return statements
}

/** The same of rows by their properties. */
export const upsertsOf = (
  table: SQLiteTable,
  key: readonly string[],
  rows: readonly object[],
  more: Pick<Target, 'keeping'> = {},
): Command[] => upserts({ table: getTableName(table), key, ...more }, tuplesOf(table, rows))
