import { assert, asyncProperty, integer } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKeys } from './keys.ts'
import { FRAME_BYTES, HEAD_BYTES, TAG_BYTES, wrappedLength } from '../../../src/edge/sealed/format.ts'
import { openSealed, openWhole, Unopened } from '../../../src/edge/sealed/open.ts'
import { createSealer, sealWhole } from '../../../src/edge/sealed/seal.ts'
import { sealForAll, sealForCentre, UnknownKey, wrappedBy } from '../../../src/edge/sealed/seals.ts'

const { publicKey, privateKeys, other } = await loadKeys()
const centre = sealForCentre(publicKey, privateKeys)
const edge = sealForCentre(publicKey, null)
const KEY = 'raw/0123456789abcdef0123456789abcdef/one'

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251)
const headLength = (sealed: Uint8Array): number => HEAD_BYTES + wrappedLength(sealed)

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function sealedInPieces(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const sealer = await createSealer(KEY, edge)
  const parts: Uint8Array[] = [sealer.head]
  for await (const piece of piecesOf(bytes, size)) for await (const frame of sealer.push(piece)) parts.push(frame)
  parts.push(await sealer.end())
  const sealed = Buffer.concat(parts)
  expect(sealed.length).toBe(sealer.sizeOf(bytes.length))
  return sealed
}

/** Frames of a sealed object as they lie there. */
function framesOf(sealed: Uint8Array): { head: Uint8Array; frames: Uint8Array[] } {
  const [size, head] = [FRAME_BYTES + TAG_BYTES, headLength(sealed)]
  const frames: Uint8Array[] = []
  for (let at = head; at < sealed.length; at += size) frames.push(sealed.subarray(at, at + size))
  return { head: sealed.subarray(0, head), frames }
}

test.each([0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 3 * FRAME_BYTES + 17])(
  'what is sealed by the edge opens at the centre, however it is cut (%i bytes)',
  async (length) => {
    const bytes = bytesOf(length)
    for (const size of [1021, FRAME_BYTES, 2 * FRAME_BYTES + 5]) {
      const sealed = await sealedInPieces(bytes, size)
      const opened: Uint8Array[] = []
      for await (const piece of openSealed(KEY, piecesOf(sealed, size), centre)) opened.push(Uint8Array.from(piece))
      expect(Buffer.concat(opened).equals(Buffer.from(bytes))).toBe(true)
    }
  },
)

test('nothing of the content is readable, and the same content is never sealed the same way', async () => {
  const bytes = new TextEncoder().encode('GD4790000000001 Nguyễn Văn An '.repeat(20))
  const [one, two] = [await sealWhole(KEY, bytes, edge), await sealWhole(KEY, bytes, edge)]
  expect(Buffer.from(one).includes('GD4790000000001')).toBe(false)
  const [first, second] = [one, two].map((sealed) => Buffer.from(framesOf(sealed).frames[0] ?? []))
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false)
})

test('an edge writes and cannot read back', async () => {
  const sealed = await sealWhole(KEY, bytesOf(10), edge)
  await expect(openWhole(KEY, sealed, edge)).rejects.toThrow(UnknownKey)
})

test('a key that is not known here is a fault of the configuration, not of the object', async () => {
  const sealed = await sealWhole(KEY, bytesOf(10), sealForCentre(other.publicKey, null))
  await expect(openWhole(KEY, sealed, centre)).rejects.toThrow(UnknownKey)
})

