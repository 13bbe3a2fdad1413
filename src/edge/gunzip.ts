/**
 * gzip undone while it streams in (RFC 1952): a body may be several members, one behind the other (section 2.2), as
 * `cat a.gz b.gz` and parallel compressors write them, and zero bytes may fill it up behind the last one, as tapes and
 * block devices do. `DecompressionStream` takes one member alone, so this is node:zlib, which Workers have too.
 */
import { Buffer } from 'node:buffer'
import { createGunzip, type Gunzip } from 'node:zlib'
import { Refusal } from './refusals.ts'

/** As much as is read from a socket at once. */
const CHUNK_BYTES = 64 * 1024

/**
 * What the pieces hold, piece by piece; nothing is read ahead of what is asked for. How much it may become is for the
 * caller to watch. Throws `gzip-broken` where it is not gzip, is cut short, or has more behind it than zeros.
 */
export async function* gunzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const members = createMembers()
  let isPadding = false
  try {
    for await (const piece of pieces) {
      let padding: Uint8Array = piece
      if (!isPadding) {
        const before = members.taken()
        yield* members.take(piece)
        padding = piece.subarray(members.taken() - before)
        // What zlib leaves lies behind the last member.
        isPadding = padding.length > 0
      }
      if (padding.some((byte) => byte !== 0)) throw broken()
    }
    yield* members.end()
  } finally {
    members.stop()
  }
}

const broken = (cause?: unknown): Refusal => new Refusal('gzip-broken', {}, undefined, { cause })

type Members = {
  /** What the piece becomes. zlib stops where no further member begins. */
  take: (piece: Uint8Array) => AsyncGenerator<Uint8Array>
  end: () => AsyncGenerator<Uint8Array>
  /** Bytes that zlib has taken so far. */
  taken: () => number
  stop: () => void
}

function createMembers(): Members {
  const stream: Gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  let failure: unknown = null
  let hasEnded = false
  let wake = (): void => {}
  stream.on('readable', () => {
    wake()
  })
  stream.on('end', () => {
    hasEnded = true
    wake()
  })
  stream.on('error', (error) => {
    failure = broken(error)
    wake()
  })

  /** All that can be read until it is done. */
  async function* read(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (failure !== null) throw failure
      const piece: unknown = stream.read()
      if (piece instanceof Uint8Array) yield piece
      else if (isDone()) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  return {
    take(piece) {
      let isTaken = false
      stream.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length), () => {
        isTaken = true
        wake()
      })
      return read(() => isTaken)
    },
    end() {
      stream.end()
      return read(() => hasEnded)
    },
    taken: () => stream.bytesWritten,
    stop() {
      stream.destroy()
    },
  }
}
