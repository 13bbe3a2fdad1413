import { describe, expect, test } from 'vitest'
import { yearsOfDaysOff } from '../../../src/kernel/calendar/holidays.ts'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../../src/kernel/calendar/working-days.ts'

const DAY_MS = 86_400_000
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()
const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** Day and month of the Vietnamese lunar calendar: agrees with the Chinese one in the years of the data. */
const lunar = (day: string): { month: string; day: number } => {
  const parts = new Intl.DateTimeFormat('en-u-ca-chinese', {
    timeZone: 'UTC',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(new Date(`${day}T00:00:00Z`))
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return { month: part('month'), day: Number(part('day')) }
}
const lunarDays = (year: number, month: string, day: number): string[] => {
  const found: string[] = []
  for (let at = `${year}-01-01`; at < `${year}-06-01`; at = next(at)) {
    const known = lunar(at)
    if (known.month === month && known.day === day) found.push(at)
  }
  return found
}

describe('the days off', () => {
  test.each(yearsOfDaysOff.map((year) => [year.year, year] as const))(
    'of %i are well formed',
    (year, { off, worked }) => {
      for (const { from, to } of off) {
        expect(from <= to).toBe(true)
        expect([from.slice(0, 4), to.slice(0, 4)]).toEqual([String(year), String(year)])
      }
      for (const { day } of worked) expect({ day, weekday: weekday(day) }).toEqual({ day, weekday: 6 })
    },
  )

  test.each(yearsOfDaysOff.map(({ year }) => year))('of %i hold all days of the law', (year) => {
    const fixed = ['01-01', '04-30', '05-01', '09-02'].map((day) => `${year}-${day}`)
    const [tet = ''] = lunarDays(year, '1', 1)
    const threeDaysOfTet = [tet, next(tet), next(next(tet))]
    const hungKings = lunarDays(year, '3', 10)
    expect(hungKings).toHaveLength(1)
    for (const day of [...fixed, ...threeDaysOfTet, ...hungKings])
      expect({ day, working: isWorkingDay(day) }).toEqual({ day, working: false })
  })

  test.each(yearsOfDaysOff.map((year) => [year.year, year] as const))(
    'of %i are as many as the law gives, weekends made up and exchanges worked',
    (year, { off, worked }) => {
      let weekdaysOff = 0
      for (const { from, to, why } of off)
        for (let day = from; day <= to; day = next(day))
          if (why !== 'exchange' && weekday(day) % 6 !== 0) weekdaysOff += 1
      // 2012: ten days. 2019 (from 2021): eleven. With the day of culture: twelve.
      const owed = year < 2021 ? 10 : year < 2026 ? 11 : 12
      expect(weekdaysOff).toBe(owed)
      const exchanged = off.filter(({ why }) => why === 'exchange').length
      // 31 December 2018 was worked for on 5 January 2019.
      expect(exchanged - worked.length).toBe(year === 2018 ? 1 : year === 2019 ? -1 : 0)
    },
  )
})

describe('working days', () => {
  test.each([
    ['a Monday', '2026-11-23', true],
    ['a Sunday', '2026-11-22', false],
    ['a Saturday', '2026-11-21', false],
    ['a Saturday worked for a Friday off', '2026-01-10', true],
    ['that Friday', '2026-01-02', false],
    ['the Monday after a Hùng Vương day on a Sunday', '2026-04-27', false],
    ['a Monday of a year beyond the data', '2035-01-01', true],
  ])('%s, %s: %s', (_, day, working) => {
    expect(isWorkingDay(day)).toBe(working)
  })

  test('are counted after the first day, up to and with the second', () => {
    expect(workingDaysBetween('2026-11-20', '2026-11-20')).toEqual({ days: 0, confidence: 'high' })
    expect(workingDaysBetween('2026-11-20', '2026-11-23')).toEqual({ days: 1, confidence: 'high' })
    expect(workingDaysBetween('2026-11-23', '2026-11-20')).toEqual({ days: 0, confidence: 'high' })
    // Friday before Tết to the Monday after it.
    expect(workingDaysBetween('2025-01-24', '2025-02-03')).toEqual({ days: 1, confidence: 'high' })
  })

  test('adding them and counting them agree', () => {
    for (let day = '2023-12-20'; day < '2024-06-01'; day = next(day))
      for (const count of [1, 5, 7, 30]) {
        const { day: end } = addWorkingDays(day, count)
        expect(workingDaysBetween(day, end).days).toBe(count)
        expect(isWorkingDay(end)).toBe(true)
      }
    expect(addWorkingDays('2026-11-22', 0).day).toBe('2026-11-22')
  })

  test('say how sure they are, and that beyond the data only weekends were counted', () => {
    expect(workingDaysBetween('2026-11-20', '2026-11-25')).toEqual({ days: 2, confidence: 'medium' })
    expect(addWorkingDays('2027-02-01', 5)).toEqual({ day: '2027-02-15', confidence: 'low' })
    expect(addWorkingDays('2027-12-31', 1)).toEqual({ day: '2028-01-03', confidence: 'none' })
    expect(workingDaysBetween('2016-12-30', '2017-01-03')).toEqual({ days: 1, confidence: 'none' })
  })

  test('of what is no day, or no count, are refused', () => {
    expect(() => isWorkingDay('2026-02-30')).toThrow(RangeError)
    expect(() => workingDaysBetween('22/11/2026', '2026-11-23')).toThrow(RangeError)
    expect(() => addWorkingDays('2026-11-22', -1)).toThrow(RangeError)
  })
})
