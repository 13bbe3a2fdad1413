import type { DocumentCell } from './document.ts'

/** Numbers and days as an office writes them. */

/** What is written in place of a withheld cell. */
export const WITHHELD = '*'

/** `1234567` → `1.234.567`. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.')

/** An amount in đồng, rounded to whole ones as documents state it: `12500.50` → `12.501`. */
function shownAmount(amount: string): string {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  const rounded = BigInt(whole) + (places >= '5' ? 1n : 0n)
  return `${rounded === 0n ? '' : sign}${grouped(String(rounded))}`
}

const tenths = (value: number): string => Math.abs(value).toFixed(1).replace('.', ',')

/** A cell as text. A change is per cent with one place and its sign. */
export function shownCell(cell: DocumentCell): string {
  if (cell === null) return WITHHELD
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return `${cell < 0 ? '-' : ''}${grouped(String(Math.abs(cell)))}`
  if ('amount' in cell) return shownAmount(cell.amount)
  return `${cell.change > 0 ? '+' : cell.change < 0 ? '-' : ''}${tenths(cell.change * 100)}%`
}

/** What is written where there is nothing to say. */
export const NOTHING = '–'

/** Whether a cell is read, not compared with those above and below it. */
export const isText = (cell: DocumentCell): cell is string => typeof cell === 'string' && cell !== NOTHING

/** Place and date of a document: days below 10, January and February have a zero before them (Nghị định 30/2020/NĐ-CP, annex I, II.4). */
export function placeAndDay(place: string, day: string | null, year: string): string {
  if (day === null) return `${place}, ngày … tháng … năm ${year}`
  const [years = '', months = '', days = ''] = day.split('-')
  const month = Number(months)
  return `${place}, ngày ${days} tháng ${month < 3 ? months : month} năm ${years}`
}
