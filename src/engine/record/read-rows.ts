import type { Place } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import { createRow, type RawRow } from './row.ts'
import type { TableShape } from './table-shapes.ts'

/** The widest table has 66 fields; a row that holds fifteen times as many elements is not a row. */
export const MAX_ROW_ELEMENTS = 1000

/** All values of a row together: a hundred of the longest fields the portal takes (40,000 characters). */
export const MAX_ROW_CHARACTERS = 4 * 1024 * 1024

/** Takes the rows of one table. */
export type RowHandler = {
  /** A root element has begun; null: no standard has a table with this root, and what stands in it is passed over. */
  openTable: (shape: TableShape | null, root: string, place: Place) => void
  row: (row: RawRow) => void
  /** An element stands where the table has none: between the rows, or inside a value. */
  misplaced: (name: string, where: 'table' | 'value', place: Place) => void
  /** Characters stand where only elements may. */
  strayText: (place: Place) => void
}

export type RowReader = {
  /** Begins a table, whatever became of the one before; `place` says where the reading stands in it. */
  start: (place: () => Place) => void
  open: (name: string) => void
  text: (characters: string) => void
  close: (name: string) => void
  /** A whole element that holds only text, with the place of that text. */
  element: (name: string, text: string, line: number, column: number) => void
}

/** A signature may stand beside the rows of any table; it is not data. */
const SIGNATURE = 'CHUKYDONVI'
const NOT_WHITE_SPACE = /[^ \t\r\n]/
const SPACE = 0x20
const NO_BREAK_SPACE = 0xa0
const BYTE_ORDER_MARK = 0xfeff

/**
 * Elements and characters → rows. Root, list and row elements come from the table's shape; whatever stands inside a
 * row is kept by name, known or not, so that the checks can speak of it. One reader takes table after table, and fills one
 * row anew: what is made for each table costs V8 more than its reading. Throws `row-too-large`.
 */
export function createRowReader(shapes: ReadonlyMap<string, TableShape>, handler: RowHandler): RowReader {
  const row = createRow()
  let place = (): Place => ({ line: 1, column: 1 })
  let shape: TableShape | null = null
  let depth = 0
  /** Depth of the element whose children are passed over; 0: none. */
  let passedOverAt = 0
  /** Depth of the row, of the field: 0 while outside. */
  let rowAt = 0
  let fieldAt = 0
  let text = ''
  let rowCharacters = 0
  let strayTold = false

  function start(from: () => Place): void {
    place = from
    shape = null
    depth = 0
    passedOverAt = 0
    rowAt = 0
    fieldAt = 0
  }

  function open(name: string): void {
    depth += 1
    if (passedOverAt > 0) return
    if (depth === 1) openRoot(name)
    else if (fieldAt > 0) passOver(name, 'value')
    else if (name === SIGNATURE) passedOverAt = depth
    else if (rowAt > 0) openField(name)
    else if (name === shape?.row) openRow()
    else if (name !== shape?.list) passOver(name, 'table')
  }

  function openRoot(name: string): void {
    shape = shapes.get(name) ?? null
    row.ordinal = 0
    strayTold = false
    handler.openTable(shape, name, place())
    if (!shape) passedOverAt = depth
    else if (shape.row === undefined) openRow()
  }

  function passOver(name: string, where: 'table' | 'value'): void {
    handler.misplaced(name, where, place())
    passedOverAt = depth
  }

  function openRow(): void {
    const at = place()
    rowAt = depth
    row.length = 0
    rowCharacters = 0
    row.ordinal += 1
    row.line = at.line
    row.column = at.column
  }

  function openField(name: string): void {
    if (row.length >= MAX_ROW_ELEMENTS) throw new Refusal('row-too-large', { limit: MAX_ROW_ELEMENTS }, place())
    const at = place()
    fieldAt = depth
    text = ''
    measure(name)
    row.names[row.length] = name
    row.lines[row.length] = at.line
    row.columns[row.length] = at.column
  }

  /** What `open`, `text` and `close` do for a field, in one step: nearly all of a table comes this way. */
  function element(name: string, characters: string, line: number, column: number): void {
    if (rowAt === 0 || fieldAt > 0 || passedOverAt > 0 || name === SIGNATURE || row.length >= MAX_ROW_ELEMENTS) {
      open(name)
      if (characters !== '') addText(characters)
      close()
      return
    }
    measure(name)
    measure(characters)
    const at = row.length
    row.names[at] = name
    row.texts[at] = trimmed(characters)
    row.lines[at] = line
    row.columns[at] = column
    row.length = at + 1
  }

  function addText(characters: string): void {
    if (passedOverAt > 0) return
    if (fieldAt > 0) {
      measure(characters)
      text = text === '' ? characters : text + characters
    } else if (!strayTold && NOT_WHITE_SPACE.test(characters)) {
      strayTold = true
      handler.strayText(place())
    }
  }

  function measure(characters: string): void {
    rowCharacters += characters.length
    if (rowCharacters > MAX_ROW_CHARACTERS) throw new Refusal('text-too-long', { limit: MAX_ROW_CHARACTERS }, place())
  }

  function close(): void {
    if (passedOverAt > 0) {
      if (passedOverAt === depth) passedOverAt = 0
    } else if (fieldAt === depth) {
      row.texts[row.length] = trimmed(text)
      row.length += 1
      fieldAt = 0
    } else if (rowAt === depth) {
      rowAt = 0
      // An empty root stands for an absent table, as exporters write it.
      if (shape?.row !== undefined || row.length > 0) handler.row(row)
    }
    depth -= 1
  }

  return { start, open, text: addText, close, element }
}

/** Most values have no outer white space, and then nothing is copied. */
const trimmed = (text: string): string =>
  isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1)) ? text.trim() : text

/** Word processors leave no-break spaces in fields that look empty. */
const isSpace = (code: number): boolean => code <= SPACE || code === NO_BREAK_SPACE || code === BYTE_ORDER_MARK
