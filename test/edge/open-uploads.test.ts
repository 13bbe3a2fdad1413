/** How many files a facility sends at once. */
import { expect, test } from 'vitest'
import { createOpenUploads, type OpenUploads } from '../../src/edge/open-uploads.ts'

const MOST = 3
let now = 0
const made = (): OpenUploads => createOpenUploads(() => now, MOST)

/** Pieces that come when they are let. */
async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield new Uint8Array([at])
}
const opened = (uploads: OpenUploads, facility = '01001'): AsyncIterator<Uint8Array> =>
  uploads.of(facility, pieces(2))[Symbol.asyncIterator]()
const refusal = expect.objectContaining({ code: 'uploads-too-many', status: 429, retryAfterSeconds: 5 })
const attempt = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('beyond the most a file is refused before it is read, and another facility is not', async () => {
  const uploads = made()
  const open = [opened(uploads), opened(uploads), opened(uploads)]
  expect(attempt(() => opened(uploads))).toEqual(refusal)
  expect(attempt(() => opened(uploads, '01002'))).not.toEqual(refusal)
  // One that has come to its end makes room.
  for (let end = false; !end;) end = (await open[0]?.next())?.done === true
  expect(attempt(() => opened(uploads))).not.toEqual(refusal)
  expect(attempt(() => opened(uploads))).toEqual(refusal)
})

test('one that is broken off makes room, and so does one whose sender has gone without a word', async () => {
  const uploads = made()
  const open = [opened(uploads), opened(uploads), opened(uploads)]
  await open[0]?.next()
  await open[0]?.return?.()
  const next = opened(uploads)
  expect(attempt(() => opened(uploads))).toEqual(refusal)
  now += 59_000
  await next.next()
  now += 2000
  // Two have brought nothing for a minute; the third has.
  expect([opened(uploads), opened(uploads)]).toHaveLength(2)
  expect(attempt(() => opened(uploads))).toEqual(refusal)
})

test('one that is let go before it was read makes room, once', async () => {
  const uploads = made()
  const [first] = [opened(uploads), opened(uploads), opened(uploads)]
  await first?.return?.()
  await first?.return?.()
  expect(attempt(() => opened(uploads))).not.toEqual(refusal)
  expect(attempt(() => opened(uploads))).toEqual(refusal)
})

test('one that was let go twice takes no room from those that began since', async () => {
  const uploads = made()
  const early = opened(uploads)
  await early.return?.()
  const later = [opened(uploads), opened(uploads), opened(uploads)]
  await early.return?.()
  expect(later).toHaveLength(3)
  expect(attempt(() => opened(uploads))).toEqual(refusal)
})