describe('whatever is changed does not open', () => {
  const length = 2 * FRAME_BYTES + 100
  const refused = async (sealed: Uint8Array, key = KEY): Promise<void> => {
    await expect(openWhole(key, sealed, centre)).rejects.toThrow(Unopened)
  }

  test('cut at a frame, within a frame, within the head', async () => {
    const sealed = await sealWhole(KEY, bytesOf(length), edge)
    const { head, frames } = framesOf(sealed)
    await refused(Buffer.concat([head, ...frames.slice(0, 1)]))
    await refused(Buffer.concat([head, ...frames.slice(0, 2)]))
    await refused(sealed.subarray(0, sealed.length - 1))
    await refused(head)
    await refused(sealed.subarray(0, head.length - 5))
    await refused(sealed.subarray(0, HEAD_BYTES))
  })

  test('frames in another order, twice, left out, or added behind the last', async () => {
    const { head, frames } = framesOf(await sealWhole(KEY, bytesOf(length), edge))
    const [first = head, second = head, last = head] = frames
    await refused(Buffer.concat([head, second, first, last]))
    await refused(Buffer.concat([head, first, first, last]))
    await refused(Buffer.concat([head, second, last]))
    await refused(Buffer.concat([head, first, second, last, first]))
    await refused(Buffer.concat([head, last, first, second]))
  })

  test('an object moved to the place of another', async () => {
    await refused(await sealWhole(KEY, bytesOf(length), edge), `${KEY}2`)
  })

  test('frames of another object', async () => {
    const [one, two] = [await sealWhole(KEY, bytesOf(length), edge), await sealWhole(KEY, bytesOf(length), edge)]
    await refused(Buffer.concat([framesOf(one).head, ...framesOf(two).frames]))
  })

  test('any byte of the frames', async () => {
    const sealed = await sealWhole(KEY, bytesOf(300), edge)
    const head = headLength(sealed)
    await assert(
      asyncProperty(integer({ min: head, max: sealed.length - 1 }), integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Uint8Array.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ by
        await refused(changed)
      }),
    )
  })
})

test('what was written before objects were sealed is read as it is', async () => {
  for (const text of ['<?xml version="1.0"?><GIAMDINHHS/>', '<', '', '{"version":2}'])
    expect(new TextDecoder().decode(await openWhole(KEY, new TextEncoder().encode(text), centre))).toBe(text)
})

test('after a rotation the old key still opens, and what is new is wrapped by the new one', async () => {
  const before = await sealWhole(KEY, bytesOf(50), centre)
  const rotated = sealForCentre(other.publicKey, [...other.privateKeys, ...privateKeys])
  const after = await sealWhole(KEY, bytesOf(50), rotated)
  expect(await openWhole(KEY, before, rotated)).toEqual(Buffer.from(bytesOf(50)))
  const { head } = framesOf(after)
  expect(wrappedBy(Buffer.from(head.subarray(HEAD_BYTES)).toString())).toBe(other.publicKey.kid)
  await expect(openWhole(KEY, after, centre)).rejects.toThrow(UnknownKey)
})

test('receipts are opened by whoever has the ring', async () => {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64')
  const old = sealForAll({ current: 'r1', keys: { r1: key(1) } })
  const ring = sealForAll({ current: 'r2', keys: { r1: key(1), r2: key(2) } })
  const sealed = await sealWhole('receipts/a', bytesOf(9), old)
  expect(await openWhole('receipts/a', sealed, ring)).toEqual(Buffer.from(bytesOf(9)))
  await expect(openWhole('receipts/a', await sealWhole('receipts/a', bytesOf(9), ring), old)).rejects.toThrow(
    UnknownKey,
  )
  await expect(openWhole('receipts/b', sealed, ring)).rejects.toThrow(Unopened)
  expect(() => sealForAll({ current: 'r3', keys: { r1: key(1) } })).toThrow('not in its ring')
  expect(() => sealForAll({ current: 'r1', keys: { r1: 'AAAA' } })).toThrow('32 bytes')
})

test('a private key in place of the public one is refused', () => {
  const [privateKey = publicKey] = privateKeys
  expect(() => sealForCentre(privateKey, null)).toThrow('private')
  expect(() => sealForCentre({ ...publicKey, kid: undefined as never }, null)).toThrow('kid')
  expect(() => sealForCentre({ ...publicKey, crv: 'P-384' }, null)).toThrow('P-256')
})
