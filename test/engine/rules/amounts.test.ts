import { describe, expect, test } from 'vitest'
import { formatDecimal, parseDecimal, type Decimal } from '../../../src/engine/record/decimal.ts'
import { createSum } from '../../../src/engine/rules/dossier/sum.ts'
import { differenceOf, equals, isNear, minus, share } from '../../../src/engine/rules/money.ts'
import { thresholdAt } from '../../../src/engine/rules/threshold-at.ts'
import { allSeries, baseSalary, categoryShares } from '../../../src/engine/standards/thresholds.ts'

const decimal = (text: string): Decimal => {
  const value = parseDecimal(text)
  if (!value) throw new Error(`not a number: ${text}`)
  return value
}

describe('amounts', () => {
  test.each([
    ['10.00', '10.02', true],
    ['10.00', '9.98', true],
    ['10.00', '10.03', false],
    ['10', '10.020', true],
    ['10', '10.0201', false],
    ['9007199254740993', '9007199254740992.98', true],
    ['9007199254740993', '9007199254740992.97', false],
  ])('%s and %s are near within 0.02: %s', (left, right, near) => {
    expect(isNear(decimal(left), decimal(right), decimal('0.02'))).toBe(near)
    expect(equals(decimal(left), decimal(right), decimal('0.02')) === true).toBe(near)
  })

  test('show what was expected, what was found and the difference', () => {
    expect(differenceOf(decimal('9.50'), decimal('10.25'))).toEqual({
      expected: '10.25',
      found: '9.50',
      difference: '-0.75',
    })
    expect(formatDecimal(minus(decimal('1'), decimal('0.001')))).toBe('0.999')
    expect(formatDecimal(share(decimal('12345.67'), decimal('47.5')))).toBe('5864.19325')
  })

  test('are added up exactly, beyond what a double holds, and not at all where one is unreadable', () => {
    const sum = createSum()
    for (let times = 0; times < 1000; times += 1) sum.add(decimal('0.1'))
    expect(formatDecimal(sum.total() ?? decimal('0'))).toBe('100.00')
    sum.add(decimal('90071992547409.93'))
    sum.add(decimal('0.005'))
    sum.add(decimal('90071992547409.93'))
    expect(formatDecimal(sum.total() ?? decimal('0'))).toBe('180143985094919.865')
    sum.add(null)
    sum.add(decimal('1'))
    expect(sum.total()).toBeNull()
  })
})

describe('a dated figure', () => {
  test('is that of its day, first and last day included, and unknown before the first', () => {
    const on = (day: string): string | null => {
      const known = thresholdAt(baseSalary, day)
      return known && formatDecimal(known.value)
    }
    expect(['2024-06-30', '2024-07-01', '2026-06-30', '2026-07-01', '2019-06-30'].map(on)).toEqual([
      '1800000',
      '2340000',
      '2340000',
      '2530000',
      null,
    ])
    const { outpatient, inpatient } = categoryShares['1.13'] ?? {}
    expect(inpatient).toBeUndefined()
    expect(outpatient && thresholdAt(outpatient, '2026-06-30')?.value.units).toBe(0)
    expect(outpatient && thresholdAt(outpatient, '2026-07-01')?.value.units).toBe(50)
    expect(outpatient && thresholdAt(outpatient, '2025-06-30')).toBeNull()
  })

  test.each(allSeries.map((series) => [series.name, series] as const))(
    '%s has dates in order, numbers, and a source',
    (name, series) => {
      expect(allSeries.filter((other) => other.name === name)).toHaveLength(1)
      expect(series.vi.normalize('NFC')).toBe(series.vi)
      let last: string | null = ''
      for (const { from, to, value, source } of series.values) {
        expect(parseDecimal(value)).not.toBeNull()
        expect(from).toMatch(/^\d{4}-\d\d-\d\d$/)
        // Nothing follows a step that is still in force.
        expect(last !== null && from > last).toBe(true)
        expect(to === null || to >= from).toBe(true)
        expect(source.document).toMatch(/^(QĐ|TT|CV|NĐ|NQ|Luật|Thực hành) /)
        expect(source.place).not.toBe('')
        last = to
      }
    },
  )
})
