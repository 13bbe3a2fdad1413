import { columnOf, parseRange, type Cell, type CellKind, type Range, type Row } from './cell.ts'
import { dayOfSerial } from './dates.ts'
import { LAST_COLUMN, LAST_ROW, MAX_CELLS_OF_ROW, MAX_MERGES, MAX_ROWS } from './limits.ts'
import { createPlainRows, type RowPosition } from './plain-rows.ts'
import { createXmlParser, readCharacters, type Attributes } from './read-xml.ts'
import { tooLarge, unreadable } from './refuse.ts'
import { createTextCollector } from './shared-strings.ts'
import { isTrue } from './workbook.ts'
import type { Take, ZipEntry } from './zip.ts'

/** What the cells of all sheets refer to. */
export type SheetContext = {
  readonly strings: () => readonly string[]
  readonly dateStyles: () => readonly boolean[]
  readonly is1904: boolean
}

/** A sheet while it is read: the row and the cell that are open, and what has been met. */
type State = {
  readonly texts: readonly string[]
  readonly styles: readonly boolean[]
  readonly is1904: boolean
  readonly take: Take<Row>
  readonly collector: ReturnType<typeof createTextCollector>
  /** Whoever takes the rows wants no more. */
  isDone: boolean
  isSheet: boolean
  rowsTaken: number
  rowNumber: number
  isHidden: boolean
  cells: Cell[]
  column: number
  type: string
  style: number
  isFormula: boolean
  inValue: boolean
}

/**
 * Gives the rows of a sheet one by one, without their empty cells and without empty rows, in the order of the file; `head` gets what
 * the sheet states before its rows. Throws a Refusal for what is no sheet or exceeds `limits.ts`.
 */
export function readRows(part: ZipEntry, context: SheetContext, take: Take<Row>, head: SheetHead = {}): void {
  const state: State = {
    texts: context.strings(),
    styles: context.dateStyles(),
    is1904: context.is1904,
    take,
    collector: createTextCollector(),
    isDone: false,
    isSheet: false,
    rowsTaken: 0,
    rowNumber: 0,
    isHidden: false,
    cells: [],
    column: 0,
    type: 'n',
    style: 0,
    isFormula: false,
    inValue: false,
  }
  const position: RowPosition = { betweenRows: false }
  const rows = createPlainRows(parserOf(state, position, head), position, {
    openRow: (reference, isHidden) => openRow(state, reference, isHidden),
    plainCell: (letters, style, type, value) => {
      state.column = nextColumn(columnOf(letters), state.column)
      state.style = style === undefined ? 0 : Number(style)
      addCell(state, type, value, false)
    },
    closeRow: () => closeRow(state),
  })
  readCharacters(part, (characters) => {
    rows.write(characters)
    return !state.isDone
  })
  if (state.isDone) return
  rows.close()
  if (!state.isSheet) throw unreadable(NO_SHEET)
}

/** Reads by XML what is not plain. */
function parserOf(state: State, position: RowPosition, head: SheetHead): ReturnType<typeof createXmlParser> {
  const { collector } = state
  return createXmlParser({
    open: (name, attributes) => {
      position.betweenRows = name === 'sheetData'
      if (name === 'c') openCell(state, attributes)
      else if (name === 'v' || name === 't') state.inValue = true
      else if (name === 'row') openRow(state, attributes['r'], isTrue(attributes['hidden']))
      else if (name === 'f') state.isFormula = true
      else if (name === 'rPh') collector.enterPhonetic()
      else if (name === 'worksheet') state.isSheet = true
      else if (name === 'dimension') head.lastRow?.(parseRange(attributes['ref'] ?? '')?.bottom ?? 0)
      else if (name === 'col' && isTrue(attributes['hidden'])) head.hiddenColumns?.(columnsOf(attributes))
    },
    text: (characters) => {
      if (state.inValue) collector.add(characters)
    },
    close: (name) => {
      position.betweenRows = name === 'row'
      if (name === 'c') addCell(state, state.type, collector.end(), state.isFormula)
      else if (name === 'v' || name === 't') state.inValue = false
      else if (name === 'rPh') collector.leavePhonetic()
      else if (name === 'row') closeRow(state)
    },
  })
}

