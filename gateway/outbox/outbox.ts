/**
 * What the gateway has promised to send. Each function is one transaction that is on the disk when it returns; what was done twice after a
 * kill is harmless. Bodies lie beside (`bodies.ts`): a body is durable before its entry, and removed after it.
 */
import { z } from 'zod'
import type { OutboxDatabase, SqlValue } from './database.ts'
import {
  DELIVERY,
  deliverySchema,
  entrySchema,
  type Arrival,
  type Delivery,
  type Entry,
  type EntryProblem,
} from './entry.ts'
import { keptValues } from './kept.ts'
import { resultSteps, type BySeq, type Move } from './result-steps.ts'
import { FOLLOWS, STATES, type EntryState } from './states.ts'

export type Received = {
  /** The receipt as it came, byte by byte: a signed one stays provable. */
  readonly receipt: Uint8Array
  readonly submission: string
  /** As the receipt says. */
  readonly receivedAt: string
  /** It had come before: its result is asked for by its id, as the feed may have named it already. */
  readonly isReplay: boolean
}

export type Outbox = ReturnType<typeof createOutbox>

const ENTRY = `SELECT seq, id, facility, purpose, name, way, sha256, bytes, packed, dossiers, rejected, state, arrived_at, changed_at, due_on,
  correction_code, correction_reason, released_by, problem FROM entries`

/** An entry whose dossier is in an earlier one that is still on its way waits: corrections keep their order. */
const NONE_BEFORE = `NOT EXISTS (
  SELECT 1 FROM dossiers mine
  JOIN dossiers other ON other.MA_LK = mine.MA_LK AND other.entry < mine.entry
  JOIN entries before ON before.seq = other.entry AND before.facility = e.facility AND before.purpose = e.purpose
    AND before.state IN ('held', 'waiting')
  JOIN deliveries d2 ON d2.entry = before.seq AND d2.destination = d.destination AND d2.state = 'waiting'
  WHERE mine.entry = e.seq)`

const countSchema = z.object({
  facility: z.string(),
  state: z.enum(STATES),
  files: z.int(),
  dossiers: z.int(),
  oldest: z.int(),
})
const seqSchema = z.object({ seq: z.int() })
const DOSSIER = z.object({ number: z.int(), MA_LK: z.string().nullable(), outcome: z.string() })
const FINDINGS = z.object({ findings: z.string(), findings_total: z.int() })
/** libSQL gives bytes as an ArrayBuffer. */
const BYTES = z.instanceof(ArrayBuffer).transform((buffer) => new Uint8Array(buffer))
const RECEIPT = z.object({ receipt: BYTES.nullable() })

/** `now`: epoch milliseconds. */
export function createOutbox(database: OutboxDatabase, now: () => number) {
  const bySeq = (seq: number): Entry => {
    const entry = database.row(entrySchema, `${ENTRY} WHERE seq = ?`, seq)
    if (!entry) throw new Error(`there is no entry ${seq}`)
    return entry
  }
  /** Throws where that state may not follow: a bug, never data. */
  const move = (seq: number, to: EntryState): void => {
    const from = STATES.filter((state) => FOLLOWS[state].includes(to))
    const places = from.map(() => '?').join(', ')
    const moved = database.run(
      `UPDATE entries SET state = ?, changed_at = ? WHERE seq = ? AND state IN (${places})`,
      to,
      now(),
      seq,
      ...from,
    )
    if (moved !== 1) throw new Error(`entry ${seq} is ${bySeq(seq).state} and cannot become ${to}`)
  }
  return {
    ...arrivals(database, now),
    ...deliveries(database, now, move, bySeq),
    ...people(database, now, move, bySeq),
    ...resultSteps(database, now, move, bySeq),
    ...keptValues(database, now),
    bySeq,
    byId: (id: string): Entry | null => database.row(entrySchema, `${ENTRY} WHERE id = ?`, id),
    /** Those in a state, the oldest first. */
    inState: (state: EntryState, limit: number): Entry[] =>
      database.rows(entrySchema, `${ENTRY} WHERE state = ? ORDER BY seq LIMIT ?`, state, limit),
    deliveriesOf: (seq: number): Delivery[] => database.rows(deliverySchema, `${DELIVERY} WHERE entry = ?`, seq),
    counts: () =>
      database.rows(
        countSchema,
        `SELECT facility, state, COUNT(*) AS files, SUM(dossiers) AS dossiers, MIN(arrived_at) AS oldest
         FROM entries GROUP BY facility, state ORDER BY facility, state`,
      ),
    close: (): void => {
      database.close()
    },
  }
}

