/**
 * What BHXH has to do in one province: payment dossiers to assess, corrections that wait for its agreement, and what it has assessed. Asked
 * of the primary, so that what was assessed a moment ago is out of the list.
 */
import { ASSESSMENT_DECISIONS } from '../../../db/warehouse/versions.ts'
import { addWorkingDays } from '../../kernel/calendar/working-days.ts'
import { integer, oneOf, orNull, text, wholeText } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import { NEXT_OF_PAGE, Refusal } from '../refusals.ts'

/** open: nobody has assessed it · waiting: a correction of what was assessed · assessed: at least once. */
export const WORK_STATES = ['open', 'waiting', 'assessed'] as const
export type WorkState = (typeof WORK_STATES)[number]

/** BHXH answers within seven working days of the day it received the data (TT 48/2017/TT-BYT, điều 7). */
const ASSESSMENT_WORKING_DAYS = 7

/** Last day (ISO) for the assessment of what was received on that day. */
const assessmentDueOn = (receivedOn: string): string => addWorkingDays(receivedOn, ASSESSMENT_WORKING_DAYS).day

/** As the partial indexes `dossiers_to_assess` and `dossiers_waiting` say it, so that SQLite uses them. */
const CONDITIONS: Readonly<Record<WorkState, string>> = {
  open: `d.state = 'standing' AND d.purpose = 'payment' AND d.assessment IS NULL AND d.kind = 'dossier'`,
  waiting: `d.state = 'waiting' AND d.purpose = 'payment'`,
  assessed: `d.state = 'standing' AND d.purpose = 'payment' AND d.assessment IS NOT NULL AND d.kind = 'dossier'`,
}

/** What a facility's dossiers that are open or waiting ask of BHXH. */
export type FacilityWork = {
  readonly facility: string
  readonly open: number
  /** Of those, due before today. */
  readonly overdue: number
  readonly waiting: number
  /** By the day on which they are due, the earliest first. */
  readonly days: readonly { readonly dueOn: string; readonly open: number }[]
}

/** Facilities of a province (old code) with something to do. `today`: ISO day in Việt Nam. */
export async function countWork(warehouse: Warehouse, province: string, today: string): Promise<FacilityWork[]> {
  const args = { province, beyond: beyond(province) }
  const within = 'd.facility >= :province AND d.facility < :beyond'
  const [open, waiting] = await warehouse.askAll([
    {
      sql: `SELECT d.facility, d.received_on AS receivedOn, count(*) AS n FROM dossiers d
            WHERE ${within} AND ${CONDITIONS.open} GROUP BY d.facility, d.received_on ORDER BY d.facility, d.received_on`,
      args,
      shape: { facility: text, receivedOn: text, n: integer },
    },
    {
      sql: `SELECT d.facility, count(*) AS n FROM dossiers d WHERE ${within} AND ${CONDITIONS.waiting} GROUP BY d.facility`,
      args,
      shape: { facility: text, n: integer },
    },
  ])
  const daysOf = new Map<string, Map<string, number>>()
  for (const { facility, receivedOn, n } of open) {
    const days = daysOf.get(facility) ?? new Map<string, number>()
    daysOf.set(facility, days)
    const dueOn = assessmentDueOn(receivedOn)
    days.set(dueOn, (days.get(dueOn) ?? 0) + n)
  }
  const waitingOf = new Map(waiting.map(({ facility, n }) => [facility, n]))
  return [...new Set([...daysOf.keys(), ...waitingOf.keys()])].toSorted().map((facility) => {
    const days = [...(daysOf.get(facility) ?? [])].map(([dueOn, n]) => ({ dueOn, open: n }))
    const sum = (some: readonly { open: number }[]): number => some.reduce((all, each) => all + each.open, 0)
    return {
      facility,
      open: sum(days),
      overdue: sum(days.filter(({ dueOn }) => dueOn < today)),
      waiting: waitingOf.get(facility) ?? 0,
      days,
    }
  })
}

/** One dossier of the list. Nothing of it names a person. Amounts are in whole hundredths of a đồng. */
export type ListedWork = {
  readonly facility: string
  readonly MA_LK: string
  readonly submission: string
  readonly dossier: number
  readonly version: number
  readonly receivedOn: string
  readonly dueOn: string
  readonly endedOn: string | null
  readonly MA_LOAI_KCB: string | null
  readonly MA_BENH_CHINH: string | null
  readonly warnings: number
  readonly T_TONGCHI_BV: bigint | null
  readonly T_BHTT: bigint | null
  readonly assessment: (typeof ASSESSMENT_DECISIONS)[number] | null
  /** The code of the reason why it changes what was sent before. */
  readonly correction: string | null
}

