import { toNumber } from '../record/decimal.ts'
import type { Series } from '../standards/thresholds.ts'
import { thresholdAt } from './threshold-at.ts'

const MINUTES_A_DAY = 1440
const MINUTES_AN_HOUR = 60
const DAYS_IN_400_YEARS = 146_097
const MINUTES: Readonly<Partial<Record<Series['unit'], number>>> = {
  minutes: 1,
  hours: MINUTES_AN_HOUR,
  days: MINUTES_A_DAY,
}

const number = (text: string, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 0x30
  return value
}

/** The day of a date or moment as a count of days, so that two of them can be subtracted. The text has its form. */
export function dayCount(text: string): number {
  const month = number(text, 4, 6)
  // Years that begin in March end with the day that is sometimes missing.
  const year = number(text, 0, 4) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const ofEra = year - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + number(text, 6, 8) - 1
  return era * DAYS_IN_400_YEARS + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear
}

/** Days from one date or moment to another by the calendar, whatever the hours; negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number => dayCount(to) - dayCount(from)

/** Minutes from one moment (yyyymmddHHMM) to another. */
export const minutesBetween = (from: string, to: string): number =>
  daysBetween(from, to) * MINUTES_A_DAY +
  (number(to, 8, 10) - number(from, 8, 10)) * MINUTES_AN_HOUR +
  (number(to, 10, 12) - number(from, 10, 12))

/** A threshold that is a length of time, in minutes; null where none is known for the day (ISO). */
export function minutesAt(series: Series, day: string): number | null {
  const threshold = numberAt(series, day)
  const unit = MINUTES[series.unit]
  return threshold === null || unit === undefined ? null : threshold * unit
}

/** A threshold that counts, as a plain number; null where none is known for the day (ISO). */
export function numberAt(series: Series, day: string): number | null {
  const threshold = thresholdAt(series, day)
  return threshold ? toNumber(threshold.value) : null
}
