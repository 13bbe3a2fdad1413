import type { Client, InStatement, InValue, ResultSet } from '@libsql/client/web'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { drizzle } from 'drizzle-orm/libsql/web'
import { connect, type ClientOptions } from './client.ts'
import { decodeRows, type RowOf, type Shape } from './columns.ts'

export type DatabaseName = 'reference' | 'warehouse' | 'register'

/** Values by place, or by name. */
export type Args = readonly InValue[] | NamedArgs
export type NamedArgs = Readonly<Record<string, InValue>>

/** A statement by hand that changes something, or of whose rows nothing is read. */
export type Command = { readonly sql: string; readonly args?: Args }

/** A statement by hand whose rows are read. */
export type Question<S extends Shape = Shape> = Command & { readonly shape: S }

export type Statement = string | Command | Question

/** Of a question its rows; of a command how many rows it changed. */
type ResultOf<S> = S extends { readonly shape: infer Columns extends Shape } ? RowOf<Columns>[] : number
type ResultsOf<T extends readonly Statement[]> = { [At in keyof T]: ResultOf<T[At]> }

/** How statements by hand are asked. Each call is one exchange; all throw what `isAway` knows where the database is away. */
type Asking = {
  /** The rows of one question. */
  ask<const S extends Shape>(question: Question<S>): Promise<RowOf<S>[]>
  /** The rows of several questions as of one moment. */
  askAll<const T extends readonly Question[]>(questions: T): Promise<ResultsOf<T>>
  /** Commands, and behind them questions, in one transaction: the rows of the questions. */
  writeThenAsk<const T extends readonly Question[]>(commands: readonly Command[], questions: T): Promise<ResultsOf<T>>
  /** All statements in one transaction, which has the lock from its beginning. */
  write<const T extends readonly Statement[]>(statements: T): Promise<ResultsOf<T>>
}

/**
 * A libSQL database reached over HTTP: Drizzle's queries, and statements by hand with typed rows. The name is part of the type, so that no
 * register passes for a warehouse. The schema is named in each query; nothing is bound to it here.
 */
export type Database<Name extends DatabaseName = DatabaseName> = LibSQLDatabase &
  Asking & { readonly databaseName: Name }

/** Code lists, releases, accounts. */
export type Reference = Database<'reference'>
/** What one province, or several, have sent. */
export type Warehouse = Database<'warehouse'>
/** Encounters and cards of the nation. */
export type Register = Database<'register'>

/** A database as this wing holds it, with the client behind it. */
export type Opened<Name extends DatabaseName> = Database<Name> & { readonly $client: Client }

type Holder = { readonly $client: Client }

/** Opens a database. Nothing is sent before the first query. */
export function openDatabase<Name extends DatabaseName>(databaseName: Name, options: ClientOptions): Opened<Name> {
  const client = connect(options.label ?? databaseName, options)
  return Object.assign(drizzle({ client }), { databaseName, ...asking })
}

/** Each asks the client of the database that it is called on. */
const asking = {
  async ask<const S extends Shape>(this: Holder, { shape, ...statement }: Question<S>) {
    return decodeRows(await this.$client.execute(stated(statement)), shape)
  },
  async askAll<const T extends readonly Question[]>(this: Holder, questions: T) {
    return answersOf(questions, await this.$client.batch(questions.map(stated), 'read'))
  },
  async writeThenAsk<const T extends readonly Question[]>(this: Holder, commands: readonly Command[], questions: T) {
    const results = await this.$client.batch([...commands, ...questions].map(stated), 'write')
    return answersOf(questions, results.slice(commands.length))
  },
  async write<const T extends readonly Statement[]>(this: Holder, statements: T) {
    return answersOf(statements, await this.$client.batch(statements.map(stated), 'write'))
  },
}

const LITERAL = /'(?:[^']|'')*'/g
const NAME = /:([A-Za-z_]\w*)/g

/**
 * A statement with exactly the values that it names: sqld refuses one that is not named, and takes one that is missing for NULL. So a value
 * that is not needed is left out. Throws where one is missing.
 */
function stated(statement: Statement): InStatement {
  if (typeof statement === 'string') return statement
  const { sql, args } = statement
  if (args === undefined || isByPlace(args)) return { sql, args: args === undefined ? [] : [...args] }
  const names = new Set([...sql.replaceAll(LITERAL, '').matchAll(NAME)].map(([, name = '']) => name))
  const missing = [...names].filter((name) => args[name] === undefined)
  if (missing.length > 0) throw new Error(`a statement names ${missing.join(', ')}, which nobody gives`)
  return { sql, args: Object.fromEntries([...names].map((name) => [name, args[name] ?? null])) }
}

const isByPlace = (args: Args): args is readonly InValue[] => Array.isArray(args)

function answersOf<const T extends readonly Statement[]>(statements: T, results: readonly ResultSet[]): ResultsOf<T> {
  const answers = statements.map((statement, at): unknown => {
    const result = results[at]
    if (result === undefined) throw new Error('a statement was not answered')
    return typeof statement === 'object' && 'shape' in statement
      ? decodeRows(result, statement.shape)
      : result.rowsAffected
  })
  // One answer for each statement, in their order, of the kind that Answer says of it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return answers as ResultsOf<T>
}
