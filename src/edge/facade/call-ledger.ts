import { flag, integer, oneOf, orNull, text } from '../../store/columns.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import type { CountedCall } from './calls.ts'
import { legacyPaths } from './operations.ts'

/** A name stays known for so long: by then its file is gone from the store. */
const KNOWN_MS = 24 * 60 * 60 * 1000

type Handed = { readonly name: string; readonly calls: readonly CountedCall[] }

/** Adds sums to the ledger, each once: the name of a sum that is there already adds nothing. By hand: one transaction, over JSON. */
export async function addCalls(primary: Reference, handed: readonly Handed[], now: number): Promise<void> {
  for (const { name, calls } of handed) {
    await primary.write([
      {
        sql: `INSERT INTO legacy_calls (day, facility, wire, operation, code, calls, last_at)
          SELECT value ->> 'day', value ->> 'facility', value ->> 'wire', value ->> 'operation', value ->> 'code', value ->> 'calls', value ->> 'lastAt'
          FROM json_each(:calls) WHERE NOT EXISTS (SELECT 1 FROM legacy_call_files WHERE name = :name)
          ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, last_at = max(last_at, excluded.last_at)`,
        args: { calls: JSON.stringify(calls), name },
      },
      { sql: 'INSERT OR IGNORE INTO legacy_call_files (name, taken_at) VALUES (:name, :now)', args: { name, now } },
    ])
  }
  await primary.write([{ sql: 'DELETE FROM legacy_call_files WHERE taken_at < ?', args: [now - KNOWN_MS] }])
}

const WIRES = ['old', 'new'] as const

/** What clients take for success, by wire (section 5.2 of the guides for cards). */
const SUCCESS = `(wire = 'new' OR code IN ('200', '000', '001', '002', '003', '004'))`

/** One facility on one wire since a day. */
export type WireUse = {
  readonly facility: string
  readonly wire: 'old' | 'new'
  readonly calls: number
  readonly errors: number
  /** Epoch milliseconds. */
  readonly lastAt: number
  readonly lastErrorAt: number | null
}

/** Which facility speaks which wire: of a province, or all; '' are callers without a token. Throws `reference-unavailable`. */
export const wireUse = (database: Reference, province: string | null, since: string): Promise<WireUse[]> =>
  available(() =>
    database.ask({
      sql: `SELECT facility, wire, sum(calls) AS calls, sum(CASE WHEN ${SUCCESS} THEN 0 ELSE calls END) AS errors,
          max(last_at) AS lastAt, max(CASE WHEN ${SUCCESS} THEN NULL ELSE last_at END) AS lastErrorAt
        FROM legacy_calls WHERE day >= :since AND ${ofProvince(province)} GROUP BY facility, wire ORDER BY facility, wire`,
      args: { since, province },
      shape: {
        facility: text,
        wire: oneOf(WIRES),
        calls: integer,
        errors: integer,
        lastAt: integer,
        lastErrorAt: orNull(integer),
      },
    }),
  )

const ofProvince = (province: string | null): string =>
  province === null ? ':province IS NULL' : 'substr(facility, 1, 2) = :province'

export type CountedOperation = {
  readonly operation: string
  readonly wire: 'old' | 'new'
  /** Whether this service knows the path. */
  readonly isKnown: boolean
  readonly code: string
  readonly calls: number
  readonly lastAt: number
}

/** A screen of them; whoever calls a thousand different paths is no HIS. */
const MOST_OPERATIONS = 500

/**
 * What was called and how it was answered since a day, the most frequent first: by one facility, or by all of a province, or by all. Throws
 * `reference-unavailable`.
 */
export async function calledOperations(
  database: Reference,
  { province, facility, since }: { province: string | null; facility: string | null; since: string },
): Promise<CountedOperation[]> {
  const found = await available(() =>
    database.ask({
      sql: `SELECT operation, wire, code, sum(calls) AS calls, max(last_at) AS lastAt,
          operation NOT IN (SELECT value FROM json_each(:known)) AND wire = 'old' AS isUnknown
        FROM legacy_calls WHERE day >= :since AND ${ofProvince(province)} AND (:facility IS NULL OR facility = :facility)
        GROUP BY operation, wire, code ORDER BY calls DESC LIMIT ${MOST_OPERATIONS}`,
      args: { known: JSON.stringify(Object.keys(legacyPaths)), since, province, facility },
      shape: { operation: text, wire: oneOf(WIRES), code: text, calls: integer, lastAt: integer, isUnknown: flag },
    }),
  )
  return found.map(({ isUnknown, ...call }) => ({ ...call, isKnown: !isUnknown }))
}
