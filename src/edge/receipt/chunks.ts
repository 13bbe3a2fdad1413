/** Read of a stream before all else has its turn: some 20 ms of checking. */
const BYTES_IN_A_TURN = 512 * 1024

/**
 * To be asked behind each piece of a stream, and awaited where there is something to await. While bytes lie ready, one piece follows the
 * other without a pause, and workerd looks for nothing else: timers, uploads and other requests of the isolate would wait for the end of a
 * large file.
 */
export function createTurns(): (bytes: number) => Promise<void> | null {
  let read = 0
  return (bytes) => {
    read += bytes
    if (read < BYTES_IN_A_TURN) return null
    read = 0
    return new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
  }
}

/** The pieces of a stream, as they come; one that is broken off is cancelled. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  const turn = createTurns()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
      await turn(value.length)
    }
  } finally {
    await reader.cancel()
  }
}
