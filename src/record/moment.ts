/**
 * The law's dates: `yyyymmdd` and `yyyymmddHHMM`, digits only, as text. A moment of the day is compared as text; a day
 * is a number (20260131) where many are compared with the dates of codes. All are local time of Việt Nam.
 */

const DIGITS = /^\d+$/
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

const digitsAt = (text: string, from: number, to: number): number => Number(text.slice(from, to))

/** Whether the text is a day of the calendar, yyyymmdd. */
export const isDate = (text: string): boolean => text.length === 8 && DIGITS.test(text) && isCalendarDay(text)

/** Whether the text is a minute of the calendar, yyyymmddHHMM. */
export const isDatetime = (text: string): boolean =>
  text.length === 12 && DIGITS.test(text) && isCalendarDay(text) && isTimeOfDay(text)

/**
 * Whether the text is a birth date as the tables allow it: yyyymmddHHMM with unknown parts written 00 (from QĐ 130),
 * or yyyymmdd or yyyy (QĐ 4210).
 */
export function isBirth(text: string): boolean {
  if (!DIGITS.test(text)) return false
  if (text.length === 4) return isYear(text)
  if (text.length !== 8 && text.length !== 12) return false
  const day = text.slice(0, 8)
  const knownDay = day.endsWith('0000') ? isYear(text) : day.endsWith('00') ? isMonth(text) : isCalendarDay(day)
  return knownDay && (text.length === 8 || isTimeOfDay(text))
}

/** The day of a date or moment as a number, 20260131; null where the text does not begin with a day. */
export function dayOf(text: string): number | null {
  const day = text.slice(0, 8)
  return isDate(day) ? Number(day) : null
}

function isCalendarDay(text: string): boolean {
  if (!isYear(text) || !isMonth(text)) return false
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 4, 6)
  const day = digitsAt(text, 6, 8)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0) && (month !== 2 || day < 29 || leap)
}

const isYear = (text: string): boolean => text >= '1800' && text < '2200'

function isMonth(text: string): boolean {
  const month = digitsAt(text, 4, 6)
  return month >= 1 && month <= 12
}

const isTimeOfDay = (text: string): boolean => digitsAt(text, 8, 10) <= 23 && digitsAt(text, 10, 12) <= 59
