import { assert, bigInt, integer, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  compare,
  formatDecimal,
  multiply,
  parseDecimal,
  toScale,
  type Decimal,
} from '../../../src/engine/record/decimal.ts'

const parsed = (text: string): Decimal => {
  const value = parseDecimal(text)
  if (!value) throw new Error(`not a decimal: ${text}`)
  return value
}

/** A decimal as its text and as an integer of `scale` places; far beyond what a number holds exactly. */
const decimals = tuple(bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), integer({ min: 0, max: 6 })).map(
  ([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
    return { units, scale, text: units < 0n ? `-${text}` : text }
  },
)

const ten = (exponent: number): bigint => 10n ** BigInt(exponent)
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

describe('a decimal', () => {
  test('is written as it was read', () => {
    assert(
      property(decimals, ({ text }) => {
        expect(formatDecimal(parsed(text))).toBe(text)
      }),
    )
  })

  test('multiplies, adds and compares as whole numbers do', () => {
    assert(
      property(decimals, decimals, (a, b) => {
        const [left, right] = [parsed(a.text), parsed(b.text)]
        expect(BigInt(multiply(left, right).units)).toBe(a.units * b.units)
        expect(multiply(left, right).scale).toBe(a.scale + b.scale)
        const scale = Math.max(a.scale, b.scale)
        const [x, y] = [a.units * ten(scale - a.scale), b.units * ten(scale - b.scale)]
        expect(BigInt(add(left, right).units)).toBe(x + y)
        expect(compare(left, right)).toBe(x < y ? -1 : x > y ? 1 : 0)
      }),
    )
  })

  test('is rounded to the nearest, halves away from zero', () => {
    assert(
      property(decimals, integer({ min: 0, max: 6 }), ({ text, units, scale }, to) => {
        const rounded = BigInt(toScale(parsed(text), to).units)
        const [exact, got] = to >= scale ? [units * ten(to - scale), rounded] : [units, rounded * ten(scale - to)]
        const off = magnitude(exact - got)
        const step = to >= scale ? 1n : ten(scale - to)
        expect(2n * off <= step).toBe(true)
        if (2n * off === step) expect(magnitude(got) > magnitude(exact)).toBe(true)
      }),
    )
  })

  test.each([
    ['0.005', '0.01'],
    ['-0.005', '-0.01'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['1.0049999', '1.00'],
    ['99999999999999.995', '100000000000000.00'],
  ])('%s is %s in đồng and xu', (text, rounded) => {
    expect(formatDecimal(toScale(parsed(text), 2))).toBe(rounded)
  })

  test.each(['', ' ', '1,5', '1.', '.5', '+1', '1e3', '1 000', '0x1', '１', 'NaN', '1.2.3', '--1'])(
    'is not %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull()
    },
  )
})
