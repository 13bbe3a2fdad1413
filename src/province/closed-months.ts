import { spansOf } from './spans.ts'
import type { Period } from './period.ts'

type Days = Pick<Period, 'from' | 'to'>

/** The months (yyyy-mm) of a period, where it is of whole months that were over before `today` (ISO); else null. */
export function closedMonths({ from, to }: Days, today: string): string[] | null {
  const { firstMonth, lastMonth, edges } = spansOf(from, to)
  if (edges.length > 0 || lastMonth >= monthOf(today)) return null
  const months: string[] = []
  for (let day = `${firstMonth}-01`; monthOf(day) <= lastMonth; day = monthBehind(day)) months.push(monthOf(day))
  return months
}

/** What of a period is of whole months that were over before `today` (ISO); null: none of it. */
export function closedPart({ from, to }: Days, today: string): Days | null {
  const { firstMonth, lastMonth } = spansOf(from, to)
  const first = `${firstMonth}-01`
  const last = lastMonth < monthOf(today) ? lastMonth : monthOf(dayBefore(`${monthOf(today)}-01`))
  return firstMonth > last ? null : daysOfMonths(monthOf(first), last)
}

/** First and last day of a month. */
export const daysOfMonth = (month: string): Days => daysOfMonths(month, month)

const daysOfMonths = (first: string, last: string): Days => ({
  from: `${first}-01`,
  to: dayBefore(monthBehind(`${last}-01`)),
})

const monthOf = (day: string): string => day.slice(0, 'yyyy-mm'.length)

/** The first day of the month that follows. */
function monthBehind(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  // To Date, months count from 0: this is the one that follows.
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

const DAY_MS = 24 * 60 * 60 * 1000
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)
