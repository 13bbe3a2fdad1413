/**
 * Past the XML parser where nothing is left to judge: a row whose cells are all written the way Excel and LibreOffice write numbers and
 * references to shared texts is reported directly. That is nearly all of a large sheet, and some six times faster. Whatever differs goes
 * to the parser, which alone says what is well-formed.
 */
import type { createXmlParser } from './read-xml.ts'

export type PlainRowHandler = {
  openRow: (reference: string | undefined, hidden: boolean) => void
  plainCell: (letters: string, style: string | undefined, type: string, value: string) => void
  closeRow: () => void
}

/** What the parser's events say about its place: behind `<sheetData>` or a row's end, and nowhere else. */
export type RowPosition = { betweenRows: boolean }

const ROW_TAG = /<row((?: [\w:]+="[^"<&]*")*)>/y
const ROW_NUMBER = / r="(\d+)"/
const HIDDEN = / hidden="(?:1|true)"/
const CELL = /<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="([sn])")?(?:\/>|><v>([-+.\dEe]+)<\/v><\/c>)/y
const START = '<sheetData>'
const END = '</row>'
/** A row beyond this is the parser's: its own limits hold there. */
const LONGEST_ROW = 512 * 1024

/** Sits between the characters of a sheet and its parser; `write` takes any pieces. */
export function createPlainRows(
  parser: ReturnType<typeof createXmlParser>,
  position: RowPosition,
  handler: PlainRowHandler,
): { write: (characters: string) => void; close: () => void } {
  let held = ''

  /** Reports the row at `from` if all of it is plain; nothing is reported before that is certain. */
  const tellRow = (text: string, from: number, end: number): boolean => {
    ROW_TAG.lastIndex = from
    const tag = ROW_TAG.exec(text)
    if (!tag) return false
    const cells: RegExpExecArray[] = []
    CELL.lastIndex = ROW_TAG.lastIndex
    let at = ROW_TAG.lastIndex
    while (at < end) {
      const cell = CELL.exec(text)
      if (!cell) return false
      cells.push(cell)
      at = CELL.lastIndex
    }
    const attributes = tag[1] ?? ''
    handler.openRow(ROW_NUMBER.exec(attributes)?.[1], HIDDEN.test(attributes))
    for (const [, letters = '', style, type = 'n', value] of cells) {
      if (value !== undefined) handler.plainCell(letters, style, type, value)
    }
    handler.closeRow()
    return true
  }

  /** Gives the parser a piece that ends in `>`; only what this last character ends is an end, not what is in a comment. */
  const give = (piece: string): void => {
    parser.write(piece.slice(0, -1))
    position.betweenRows = false
    parser.write('>')
  }

  /** Gives the parser characters that may end anywhere: from here on it reads alone. */
  const giveRest = (characters: string): void => {
    parser.write(characters)
    position.betweenRows = false
  }

  return {
    write: (characters) => {
      let text = held + characters
      held = ''
      if (!position.betweenRows) {
        const data = text.indexOf(START)
        if (data < 0) {
          giveRest(text)
          return
        }
        give(text.slice(0, data + START.length))
        text = text.slice(data + START.length)
      }
      let at = 0
      while (position.betweenRows && at < text.length) {
        const end = text.indexOf(END, at)
        if (end < 0) {
          if (text.length - at > LONGEST_ROW) break
          held = text.slice(at)
          return
        }
        if (!tellRow(text, at, end)) give(text.slice(at, end + END.length))
        at = end + END.length
      }
      if (at < text.length) giveRest(text.slice(at))
    },
    close: () => {
      if (held !== '') parser.write(held)
      parser.close()
    },
  }
}