const knownOf = (database: OutboxDatabase, facility: string, purpose: string, sha256: string): Entry | null =>
  database.row(
    entrySchema,
    `${ENTRY} WHERE facility = ? AND purpose = ? AND sha256 = ? AND state NOT IN ('refused', 'withdrawn')`,
    facility,
    purpose,
    sha256,
  )

const arrivals = (database: OutboxDatabase, now: () => number) => ({
  /** The entry of these bytes for that purpose, unless it was turned away or withdrawn. */
  known: (facility: string, purpose: string, sha256: string): Entry | null =>
    knownOf(database, facility, purpose, sha256),
  /** Takes a file, unless its bytes are there. Its body is durable already; from here on it is the gateway's to send. */
  take: (arrival: Arrival): { readonly entry: Entry; readonly isNew: boolean } =>
    database.together(() => {
      const known = knownOf(database, arrival.facility, arrival.purpose, arrival.sha256)
      return known ? { entry: known, isNew: false } : { entry: insert(database, now(), arrival), isNew: true }
    }),
  /** Notes a file that will not be sent as it is. The same file turned away again is noted once. */
  refuse: (arrival: Arrival): Entry =>
    database.together(() => {
      const known = database.row(
        entrySchema,
        `${ENTRY} WHERE facility = ? AND purpose = ? AND sha256 = ? AND name = ? AND state = 'refused'`,
        arrival.facility,
        arrival.purpose,
        arrival.sha256,
        arrival.name,
      )
      return known ?? insert(database, now(), arrival)
    }),
  /** What the check here found: rendered findings as JSON, the first of them. */
  findingsOf: (seq: number) =>
    database.row(FINDINGS, 'SELECT findings, findings_total FROM entries WHERE seq = ?', seq),
  dossiersOf: (seq: number) =>
    database.rows(DOSSIER, 'SELECT number, MA_LK, outcome FROM dossiers WHERE entry = ? ORDER BY number', seq),
  /** Ids of all entries whose body is still needed. */
  bodyIds: (): ReadonlySet<string> =>
    new Set(
      database
        .rows(
          z.object({ id: z.string() }),
          `SELECT id FROM entries WHERE state IN ('held', 'waiting', 'delivered', 'refused')`,
        )
        .map(({ id }) => id),
    ),
})

/** Entry, dossiers and deliveries, within a transaction of the caller. */
function insert(database: OutboxDatabase, now: number, arrival: Arrival): Entry {
  const { correction, dossiers } = arrival
  const rejected = dossiers.filter(({ outcome }) => outcome === 'rejected').length
  insertRow(database, 'entries', {
    id: arrival.id,
    facility: arrival.facility,
    purpose: arrival.purpose,
    name: arrival.name,
    way: arrival.way,
    sha256: arrival.sha256,
    bytes: arrival.bytes,
    packed: arrival.packed,
    dossiers: dossiers.length,
    rejected,
    state: arrival.state,
    arrived_at: now,
    changed_at: now,
    due_on: arrival.dueOn,
    correction_code: correction?.code ?? null,
    correction_reason: correction?.reason ?? null,
    problem: jsonOf(arrival.problem),
    findings: arrival.findings,
    findings_total: arrival.findingsTotal,
  })
  const entry = database.row(entrySchema, `${ENTRY} WHERE id = ?`, arrival.id)
  if (!entry) throw new Error('an entry that was just written is not there')
  for (const { number, MA_LK, outcome } of dossiers)
    insertRow(database, 'dossiers', { entry: entry.seq, number, MA_LK, outcome })
  for (const { destination, submission } of arrival.destinations)
    insertRow(database, 'deliveries', { entry: entry.seq, destination, state: 'waiting', next_at: now, submission })
  return entry
}

/** Names of columns are our own. */
function insertRow(database: OutboxDatabase, table: string, row: Readonly<Record<string, SqlValue>>): void {
  const columns = Object.keys(row)
  const places = columns.map(() => '?').join(', ')
  database.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row))
}

/** No retry is planned further ahead than this; what is was planned by a clock that was wrong. */
const FURTHEST_RETRY_MS = 24 * 60 * 60 * 1000

