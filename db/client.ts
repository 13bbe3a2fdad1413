import type { Client } from '@libsql/client/web'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { drizzle } from 'drizzle-orm/libsql/web'

/** A libSQL database reached over HTTP. The schema is named in each query; nothing is bound to it here. */
export type Database = LibSQLDatabase & { $client: Client }

export type DatabaseOptions = {
  /** `http://` or `https://` address of sqld. */
  url: string
  authToken?: string | undefined
  /** Longest wait for one HTTP exchange, headers and body. A statement or a batch is one exchange. */
  timeoutMs: number
  /**
   * How SQLite integers arrive. `number` (default): reading one above 2^53 throws a RangeError, it is never rounded.
   * `bigint`: every integer arrives as a BigInt, also where Drizzle's types say number; for sums of scaled money
   * (national totals in hundredths of a đồng pass 2^53).
   */
  integers?: 'number' | 'bigint'
}

/**
 * Opens a database for Workers and Node alike; nothing is sent before the first query.
 *
 * A replica whose primary is away hangs on writes, and one started in that state hangs on reads: so each exchange rejects with
 * a TimeoutError after `timeoutMs` (as itself or as the `cause` of the error that Drizzle throws). A write that timed out may
 * still have been carried out: writes must be safe to repeat.
 */
export function openDatabase({ url, authToken, timeoutMs, integers = 'number' }: DatabaseOptions): Database {
  const fetchInTime = (request: Request): Promise<Response> =>
    fetch(request, { signal: AbortSignal.timeout(timeoutMs) })
  return drizzle({
    connection: { url, intMode: integers, fetch: fetchInTime, ...(authToken === undefined ? {} : { authToken }) },
  })
}
