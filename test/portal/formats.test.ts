import { expect, test } from 'vitest'
import { formatsIn } from '../../portal/src/app/formats.ts'

test.each([
  ['vi', 0.125, '+12,5%'],
  ['vi', -0.5, '-50,0%'],
  ['en', 0.125, '+12.5%'],
  ['en', 12.3456, '+1,234.6%'],
  // Too little to be seen has no sign.
  ['en', -0.0001, '0.0%'],
] as const)('in %s a change by %d is %s', (language, part, shown) => {
  expect(formatsIn(language).change(part)).toBe(shown)
})

test('a day and an amount that are not known are a dash; an amount is in whole đồng', () => {
  const { day, money } = formatsIn('vi')
  expect([day('2026-11-05'), day(null)]).toEqual(['05/11/2026', '–'])
  expect([money('1250000.50'), money(null)]).toEqual(['1.250.001', '–'])
})
