import { columnLetters } from '../../kernel/column-letters.ts'
import { PIECE_CHARACTERS, type OutCell, type OutSheet } from './sheet.ts'
import { STYLES } from './styles.ts'
import { escaped, MAIN_NAMESPACE, XML_DECLARATION } from './xml.ts'

/** Rows of a sheet (ECMA-376 names no limit; Excel opens no more), the head among them. */
const MOST_ROWS = 1_048_576
/** Characters of a cell; Excel calls a file with a longer one damaged. */
const MOST_CHARACTERS = 32_767
/** A spreadsheet computes with 15 digits: a longer decimal is written as text, so that it stays exact. */
const EXACT_DIGITS = 15
/** Characters of a page's head or foot that Excel opens. */
const MOST_HEADER = 255
const NOTHING = 'Không có dòng nào / No rows'
/** Points of a line of 10-point Arial, and what lies above and below the lines of a cell. */
const LINE_HEIGHT = 12.75
const PADDING = 2.25
/** Points; Excel takes no higher row. */
const HIGHEST_ROW = 409
/** Of a bold text fewer characters go into a width, and of capitals, as names of fields and rules are. */
const BOLD = 0.85
const CAPITAL = 1.3

/**
 * The characters of a worksheet (ECMA-376, part 1, 18.3.1.99) in pieces, its elements in the order that the schema demands. Returns the
 * number of its last row. A sheet with more rows than Excel opens ends there, and its last row says so.
 */
export async function* worksheetXml(sheet: OutSheet): AsyncGenerator<string, number> {
  const { columns, rows } = sheet
  const letters = columns.map((_, at) => columnLetters(at + 1))
  const widths = columns.map(({ width }) => width)
  let text = beginning(sheet) + headXml(sheet, letters)
  let written = 1
  for await (const row of rows) {
    written += 1
    if (written === MOST_ROWS) {
      text += rowXml(
        ['… nhiều dòng hơn Excel mở được; dùng CSV / more rows than Excel opens; use CSV'],
        written,
        letters,
        widths,
      )
      break
    }
    text += rowXml(row, written, letters, widths)
    if (text.length < PIECE_CHARACTERS) continue
    yield text
    text = ''
  }
  // An empty table is an answer too, and looks like a fault.
  if (written === 1) {
    written += 1
    text += rowXml([NOTHING], written, letters, widths)
  }
  yield text + ending(sheet, `A1:${letters.at(-1) ?? 'A'}${written}`)
  return written
}

function beginning({ columns, fixedColumns = 0 }: OutSheet): string {
  const first = `${columnLetters(fixedColumns + 1)}2`
  const pane = fixedColumns === 0 ? 'bottomLeft' : 'bottomRight'
  const split = fixedColumns === 0 ? '' : `xSplit="${fixedColumns}" `
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  )
  return [
    `${XML_DECLARATION}<worksheet xmlns="${MAIN_NAMESPACE}">`,
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView workbookViewId="0"><pane ${split}ySplit="1" topLeftCell="${first}" activePane="${pane}" state="frozen"/><selection pane="${pane}" activeCell="${first}" sqref="${first}"/></sheetView></sheetViews>`,
    `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData>`,
  ].join('')
}

const headXml = ({ columns }: OutSheet, letters: readonly string[]): string =>
  `<row r="1" ht="${heightOf(Math.max(...columns.map(({ title, width }) => linesOf(title, width * BOLD))))}" customHeight="1">${columns
    .map(({ title }, at) => textXml(title, `${letters[at]}1`, STYLES.head))
    .join('')}</row>`

/** `used`: every cell. On paper one A4 page wide, lying, as many pages long as there are rows. */
function ending({ title }: OutSheet, used: string): string {
  // In a page's head `&` begins a code, and a digit behind `&C` would be a font's size: a blank parts them.
  const shown = title.replaceAll('&', '&&').slice(0, MOST_HEADER - 5)
  return [
    `</sheetData><autoFilter ref="${used}"/>`,
    '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    `<headerFooter><oddHeader>${escaped(`&C ${shown}`)}</oddHeader><oddFooter>${escaped('&L&A&RTrang &P/&N')}</oddFooter></headerFooter>`,
    // MA_LK is a text even where it has digits only: no green corners.
    `<ignoredErrors><ignoredError sqref="${used}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
  ].join('')
}

/** Some programs fit no row to its wrapped text when they open a file, so the height is given. */
const heightOf = (lines: number): number => Math.min(lines * LINE_HEIGHT + PADDING, HIGHEST_ROW)

/** Lines that a text takes in a column of that width, in characters. */
function linesOf(text: string, width: number): number {
  if (text.length * CAPITAL <= width && !text.includes('\n')) return 1
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0)
}

function widthOf(line: string): number {
  let width = line.length
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at)
    if (code >= FIRST_CAPITAL && code <= LAST_CAPITAL) width += CAPITAL - 1
  }
  return width
}
const FIRST_CAPITAL = 0x41
const LAST_CAPITAL = 0x5a

const linesOfCell = (cell: OutCell, width: number): number => {
  if (typeof cell === 'string') return linesOf(cell, width)
  return typeof cell === 'object' && cell !== null && 'text' in cell ? linesOf(cell.text, width * BOLD) : 1
}

const rowXml = (
  cells: readonly OutCell[],
  row: number,
  letters: readonly string[],
  widths: readonly number[],
): string =>
  `<row r="${row}" ht="${heightOf(Math.max(1, ...cells.map((cell, at) => linesOfCell(cell, widths[at] ?? 1))))}" customHeight="1">${cells.map((cell, at) => cellXml(cell, `${letters[at]}${row}`)).join('')}</row>`

function cellXml(cell: OutCell, reference: string): string {
  if (cell === null || cell === '') return `<c r="${reference}" s="${STYLES.text}"/>`
  if (typeof cell === 'number') return `<c r="${reference}" s="${STYLES.number}"><v>${cell}</v></c>`
  if (typeof cell === 'string') return textXml(cell, reference, STYLES.text)
  if ('text' in cell) return textXml(cell.text, reference, STYLES[cell.tone])
  if ('day' in cell) return dayXml(cell.day, reference)
  return cell.decimal.replaceAll(/\D/g, '').length > EXACT_DIGITS
    ? textXml(cell.decimal, reference, STYLES.text)
    : `<c r="${reference}" s="${STYLES.decimal}"><v>${cell.decimal}</v></c>`
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Day 0 of a spreadsheet (for every day after February 1900). */
const FIRST_DAY = Date.UTC(1899, 11, 30)

/** A day as a number that programs sort and compute with; what is none stays a text. */
function dayXml(day: string, reference: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN
  return Number.isNaN(time)
    ? textXml(day, reference, STYLES.text)
    : `<c r="${reference}" s="${STYLES.day}"><v>${(time - FIRST_DAY) / DAY_MS}</v></c>`
}

/** Texts lie in their cells, so that nothing has to be known beforehand. */
const textXml = (text: string, reference: string, style: number): string =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text)}</t></is></c>`
