/**
 * Exact decimals. A value is its digits without the point, as an integer of `scale` digits behind the point; a plain
 * number while that is exact, a BigInt beyond. Rounding is half away from zero, as the exporters round
 * (QĐ 4750, money to 2 places, quantities and unit prices to 3).
 */
export type Decimal = { readonly units: number | bigint; readonly scale: number }

const ZERO = 0x30
const MINUS = 0x2d
/** The code of the point, counted from that of 0 as those of the digits are. */
const POINT = 0x2e - ZERO
/** Fifteen digits always fit a safe integer. */
const SAFE_DIGITS = 15

/** The value of a decimal text with a point as separator; null where the text is anything else. */
export function parseDecimal(text: string): Decimal | null {
  const negative = text.charCodeAt(0) === MINUS
  const first = negative ? 1 : 0
  let point = -1
  let units = 0
  for (let at = first; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit >= 0 && digit <= 9) units = units * 10 + digit
    else if (digit === POINT && point < 0 && at > first) point = at
    else return null
  }
  if (text.length === first || point === text.length - 1) return null
  const scale = point < 0 ? 0 : text.length - point - 1
  const count = text.length - first - (point < 0 ? 0 : 1)
  if (count <= SAFE_DIGITS) return { units: negative ? -units : units, scale }
  return { units: narrow(BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1))), scale }
}

/** The digits of a value with `scale` places, where it has no more than those. */
const unitsAt = ({ units, scale: own }: Decimal, scale: number): number | bigint =>
  own === scale ? units : multiplyUnits(units, powerOfTen(scale - own))

/** The same value with `scale` digits behind the point; digits beyond are rounded half away from zero. */
export function toScale(value: Decimal, scale: number): Decimal {
  if (value.scale === scale) return value
  if (value.scale < scale) {
    return { units: unitsAt(value, scale), scale }
  }
  return { units: divideRounded(value.units, powerOfTen(value.scale - scale)), scale }
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: multiplyUnits(left.units, right.units), scale: left.scale + right.scale }
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale)
  const a = unitsAt(left, scale)
  const b = unitsAt(right, scale)
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return { units: sum, scale }
  }
  return { units: narrow(BigInt(a) + BigInt(b)), scale }
}

/** Negative, zero or positive, as left is less than, equal to or more than right. */
export function compare(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale)
  const a = unitsAt(left, scale)
  const b = unitsAt(right, scale)
  return a < b ? -1 : a > b ? 1 : 0
}

/** As a plain number; exact for what has few digits, such as days and weeks. */
export const toNumber = ({ units, scale }: Decimal): number => Number(units) / 10 ** scale

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

const POWERS: readonly number[] = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent)

const powerOfTen = (exponent: number): number | bigint => POWERS[exponent] ?? 10n ** BigInt(exponent)

function multiplyUnits(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right
    // A product that came out inexact is never a safe integer, so the test is a proof.
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product
  }
  return narrow(BigInt(left) * BigInt(right))
}

function divideRounded(units: number | bigint, divisor: number | bigint): number | bigint {
  if (typeof units === 'number' && typeof divisor === 'number') {
    const size = Math.abs(units)
    // Both are safe integers: what their quotient lacks to the next whole number is more than a double rounds away there.
    const whole = Math.floor(size / divisor)
    const quotient = (size - whole * divisor) * 2 >= divisor ? whole + 1 : whole
    return units < 0 && quotient > 0 ? -quotient : quotient
  }
  const dividend = BigInt(units)
  const by = BigInt(divisor)
  const magnitude = dividend < 0n ? -dividend : dividend
  const rounded = (magnitude * 2n + by) / (by * 2n)
  return narrow(dividend < 0n ? -rounded : rounded)
}
