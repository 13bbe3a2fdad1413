import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { events as eventTable, submissions } from '../../../db/warehouse/schema.ts'
import type { Purpose } from '../../edge/identity/caller.ts'
import { flag, integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { Refusal } from '../refusals.ts'
import type { EventKind } from '../../store/warehouse/events.ts'
import { hasOpen } from '../../store/warehouse/open-rejections.ts'
import { available } from '../../store/warehouse/read.ts'
import { countsOf, COUNT_COLUMNS, COUNT_SHAPE, type Counts } from './counts.ts'
import { cursorAt, seqOf } from './cursor.ts'
import { resendOf, type Resend } from './outcome.ts'
import type { ResultScope } from './scope.ts'

/** One event with its submission as it is now. Times are epoch milliseconds. */
export type FeedEvent = {
  readonly seq: number
  /** The id of its webhook message. */
  readonly id: string
  readonly kind: EventKind
  readonly at: number
  readonly facility: string
  readonly submission: string
  readonly purpose: Purpose | null
  readonly status: 'verifying' | 'verified' | 'failed' | null
  readonly dossiers: Counts | null
  readonly findingsTotal: number | null
  /** Whether rejected dossiers of the submission are open now; null: it is not verified. */
  readonly resend: Resend | null
  /** Where the event is about one dossier. */
  readonly dossier: {
    readonly index: number
    readonly MA_LK: string | null
    readonly outcome: string | null
    readonly assessment: string | null
  } | null
}

/** Columns of an event `e` with what is known of its submission and dossier; read as `FEED_SHAPE`. */
export const FEED_COLUMNS = `e.seq, e.key, e.kind, e.at, e.facility, e.submission_id AS submission, e.dossier, s.purpose, s.status,
  ${COUNT_COLUMNS}, s.findings_total AS findingsTotal, d.MA_LK, d.outcome, d.assessment,
  CASE WHEN s.status = 'verified' THEN s.rejected > 0 AND ${hasOpen('s.id')} END AS hasOpen`
export const FEED_SHAPE = {
  seq: integer,
  key: text,
  kind: oneOf(eventTable.kind.enumValues),
  at: integer,
  facility: text,
  submission: text,
  dossier: orNull(integer),
  purpose: orNull(oneOf(PURPOSES)),
  status: orNull(oneOf(submissions.status.enumValues)),
  ...COUNT_SHAPE,
  findingsTotal: orNull(integer),
  hasOpen: orNull(flag),
  MA_LK: orNull(text),
  outcome: orNull(text),
  assessment: orNull(text),
}
export const FEED_JOINS = `LEFT JOIN submissions s ON s.id = e.submission_id
  LEFT JOIN dossiers d ON d.submission_id = e.submission_id AND d.dossier = e.dossier`

/**
 * Events of a scope behind a cursor, in the order in which they were committed. A reader never misses one: sqld runs one write at a time,
 * and a number is given inside that write, so whoever sees number n sees every smaller one that will ever be. It is read at the primary;
 * a replica would show the same order, later. Throws `cursor-unknown` also for a cursor from before a database was set up anew, and
 * `warehouse-unavailable`.
 */
export async function readFeed(
  warehouse: Warehouse,
  scope: ResultScope,
  { since, limit }: { since: string | undefined; limit: number },
): Promise<{ events: FeedEvent[]; next: string; more: boolean }> {
  const seq = since === undefined ? 0 : seqOf(scope, since)
  const own = scope.of('e')
  const [rows, [last]] = await available(() =>
    warehouse.askAll([
      {
        sql: `SELECT ${FEED_COLUMNS} FROM events e ${FEED_JOINS} WHERE ${own.sql} AND e.seq > :seq ORDER BY e.seq LIMIT :limit`,
        args: { ...own.args, seq, limit: limit + 1 },
        shape: FEED_SHAPE,
      },
      { sql: 'SELECT coalesce(max(seq), 0) AS seq FROM events', shape: { seq: integer } },
    ]),
  )
  if (last === undefined || seq > last.seq) throw new Refusal('cursor-unknown')
  const events = rows.slice(0, limit).map(eventOf)
  return { events, next: cursorAt(scope, events.at(-1)?.seq ?? seq), more: rows.length > limit }
}

/** A row of `FEED_COLUMNS`. */
export function eventOf(row: RowOf<typeof FEED_SHAPE>): FeedEvent {
  const { seq, key: id, kind, at, facility, submission, purpose, status, findingsTotal, dossier: index } = row
  const { hasOpen: isOpen, MA_LK, outcome, assessment } = row
  return {
    seq,
    id,
    kind,
    at,
    facility,
    submission,
    purpose,
    status,
    dossiers: countsOf(row),
    findingsTotal,
    resend: isOpen === null ? null : resendOf(isOpen),
    dossier: index === null ? null : { index, MA_LK, outcome, assessment },
  }
}
