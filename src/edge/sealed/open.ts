import { Buffer } from 'node:buffer'
import { FRAME_BYTES, frameKey, HEAD_BYTES, isSealed, openFrame, TAG_BYTES, wrappedLength } from './format.ts'
import { UnknownKey, wrappedBy, type Seal } from './seals.ts'

/** A sealed object that was changed, cut off, or moved from another place. */
export class Unopened extends Error {}

const SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES

/** Reads so many bytes at a time; the last ones may be fewer. */
type Taker = {
  /** The next bytes, valid until the next call; fewer than asked for only at the end. */
  readonly take: (bytes: number) => Promise<Uint8Array<ArrayBuffer>>
  /** Whether nothing follows. */
  readonly isAtEnd: () => Promise<boolean>
  /** What was not taken, as it comes. */
  readonly rest: () => AsyncIterable<Uint8Array>
  /** Lets go of where the bytes come from. */
  readonly close: () => Promise<void>
}

function createTaker(pieces: AsyncIterable<Uint8Array>): Taker {
  const iterator = pieces[Symbol.asyncIterator]()
  let piece: Uint8Array = new Uint8Array(0)
  const hasMore = async (): Promise<boolean> => {
    while (piece.length === 0) {
      const next = await iterator.next()
      if (next.done === true) return false
      piece = next.value
    }
    return true
  }
  return {
    async take(bytes) {
      const taken = new Uint8Array(bytes)
      let filled = 0
      while (filled < bytes && (await hasMore())) {
        const part = piece.subarray(0, bytes - filled)
        taken.set(part, filled)
        filled += part.length
        piece = piece.subarray(part.length)
      }
      return taken.subarray(0, filled)
    },
    isAtEnd: async () => !(await hasMore()),
    async *rest() {
      while (await hasMore()) {
        const all = piece
        piece = piece.subarray(piece.length)
        yield all
      }
    },
    async close() {
      await iterator.return?.()
    },
  }
}

/**
 * The content of an object, piece by piece. One that was written before objects were sealed is passed on as it is. Throws Unopened where it is
 * not what was sealed at that key, before any byte of the wrong frame is given; UnknownKey where this deployment cannot open it.
 */
export async function* openSealed(
  objectKey: string,
  pieces: AsyncIterable<Uint8Array>,
  { unwrap }: Pick<Seal, 'unwrap'>,
): AsyncGenerator<Uint8Array> {
  const taker = createTaker(pieces)
  try {
    const head = await taker.take(HEAD_BYTES)
    if (!isSealed(head)) {
      if (head.length > 0) yield head
      yield* taker.rest()
      return
    }
    if (unwrap === null) throw new UnknownKey('this deployment has no key to open stored files')
    const wrapped = Buffer.from(await taker.take(wrappedLength(head))).toString('latin1')
    const by = await frameKey(await unopenedWhere(unwrap(wrapped)), objectKey)
    for (let number = 0, isLast = false; !isLast; number += 1) {
      const bytes = await taker.take(SEALED_FRAME_BYTES)
      isLast = await taker.isAtEnd()
      yield await unopenedWhere(openFrame(by, { number, isLast, bytes }))
    }
  } finally {
    await taker.close()
  }
}

/** The causes of Web Crypto and jose name no data. */
async function unopenedWhere<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof UnknownKey) throw cause
    throw new Unopened('a sealed object does not open', { cause })
  }
}

/** The id of the key by which a whole object is sealed; null: it is not sealed. Its head must be in order. */
export function sealedBy(bytes: Uint8Array): string | null {
  if (!isSealed(bytes)) return null
  const end = HEAD_BYTES + wrappedLength(bytes)
  return wrappedBy(Buffer.from(bytes.subarray(HEAD_BYTES, end)).toString('latin1'))
}

/** All of it at once. */
export async function openWhole(objectKey: string, bytes: Uint8Array, seal: Pick<Seal, 'unwrap'>): Promise<Uint8Array> {
  const opened: Uint8Array[] = []
  for await (const piece of openSealed(objectKey, piecesOf(bytes), seal)) opened.push(Uint8Array.from(piece))
  return Buffer.concat(opened)
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
