import { expect, test } from 'vitest'
import { dayCount, daysBetween, minutesAt, minutesBetween, numberAt } from '../../../src/engine/rules/elapsed.ts'
import { baseSalary, bedDaySlack, shortestStay } from '../../../src/engine/standards/thresholds.ts'

test.each([
  ['20260228', '20260301', 1],
  ['20240228', '20240301', 2],
  ['19000228', '19000301', 1],
  ['20000228', '20000301', 2],
  ['20251231', '20260101', 1],
  ['20260301', '20260228', -1],
  ['18000101', '21991231', 146_096],
])('from %s to %s are %i days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days)
})

test('days are counted as the calendar has them, on every day of four centuries', () => {
  const start = Date.UTC(1800, 0, 1)
  const first = dayCount('18000101')
  for (let day = 0; day < 146_097; day += 1) {
    const text = new Date(start + day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
    if (dayCount(text) !== first + day) throw new Error(text)
  }
})

test('minutes run over midnight and over a leap day', () => {
  expect(minutesBetween('202402282359', '202403010001')).toBe(1442)
  expect(minutesBetween('202603020800', '202603021201')).toBe(241)
  expect(minutesBetween('202603020800', '202603020759')).toBe(-1)
})

test('a threshold is written in minutes where it is a length of time, and not at all where it is none or unknown', () => {
  expect(minutesAt(shortestStay, '2026-03-02')).toBe(240)
  expect(minutesAt(baseSalary, '2026-03-02')).toBeNull()
  expect(minutesAt(shortestStay, '1999-01-01')).toBeNull()
  expect(numberAt(bedDaySlack, '2026-03-02')).toBe(0.5)
})
