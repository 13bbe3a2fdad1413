/**
 * The law's dates: `yyyymmdd` and `yyyymmddHHMM`, digits only, as text. A moment of the day is compared as text; a day
 * is a number (20260131) where many are compared with the dates of codes. All are local time of Việt Nam.
 */

const ZERO = 0x30
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const FIRST_YEAR = 1800
const LAST_YEAR = 2199

/** The number that these digits write, -1 where one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO
    // A position behind the end gives NaN, which is in no range either.
    if (!(digit >= 0 && digit <= 9)) return -1
    number = number * 10 + digit
  }
  return number
}

/** Whether the text is a day of the calendar, yyyymmdd. */
export const isDate = (text: string): boolean => text.length === 8 && dayOf(text) !== null

/** Whether the text is a minute of the calendar, yyyymmddHHMM. */
export const isDatetime = (text: string): boolean => text.length === 12 && dayOf(text) !== null && endsInTimeOfDay(text)

/**
 * Whether the text is a birth date as some table writes it: yyyymmddHHMM with unknown parts written 00 (XML1 since QĐ 130),
 * or yyyymmdd or yyyy (QĐ 4210). What one field accepts is the matter of its type.
 */
export function isBirth(text: string): boolean {
  if (text.length === 4) return isYear(digits(text, 0, 4))
  if (text.length !== 8 && text.length !== 12) return false
  const known = dayOf(text) !== null || isMonthOrYearAlone(text)
  return known && (text.length === 8 || endsInTimeOfDay(text))
}

/** Whether the text is a day of the calendar or a year alone: yyyymmdd, yyyy. */
export const isDateOrYear = (text: string): boolean => (text.length === 4 ? isYear(digits(text, 0, 4)) : isDate(text))

/** The day of a date or moment as a number, 20260131; null where the text does not begin with a day of the calendar. */
export function dayOf(text: string): number | null {
  const year = digits(text, 0, 4)
  const month = digits(text, 4, 6)
  const day = digits(text, 6, 8)
  if (!isYear(year) || day < 1 || day > (DAYS_IN_MONTH[month - 1] ?? 0)) return null
  if (month === 2 && day === 29 && !isLeap(year)) return null
  return (year * 100 + month) * 100 + day
}

/** `20260131` → `2026-01-31`, as the dates of decisions and codes are written. */
export const isoDay = (day: number): string => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

const isYear = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** yyyymm00 or yyyy0000: the day, or day and month, are unknown. */
function isMonthOrYearAlone(text: string): boolean {
  const month = digits(text, 4, 6)
  return isYear(digits(text, 0, 4)) && month >= 0 && month <= 12 && digits(text, 6, 8) === 0
}

function endsInTimeOfDay(text: string): boolean {
  const hour = digits(text, 8, 10)
  const minute = digits(text, 10, 12)
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59
}
