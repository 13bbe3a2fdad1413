import type { ResultSet, Row, Value } from '@libsql/client/web'

/** What a column of an answer holds, and how it is read. Throws a fault that names the column, never its value. */
export type Column<T> = (value: Value, name: string) => T

/** The columns that are read of an answer, by the names that the statement gives them. */
export type Shape = Readonly<Record<string, Column<unknown>>>

export type RowOf<S extends Shape> = { readonly [Name in keyof S]: S[Name] extends Column<infer T> ? T : never }

/** Texts, as they are. */
export const text: Column<string> = (value, name) => (typeof value === 'string' ? value : wrong(name, 'a text', value))

/** Whole numbers that a number holds exactly. */
export const integer: Column<number> = (value, name) => {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : wrong(name, 'a whole number', value)
}

/** Truth values, which SQLite keeps as 1 and 0. */
export const flag: Column<boolean> = (value, name) => {
  const number = typeof value === 'bigint' ? Number(value) : value
  return number === 1 || number === 0 ? number === 1 : wrong(name, 'a truth value', value)
}

/** Whole numbers of any size, which the statement casts to TEXT so that no digit is lost on the way. */
export const wholeText: Column<bigint> = (value, name) =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : wrong(name, 'a whole number as text', value)

/** Bytes. */
export const bytes: Column<Uint8Array> = (value, name) =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : wrong(name, 'a BLOB', value)

/** The same, or NULL. */
export const orNull =
  <T>(column: Column<T>): Column<T | null> =>
  (value, name) =>
    value === null ? null : column(value, name)

/** One of a closed list of texts, as the schema declares it. */
export const oneOf =
  <const T extends string>(list: readonly T[]): Column<T> =>
  (value, name) =>
    list.find((each) => each === value) ?? wrong(name, 'a text of its list', value)

/** A JSON text; `parse` proves what it holds, as a zod schema does. */
export const json =
  <T>({ parse }: { readonly parse: (value: unknown) => T }): Column<T> =>
  (value, name) => {
    const document = text(value, name)
    try {
      return parse(JSON.parse(document))
    } catch {
      // Without its cause: a parser's message may quote what it could not read.
      throw new Error(`the column ${name} of an answer holds JSON of another form`)
    }
  }

function wrong(name: string, expected: string, value: Value | undefined): never {
  throw new Error(`the column ${name} of an answer is ${value === null ? 'NULL' : typeof value}, not ${expected}`)
}

/** The rows of an answer. Throws where a column is missing, also from an answer without rows, or holds something else. */
export function decodeRows<S extends Shape>(
  { columns, rows }: Pick<ResultSet, 'columns' | 'rows'>,
  shape: S,
): RowOf<S>[] {
  const readers = Object.entries(shape).map(([name, column]) => {
    const at = columns.indexOf(name)
    if (at < 0) throw new Error(`an answer has no column ${name}`)
    return [name, column, at] as const
  })
  return rows.map((row) => decodeRow(row, readers))
}

function decodeRow<S extends Shape>(
  row: Row,
  readers: readonly (readonly [string, Column<unknown>, number])[],
): RowOf<S> {
  const decoded: Record<string, unknown> = {}
  for (const [name, column, at] of readers) {
    const value = row[at]
    decoded[name] = value === undefined ? wrong(name, 'a value', value) : column(value, name)
  }
  // Each member was read by the column of its name, whose type RowOf gives it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return decoded as RowOf<S>
}
