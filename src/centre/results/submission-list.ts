import * as z from 'zod'
import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { submissions } from '../../../db/warehouse/schema.ts'
import type { Purpose } from '../../edge/identity/caller.ts'
import { pageEndOf, pageOf } from '../../edge/page-end.ts'
import { dayBegins, dayEnds, vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { integer, json, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { hasOpen, IS_OPEN } from '../../store/warehouse/open-rejections.ts'
import { available } from '../../store/warehouse/read.ts'
import { managementDue, paymentDue, resultDue } from '../deadlines/due.ts'
import { countsOf, COUNT_COLUMNS, COUNT_SHAPE, type Counts } from './counts.ts'

/** Which of a facility's submissions; what is left out does not filter. Days are ISO, of Việt Nam; both ends belong to the span. */
export type SubmissionFilters = {
  readonly purpose?: Purpose | undefined
  readonly status?: (typeof submissions.status.enumValues)[number] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** true: only with rejected dossiers that nothing has answered. */
  readonly open?: boolean | undefined
}

/** A submission as a list shows it; times in epoch milliseconds, days ISO. */
export type ListedSubmission = {
  readonly id: string
  readonly purpose: Purpose
  readonly standard: string
  readonly receivedAt: number
  readonly bytes: number
  readonly status: (typeof submissions.status.enumValues)[number]
  readonly verifiedAt: number | null
  /** null: not counted yet. */
  readonly dossiers: Counts | null
  readonly findingsTotal: number | null
  /** Rejected dossiers that nothing has answered, and by when the first of them is due; the day is null where no end of an encounter is known. */
  readonly open: { readonly dossiers: number; readonly dueOn: string | null }
  readonly resultDueOn: string | null
  readonly correction: string | null
}

/** Of the open dossiers of the submission `s`, read as `Open`: how many, and the first day and moment at which one of them ended. */
const OPEN = `(SELECT json_array(count(*), min(d.ended_on), min(d.NGAY_RA)) FROM dossiers d INDEXED BY dossiers_rejected
  WHERE d.submission_id = s.id AND d.outcome = 'rejected' AND ${IS_OPEN})`
const Open = z.tuple([z.int(), z.string().nullable(), z.string().nullable()])

const COLUMNS = `s.id, s.purpose, s.standard, s.received_at AS receivedAt, s.bytes, s.status, s.verified_at AS verifiedAt,
  ${COUNT_COLUMNS}, s.findings_total AS findingsTotal, s.correction_code AS correction,
  CASE WHEN s.rejected > 0 THEN ${OPEN} END AS open`

const SHAPE = {
  id: text,
  purpose: oneOf(PURPOSES),
  standard: text,
  receivedAt: integer,
  bytes: integer,
  status: oneOf(submissions.status.enumValues),
  verifiedAt: orNull(integer),
  ...COUNT_SHAPE,
  findingsTotal: orNull(integer),
  correction: orNull(text),
  open: orNull(json(Open)),
}

/**
 * A page of a facility's submissions, the newest first; those that the centre has begun to verify, which is some seconds after receipt.
 * `after`: `next` of the page before. Throws `parameter-invalid` for another `after`, and `warehouse-unavailable`.
 */
export async function listSubmissions(
  warehouse: Warehouse,
  facility: string,
  { purpose, status, from, to, open }: SubmissionFilters,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<{ submissions: ListedSubmission[]; next: string | null }> {
  const end = pageEndOf(after)
  const conditions = [
    's.facility = :facility',
    ...(purpose === undefined ? [] : ['s.purpose = :purpose']),
    ...(status === undefined ? [] : ['s.status = :status']),
    ...(from === undefined ? [] : ['s.received_at >= :from']),
    ...(to === undefined ? [] : ['s.received_at < :to']),
    ...(open === undefined ? [] : [`${open ? '' : 'NOT '}(coalesce(s.rejected, 0) > 0 AND ${hasOpen('s.id')})`]),
    ...(end === null ? [] : ['(s.received_at, s.id) < (:at, :id)']),
  ]
  const rows = await available(() =>
    warehouse.ask({
      sql: `SELECT ${COLUMNS} FROM submissions s INDEXED BY submissions_by_facility WHERE ${conditions.join(' AND ')}
            ORDER BY s.received_at DESC, s.id DESC LIMIT :limit`,
      args: {
        facility,
        limit: limit + 1,
        ...(purpose === undefined ? {} : { purpose }),
        ...(status === undefined ? {} : { status }),
        ...(from === undefined ? {} : { from: dayBegins(from) }),
        ...(to === undefined ? {} : { to: dayEnds(to) }),
        ...end,
      },
      shape: SHAPE,
    }),
  )
  const { page, next } = pageOf(rows, limit, ({ receivedAt: at, id }) => ({ at, id }))
  return { submissions: page.map(listed), next }
}

function listed(row: RowOf<typeof SHAPE>): ListedSubmission {
  const { id, purpose, standard, receivedAt, bytes, status, verifiedAt, findingsTotal, correction } = row
  const [openDossiers, endedOn, ended] = row.open ?? [0, null, null]
  return {
    id,
    purpose,
    standard,
    receivedAt,
    bytes,
    status,
    verifiedAt,
    findingsTotal,
    correction,
    dossiers: countsOf(row),
    open: {
      dossiers: openDossiers,
      dueOn: endedOn === null ? null : dueOn(purpose, endedOn, ended),
    },
    resultDueOn: resultDue(purpose, vietnamIsoDay(receivedAt)),
  }
}

/** What ended first is due first, within one purpose. */
const dueOn = (purpose: Purpose, endedOn: string, ended: string | null): string | null =>
  (purpose === 'payment' ? paymentDue(endedOn) : managementDue(endedOn, ended))?.day ?? null
