import { assert, date, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, isBirth, isDate, isDateOrYear, isDatetime, isoDay } from '../../../src/engine/record/moment.ts'
import { propertyRuns } from '../../harness/runs.ts'

const padded = (value: number, length: number): string => String(value).padStart(length, '0')

describe('a date', () => {
  test('holds when, and only when, the calendar has that day', () => {
    assert(
      property(
        integer({ min: 1800, max: 2199 }),
        integer({ min: 0, max: 13 }),
        integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const real = new Date(Date.UTC(year, month - 1, day))
          const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day
          const text = `${year}${padded(month, 2)}${padded(day, 2)}`
          expect(isDate(text)).toBe(exists)
          expect(dayOf(`${text}0830`)).toBe(exists ? Number(text) : null)
        },
      ),
      { numRuns: propertyRuns(100) },
    )
  })

  test('with a time holds for the minutes of the day only', () => {
    const days = date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    assert(
      property(days, integer({ min: 0, max: 99 }), integer({ min: 0, max: 99 }), (on, hour, minute) => {
        const text = `${on.toISOString().slice(0, 10).replaceAll('-', '')}${padded(hour, 2)}${padded(minute, 2)}`
        expect(isDatetime(text)).toBe(hour <= 23 && minute <= 59)
      }),
      { numRuns: propertyRuns(100) },
    )
  })

  test.each([
    ['17991231', false],
    ['18000101', true],
    ['21991231', true],
    ['22000101', false],
    ['20000229', true],
    ['19000229', false],
    ['21000229', false],
    ['20240229', true],
    ['20230229', false],
    ['20240230', false],
    ['20240130', true],
    ['20240431', false],
    ['20240001', false],
    ['20241301', false],
    ['20240100', false],
    ['202401:1', false],
    ['2024010/', false],
    ['2024011/', false],
    ['2024010:', false],
    ['202402/:', false],
  ])('%s holds: %s', (text, expected) => {
    expect(isDate(text)).toBe(expected)
    expect(isDatetime(`${text}0000`)).toBe(expected)
  })

  test.each([
    ['0000', true],
    ['2359', true],
    ['2400', false],
    ['2360', false],
    ['x100', false],
    ['10x0', false],
    ['-100', false],
  ])('at %s holds: %s', (time, expected) => {
    expect(isDatetime(`20240506${time}`)).toBe(expected)
    expect(isBirth(`20240506${time}`)).toBe(expected)
  })

  test('is no moment, and a moment is no date', () => {
    expect([isDate('202405060830'), isDatetime('20240506'), isDatetime('2024050608300')]).toEqual([false, false, false])
    expect(isBirth('19900101000000')).toBe(false)
  })

  test('as a number and as it is written in decisions', () => {
    expect(dayOf('20260131')).toBe(20_260_131)
    expect(dayOf('202601312359')).toBe(20_260_131)
    expect(dayOf('2026013')).toBeNull()
    expect(isoDay(20_260_131)).toBe('2026-01-31')
  })

  test.each(['2024-05-06', '20240506 ', '2024050', '202405061', '２０２４0506', '00000000', ''])(
    'is not %j',
    (text) => {
      expect(isDate(text)).toBe(false)
      expect(isDatetime(text)).toBe(false)
    },
  )
})

test.each([
  ['20240506', true],
  ['1990', true],
  ['1799', false],
  ['199', false],
  ['20240230', false],
  ['202405060830', false],
])('%j is a day or a year alone: %s', (text, expected) => {
  expect(isDateOrYear(text)).toBe(expected)
})

describe('a birth date', () => {
  test.each([
    '1990',
    '1800',
    '2199',
    '19901200',
    '18000000',
    '19900101',
    '19900000',
    '19900100',
    '199001010000',
    '199000000000',
    '199001002359',
  ])('%s holds', (text) => {
    expect(isBirth(text)).toBe(true)
  })

  test.each([
    '',
    '90',
    '199',
    '19901',
    '2200',
    '19901300',
    '1990/100',
    '199001xx',
    '17990000',
    '19901301',
    '19900230',
    '199001012400',
    '19900001',
    '1990-01-01',
    '1700',
    '199001010',
  ])('%j does not', (text) => {
    expect(isBirth(text)).toBe(false)
  })
})
