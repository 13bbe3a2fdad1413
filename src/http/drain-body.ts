/**
 * A sender that is answered while its file is still on the way sees a broken connection instead of the answer (Node and
 * Java clients write to the end before they read). So what is left of a refused file is read and thrown away first:
 * up to a day's file of a large hospital, which costs milliseconds of reading, and never for long.
 */
const DRAINED_BYTES = 32 * 1024 * 1024
const CHUNK_BYTES = 64 * 1024
/** A line that brings less than that in this time is slow enough for its sender to see the answer come. */
const DRAINED_MS = 5000

/** Reads what is left of a body and forgets it; gives up beyond the bounds, then the body is cancelled. Never throws. */
export async function drainBody(body: ReadableStream<Uint8Array> | null, most = DRAINED_BYTES): Promise<void> {
  if (!body || body.locked) return
  const reader = body.getReader({ mode: 'byob' })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late')
    }, DRAINED_MS)
  })
  let left = most
  try {
    while (left > 0) {
      const read = await Promise.race([reader.read(new Uint8Array(CHUNK_BYTES)), late])
      if (read === 'late') break
      if (read.done) return
      left -= read.value.length
    }
    await reader.cancel()
  } catch {
    // The sender has gone: there is nobody to answer.
  } finally {
    clearTimeout(timer)
  }
}

/** Whether it is worth beginning: of a body that is longer anyway, the sender sees the connection break at once or later. */
export const isDrainable = (contentLength: string | undefined, most = DRAINED_BYTES): boolean =>
  Number(contentLength ?? 0) <= most
