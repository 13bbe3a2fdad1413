import { expect, test } from 'vitest'
import { spansOf } from '../../src/regions/spans.ts'

const day = (at: number): string => new Date(Date.UTC(2027, 11, 20 + at)).toISOString().slice(0, 10)
/** Over a turn of the year and a leap day. */
const DAYS = Array.from({ length: 140 }, (_, at) => day(at))

test('every period is covered, each of its days once, by whole months where it holds any', () => {
  for (const [at, from] of DAYS.entries()) {
    for (const to of DAYS.slice(at)) {
      const { firstMonth, lastMonth, edges } = spansOf(from, to)
      const isInMonths = (each: string): boolean => firstMonth <= each.slice(0, 7) && each.slice(0, 7) <= lastMonth
      const found = [...edges.flatMap(([first, last]) => DAYS.filter((each) => first <= each && each <= last))]
      found.push(...DAYS.filter(isInMonths))
      expect(found.sort(), `${from} to ${to}`).toEqual(DAYS.filter((each) => from <= each && each <= to))
      expect(edges.filter(([first, last]) => first.endsWith('-01') && day(0) < last && isLast(last))).toEqual([])
    }
  }
})

const isLast = (each: string): boolean => new Date(Date.parse(each) + 86_400_000).toISOString().slice(8, 10) === '01'
