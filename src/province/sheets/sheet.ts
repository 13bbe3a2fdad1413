/** What a coloured cell says: how grave a finding is, or that a group of rows begins. */
export type OutTone = 'error' | 'warning' | 'info' | 'group'

/** A number, a decimal as text (`{ decimal: '12.50' }`), an ISO day, a text, a text with a colour; null is an empty cell. */
export type OutCell =
  | string
  | number
  | null
  | { readonly decimal: string }
  | { readonly day: string }
  | { readonly text: string; readonly tone: OutTone }

export type OutColumn = {
  /** What the head says above it. */
  readonly title: string
  /** In characters of the sheet's font. */
  readonly width: number
}

/** One table to hand out: its head, and its rows as they come. Only a workbook knows more than columns and rows. */
export type OutSheet = {
  /** Up to 31 characters, none of `[]:*?/\`. */
  readonly name: string
  /** The head of every printed page. */
  readonly title: string
  readonly columns: readonly OutColumn[]
  readonly rows: AsyncIterable<readonly OutCell[]>
  /** How many of the first columns stay in view beside the others; none: 0. */
  readonly fixedColumns?: number
  /** How many of the first columns are printed; none: all. The page is one A4 sheet wide, so the fewer, the larger. */
  readonly printedColumns?: number
}

/** Rows that are there already, as a sheet takes them. */
export async function* rowsFrom<T>(rows: Iterable<T>): AsyncGenerator<T, void> {
  yield* rows
}

/** Text becomes bytes in pieces of this size, so that a million rows are not a million little writes. */
export const PIECE_CHARACTERS = 32_768

/** A stream that makes its bytes when they are asked for and not before: what waits is one piece. */
export function streamOf(pieces: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
