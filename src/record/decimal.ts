/**
 * Exact decimals. A value is its digits without the point, as an integer of `scale` digits behind the point; a plain
 * number while that is exact, a BigInt beyond. Rounding is half away from zero, as the exporters round
 * (QĐ 4750, money to 2 places, quantities and unit prices to 3).
 */
export type Decimal = { readonly units: number | bigint; readonly scale: number }

const FORM = /^-?\d+(?:\.\d+)?$/
/** Fifteen digits always fit a safe integer. */
const SAFE_DIGITS = 15

/** The value of a decimal text with a point as separator; null where the text is anything else. */
export function parseDecimal(text: string): Decimal | null {
  if (!FORM.test(text)) return null
  const point = text.indexOf('.')
  const scale = point < 0 ? 0 : text.length - point - 1
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  return { units: digits.length <= SAFE_DIGITS ? Number(digits) : narrow(BigInt(digits)), scale }
}

/** The same value with `scale` digits behind the point; digits beyond are rounded half away from zero. */
export function toScale(value: Decimal, scale: number): Decimal {
  if (value.scale === scale) return value
  if (value.scale < scale) {
    return { units: multiplyUnits(value.units, powerOfTen(scale - value.scale)), scale }
  }
  return { units: divideRounded(value.units, powerOfTen(value.scale - scale)), scale }
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: multiplyUnits(left.units, right.units), scale: left.scale + right.scale }
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale)
  return { units: narrow(BigInt(toScale(left, scale).units) + BigInt(toScale(right, scale).units)), scale }
}

/** Negative, zero or positive, as left is less than, equal to or more than right. */
export function compare(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale)
  const a = BigInt(toScale(left, scale).units)
  const b = BigInt(toScale(right, scale).units)
  return a < b ? -1 : a > b ? 1 : 0
}

/** Digits with a point and exactly `scale` places: `12.50`. */
export function formatDecimal({ units, scale }: Decimal): string {
  const negative = units < 0
  const digits = (negative ? -BigInt(units) : BigInt(units)).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`
  return negative ? `-${text}` : text
}

const narrow = (units: bigint): number | bigint =>
  units >= Number.MIN_SAFE_INTEGER && units <= Number.MAX_SAFE_INTEGER ? Number(units) : units

const powerOfTen = (exponent: number): number | bigint =>
  exponent <= SAFE_DIGITS ? 10 ** exponent : 10n ** BigInt(exponent)

function multiplyUnits(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right
    // A product that came out inexact is never a safe integer, so the test is a proof.
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product
  }
  return narrow(BigInt(left) * BigInt(right))
}

function divideRounded(units: number | bigint, divisor: number | bigint): number | bigint {
  const dividend = BigInt(units)
  const by = BigInt(divisor)
  const magnitude = dividend < 0n ? -dividend : dividend
  const rounded = (magnitude * 2n + by) / (by * 2n)
  return narrow(dividend < 0n ? -rounded : rounded)
}
