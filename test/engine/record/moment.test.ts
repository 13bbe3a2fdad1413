import { assert, date, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, isBirth, isDate, isDatetime } from '../../../src/engine/record/moment.ts'

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
    )
  })

  test('with a time holds for the minutes of the day only', () => {
    const days = date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    assert(
      property(days, integer({ min: 0, max: 99 }), integer({ min: 0, max: 99 }), (on, hour, minute) => {
        const text = `${on.toISOString().slice(0, 10).replaceAll('-', '')}${padded(hour, 2)}${padded(minute, 2)}`
        expect(isDatetime(text)).toBe(hour <= 23 && minute <= 59)
      }),
    )
  })

  test.each(['2024-05-06', '20240506 ', '2024050', '202405061', '２０２４0506', '00000000', ''])(
    'is not %j',
    (text) => {
      expect(isDate(text)).toBe(false)
      expect(isDatetime(text)).toBe(false)
    },
  )
})

describe('a birth date', () => {
  test.each(['1990', '19900101', '19900000', '19900100', '199001010000', '199000000000', '199001002359'])(
    '%s holds',
    (text) => {
      expect(isBirth(text)).toBe(true)
    },
  )

  test.each(['', '90', '19901301', '19900230', '199001012400', '19900001', '1990-01-01', '1700', '199001010'])(
    '%j does not',
    (text) => {
      expect(isBirth(text)).toBe(false)
    },
  )
})
