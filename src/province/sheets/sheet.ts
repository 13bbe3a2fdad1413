/** A number, a decimal as text (`{ decimal: '12.50' }`), a text; null is an empty cell. */
export type OutCell = string | number | null | { readonly decimal: string }

/** One table to hand out: its head, and its rows as they come. */
export type OutSheet = {
  /** Up to 31 characters, none of `[]:*?/\`. */
  readonly name: string
  readonly head: readonly string[]
  readonly rows: AsyncIterable<readonly OutCell[]>
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
