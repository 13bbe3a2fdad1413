import type { Purpose } from '../../edge/identity/caller.ts'
import { addWorkingDays, isWorkingDay } from '../../kernel/calendar/working-days.ts'
import {
  atOnceHours,
  managementWorkingDays,
  monthClosesOn,
  paymentWorkingDays,
  resultWorkingDays,
  type Term,
} from '../../engine/index.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'

/** The last day (ISO, Việt Nam) on which something is in time, and what it is called then. */
export type Due = { readonly day: string; readonly inTime: 'at-once' | 'in-time' | 'before-5th' }

const HOUR_MS = 60 * 60 * 1000

/** The figure of a term that begins to run on a day (ISO); null where none is known. */
export const figureOn = ({ values }: Term, day: string): number | null =>
  values.find(({ from, to }) => day >= from && (to === null || day <= to))?.value ?? null

/**
 * Management data of an encounter that ended on a day (ISO) at a moment (`yyyymmddHHMM`, as NGAY_RA): the same day, or the next working
 * day where it ended on a day off. What ended shortly before midnight has until the day of the moment `atOnceHours` later. null where
 * no term is known for the day.
 */
export function managementDue(endedOn: string, moment: string | null): Due | null {
  const days = figureOn(managementWorkingDays, endedOn)
  const hours = figureOn(atOnceHours, endedOn)
  if (days === null || hours === null) return null
  if (!isWorkingDay(endedOn)) return { day: addWorkingDays(endedOn, Math.max(1, days)).day, inTime: 'at-once' }
  const last = addWorkingDays(endedOn, days).day
  const time = /^\d{8}([01]\d|2[0-3])([0-5]\d)$/.exec(moment ?? '')
  const ended = time && Date.parse(`${endedOn}T${time[1]}:${time[2]}:00+07:00`)
  const dayAfterHours = ended === null ? endedOn : vietnamIsoDay(ended + hours * HOUR_MS)
  return { day: dayAfterHours > last ? dayAfterHours : last, inTime: 'at-once' }
}

/**
 * Payment data of an encounter that ended on a day (ISO): the seventh working day after it. Where that day lies in another month than
 * the end, the encounter falls at the end of a month (quarter, year), and the month's close counts if it comes first: the day before the
 * 5th, or the next working day where that is a day off. null where no term is known for the day.
 *
 * The circular does not say which encounters fall at the end of a month. Read so, an encounter does exactly when its seven days would
 * hold up the close of its month; the others never see it. That a term which ends on a day off ends on the next working day is the Civil
 * Code's rule (2015, article 148), unsourced. Confidence of both: low.
 */
export function paymentDue(endedOn: string): Due | null {
  const days = figureOn(paymentWorkingDays, endedOn)
  const fifth = figureOn(monthClosesOn, endedOn)
  if (days === null || fifth === null) return null
  const seventh = addWorkingDays(endedOn, days).day
  if (seventh.slice(0, 7) === endedOn.slice(0, 7)) return { day: seventh, inTime: 'in-time' }
  const [year = 0, month = 0] = endedOn.split('-').map(Number)
  // Months count from 0 here, so this is the next one, also over the end of a year.
  const closes = new Date(Date.UTC(year, month, fifth - 1)).toISOString().slice(0, 10)
  const last = isWorkingDay(closes) ? closes : addWorkingDays(closes, 1).day
  return last < seventh ? { day: last, inTime: 'before-5th' } : { day: seventh, inTime: 'in-time' }
}

/**
 * The day (ISO) by which a submission received on a day must have its result: payment data only, as the circular demands none for management
 * data. null where none is owed or no term is known.
 */
export function resultDue(purpose: Purpose, receivedOn: string): string | null {
  const days = purpose === 'payment' ? figureOn(resultWorkingDays, receivedOn) : null
  return days === null ? null : addWorkingDays(receivedOn, days).day
}
