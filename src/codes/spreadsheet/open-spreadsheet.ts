/** The door of this folder: bytes → sheets, whatever the file calls itself. */
import { Refusal } from '../refusals.ts'
import type { Range, Row } from './cell.ts'
import { readSeparated } from './csv.ts'
import { MAX_SPREADSHEET_BYTES } from './limits.ts'
import { tooLarge, unreadable } from './refuse.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readMerges, readRows } from './read-rows.ts'
import { readDateStyles, readWorkbook } from './workbook.ts'
import { openZip, type Take } from './zip.ts'

export type Peeked = {
  readonly rows: readonly Row[]
  readonly lastRow: number | null
  /** First and last of each range of columns that are hidden. */
  readonly hiddenColumns: readonly { readonly from: number; readonly to: number }[]
}

export type Sheet = {
  /** As on its tab; empty for separated values. */
  readonly name: string
  readonly hidden: boolean
  /** Gives the rows one by one until `take` answers false; may be called again. */
  readonly read: (take: Take<Row>) => void
  /** The first rows with something in them, at most `count`, and the number of the last one if the sheet states it. */
  readonly peek: (count: number) => Peeked
  readonly merges: () => readonly Range[]
}

export type Spreadsheet = { readonly kind: 'xlsx' | 'csv'; readonly sheets: readonly Sheet[] }

/**
 * Opens an .xlsx workbook or separated values (UTF-8, or UTF-16 with its mark), distinguished by content. Nothing but the list of sheets is
 * read before it is asked for. Throws a Refusal: `spreadsheet-unreadable`, `spreadsheet-encrypted` (an .xls, or a password),
 * `spreadsheet-too-large`.
 */
export function openSpreadsheet(bytes: Uint8Array): Spreadsheet {
  if (bytes.length > MAX_SPREADSHEET_BYTES) throw tooLarge({ vi: 'byte', en: 'bytes' }, MAX_SPREADSHEET_BYTES)
  if (bytes.length === 0) throw unreadable({ vi: 'tệp rỗng', en: 'it is empty' })
  if (startsWith(bytes, [0x50, 0x4b])) return openWorkbook(bytes)
  // The container of .xls, and of an .xlsx with a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new Refusal('spreadsheet-encrypted')
  return openSeparated(bytes)
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

function openWorkbook(bytes: Uint8Array): Spreadsheet {
  const workbook = readWorkbook(openZip(bytes))
  const context = {
    strings: once(() => readSharedStrings(workbook.sharedStrings)),
    dateStyles: once(() => readDateStyles(workbook.styles)),
    is1904: workbook.is1904,
  }
  const sheets = workbook.sheets.map(({ name, hidden, part }): Sheet => {
    return {
      name,
      hidden,
      read: (take) => readRows(part, context, take),
      peek: (count) => {
        let lastRow: number | null = null
        const hiddenColumns: { from: number; to: number }[] = []
        const head = {
          lastRow: (row: number): void => {
            lastRow = row
          },
          hiddenColumns: (range: { from: number; to: number }): void => {
            hiddenColumns.push(range)
          },
        }
        const rows = firstRows(count, (take) => readRows(part, context, take, head))
        return { rows, lastRow, hiddenColumns }
      },
      merges: once(() => readMerges(part)),
    }
  })
  return { kind: 'xlsx', sheets }
}

function openSeparated(bytes: Uint8Array): Spreadsheet {
  const text = decode(bytes)
  // An HTML page or XML that was saved as .xls, a PDF, a rich text.
  if (/^\s*(?:<|%PDF|\{\\rtf)/.test(text)) throw unreadable(NOT_A_SPREADSHEET)
  if (text.includes('\0')) throw unreadable(NOT_A_SPREADSHEET)
  if (text.trim() === '') throw unreadable({ vi: 'tệp rỗng', en: 'it is empty' })
  const read = (take: Take<Row>): void => readSeparated(text, take)
  const peek: Sheet['peek'] = (count) => ({ rows: firstRows(count, read), lastRow: null, hiddenColumns: [] })
  return { kind: 'csv', sheets: [{ name: '', hidden: false, read, peek, merges: () => [] }] }
}

const NOT_A_SPREADSHEET = {
  vi: 'nội dung không phải .xlsx cũng không phải CSV (ví dụ trang HTML lưu thành .xls)',
  en: 'its content is neither .xlsx nor CSV (for example an HTML page saved as .xls)',
}

/** Excel's "Unicode text" is UTF-16 with tabs. */
function decode(bytes: Uint8Array): string {
  const encoding = startsWith(bytes, [0xff, 0xfe]) ? 'utf-16le' : startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch (cause) {
    throw unreadable(
      {
        vi: 'văn bản không phải UTF-8 (lưu lại bằng "CSV UTF-8")',
        en: 'its text is not UTF-8 (save it as "CSV UTF-8")',
      },
      cause,
    )
  }
}

function firstRows(count: number, read: (take: Take<Row>) => void): Row[] {
  const rows: Row[] = []
  read((row) => rows.push(row) < count)
  return rows
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
