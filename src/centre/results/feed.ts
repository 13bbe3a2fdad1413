import type { Row } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { Refusal } from '../refusals.ts'
import type { EventKind } from '../../store/warehouse/events.ts'
import { hasOpen } from '../../store/warehouse/open-rejections.ts'
import { available } from '../../store/warehouse/read.ts'
import { textIn } from '../../store/text-in.ts'
import { cursorAt, seqOf } from './cursor.ts'
import { resendOf, type Resend } from './outcome.ts'
import type { ResultScope } from './scope.ts'

/** How many dossiers of a submission fared how; null where that is not known yet. */
export type Counts = {
  readonly declared: number | null
  readonly counted: number
  readonly accepted: number
  readonly acceptedWithWarnings: number
  readonly rejected: number
}

/** One event with its submission as it stands now. Times are epoch milliseconds. */
export type FeedEvent = {
  readonly seq: number
  /** The id of its webhook message. */
  readonly id: string
  readonly kind: EventKind
  readonly at: number
  readonly facility: string
  readonly submission: string
  readonly purpose: 'management' | 'payment' | null
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

/** Columns of an event `e` with what is known of its submission and dossier. */
export const FEED_COLUMNS = `e.seq, e.key, e.kind, e.at, e.facility, e.submission_id, e.dossier, s.purpose, s.status, s.declared, s.counted, s.accepted,
  s.accepted_with_warnings, s.rejected, s.findings_total, CASE WHEN s.status = 'verified' THEN s.rejected > 0 AND ${hasOpen('s.id')} END AS has_open, d.MA_LK, d.outcome, d.assessment`
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
  const own = scope.facility === null ? 'e.province = :name' : 'e.facility = :name'
  const [found, last] = await available(() =>
    warehouse.$client.batch(
      [
        {
          sql: `SELECT ${FEED_COLUMNS} FROM events e ${FEED_JOINS} WHERE ${own} AND e.seq > :seq ORDER BY e.seq LIMIT :limit`,
          args: { name: scope.facility ?? scope.province, seq, limit: limit + 1 },
        },
        'SELECT coalesce(max(seq), 0) AS seq FROM events',
      ],
      'read',
    ),
  )
  if (seq > Number(last?.rows[0]?.['seq'] ?? 0)) throw new Refusal('cursor-unknown')
  const rows = found?.rows ?? []
  const events = rows.slice(0, limit).map(eventOf)
  return { events, next: cursorAt(scope, events.at(-1)?.seq ?? seq), more: rows.length > limit }
}

/** A row of `FEED_COLUMNS`. */
export function eventOf(row: Row): FeedEvent {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null)
  const number = (name: string): number | null => (typeof row[name] === 'number' ? row[name] : null)
  const counted = number('counted')
  const dossier = number('dossier')
  const hasOpenNow = number('has_open')
  return {
    seq: Number(row['seq']),
    id: textIn(row['key']),
    // Texts of closed lists, as the schema declares them.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    kind: textIn(row['kind']) as EventKind,
    at: Number(row['at']),
    facility: textIn(row['facility']),
    submission: textIn(row['submission_id']),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    purpose: text('purpose') as FeedEvent['purpose'],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    status: text('status') as FeedEvent['status'],
    dossiers:
      counted === null
        ? null
        : {
            declared: number('declared'),
            counted,
            accepted: number('accepted') ?? 0,
            acceptedWithWarnings: number('accepted_with_warnings') ?? 0,
            rejected: number('rejected') ?? 0,
          },
    findingsTotal: number('findings_total'),
    resend: hasOpenNow === null ? null : resendOf(hasOpenNow === 1),
    dossier:
      dossier === null
        ? null
        : { index: dossier, MA_LK: text('MA_LK'), outcome: text('outcome'), assessment: text('assessment') },
  }
}
