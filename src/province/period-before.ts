import type { Period } from './period.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The period of the same length that ends where this one begins: as many months of whole months, else as many days. */
export function periodBefore({ from, to }: Pick<Period, 'from' | 'to'>): Pick<Period, 'from' | 'to'> {
  const months = wholeMonths(from, to)
  const end = Date.parse(from) - DAY_MS
  const begin =
    months === null ? end - (Date.parse(to) - Date.parse(from)) : Date.UTC(yearOf(from), monthOf(from) - 1 - months, 1)
  return { from: isoDayOf(begin), to: isoDayOf(end) }
}

const yearOf = (day: string): number => Number(day.slice(0, 4))
const monthOf = (day: string): number => Number(day.slice(5, 7))
const isoDayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** null: it begins or ends within a month. */
function wholeMonths(from: string, to: string): number | null {
  const next = isoDayOf(Date.parse(to) + DAY_MS)
  if (!from.endsWith('-01') || !next.endsWith('-01')) return null
  return (yearOf(next) - yearOf(from)) * 12 + monthOf(next) - monthOf(from)
}
