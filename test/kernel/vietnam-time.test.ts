import { expect, test } from 'vitest'
import { dayBegins, dayEnds, isIsoDay, vietnamDay, vietnamIsoDay, vietnamTime } from '../../src/kernel/vietnam-time.ts'

test('a day of Việt Nam begins at 17:00 UTC', () => {
  expect(vietnamIsoDay(Date.UTC(2026, 10, 21, 16, 59, 59))).toBe('2026-11-21')
  expect(vietnamIsoDay(Date.UTC(2026, 10, 21, 17))).toBe('2026-11-22')
  expect(vietnamDay(Date.UTC(2026, 11, 31, 17))).toBe(20270101)
  expect(dayBegins('2026-11-22')).toBe(Date.UTC(2026, 10, 21, 17))
  expect(dayEnds('2026-11-22')).toBe(Date.UTC(2026, 10, 22, 17))
})

test('a moment is shown with the offset of Việt Nam', () => {
  expect(vietnamTime(Date.UTC(2026, 10, 22, 1, 15, 30, 123))).toBe('2026-11-22T08:15:30.123+07:00')
})

test.each([
  ['2026-11-22', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['2026-11', false],
  ['20261122', false],
  ['2026-11-22T00:00', false],
  ['', false],
])('%j is a day of the calendar: %s', (text, expected) => {
  expect(isIsoDay(text)).toBe(expected)
})
