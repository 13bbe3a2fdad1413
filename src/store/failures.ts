import { LibsqlError } from '@libsql/client/web'
import { getTableName } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { Refusal, type storeRefusals } from './refusals.ts'

/**
 * What a database that fails means. One that does not answer is away: whoever waits for it is refused and asks again. Anything else that it
 * throws (a statement it does not understand, a row of another form) is a fault of ours, and flies.
 */

/** No answer came: the database is away, or takes longer than it may. What was to be written may or may not have been written. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
}

/** Whether this came of a database that does not answer, or not as one: no answer, none in time, one of HTTP alone, busy for too long. */
export function isAway(error: unknown): boolean {
  return causesOf(error).some(
    (at) => at instanceof DatabaseAway || (at instanceof LibsqlError && at.code === 'SERVER_ERROR') || isBusy(at),
  )
}

/** Whether the database asks to come back later. `openDatabase` does that until its time-out. */
export const isBusy = (error: unknown): boolean => error instanceof LibsqlError && error.code.startsWith('SQLITE_BUSY')

/** What SQLite says of values that it does not take; anything else it says is about the database itself. */
const OF_VALUES = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/
/** A request that the server cannot read, or that is too large for it. */
const OF_REQUESTS = /^Server returned HTTP status (400|413)\b/

/** Whether another try with the same values would fail in the same way. */
export function isAboutValues(error: unknown): boolean {
  // The client does not send a number that is none, or that no integer of the database holds.
  if (error instanceof RangeError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  const code = String(error.code)
  return OF_VALUES.test(code) || (code === 'SERVER_ERROR' && OF_REQUESTS.test(error.message))
}

/** A code of this wing. */
type UnavailableCode = keyof typeof storeRefusals

/** What `work` returns; throws Refusal(`code`) where its database is away, and anything else as it is. */
export async function available<T>(code: UnavailableCode, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw isAway(cause) ? new Refusal(code, {}, undefined, { cause }) : cause
  }
}

/** Which rule of a table the database refused a row for. `columns` are empty, and the name is the rule's, where it has one. */
export type Violation =
  | { readonly kind: 'unique' | 'not-null'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'unique-index' | 'check'; readonly name: string }

/**
 * The constraint that a statement broke; null for any other error. That it is one, the code says; sqld sends no extended code over HTTP, so
 * that which one is read from the words that SQLite documents for it: `UNIQUE constraint failed: table.column, table.column`.
 */
export function violationOf(error: unknown): Violation | null {
  const broken = causesOf(error).find((at) => at instanceof LibsqlError && at.code.startsWith('SQLITE_CONSTRAINT'))
  const [, rule = '', place = ''] =
    /\b(UNIQUE|NOT NULL|CHECK) constraint failed: (.+)$/.exec(broken?.message ?? '') ?? []
  if (rule === 'CHECK') return { kind: 'check', name: place }
  if (rule === '') return null
  const index = /^index '(.+)'$/.exec(place)?.[1]
  if (index !== undefined) return { kind: 'unique-index', name: index }
  const parts = place.split(', ').map((part) => part.split('.'))
  return {
    kind: rule === 'UNIQUE' ? 'unique' : 'not-null',
    table: parts[0]?.[0] ?? '',
    columns: parts.map(([, column = '']) => column),
  }
}

/** Whether a row was refused because the table has another one with the same key, or the same values of `columns` where they are named. */
export function uniqueViolation(error: unknown, table: SQLiteTable, columns?: readonly string[]): boolean {
  const violation = violationOf(error)
  if (violation?.kind !== 'unique' || violation.table !== getTableName(table)) return false
  return columns === undefined || columns.join() === violation.columns.join()
}

/** An error and what it came of, outermost first. */
function causesOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error; at = at.cause) chain.push(at)
  return chain
}
