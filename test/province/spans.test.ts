import { expect, test } from 'vitest'
import { spansOf } from '../../src/province/spans.ts'

/** Over a turn of the year and a leap day. */
const DAYS = Array.from({ length: 140 }, (_, at) => new Date(Date.UTC(2027, 11, 20 + at)).toISOString().slice(0, 10))
const WHOLE = [
  ['2028-01-01', '2028-01-31'],
  ['2028-02-01', '2028-02-29'],
  ['2028-03-01', '2028-03-31'],
  ['2028-04-01', '2028-04-30'],
] as const

test('every period is covered, each of its days once, and no whole month by days', () => {
  for (const [at, from] of DAYS.entries()) {
    for (const to of DAYS.slice(at)) {
      const { firstMonth, lastMonth, edges } = spansOf(from, to)
      const isInMonths = (day: string): boolean => firstMonth <= day.slice(0, 7) && day.slice(0, 7) <= lastMonth
      const found = edges.flatMap(([first, last]) => DAYS.filter((day) => first <= day && day <= last))
      found.push(...DAYS.filter(isInMonths))
      const byDays = WHOLE.filter(([begin, end]) => edges.some(([first, last]) => first <= begin && end <= last))
      const wanted = DAYS.slice(at, DAYS.indexOf(to) + 1)
      // Ten thousand periods: what is equal is not compared twice.
      if (found.sort().join() !== wanted.join() || byDays.length > 0)
        expect({ period: `${from} to ${to}`, found, byDays }).toEqual({
          period: `${from} to ${to}`,
          found: wanted,
          byDays: [],
        })
    }
  }
})
