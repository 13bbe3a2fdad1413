import { isIsoDay } from '../vietnam-time.ts'
import { yearsOfDaysOff } from './holidays.ts'
import type { Confidence } from '../confidence.ts'

/** How sure a count is: the least of the days it met; `none`: it met a year whose holidays are not known, and counted weekends only. */
export type CalendarConfidence = Confidence | 'none'

const DAY_MS = 86_400_000
const RANK: Readonly<Record<CalendarConfidence, number>> = { high: 3, medium: 2, low: 1, none: 0 }

const timeOf = (isoDay: string): number => {
  if (!isIsoDay(isoDay)) throw new RangeError('not an ISO day of the calendar')
  return Date.parse(`${isoDay}T00:00:00Z`)
}
const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

type Known = { readonly working: boolean; readonly confidence: Confidence }

/** Weekdays off and Saturdays worked; every other day follows the week. */
const exceptions: ReadonlyMap<string, Known> = new Map(
  yearsOfDaysOff.flatMap(({ off, worked }) => [
    ...off.flatMap(({ from, to, confidence }) => {
      const days: [string, Known][] = []
      for (let time = timeOf(from); time <= timeOf(to); time += DAY_MS)
        days.push([isoOf(time), { working: false, confidence }])
      return days
    }),
    ...worked.map(({ day, confidence }): [string, Known] => [day, { working: true, confidence }]),
  ]),
)
const knownYears: ReadonlySet<number> = new Set(yearsOfDaysOff.map(({ year }) => year))

function judge(time: number): { working: boolean; confidence: CalendarConfidence } {
  const day = new Date(time)
  const known = exceptions.get(isoOf(time))
  if (known !== undefined) return known
  const weekday = day.getUTCDay()
  return { working: weekday !== 0 && weekday !== 6, confidence: knownYears.has(day.getUTCFullYear()) ? 'high' : 'none' }
}

const lesser = (a: CalendarConfidence, b: CalendarConfidence): CalendarConfidence => (RANK[a] <= RANK[b] ? a : b)

/** Whether offices work on a day in Việt Nam (ISO). In a year beyond the data only weekends are off. Throws RangeError on no day. */
export const isWorkingDay = (isoDay: string): boolean => judge(timeOf(isoDay)).working

/**
 * The day that is `count` working days after a day (ISO): 0 gives the day itself, 1 the next working day. Throws RangeError on no
 * day, or on a count that is not a whole number from 0.
 */
export function addWorkingDays(isoDay: string, count: number): { day: string; confidence: CalendarConfidence } {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('not a number of days')
  let time = timeOf(isoDay)
  let confidence: CalendarConfidence = 'high'
  for (let left = count; left > 0;) {
    time += DAY_MS
    const day = judge(time)
    confidence = lesser(confidence, day.confidence)
    if (day.working) left -= 1
  }
  return { day: isoOf(time), confidence }
}

/**
 * Working days after the first day up to and with the second (ISO): what has passed of a term that began on the first. 0 where the
 * second is not later. Throws RangeError on no day.
 */
export function workingDaysBetween(from: string, to: string): { days: number; confidence: CalendarConfidence } {
  const end = timeOf(to)
  let days = 0
  let confidence: CalendarConfidence = 'high'
  for (let time = timeOf(from) + DAY_MS; time <= end; time += DAY_MS) {
    const day = judge(time)
    confidence = lesser(confidence, day.confidence)
    if (day.working) days += 1
  }
  return { days, confidence }
}