function openRow(state: State, reference: string | undefined, isHidden: boolean): void {
  const number = reference === undefined ? state.rowNumber + 1 : Number(reference)
  if (!Number.isInteger(number) || number <= state.rowNumber || number > LAST_ROW) throw unreadable(NO_SHEET)
  state.rowNumber = number
  state.isHidden = isHidden
  state.cells = []
  state.column = 0
}

function openCell(state: State, { r, t = 'n', s }: Attributes): void {
  state.column = nextColumn(r === undefined ? state.column + 1 : columnOf(r), state.column)
  state.type = t
  state.style = s === undefined ? 0 : Number(s)
  state.isFormula = false
  state.collector.begin()
}

function addCell(state: State, type: string, stored: string, isFormula: boolean): void {
  const { texts, styles, style, cells, column, is1904 } = state
  const text = type === 's' && stored !== '' ? texts[Number(stored)] : stored
  if (text === undefined) throw unreadable(NO_SHEET)
  if (text === '' && !isFormula) return
  if (cells.length >= MAX_CELLS_OF_ROW) throw tooLarge({ vi: 'số cột', en: 'columns' }, MAX_CELLS_OF_ROW)
  const kind = kindOf(type, styles[style] ?? false)
  const day = kind === 'date' ? dayOf(type, text, is1904) : null
  cells.push({ column, kind: isFormula ? 'formula' : kind, text, day })
}

function closeRow(state: State): void {
  const { cells, rowNumber: number, isHidden } = state
  if (cells.length === 0) return
  state.rowsTaken += 1
  if (state.rowsTaken > MAX_ROWS) throw tooLarge({ vi: 'số dòng', en: 'rows' }, MAX_ROWS)
  if (!state.isDone && state.take({ number, cells, ...(isHidden ? { hidden: true as const } : {}) }) === false)
    state.isDone = true
}

/** What a sheet states before its rows, as it is met. */
export type SheetHead = {
  /** The number of the last row, where the sheet states its size. */
  readonly lastRow?: (row: number) => void
  /** Columns that are hidden, first and last. */
  readonly hiddenColumns?: (range: { readonly from: number; readonly to: number }) => void
}

const columnsOf = ({ min, max }: Attributes): { from: number; to: number } => ({ from: Number(min), to: Number(max) })

const NO_SHEET = { vi: 'một trang tính bị hỏng', en: 'a sheet in it is damaged' }

function nextColumn(next: number, before: number): number {
  if (next <= before || next > LAST_COLUMN) throw unreadable(NO_SHEET)
  return next
}

/** A cell of type `d` is written as ISO 8601, every other date as a number. */
const dayOf = (type: string, text: string, is1904: boolean): string | null =>
  type === 'd' ? (/^\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? null) : dayOfSerial(text, is1904)

function kindOf(type: string, isDate: boolean): CellKind {
  switch (type) {
    case 'n':
      return isDate ? 'date' : 'number'
    case 'd':
      return 'date'
    case 'b':
      return 'boolean'
    case 'e':
      return 'error'
    default:
      return 'text'
  }
}

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"/g
/** Longer than any `mergeCell` tag: what is carried over from one piece to the next. */
const TAG_CHARACTERS = 256

/**
 * The merged ranges of a sheet. They come behind all its rows, but headings cannot be understood without them, so the characters are
 * run through for this element alone, which is some ten times faster than parsing.
 */
export function readMerges(part: ZipEntry): readonly Range[] {
  const merges: Range[] = []
  let rest = ''
  readCharacters(part, (characters) => {
    const text = rest + characters
    let end = 0
    if (text.includes('mergeCell')) {
      for (const match of text.matchAll(MERGE)) {
        const range = parseRange(match[1] ?? '')
        if (range) merges.push(range)
        if (merges.length > MAX_MERGES) throw tooLarge({ vi: 'số vùng ô gộp', en: 'merged ranges' }, MAX_MERGES)
        end = match.index + match[0].length
      }
    }
    rest = text.slice(Math.max(end, text.length - TAG_CHARACTERS))
  })
  return merges
}
