import { Buffer } from 'node:buffer'
import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { submissions } from '../../../db/warehouse/schema.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { integer, oneOf, orNull, text } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { hasOpen, IS_OPEN } from '../../store/warehouse/open-rejections.ts'
import { available } from '../../store/warehouse/read.ts'
import { managementDue, paymentDue, resultDue } from '../deadlines/due.ts'
import { NEXT_OF_PAGE, Refusal } from '../refusals.ts'
import type { Counts } from './feed.ts'

type Purpose = (typeof PURPOSES)[number]

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

/** Of the open dossiers of the submission `s`. */
const OPEN = (column: string): string =>
  `(SELECT ${column} FROM dossiers d INDEXED BY dossiers_rejected WHERE d.submission_id = s.id AND d.outcome = 'rejected' AND ${IS_OPEN})`

const COLUMNS = `s.id, s.purpose, s.standard, s.received_at AS receivedAt, s.bytes, s.status, s.verified_at AS verifiedAt, s.declared, s.counted,
  s.accepted, s.accepted_with_warnings AS acceptedWithWarnings, s.rejected, s.findings_total AS findingsTotal, s.correction_code AS correction,
  CASE WHEN s.rejected > 0 THEN ${OPEN('count(*)')} ELSE 0 END AS openDossiers,
  CASE WHEN s.rejected > 0 THEN ${OPEN('min(d.ended_on)')} END AS endedOn, CASE WHEN s.rejected > 0 THEN ${OPEN('min(d.NGAY_RA)')} END AS ended`

const SHAPE = {
  id: text,
  purpose: oneOf(PURPOSES),
  standard: text,
  receivedAt: integer,
  bytes: integer,
  status: oneOf(submissions.status.enumValues),
  verifiedAt: orNull(integer),
  declared: orNull(integer),
  counted: orNull(integer),
  accepted: orNull(integer),
  acceptedWithWarnings: orNull(integer),
  rejected: orNull(integer),
  findingsTotal: orNull(integer),
  correction: orNull(text),
  openDossiers: integer,
  endedOn: orNull(text),
  ended: orNull(text),
}

const dayStart = (day: string): number => Date.parse(`${day}T00:00:00+07:00`)
const DAY_MS = 24 * 60 * 60 * 1000

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
  const place = after === undefined ? null : placeOf(after)
  const conditions = [
    's.facility = :facility',
    ...(purpose === undefined ? [] : ['s.purpose = :purpose']),
    ...(status === undefined ? [] : ['s.status = :status']),
    ...(from === undefined ? [] : ['s.received_at >= :from']),
    ...(to === undefined ? [] : ['s.received_at < :to']),
    ...(open === undefined ? [] : [`${open ? '' : 'NOT '}(coalesce(s.rejected, 0) > 0 AND ${hasOpen('s.id')})`]),
    ...(place === null ? [] : ['(s.received_at, s.id) < (:receivedAt, :id)']),
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
        ...(from === undefined ? {} : { from: dayStart(from) }),
        ...(to === undefined ? {} : { to: dayStart(to) + DAY_MS }),
        ...place,
      },
      shape: SHAPE,
    }),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { submissions: page.map(listed), next: rows.length > limit && last ? wordOf(last) : null }
}

type Row = { readonly [Name in keyof typeof SHAPE]: ReturnType<(typeof SHAPE)[Name]> }

function listed(row: Row): ListedSubmission {
  const { id, purpose, standard, receivedAt, bytes, status, verifiedAt, findingsTotal, correction } = row
  const { declared, counted, accepted, acceptedWithWarnings, rejected, openDossiers, endedOn, ended } = row
  const isCounted = counted !== null && accepted !== null && acceptedWithWarnings !== null && rejected !== null
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
    dossiers: isCounted
      ? {
          declared,
          counted,
          accepted,
          acceptedWithWarnings,
          rejected,
        }
      : null,
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

/** The end of a page as one opaque word. */
const wordOf = ({ receivedAt, id }: Pick<Row, 'receivedAt' | 'id'>): string =>
  Buffer.from(`${receivedAt}.${id}`).toString('base64url')

function placeOf(word: string): { receivedAt: number; id: string } {
  const [, receivedAt, id] = /^(\d{1,15})\.([\w-]{1,80})$/.exec(Buffer.from(word, 'base64url').toString()) ?? []
  if (receivedAt === undefined || id === undefined)
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  return { receivedAt: Number(receivedAt), id }
}
