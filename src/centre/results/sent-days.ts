import { dayBegins, dayEnds, OFFSET_MS } from '../../kernel/vietnam-time.ts'
import { integer, text } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { available } from '../../store/warehouse/read.ts'

/** What a facility sent in a day, or in one submission. Money in hundredths of a đồng. */
export type SentDossiers = {
  readonly day: string
  readonly dossiers: number
  readonly rejected: number
  readonly amount: number
}
export type SentSubmission = SentDossiers & { readonly id: string }

type Span = { readonly facility: string; readonly from: string; readonly to: string }

/** Submissions of payment data with what their accepted dossiers cost. By hand: an aggregate of an aggregate. */
const SUBMISSIONS = `SELECT s.id, date((s.received_at + ${OFFSET_MS}) / 1000, 'unixepoch') AS day, s.received_at AS receivedAt,
    coalesce(s.counted, 0) AS dossiers, coalesce(s.rejected, 0) AS rejected,
    (SELECT coalesce(sum(d.T_TONGCHI_BV), 0) FROM dossiers d WHERE d.submission_id = s.id AND d.outcome <> 'rejected') AS amount
  FROM submissions s WHERE s.facility = :facility AND s.purpose = 'payment' AND s.received_at >= :from AND s.received_at < :before`

const argsOf = ({ facility, from, to }: Span) => ({ facility, from: dayBegins(from), before: dayEnds(to) })

const SHAPE = { day: text, dossiers: integer, rejected: integer, amount: integer }

/** Payment data of a facility by the day it was received; ISO days, both ends inclusive. Throws `warehouse-unavailable`. */
export const sentByDay = (warehouse: Warehouse, span: Span): Promise<SentDossiers[]> =>
  available(() =>
    warehouse.ask({
      sql: `SELECT day, sum(dossiers) AS dossiers, sum(rejected) AS rejected, sum(amount) AS amount
        FROM (${SUBMISSIONS}) GROUP BY day ORDER BY day`,
      args: argsOf(span),
      shape: SHAPE,
    }),
  )

/** Each submission of payment data, the newest first, `limit` at most. Throws `warehouse-unavailable`. */
export const sentSubmissions = (warehouse: Warehouse, span: Span, limit: number): Promise<SentSubmission[]> =>
  available(() =>
    warehouse.ask({
      sql: `SELECT id, day, dossiers, rejected, amount FROM (${SUBMISSIONS}) ORDER BY receivedAt DESC LIMIT :limit`,
      args: { ...argsOf(span), limit },
      shape: { id: text, ...SHAPE },
    }),
  )
