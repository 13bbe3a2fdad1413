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
  /** A root element has begun; null: no standard has a table with this root, and what is in it is passed over. */
  openTable: (shape: TableShape | null, root: string, place: Place) => void
  row: (row: RawRow) => void
  /** An element is where the table has none: between the rows, or inside a value. */
  misplaced: (name: string, where: 'table' | 'value', place: Place) => void
  /** Characters are where only elements may be. */
  strayText: (place: Place) => void
}

export type RowReader = {
  /** Begins a table, whatever became of the one before; `place` returns where the reading is in it. */
  start: (place: () => Place) => void
  open: (name: string) => void
  text: (characters: string) => void
  close: (name: string) => void
  /** A whole element that holds only text, with the place of that text. */
  element: (name: string, text: string, line: number, column: number) => void
}

/** A signature may be beside the rows of any table; it is not data. */
const SIGNATURE = 'CHUKYDONVI'
const NOT_WHITE_SPACE = /[^ \t\r\n]/
const SPACE = 0x20
const NO_BREAK_SPACE = 0xa0
const BYTE_ORDER_MARK = 0xfeff

/** The reading of one table, in the middle of it. */
type RowState = {
  readonly shapes: ReadonlyMap<string, TableShape>
  readonly handler: RowHandler
  readonly row: RawRow
  place: () => Place
  shape: TableShape | null
  depth: number
  /** Depth of the element whose children are passed over; 0: none. */
  passedOverAt: number
  /** Depth of the row, of the field: 0 while outside. */
  rowAt: number
  fieldAt: number
  text: string
  rowCharacters: number
  hasStrayText: boolean
}

/**
 * Elements and characters → rows. Root, list and row elements come from the table's shape; whatever is inside a row is
 * kept by name, known or not, so that the checks can report it. One reader takes table after table, and fills one row
 * anew: what is made for each table costs V8 more than its reading. Throws `row-too-large` and `text-too-long`.
 */
export function createRowReader(shapes: ReadonlyMap<string, TableShape>, handler: RowHandler): RowReader {
  const state: RowState = {
    shapes,
    handler,
    row: createRow(),
    place: () => ({ line: 1, column: 1 }),
    shape: null,
    depth: 0,
    passedOverAt: 0,
    rowAt: 0,
    fieldAt: 0,
    text: '',
    rowCharacters: 0,
    hasStrayText: false,
  }
  return {
    start(place) {
      state.place = place
      state.shape = null
      state.depth = 0
      state.passedOverAt = 0
      state.rowAt = 0
      state.fieldAt = 0
    },
    open(name) {
      open(state, name)
    },
    text(characters) {
      addText(state, characters)
    },
    close() {
      close(state)
    },
    element(name, text, line, column) {
      addElement(state, name, text, line, column)
    },
  }
}

function open(state: RowState, name: string): void {
  state.depth += 1
  if (state.passedOverAt > 0) return
  if (state.depth === 1) openRoot(state, name)
  else if (state.fieldAt > 0) passOver(state, name, 'value')
  else if (name === SIGNATURE) state.passedOverAt = state.depth
  else if (state.rowAt > 0) openField(state, name)
  else if (name === state.shape?.row) openRow(state)
  else if (name !== state.shape?.list) passOver(state, name, 'table')
}

function openRoot(state: RowState, name: string): void {
  const { shapes, handler, row } = state
  const shape = shapes.get(name) ?? null
  state.shape = shape
  row.ordinal = 0
  state.hasStrayText = false
  handler.openTable(shape, name, state.place())
  if (!shape) state.passedOverAt = state.depth
  else if (shape.row === undefined) openRow(state)
}

function passOver(state: RowState, name: string, where: 'table' | 'value'): void {
  state.handler.misplaced(name, where, state.place())
  state.passedOverAt = state.depth
}

function openRow(state: RowState): void {
  const { row } = state
  const at = state.place()
  state.rowAt = state.depth
  state.rowCharacters = 0
  row.length = 0
  row.ordinal += 1
  row.line = at.line
  row.column = at.column
}

function openField(state: RowState, name: string): void {
  const { row } = state
  if (row.length >= MAX_ROW_ELEMENTS) throw new Refusal('row-too-large', { limit: MAX_ROW_ELEMENTS }, state.place())
  const at = state.place()
  state.fieldAt = state.depth
  state.text = ''
  measure(state, name)
  row.names[row.length] = name
  row.lines[row.length] = at.line
  row.columns[row.length] = at.column
}

/** What `open`, `text` and `close` do for a field, in one step: nearly all of a table comes this way. */
function addElement(state: RowState, name: string, characters: string, line: number, column: number): void {
  const { row } = state
  const isField = state.rowAt > 0 && state.fieldAt === 0 && state.passedOverAt === 0
  if (!isField || name === SIGNATURE || row.length >= MAX_ROW_ELEMENTS) {
    open(state, name)
    if (characters !== '') addText(state, characters)
    close(state)
    return
  }
  measure(state, name)
  measure(state, characters)
  const at = row.length
  row.names[at] = name
  row.texts[at] = trimmed(characters)
  row.lines[at] = line
  row.columns[at] = column
  row.length = at + 1
}

function addText(state: RowState, characters: string): void {
  if (state.passedOverAt > 0) return
  if (state.fieldAt > 0) {
    measure(state, characters)
    state.text = state.text === '' ? characters : state.text + characters
  } else if (!state.hasStrayText && NOT_WHITE_SPACE.test(characters)) {
    state.hasStrayText = true
    state.handler.strayText(state.place())
  }
}

function measure(state: RowState, characters: string): void {
  state.rowCharacters += characters.length
  if (state.rowCharacters > MAX_ROW_CHARACTERS) {
    throw new Refusal('text-too-long', { limit: MAX_ROW_CHARACTERS }, state.place())
  }
}

function close(state: RowState): void {
  const { row, shape, handler } = state
  if (state.passedOverAt > 0) {
    if (state.passedOverAt === state.depth) state.passedOverAt = 0
  } else if (state.fieldAt === state.depth) {
    row.texts[row.length] = trimmed(state.text)
    row.length += 1
    state.fieldAt = 0
  } else if (state.rowAt === state.depth) {
    state.rowAt = 0
    // An empty root means an absent table, as exporters write it.
    if (shape?.row !== undefined || row.length > 0) handler.row(row)
  }
  state.depth -= 1
}

/** Most values have no outer white space, and then nothing is copied. */
const trimmed = (text: string): string =>
  isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1)) ? text.trim() : text

/** Word processors leave no-break spaces in fields that look empty. */
const isSpace = (code: number): boolean => code <= SPACE || code === NO_BREAK_SPACE || code === BYTE_ORDER_MARK
