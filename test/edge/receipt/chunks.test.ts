import { expect, test } from 'vitest'
import { chunksOf } from '../../../src/edge/receipt/chunks.ts'

const PIECE = new Uint8Array(64 * 1024)
const PIECES = 64

/** All of it lies ready: nothing is waited for. */
const readyStream = (): ReadableStream<Uint8Array> => {
  let left = PIECES
  return new ReadableStream({
    pull(controller) {
      left -= 1
      if (left >= 0) controller.enqueue(PIECE)
      else controller.close()
    },
  })
}

test('what else waits has its turn while bytes that lie ready are read', async () => {
  let turns = 0
  const others = setInterval(() => {
    turns += 1
  }, 0)
  let bytes = 0
  for await (const piece of chunksOf(readyStream())) bytes += piece.length
  clearInterval(others)
  expect(bytes).toBe(PIECES * PIECE.length)
  // Eight times half a megabyte.
  expect(turns).toBeGreaterThan(4)
})

test('a stream that is broken off is cancelled', async () => {
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(PIECE)
    },
    cancel() {
      cancelled = true
    },
  })
  for await (const piece of chunksOf(stream)) if (piece.length > 0) break
  expect(cancelled).toBe(true)
})