/** Of an entry under the name e. */
const DUE = `SELECT e.seq, e.id, e.facility, e.purpose, e.name, e.way, e.sha256, e.bytes, e.packed, e.dossiers, e.rejected, e.state,
  e.arrived_at, e.changed_at, e.due_on, e.correction_code, e.correction_reason, e.released_by, e.problem
  FROM entries e INDEXED BY entries_by_state CROSS JOIN deliveries d ON d.entry = e.seq
  WHERE e.facility = ? AND e.state = 'waiting' AND d.destination = ? AND d.state = 'waiting'
    AND (d.next_at <= ? OR d.next_at > ?) AND ${NONE_BEFORE}
  ORDER BY e.seq LIMIT ?`

type DueAsked = { readonly destination: string; readonly facility: string; readonly limit: number }

/** Entries of a facility that may be sent to a destination now, the oldest first. */
const dueEntries = (database: OutboxDatabase, now: number, { destination, facility, limit }: DueAsked): Entry[] =>
  database.rows(entrySchema, DUE, facility, destination, now, now + FURTHEST_RETRY_MS, limit)

const deliveries = (database: OutboxDatabase, now: () => number, move: Move, bySeq: BySeq) => {
  const settle = (seq: number, destination: string, set: () => void): void => {
    database.together(() => {
      set()
      const states = new Set(
        database.rows(deliverySchema, `${DELIVERY} WHERE entry = ?`, seq).map(({ state }) => state),
      )
      if (states.has('waiting') || bySeq(seq).state !== 'waiting') return
      move(seq, states.has('refused') ? 'refused' : 'delivered')
    })
  }
  return {
    due: (destination: string, facility: string, limit: number): Entry[] =>
      dueEntries(database, now(), { destination, facility, limit }),
    /** The receipt is here. The same once more changes nothing. */
    delivered: (seq: number, destination: string, { receipt, submission, receivedAt, isReplay }: Received): void => {
      settle(seq, destination, () => {
        database.run(
          `UPDATE deliveries SET state = 'delivered', receipt = ?, submission = ?, received_at = ?, delivered_at = ?, result_asked_at = ?, problem = NULL,
             attempts = attempts + 1, tried_at = ? WHERE entry = ? AND destination = ? AND state = 'waiting'`,
          receipt,
          submission,
          receivedAt,
          now(),
          isReplay ? 0 : null,
          now(),
          seq,
          destination,
        )
      })
    },
    /** The destination will never take it as it is. */
    turnedAway: (seq: number, destination: string, problem: EntryProblem): void => {
      settle(seq, destination, () => {
        database.run(
          `UPDATE deliveries SET state = 'refused', problem = ?, attempts = attempts + 1, tried_at = ?
           WHERE entry = ? AND destination = ? AND state = 'waiting'`,
          jsonOf(problem),
          now(),
          seq,
          destination,
        )
        database.run('UPDATE entries SET problem = ? WHERE seq = ?', jsonOf(problem), seq)
      })
    },
    /** It did not arrive, or nobody knows; it is tried again at that moment. */
    tryAgain: (seq: number, destination: string, nextAt: number, problem: EntryProblem): void => {
      database.run(
        `UPDATE deliveries SET attempts = attempts + 1, tried_at = ?, next_at = ?, problem = ?
         WHERE entry = ? AND destination = ? AND state = 'waiting'`,
        now(),
        nextAt,
        jsonOf(problem),
        seq,
        destination,
      )
    },
    attemptsOf: (seq: number, destination: string): number =>
      database.row(deliverySchema, `${DELIVERY} WHERE entry = ? AND destination = ?`, seq, destination)?.attempts ?? 0,
    receiptOf: (seq: number, destination: string): Uint8Array | null =>
      database.row(RECEIPT, 'SELECT receipt FROM deliveries WHERE entry = ? AND destination = ?', seq, destination)
        ?.receipt ?? null,
  }
}

const people = (database: OutboxDatabase, now: () => number, move: Move, bySeq: BySeq) => ({
  /** A person answers for it: it may be sent from now on. */
  release: (seq: number, person: string): Entry =>
    database.together(() => {
      move(seq, 'waiting')
      database.run('UPDATE entries SET released_by = ?, released_at = ? WHERE seq = ?', person, now(), seq)
      return bySeq(seq)
    }),
  /** It will not be sent. */
  withdraw: (seq: number): void => {
    move(seq, 'withdrawn')
  },
  /** Whether released files still wait in the name of that person. */
  waitsFor: (facility: string, person: string): boolean =>
    database.row(
      seqSchema,
      `SELECT seq FROM entries WHERE facility = ? AND state = 'waiting' AND released_by = ? LIMIT 1`,
      facility,
      person,
    ) !== null,
})

const jsonOf = (value: EntryProblem | null): string | null => (value === null ? null : JSON.stringify(value))
