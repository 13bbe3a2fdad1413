/** sqld refuses an answer of more than 10 MB; a row of ten columns with long names takes up to a kilobyte of it. */
const ROWS_PER_ANSWER = 5000
/** A change has two sides, and a review puts beside them what is in force. */
export const CHANGES_PER_ANSWER = 1500

/** All rows of an ordered query, piece by piece: asked for those behind the last one read (null: from the start), until there are no more. */
export async function readAll<Row>(
  readBehind: (last: Row | null, limit: number) => PromiseLike<Row[]>,
  rowsPerAnswer = ROWS_PER_ANSWER,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    // Where the next piece begins is known when this one has come.
    // oxlint-disable-next-line no-await-in-loop
    const piece = await readBehind(rows.at(-1) ?? null, rowsPerAnswer)
    for (const row of piece) rows.push(row)
    if (piece.length < rowsPerAnswer) return rows
  }
}

/** sqld refuses a parameter of some megabytes; half a million characters are at most one and a half of UTF-8. */
const CHARACTERS_PER_STATEMENT = 500_000

/** The rows in pieces that travel as one JSON parameter each. */
export function cutBySize<Row>(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = []
  let room = 0
  for (const row of rows) {
    const size = JSON.stringify(row).length
    if (size > room) {
      pieces.push([])
      room = CHARACTERS_PER_STATEMENT
    }
    pieces.at(-1)?.push(row)
    room -= size
  }
  return pieces
}
