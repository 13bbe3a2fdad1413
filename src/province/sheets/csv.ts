import { PIECE_CHARACTERS, streamOf, type OutCell, type OutSheet } from './sheet.ts'

/** So that spreadsheets read the text as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
/** A text that begins so is taken for a formula by spreadsheets; a quote before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/

/** CSV (RFC 4180) with a byte order mark, made as it is read. */
export function csvStream({ columns, rows }: OutSheet): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    let text = BYTE_ORDER_MARK + lineOf(columns.map(({ title }) => title))
    for await (const row of rows) {
      text += lineOf(row)
      if (text.length < PIECE_CHARACTERS) continue
      yield encoder.encode(text)
      text = ''
    }
    if (text !== '') yield encoder.encode(text)
  }
  return streamOf(pieces())
}

const lineOf = (cells: readonly OutCell[]): string => `${cells.map(fieldOf).join(',')}\r\n`

function fieldOf(cell: OutCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object' && 'decimal' in cell) return cell.decimal
  if (typeof cell === 'object' && 'day' in cell) return cell.day
  const plain = typeof cell === 'string' ? cell : cell.text
  const text = FORMULA.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
