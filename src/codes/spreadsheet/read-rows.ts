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

/**
 * Gives the rows of a sheet one by one, without their empty cells and without empty rows, in the order of the file; `head` gets what
 * the sheet states before its rows. Throws a Refusal for what is no sheet or exceeds `limits.ts`.
 */
export function readRows(
  part: ZipEntry,
  { strings, dateStyles, is1904 }: SheetContext,
  take: Take<Row>,
  { lastRow: reportLastRow, hiddenColumns: reportHidden }: SheetHead = {},
): void {
  const texts = strings()
  const styles = dateStyles()
  const collector = createTextCollector()
  let done = false
  let rowsTaken = 0
  let rowNumber = 0
  let isHidden = false
  let cells: Cell[] = []
  let column = 0
  let type = 'n'
  let style = 0
  let isFormula = false
  let inValue = false

  const openRow = (reference: string | undefined, hidden: boolean): void => {
    const number = reference === undefined ? rowNumber + 1 : Number(reference)
    if (!Number.isInteger(number) || number <= rowNumber || number > LAST_ROW) throw unreadable(NO_SHEET)
    rowNumber = number
    isHidden = hidden
    cells = []
    column = 0
  }
  const openCell = (attributes: Attributes): void => {
    const { r, t = 'n', s } = attributes
    column = nextColumn(r === undefined ? column + 1 : columnOf(r), column)
    type = t
    style = s === undefined ? 0 : Number(s)
    isFormula = false
    collector.begin()
  }
  const addCell = (cellType: string, stored: string, formula: boolean): void => {
    const text = cellType === 's' && stored !== '' ? texts[Number(stored)] : stored
    if (text === undefined) throw unreadable(NO_SHEET)
    if (text === '' && !formula) return
    if (cells.length >= MAX_CELLS_OF_ROW) throw tooLarge({ vi: 'số cột', en: 'columns' }, MAX_CELLS_OF_ROW)
    const kind = kindOf(cellType, styles[style] ?? false)
    const day = kind === 'date' ? dayOf(cellType, text, is1904) : null
    cells.push({ column, kind: formula ? 'formula' : kind, text, day })
  }
  const closeCell = (): void => addCell(type, collector.end(), isFormula)
  const closeRow = (): void => {
    if (cells.length === 0) return
    rowsTaken += 1
    if (rowsTaken > MAX_ROWS) throw tooLarge({ vi: 'số dòng', en: 'rows' }, MAX_ROWS)
    if (!done && take({ number: rowNumber, cells, ...(isHidden ? { hidden: true as const } : {}) }) === false)
      done = true
  }

  const position: RowPosition = { betweenRows: false }
  let isSheet = false
  const parser = createXmlParser({
    open: (name, attributes) => {
      position.betweenRows = name === 'sheetData'
      if (name === 'c') openCell(attributes)
      else if (name === 'v' || name === 't') inValue = true
      else if (name === 'row') openRow(attributes['r'], isTrue(attributes['hidden']))
      else if (name === 'f') isFormula = true
      else if (name === 'rPh') collector.enterPhonetic()
      else if (name === 'worksheet') isSheet = true
      else if (name === 'dimension') reportLastRow?.(parseRange(attributes['ref'] ?? '')?.bottom ?? 0)
      else if (name === 'col' && isTrue(attributes['hidden'])) reportHidden?.(columnsOf(attributes))
    },
    text: (characters) => {
      if (inValue) collector.add(characters)
    },
    close: (name) => {
      position.betweenRows = name === 'row'
      if (name === 'c') closeCell()
      else if (name === 'v' || name === 't') inValue = false
      else if (name === 'rPh') collector.leavePhonetic()
      else if (name === 'row') closeRow()
    },
  })
  const plainCell = (letters: string, styleText: string | undefined, cellType: string, value: string): void => {
    column = nextColumn(columnOf(letters), column)
    style = styleText === undefined ? 0 : Number(styleText)
    addCell(cellType, value, false)
  }
  const rows = createPlainRows(parser, position, { openRow, plainCell, closeRow })
  readCharacters(part, (characters) => {
    rows.write(characters)
    return !done
  })
  if (done) return
  rows.close()
  if (!isSheet) throw unreadable(NO_SHEET)
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
