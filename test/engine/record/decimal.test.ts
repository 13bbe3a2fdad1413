import { assert, bigInt, integer, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  compare,
  formatDecimal,
  multiply,
  parseDecimal,
  toNumber,
  toScale,
  type Decimal,
} from '../../../src/engine/record/decimal.ts'
import { propertyRuns } from '../../harness/runs.ts'

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
      { numRuns: propertyRuns(100) },
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
      { numRuns: propertyRuns(100) },
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
      { numRuns: propertyRuns(100) },
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

  test('is a plain number as long as that is exact, and whole beyond', () => {
    const edge = BigInt(Number.MAX_SAFE_INTEGER)
    for (const units of [0n, 999_999_999_999_999n, 1_000_000_000_000_000n, edge, -edge])
      expect(parsed(String(units)).units).toBe(Number(units))
    for (const units of [edge + 1n, -edge - 1n, 10n ** 30n]) expect(parsed(String(units)).units).toBe(units)
    expect(parsed('-99999999999.99999')).toEqual({ units: -9_999_999_999_999_999n, scale: 5 })
    expect(add(parsed(String(edge)), parsed('1')).units).toBe(edge + 1n)
    expect(add(parsed(String(edge + 1n)), parsed('-1')).units).toBe(Number(edge))
    expect(multiply(parsed(String(edge)), parsed('-1')).units).toBe(-Number(edge))
    expect(multiply(parsed(String(edge + 1n)), parsed('1')).units).toBe(edge + 1n)
  })

  test.each([
    ['1.50', '1.5', 0],
    ['-0', '0.00', 0],
    ['1.49', '1.5', -1],
    ['-1.49', '-1.5', 1],
    ['9007199254740992.1', '9007199254740992.10', 0],
    ['9007199254740992.1', '9007199254740992.2', -1],
  ])('%s and %s compare as %i', (left, right, expected) => {
    expect([compare(parsed(left), parsed(right)), compare(parsed(right), parsed(left))]).toEqual([
      expected,
      0 - expected,
    ])
  })

  test('of few digits is a plain number', () => {
    expect(['0.5', '-12.25', '40', '0'].map((text) => toNumber(parsed(text)))).toEqual([0.5, -12.25, 40, 0])
  })

  test('that is nothing has no sign', () => {
    expect(multiply(parsed('-1'), parsed('0')).units).toBe(0)
    expect(toScale(parsed('-0.4'), 0).units).toBe(0)
    expect(toScale(parsed('-0.0'), 3).units).toBe(0)
    expect(formatDecimal(parsed('-0'))).toBe('0')
  })

  test('of the scale that is asked for is given back as it is', () => {
    const value = parsed('12.50')
    expect(toScale(value, 2)).toBe(value)
  })

  test.each([
    ['12', { units: 12, scale: 0 }],
    ['-1.50', { units: -150, scale: 2 }],
    ['0.001', { units: 1, scale: 3 }],
    ['007', { units: 7, scale: 0 }],
  ])('%s is %j', (text, value) => {
    expect(parseDecimal(text)).toEqual(value)
  })

  test.each([
    ['7', 20, '7.00000000000000000000'],
    ['-1.5', 17, '-1.50000000000000000'],
    ['123456789012345678901.5', 0, '123456789012345678902'],
    ['-123456789012345678901.49', 0, '-123456789012345678901'],
    ['9007199254740991', 3, '9007199254740991.000'],
    ['0.00000000000000000005', 19, '0.0000000000000000001'],
    ['0.4', 0, '0'],
    ['-9.5', 0, '-10'],
  ])('%s to %i places is %s', (text, scale, expected) => {
    expect(formatDecimal(toScale(parsed(text), scale))).toBe(expected)
  })

  test.each([
    '',
    ' ',
    '-',
    '.',
    '-.5',
    '-1.',
    '1/2',
    '1:2',
    '1,5',
    '1.',
    '.5',
    '+1',
    '1e3',
    '1 000',
    '0x1',
    '１',
    'NaN',
    '1.2.3',
    '--1',
  ])('is not %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })
})