export type AskedWork = {
  /** Its old code. */
  readonly province: string
  readonly facility: string | undefined
  readonly state: WorkState
  /** Only what is due on that day (ISO). */
  readonly dueOn: string | undefined
  /** `next` of the page before; none: from the start. */
  readonly after: string | undefined
  readonly limit: number
}

export type WorkPage = { readonly dossiers: readonly ListedWork[]; readonly next: string | null }

/** Where a page ends: day, facility, submission and number of its last dossier. */
const CURSOR = /^(\d{4}-\d{2}-\d{2})~([0-9A-Z]{5})~([0-9a-f]{32})~(\d{1,9})$/

/** A page in the order in which they are due. Throws `parameter-invalid`. */
export async function listWork(warehouse: Warehouse, asked: AskedWork): Promise<WorkPage> {
  const { province, facility, state, dueOn, after, limit } = asked
  const [, day = '', facilityAfter = '', submission = '', dossier = '-1'] =
    (after === undefined ? null : CURSOR.exec(after)) ?? []
  if (after !== undefined && day === '')
    throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  const within = facility === undefined ? 'd.facility >= :province AND d.facility < :beyond' : 'd.facility = :facility'
  const order = 'd.received_on, d.facility, d.submission_id, d.dossier'
  const rows = await warehouse.ask({
    sql: `SELECT d.facility, d.MA_LK, d.submission_id AS submission, d.dossier, d.version, d.received_on AS receivedOn,
            d.ended_on AS endedOn, d.MA_LOAI_KCB, d.MA_BENH_CHINH, d.warnings, CAST(d.T_TONGCHI_BV AS TEXT) AS T_TONGCHI_BV,
            CAST(d.T_BHTT AS TEXT) AS T_BHTT, d.assessment, d.correction_code AS correction FROM dossiers d
          WHERE ${within} AND ${CONDITIONS[state]} ${dueOn === undefined ? '' : 'AND d.received_on BETWEEN :from AND :to'}
            AND (${order}) > (:day, :facilityAfter, :submission, :dossierAfter)
          ORDER BY ${order} LIMIT :limit`,
    args: {
      province,
      beyond: beyond(province),
      facility: facility ?? '',
      day,
      facilityAfter,
      submission,
      dossierAfter: Number(dossier),
      limit: limit + 1,
      ...(dueOn === undefined ? {} : receivedDaysOf(dueOn)),
    },
    shape: LISTED,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    dossiers: page.map((row) => ({ ...row, dueOn: assessmentDueOn(row.receivedOn) })),
    next: hasMore ? `${last.receivedOn}~${last.facility}~${last.submission}~${last.dossier}` : null,
  }
}

const LISTED = {
  facility: text,
  MA_LK: text,
  submission: text,
  dossier: integer,
  version: integer,
  receivedOn: text,
  endedOn: orNull(text),
  MA_LOAI_KCB: orNull(text),
  MA_BENH_CHINH: orNull(text),
  warnings: integer,
  T_TONGCHI_BV: orNull(wholeText),
  T_BHTT: orNull(wholeText),
  assessment: orNull(oneOf(ASSESSMENT_DECISIONS)),
  correction: orNull(text),
}

/** The first text behind all facilities of a province: their codes are digits and capital letters. */
const beyond = (province: string): string => `${province}~`

const DAY_MS = 86_400_000
/** Seven working days lie within this many days, also across the longest Tết and the weekends around it. */
const MOST_DAYS_BACK = 40

/** First and last day of receipt of what is due on a day; an empty range where nothing ever is, as on a Sunday. */
function receivedDaysOf(dueOn: string): { from: string; to: string } {
  const days = Array.from({ length: MOST_DAYS_BACK }, (_, back) =>
    new Date(Date.parse(dueOn) - back * DAY_MS).toISOString().slice(0, 10),
  ).filter((day) => assessmentDueOn(day) === dueOn)
  return { from: days.at(-1) ?? dueOn, to: days[0] ?? '' }
}
