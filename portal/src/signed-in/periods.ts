import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import type { Text } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

/** A period as the API names it (`2026-11`, `2026-Q4`, `2026`), and how it is shown. */
export type PeriodChoice = {
  readonly value: string
  readonly text: Text
  readonly values: Readonly<Record<string, string | number>>
}

const MONTHS = 13
const QUARTERS = 5
const YEARS = 2
const ROMAN = ['I', 'II', 'III', 'IV']

/** Months, quarters and years that an officer asks for today (ISO day), the newest first of each. */
export function periodsAt(today: string): readonly PeriodChoice[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const months = Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)))
  const quarter = Math.floor((month - 1) / 3)
  const quarters = Array.from({ length: QUARTERS }, (_, back) => year * 4 + quarter - back)
  return [
    ...months.map((first) => ({
      value: first.toISOString().slice(0, 7),
      text: TEXTS.month,
      values: { month: first.getUTCMonth() + 1, year: first.getUTCFullYear() },
    })),
    ...quarters.map((count) => ({
      value: `${Math.floor(count / 4)}-Q${(count % 4) + 1}`,
      text: TEXTS.quarter,
      values: { number: ROMAN[count % 4] ?? '', year: Math.floor(count / 4) },
    })),
    ...Array.from({ length: YEARS }, (_, back) => ({
      value: String(year - back),
      text: TEXTS.year,
      values: { year: year - back },
    })),
  ]
}

export const thisMonth = (): string => vietnamIsoDay(Date.now()).slice(0, 7)

const MONTH = /^\d{4}-\d{2}$/
/** Months alone, where days are asked for. */
export const monthsAt = (today: string): readonly PeriodChoice[] =>
  periodsAt(today).filter(({ value }) => MONTH.test(value))

/** First and last day (ISO) of a month, `2026-11`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}
