import { parseDecimal, toScale } from '../engine/index.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The places of money and of quantities in the files. */
export const SCALES = { money: 2, quantity: 3 } as const

/** Days since 1970-01-01 of an ISO day; null where it is none. */
export function epochDay(iso: string): number | null {
  const at = Date.parse(`${iso}T00:00:00Z`)
  return Number.isNaN(at) ? null : at / DAY_MS
}

/** A number as whole units of its scale; null where it is none. */
export function units(text: string | undefined, kind: keyof typeof SCALES): bigint | null {
  const decimal = text === undefined ? null : parseDecimal(text)
  return decimal === null ? null : BigInt(toScale(decimal, SCALES[kind]).units)
}

/** Whole numbers up to four digits. */
export const smallInt = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null

/** As codes are written. Nine digits in a row are a number of a card, a citizen or a telephone. */
const CODE = /^(?!.*\d{9})[\p{L}\d][\p{L}\d.,_+/()-]{0,39}$/u
/** Registration numbers of drugs since 2023 have twelve digits; numbers of citizens begin with 0. */
const TWELVE_DIGITS = /^[1-9]\d{11}$/

/** A code; null where the field holds something that is none. */
export const code = (text: string | null | undefined): string | null =>
  text !== null && text !== undefined && CODE.test(text) ? text : null

export const registration = (text: string | undefined): string | null =>
  text !== undefined && TWELVE_DIGITS.test(text) ? text : code(text)

/** Older persons are so few that their age names them. */
const OLDEST = 90

/** Whole years from a birth (yyyymmdd…, or yyyy) to a day (yyyymmdd…). */
export function ageYears(birth: string | undefined, on: string | null): number | null {
  if (birth === undefined || on === null || !/^\d{4}/.test(birth) || !/^\d{8}/.test(on)) return null
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  const isDay = /^\d{8}/.test(birth) && birth.slice(4, 8) !== '0000'
  const age = years - (isDay && on.slice(4, 8) < birth.slice(4, 8) ? 1 : 0)
  return age < 0 || age > 150 ? null : Math.min(age, OLDEST)
}
