import { assert, boolean, constantFrom, date as anyDate, oneof, property } from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../../portal/src/app/fold.ts'
import { searchIn } from '../../portal/src/entry/code-names.ts'
import { toShown, toWire } from '../../portal/src/entry/typed.ts'

const day = { vi: '', type: 'date' } as const
const moment = { vi: '', type: 'datetime' } as const
const birth = { vi: '', type: 'birth' } as const
const days = { vi: '', type: 'date', separator: ';' } as const
const amount = { vi: '', type: 'number', decimals: 2 } as const
const text = { vi: '', type: 'text' } as const

test.each([
  [day, '5/10/2026', '20261005'],
  [day, '05102026', '20261005'],
  [day, '05.10.2026', '20261005'],
  // As the wire has it, from somebody who knows it.
  [day, '20261005', '20261005'],
  [moment, '5/10/2026 7:05', '202610050705'],
  [moment, '05102026 0705', '202610050705'],
  [moment, '5/10/2026 7h05', '202610050705'],
  // Half a moment is kept, and the rule says what is missing.
  [moment, '5/10/2026', '20261005'],
  [birth, '1960', '196000000000'],
  [birth, '5/10/1960', '196010050000'],
  [birth, '5/10/2026 23:59', '202610052359'],
  [days, '1/1/2026;31/12/2026', '20260101;20261231'],
  [amount, '1150,5', '1150.5'],
  [amount, ' 1150.5 ', '1150.5'],
  [text, ' 5/10/2026 ', '5/10/2026'],
  // What is no day stays what was typed.
  [day, '40/10/2026', '40/10/2026'],
  [moment, '5/10/2026 25:00', '5/10/2026 25:00'],
  [day, 'hôm qua', 'hôm qua'],
] as const)('%j: "%s" is %s on the wire', (field, typed, wire) => {
  expect(toWire(typed, field)).toBe(wire)
})

test('what is shown of a value is read as that value again', () => {
  const types = ['date', 'datetime', 'birth', 'date-or-datetime', 'date-or-year', 'number', 'text'] as const
  const values = oneof(
    anyDate({ min: new Date('1850-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).chain((date) => {
      const digits = date.toISOString().replaceAll(/\D/g, '')
      return constantFrom(digits.slice(0, 8), digits.slice(0, 12))
    }),
    constantFrom('', '196000000000', '1960', 'abc', '12.5', '5/10/20', '00000000'),
  )
  assert(
    property(constantFrom(...types), values, boolean(), (type, value, isList) => {
      const field = isList ? ({ vi: '', type, separator: ';' } as const) : ({ vi: '', type } as const)
      const shown = toShown(value, field)
      // A day where a moment is asked for, or the reverse, is shown as it is and never made up.
      if (type === 'date' && value.length === 12) return
      if (type === 'birth' && value.length === 8) return
      if ((type === 'date-or-year' || type === 'birth') && /^\d{4}$/.test(value)) return
      if (type === 'date-or-year' && value.length === 12) return
      expect(toWire(shown, field)).toBe(value)
    }),
  )
})

test('codes are found by their beginning, and by words of their name without accents', () => {
  const list = [
    { code: 'E10', name: 'Đái tháo đường típ 1' },
    { code: 'E11', name: 'Đái tháo đường típ 2' },
    { code: 'I10', name: 'Tăng huyết áp vô căn' },
  ]
  expect(searchIn(list, 'i1').map(({ code }) => code)).toEqual(['I10'])
  expect(searchIn(list, 'duong dai 2').map(({ code }) => code)).toEqual(['E11'])
  expect(searchIn(list, 'TĂNG HUYẾT').map(({ code }) => code)).toEqual(['I10'])
  expect(searchIn(list, '').length).toBe(3)
  expect(searchIn(list, 'không có')).toEqual([])
  expect(fold('Đặng Ỷ Lan')).toBe('dang y lan')
})
