import { add, compare, formatDecimal, multiply, toScale, type Decimal } from '../record/decimal.ts'
import { broken, type RecordVerdict } from './rule.ts'

const MONEY_PLACES = 2
const MINUS_ONE: Decimal = { units: -1, scale: 0 }
/** A hundredth moves the point by so many places. */
const HUNDREDTH_PLACES = 2

/** Money as the exporters round it: half away from zero, to two places. */
export const rounded = (value: Decimal): Decimal => toScale(value, MONEY_PLACES)

/** The product of all of them, exact. */
export function product(first: Decimal, ...others: readonly Decimal[]): Decimal {
  let all = first
  for (const other of others) all = multiply(all, other)
  return all
}

/** `value` × `percent` / 100, exact. */
export function share(value: Decimal, percent: Decimal): Decimal {
  const { units, scale } = multiply(value, percent)
  return { units, scale: scale + HUNDREDTH_PLACES }
}

/** The first less the second, exact. */
export function minus(left: Decimal, right: Decimal): Decimal {
  if (left.scale === right.scale && typeof left.units === 'number' && typeof right.units === 'number') {
    const units = left.units - right.units
    if (Number.isSafeInteger(units)) return { units, scale: left.scale }
  }
  return add(left, multiply(right, MINUS_ONE))
}

/** The sum of all of them, exact. */
export function total(first: Decimal, ...others: readonly Decimal[]): Decimal {
  let sum = first
  for (const other of others) sum = add(sum, other)
  return sum
}

/** Whether two amounts differ by no more than the tolerance. */
export function isNear(left: Decimal, right: Decimal, tolerance: Decimal): boolean {
  if (left.scale === right.scale && left.units === right.units) return tolerance.units >= 0
  const difference = minus(left, right)
  const scale = Math.max(difference.scale, tolerance.scale)
  const { units } = toScale(difference, scale)
  const { units: most } = toScale(tolerance, scale)
  return (units < 0 ? -units : units) <= most
}

/** Holds where `found` is `expected` within the tolerance; else fails with `{expected}`, `{found}` and `{difference}`. */
export const equals = (found: Decimal, expected: Decimal, tolerance: Decimal): RecordVerdict =>
  isNear(found, expected, tolerance) || broken(differenceOf(found, expected))

/** What the sentences of a finding about an amount fill in. */
export const differenceOf = (
  found: Decimal,
  expected: Decimal,
): Readonly<Record<'expected' | 'found' | 'difference', string>> => ({
  expected: formatDecimal(expected),
  found: formatDecimal(found),
  difference: formatDecimal(minus(found, expected)),
})

export const ZERO: Decimal = { units: 0, scale: 0 }

/** The amount, or nothing where it would lie beyond nothing: of a line of something returned, all amounts are negative. */
export const notBeyondNothing = (amount: Decimal, line: Decimal): Decimal =>
  line.units < 0 === amount.units < 0 ? amount : ZERO

/** Whether an amount is larger than what it is a part of, both counted away from nothing. */
export const exceeds = (part: Decimal, whole: Decimal): boolean =>
  whole.units < 0 ? compare(part, whole) < 0 : compare(part, whole) > 0

/** A negative quantity: a drug or a supply that was given back. */
export const isReturned = (quantity: Decimal | null | undefined): boolean => (quantity?.units ?? 0) < 0

/** No digit but 0 follows the point. */
export const isWhole = (value: Decimal): boolean => compare(value, toScale(value, 0)) === 0

/** As `equals`, where more than one way to compute is lawful; the finding names the first. */
export function equalsOneOf(found: Decimal, ways: readonly [Decimal, ...Decimal[]], tolerance: Decimal): RecordVerdict {
  for (const expected of ways) if (isNear(found, expected, tolerance)) return true
  return broken(differenceOf(found, ways[0]))
}
