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
  /** Position of each element's field in its table, -1 where the table has none; filled by the table's field finder. */
  readonly fields: number[]
  /** The first element of each field of the table, -1 where the row has none; filled with it. */
  readonly elementOf: number[]
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
  fields: [],
  elementOf: [],
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

/**
 * Finds the field of each element of a row. Names that the table knows become its own strings, which compare at once,
 * where those cut from a file compare letter by letter.
 */
export function createFieldFinder(names: readonly string[]): (row: RawRow) => void {
  const positions = new Map(names.map((name, at) => [name, at]))
  return (row) => {
    for (let field = 0; field < names.length; field += 1) row.elementOf[field] = -1
    // Exporters write the fields in the order of the annex, so the next one is the first guess.
    let guess = 0
    for (let at = 0; at < row.length; at += 1) {
      const name = row.names[at] ?? ''
      const found = guess < names.length && names[guess] === name ? guess : (positions.get(name) ?? -1)
      row.fields[at] = found
      if (found >= 0) {
        row.names[at] = names[found] ?? name
        if (row.elementOf[found] === -1) row.elementOf[found] = at
        guess = found + 1
      }
    }
  }
}

/** The value of the field at that position of its table; '' where the row has none. Fields must have been found. */
export function textOf(row: RawRow, field: number): string {
  const at = row.elementOf[field] ?? -1
  // An array asked for -1 looks for a property of that name, which costs more than all the rest of the check.
  return at < 0 ? '' : (row.texts[at] ?? '')
}

/** Where a finding about an element of the row belongs; the row's own place where `at` is -1. */
export const placeOf = (row: RawRow, at: number): { row: string; line: number; column: number } => ({
  row: rowLabel(row),
  line: (at < 0 ? undefined : row.lines[at]) ?? row.line,
  column: (at < 0 ? undefined : row.columns[at]) ?? row.column,
})
