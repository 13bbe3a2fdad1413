/** Days and moments as people type and read them, and as the wire has them. */
import type { Field } from '../../../src/engine/index.ts'

const TYPED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[\s,]+(\d{1,2})[:h.](\d{1,2}))?$/
/** Without signs: day first, as it is said. */
const DIGITS = /^(\d{2})(\d{2})(\d{4})(?:\s*(\d{2})(\d{2}))?$/
const WIRE = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?$/
const YEAR = /^\d{4}$/

type Parts = { readonly day: string; readonly time: string }

const two = (text: string): string => text.padStart(2, '0')

const isDay = (year: string, month: string, day: string): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(year) >= 1800
const isTime = (hour: string, minute: string): boolean => Number(hour) < 24 && Number(minute) < 60

/** yyyymmdd, and HHMM or nothing; null where it is no day. */
function partsOf(text: string): Parts | null {
  for (const form of [TYPED, DIGITS]) {
    const [, day, month, year, hour, minute] = form.exec(text) ?? []
    if (day === undefined || month === undefined || year === undefined || !isDay(year, month, day)) continue
    if (hour !== undefined && minute !== undefined && !isTime(hour, minute)) continue
    return {
      day: `${year}${two(month)}${two(day)}`,
      time: hour === undefined || minute === undefined ? '' : `${two(hour)}${two(minute)}`,
    }
  }
  return null
}

function oneToWire(text: string, type: Field['type']): string {
  const isBirth = type === 'birth'
  if (YEAR.test(text) && (isBirth || type === 'date-or-year')) return isBirth ? `${text}00000000` : text
  const parts = partsOf(text)
  if (parts === null) return text
  if (type === 'date' || type === 'date-or-year') return parts.day
  if (type === 'date-or-datetime') return parts.day + parts.time
  if (isBirth) return parts.day + (parts.time || '0000')
  // A moment without its time is no moment: it stays as it was typed, and the rule says what is missing.
  return parts.time === '' ? parts.day : parts.day + parts.time
}

function oneToShown(wire: string, type: Field['type']): string {
  if (type === 'birth' && wire.endsWith('00000000') && wire.length === 12) return wire.slice(0, 4)
  const [, year, month, day, hour, minute] = WIRE.exec(wire) ?? []
  if (year === undefined || month === undefined || day === undefined || !isDay(year, month, day)) return wire
  const shown = `${day}/${month}/${year}`
  if (hour === undefined || minute === undefined || (type === 'birth' && hour + minute === '0000')) return shown
  return `${shown} ${hour}:${minute}`
}

const TIMES: ReadonlySet<Field['type']> = new Set(['date', 'datetime', 'date-or-datetime', 'birth', 'date-or-year'])

const eachOf = (value: string, { separator }: Field, change: (item: string) => string): string =>
  separator === undefined
    ? change(value.trim())
    : value
        .split(separator)
        .map((item) => change(item.trim()))
        .join(separator)

/** What somebody typed, as the wire has it; what cannot be read stays as it is, for the rules to speak of. */
export function toWire(text: string, field: Field): string {
  if (TIMES.has(field.type)) return eachOf(text, field, (item) => oneToWire(item, field.type))
  // In Việt Nam a comma stands before decimals; the wire has a point.
  if (field.type === 'number' && field.decimals !== 0 && /^-?\d+,\d+$/.test(text.trim()))
    return text.trim().replace(',', '.')
  return text.trim()
}

/** A value of the wire, as people read it. */
export const toShown = (value: string, field: Field): string =>
  TIMES.has(field.type) ? eachOf(value, field, (item) => oneToShown(item, field.type)) : value

export const isTimeField = ({ type }: Field): boolean => TIMES.has(type)
