import { describe, expect, test } from 'vitest'
import { isWorkingDay } from '../../../src/kernel/calendar/working-days.ts'
import { figureOn, managementDue, paymentDue, resultDue } from '../../../src/centre/deadlines/due.ts'
import { allTerms, paymentWorkingDays } from '../../../src/engine/index.ts'

const DAY_MS = 86_400_000
const next = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

describe('management data is due', () => {
  test.each([
    ['on the day the encounter ended', '2026-10-07', '202610070930', '2026-10-07'],
    ['on that day also without a time of day', '2026-10-07', '20261007', '2026-10-07'],
    ['on that day also without NGAY_RA itself', '2026-10-07', null, '2026-10-07'],
    ['on that day two hours and a minute before midnight', '2026-10-07', '202610072159', '2026-10-07'],
    ['on the next day two hours before midnight', '2026-10-07', '202610072200', '2026-10-08'],
    ['on the next day, a Saturday, where a Friday ended', '2026-10-09', '202610092330', '2026-10-10'],
    ['on Monday, where it ended on a Saturday', '2026-10-10', '202610100800', '2026-10-12'],
    ['on Monday, where it ended on Sunday before midnight', '2026-10-11', '202610112359', '2026-10-12'],
    ['on the first working day after Tết', '2026-02-16', '202602161200', '2026-02-23'],
    ['on a Saturday that is worked', '2026-01-10', '202601100900', '2026-01-10'],
  ])('%s', (_, endedOn, moment, day) => {
    expect(managementDue(endedOn, moment)).toEqual({ day, inTime: 'at-once' })
  })
})

describe('payment data is due', () => {
  test.each([
    ['on the seventh working day after the end', '2026-10-07', '2026-10-16', 'in-time'],
    ['so also where it ended on a day off', '2026-10-10', '2026-10-20', 'in-time'],
    // Monday 30 November: the seventh working day is 9 December.
    ['before the 5th, where the seven days end in the next month, behind it', '2026-11-30', '2026-12-04', 'before-5th'],
    // 24 November was off: 23, 25, 26, 27, 30 November, 1, 2 December.
    ['on the seventh working day, where that comes before the 5th', '2026-11-20', '2026-12-02', 'in-time'],
    ['on the seventh working day, where both are the same day', '2026-11-25', '2026-12-04', 'in-time'],
    // 4 July 2026 was a Saturday.
    ['on the next working day, where the day before the 5th is off', '2026-06-30', '2026-07-06', 'before-5th'],
    // Tết 2022 from 31 January to 4 February.
    [
      'on the first working day after Tết, where it holds the day before the 5th',
      '2022-01-28',
      '2022-02-07',
      'before-5th',
    ],
    ['before the 5th of January, over the end of a year', '2025-12-31', '2026-01-05', 'before-5th'],
  ])('%s', (_, endedOn, day, inTime) => {
    expect(paymentDue(endedOn)).toEqual({ day, inTime })
  })

  test('never later than the seventh working day, never on a day off, never sooner for an encounter that ended later', () => {
    let before = ''
    for (let endedOn = '2024-01-01'; endedOn < '2026-12-01'; endedOn = next(endedOn)) {
      const day = paymentDue(endedOn)?.day ?? ''
      expect(isWorkingDay(day)).toBe(true)
      expect(day > endedOn).toBe(true)
      let workingDays = 0
      for (let at = next(endedOn); at <= day; at = next(at)) if (isWorkingDay(at)) workingDays += 1
      expect(workingDays).toBeLessThanOrEqual(7)
      expect(day >= before, endedOn).toBe(true)
      before = day
    }
  })
})

test('a result is owed on the seventh working day after receipt, for payment data', () => {
  expect(resultDue('payment', '2026-10-07')).toBe('2026-10-16')
  expect(resultDue('payment', '2026-11-30')).toBe('2026-12-09')
  expect(resultDue('management', '2026-10-07')).toBeNull()
})

test('before the circular was in force nothing was due', () => {
  expect([managementDue('2018-02-28', null), paymentDue('2018-02-28'), resultDue('payment', '2018-02-28')]).toEqual([
    null,
    null,
    null,
  ])
  expect(paymentDue('2018-03-01')?.day).toBe('2018-03-12')
})

describe('the terms', () => {
  test.each(allTerms.map((term) => [term.name, term] as const))(
    '%s have dates in order, none over another',
    (_, term) => {
      for (const [at, { from, to }] of term.values.entries()) {
        const behind = term.values[at + 1]
        if (to !== null) expect(from <= to).toBe(true)
        if (behind) expect(to !== null && to < behind.from).toBe(true)
      }
    },
  )

  test('are asked for as of a day', () => {
    expect(figureOn(paymentWorkingDays, '2018-02-28')).toBeNull()
    expect(figureOn(paymentWorkingDays, '2026-11-22')).toBe(7)
  })
})
