import { columnLetters } from '../../kernel/column-letters.ts'
import { LAST_COLUMN, LAST_ROW } from './limits.ts'

/**
 * What a cell holds: `text` as typed; `number`; `date`, a number shown as day or time; `boolean`; `error` such as #N/A; `formula`,
 * whatever its result.
 */
export type CellKind = 'text' | 'number' | 'boolean' | 'date' | 'error' | 'formula'

export type Cell = {
  /** From 1. */
  readonly column: number
  readonly kind: CellKind
  /** As stored: a number as the writer wrote it, a formula's result as last computed. Never empty. */
  readonly text: string
  /** Of a date that has a day: yyyy-mm-dd. */
  readonly day: string | null
}

/** Cells with something in them, from left to right. */
export type Row = {
  readonly number: number
  readonly cells: readonly Cell[]
  /** Whoever opens the file does not see it: hidden by hand, by a filter or by a closed group. */
  readonly hidden?: true
}

/** From 1, both ends included. */
export type Range = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** C17 for column 3 of row 17. */
export const referenceOf = (row: number, column: number): string => `${columnLetters(column)}${row}`

/** `AB12` → row 12, column 28; null where it is no reference within Excel's bounds. */
export function parseReference(reference: string): { row: number; column: number } | null {
  const column = columnOf(reference)
  const row = Number(/^[A-Z]{1,3}(\d{1,7})$/.exec(reference)?.[1] ?? 0)
  return column > 0 && row > 0 && row <= LAST_ROW ? { row, column } : null
}

/** The column of a reference, read from its letters alone; 0 where there is none. */
export function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
    if (column > LAST_COLUMN) return 0
  }
  return column
}

/** `B2:D4`; a single cell is a range of one. */
export function parseRange(text: string): Range | null {
  const [from = '', to = from] = text.split(':')
  const start = parseReference(from)
  const end = parseReference(to)
  return start && end ? { top: start.row, left: start.column, bottom: end.row, right: end.column } : null
}

/**
 * A number's digits as Excel shows them: it computes in binary and stores seventeen digits, of which it shows fifteen
 * (39.950000000000003 is 39.95). Returns the text unchanged where it is no number.
 */
export function shownNumber(text: string): string {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return text
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(15)))
}
