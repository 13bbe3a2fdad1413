/** Numbers and days as an office writes them. */
import { expect, test } from 'vitest'
import { letterheadOf } from '../../../src/province/documents/letterhead.ts'
import { placeAndDay, shownCell } from '../../../src/province/documents/vietnamese.ts'
import { periodBefore } from '../../../src/province/period-before.ts'
import { nameOfProvinces, type Province } from '../../../src/province/provinces.ts'

test.each([
  [1234567, '1.234.567'],
  [0, '0'],
  [-1200, '-1.200'],
  [null, '*'],
  [{ amount: '12500.50' }, '12.501'],
  [{ amount: '999.49' }, '999'],
  [{ amount: '-0.20' }, '0'],
  [{ amount: '1000000.00' }, '1.000.000'],
  [{ amount: '-12500.00' }, '-12.500'],
  [{ change: 0.5 }, '+50,0%'],
  [{ change: -0.081 }, '-8,1%'],
  ['01 – Khám bệnh', '01 – Khám bệnh'],
])('%o is written %s', (cell, text) => {
  expect(shownCell(cell)).toBe(text)
})

test.each([
  ['2026-02-05', 'Huế, ngày 05 tháng 02 năm 2026'],
  ['2026-03-05', 'Huế, ngày 05 tháng 3 năm 2026'],
  ['2026-11-30', 'Huế, ngày 30 tháng 11 năm 2026'],
  [null, 'Huế, ngày … tháng … năm 2026'],
])('the day %s has its zeros where the decree asks for them', (day, text) => {
  expect(placeAndDay('Huế', day, '2026')).toBe(text)
})

test.each([
  ['2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31'],
  ['2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
  ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
  ['2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29'],
  ['2026-11-10', '2026-11-16', '2026-11-03', '2026-11-09'],
  ['2026-11-30', '2026-11-30', '2026-11-29', '2026-11-29'],
])('before %s to %s come %s to %s', (from, to, first, last) => {
  expect(periodBefore({ from, to })).toEqual({ from: first, to: last })
})

const known = new Map<string, Province>(
  [
    ['01', 'Thành phố Hà Nội', 'Thành phố Hà Nội'],
    ['74', 'Tỉnh Bình Dương', 'Thành phố Hồ Chí Minh'],
    ['77', 'Tỉnh Bà Rịa - Vũng Tàu', 'Thành phố Hồ Chí Minh'],
    ['79', 'Thành phố Hồ Chí Minh', 'Thành phố Hồ Chí Minh'],
  ].map(([code = '', name = '', since = '']) => [code, { code, name, since }]),
)

test.each([
  [['01'], 'Thành phố Hà Nội'],
  [['79', '74', '77'], 'Thành phố Hồ Chí Minh'],
  [['74'], 'Tỉnh Bình Dương (cũ)'],
  [['79'], 'Thành phố Hồ Chí Minh (cũ)'],
  [['01', '74'], 'Thành phố Hà Nội, Tỉnh Bình Dương (cũ)'],
])('provinces %j are called %s', (asked, name) => {
  expect(nameOfProvinces(known, asked)).toBe(name)
})

test('a letterhead follows from who asks, and takes the words of the office', () => {
  const province = { role: 'province', account: 'a', province: '01' } as const
  expect(letterheadOf(province, 'Thành phố Hà Nội', {}, '2026-11-30')).toEqual({
    superior: 'Ủy ban nhân dân Thành phố Hà Nội',
    agency: 'Sở Y tế',
    number: '…/BC-SYT',
    place: 'Hà Nội',
    day: null,
    year: '2026',
    recipients: ['Bộ Y tế', 'Ủy ban nhân dân Thành phố Hà Nội', 'Lưu: VT.'],
    position: 'Giám đốc',
    signer: null,
  })
  const ministry = { role: 'ministry', account: 'a', department: 'duoc' } as const
  const words = { number: '7/BC-QLD', day: '2026-12-01', signer: 'A' }
  expect(letterheadOf(ministry, 'Thành phố Hà Nội', words, '2026-11-30')).toMatchObject({
    superior: 'Bộ Y tế',
    agency: 'Cục Quản lý Dược',
    number: '7/BC-QLD',
    day: '2026-12-01',
    signer: 'A',
  })
})
