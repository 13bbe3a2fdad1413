import type { Cell, Row } from './cell.ts'
import { MAX_CELLS_OF_ROW, MAX_CELL_CHARACTERS, MAX_ROWS } from './limits.ts'
import { tooLarge, unreadable } from './refuse.ts'
import type { Take } from './zip.ts'

const DELIMITERS = [',', ';', '\t'] as const

/**
 * Gives the records of a text with separated values (RFC 4180; comma, semicolon or tab, whichever the first record has most of) as rows
 * of text cells. A row's number counts records, as a spreadsheet program that opens the file counts. Throws a Refusal for an open quote
 * at the end and for what exceeds `limits.ts`.
 */
export function readSeparated(text: string, take: Take<Row>): void {
  const { delimiter, start } = delimiterOf(text)
  let at = start
  let number = 0
  while (at < text.length) {
    number += 1
    if (number > MAX_ROWS) throw tooLarge({ vi: 'số dòng', en: 'rows' }, MAX_ROWS)
    const record = readRecord(text, at, delimiter)
    at = record.end
    if (record.cells.length > 0 && take({ number, cells: record.cells }) === false) return
  }
}

function readRecord(text: string, from: number, delimiter: string): { cells: Cell[]; end: number } {
  const cells: Cell[] = []
  let at = from
  for (let column = 1; ; column += 1) {
    if (column > MAX_CELLS_OF_ROW) throw tooLarge({ vi: 'số cột', en: 'columns' }, MAX_CELLS_OF_ROW)
    const value = text[at] === '"' ? readQuoted(text, at, delimiter) : readPlain(text, at, delimiter)
    if (value.text.length > MAX_CELL_CHARACTERS) {
      throw tooLarge({ vi: 'ký tự của một ô', en: 'characters of a cell' }, MAX_CELL_CHARACTERS)
    }
    if (value.text !== '') cells.push({ column, kind: 'text', text: value.text, day: null })
    at = value.end
    if (text[at] !== delimiter) break
    at += 1
  }
  if (text[at] === '\r') at += 1
  if (text[at] === '\n') at += 1
  return { cells, end: at }
}

function readPlain(text: string, from: number, delimiter: string): { text: string; end: number } {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1
  return { text: text.slice(from, at), end: at }
}

function readQuoted(text: string, from: number, delimiter: string): { text: string; end: number } {
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) throw unreadable({ vi: 'dấu nháy kép không được đóng', en: 'a quoted value is never closed' })
    if (text[quote + 1] === '"') {
      at = quote + 2
      continue
    }
    // Characters behind the closing quote belong to the value: better kept and judged than lost.
    const behind = readPlain(text, quote + 1, delimiter)
    return { text: text.slice(from + 1, quote).replaceAll('""', '"') + behind.text, end: behind.end }
  }
}

/** A first line `sep=;` is Excel's own way to name the delimiter. */
function delimiterOf(text: string): { delimiter: string; start: number } {
  const named = /^sep=([,;\t])\r?\n/i.exec(text)
  if (named) return { delimiter: named[1] ?? ',', start: named[0].length }
  const counts = new Map<string, number>()
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '\n') break
    else counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  const most = DELIMITERS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
  return { delimiter: most[0] ?? ',', start: 0 }
}
