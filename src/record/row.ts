/**
 * One row of a table as it was read: names and texts side by side, in the order of the file. The same object is filled
 * again for the next row, so that a file of a million rows leaves nothing behind; copy what must outlive the call.
 */
export type RawRow = {
  /** How many elements the row has. */
  length: number
  readonly names: string[]
  /** Values with outer white space taken off; an empty element is ''. */
  readonly texts: string[]
  /** Where each value begins, 1-based. */
  readonly lines: number[]
  readonly columns: number[]
  /** Where the row begins. */
  line: number
  column: number
  /** 1-based position in its table. */
  ordinal: number
}

export const createRow = (): RawRow => ({
  length: 0,
  names: [],
  texts: [],
  lines: [],
  columns: [],
  line: 1,
  column: 1,
  ordinal: 0,
})

/** The value of a named element, '' where it is absent or empty; of several, the first that holds something. */
export function valueOf(row: RawRow, name: string): string {
  for (let at = 0; at < row.length; at += 1) {
    const text = row.texts[at]
    if (row.names[at] === name && text !== undefined && text !== '') return text
  }
  return ''
}

/** The row's STT, else its position: how the sender finds it. */
export const rowLabel = (row: RawRow): string => valueOf(row, 'STT') || String(row.ordinal)
