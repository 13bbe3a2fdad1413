/** Single values on their way into the lake. */
import { expect, test } from 'vitest'
import { monthOf } from '../../src/lake/month.ts'
import { ageYears, code, registration, units } from '../../src/lake/values.ts'

test.each([['I10'], ['23.0075.1494_TB'], ['N03.01.070'], ['VD-12345-12'], ['K01']])('%s is a code', (text) => {
  expect(code(text)).toBe(text)
})

test.each([
  ['a number of a citizen', '001080000123'],
  ['a number of a card', 'GD4010000000001'],
  ['a telephone', '0912345678'],
  ['a name', 'NGUYỄN VĂN THỬ'],
  ['a sentence', 'Đau ngực từ sáng'],
  ['nothing', ''],
])('%s is none, whatever field it stands in', (_, text) => {
  expect(code(text)).toBeNull()
})

test('a registration number may have twelve digits; a number of a citizen is none', () => {
  expect(registration('893110123424')).toBe('893110123424')
  expect(registration('001080000123')).toBeNull()
})

test.each([
  ['the day before the birthday', '19800502', '202605010800', 45],
  ['the birthday', '19800502', '202605020800', 46],
  ['a year alone', '1980', '202605020800', 46],
  ['a year with zeros', '198000000000', '202605020800', 46],
  ['older than 90', '19200101', '202605020800', 90],
  ['born after admission', '20270101', '202605020800', null],
  ['no birth', undefined, '202605020800', null],
])('age: %s', (_, birth, on, years) => {
  expect(ageYears(birth, on)).toBe(years)
})

test('money is whole hundredths, quantities thousandths, rounded half away from zero; no number is nothing', () => {
  expect([units('12500.5', 'money'), units('-0.005', 'money'), units('0.125', 'quantity')]).toEqual([
    1_250_050n,
    -1n,
    125n,
  ])
  expect([units('1,5', 'money'), units(undefined, 'money'), units('90071992547409.93', 'money')]).toEqual([
    null,
    null,
    9_007_199_254_740_993n,
  ])
})

test('a dossier lies in the month of its discharge, or of its receipt where that is earlier or nothing else is known', () => {
  expect(monthOf({ endedOn: '2026-09-30', receivedOn: '2026-10-01' })).toBe('2026-09')
  expect(monthOf({ endedOn: null, receivedOn: '2026-10-01' })).toBe('2026-10')
  expect(monthOf({ endedOn: '2030-01-01', receivedOn: '2026-10-01' })).toBe('2026-10')
})
