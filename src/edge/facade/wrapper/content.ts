/**
 * The file inside a wrapper to bytes, piece by piece: base64 with or without quotes around it, bytes as they are, or numbers. What one piece of
 * the body holds is written into one memory that is used again for the next, so that nothing of the file is kept.
 */
import { Buffer } from 'node:buffer'
import { createBase64Decoder, MOST_BEGUN, type Base64Decoder, type Escapes } from './base64-bytes.ts'

const FIRST_MEMORY_BYTES = 64 * 1024

export type Content = {
  /** The base64 that follows is escaped in this way. */
  escaped: (escapes: Escapes) => void
  /** A stretch of base64. Throws `base64-broken`. */
  base64: (bytes: Uint8Array, from: number, to: number) => void
  /** Whether the base64 so far ends inside an escape. */
  isInEscape: () => boolean
  /** Bytes of which the first say whether they are the file or its base64. */
  bytes: (bytes: Uint8Array) => void
  /** Room for so many bytes of the file, for a caller who writes them itself. */
  room: (bytes: number) => Uint8Array
  /** So many of them were written. */
  grow: (bytes: number) => void
  /** How many came since they were taken last. */
  waiting: () => number
  /** What came since it was taken last; valid until anything more comes. */
  take: () => Uint8Array
  /** Throws `base64-broken` where the text stopped inside a quad. */
  end: () => void
}

export function createContent(): Content {
  const memory = createMemory()
  let decoder: Base64Decoder = createBase64Decoder('none')
  /** null: not known yet. */
  let isRaw: boolean | null = null
  let begun: Uint8Array = new Uint8Array(0)

  const base64 = (bytes: Uint8Array, from: number, to: number): void => {
    memory.grow(decoder.decode(bytes, from, to, memory.room(to - from + MOST_BEGUN)))
  }
  return {
    escaped(escapes) {
      decoder = createBase64Decoder(escapes)
    },
    base64,
    isInEscape: () => decoder.isInEscape(),
    bytes(bytes) {
      if (isRaw === null) {
        const all = begun.length === 0 ? bytes : Buffer.concat([begun, bytes])
        isRaw = rawness(all)
        if (isRaw === null) {
          begun = Uint8Array.from(all)
          return
        }
        bytes = all
      }
      if (isRaw) memory.add(bytes)
      else base64(bytes, 0, bytes.length)
    },
    room: memory.room,
    grow: memory.grow,
    waiting: memory.waiting,
    take: memory.take,
    end() {
      if (isRaw === null && begun.length > 0) base64(begun, 0, begun.length)
      decoder.end()
    },
  }
}

const isWhite = (byte: number | undefined): boolean => byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13)

/** Whether these bytes begin a file (XML with or without a byte order mark, a zip), or its base64; null: too few to say. */
function rawness(bytes: Uint8Array): boolean | null {
  let at = 0
  while (isWhite(bytes[at])) at += 1
  const [first, second] = [bytes[at], bytes[at + 1]]
  if (first === undefined) return null
  if (first === 0x3c || first === 0xef) return true
  if (first !== 0x50) return false
  return second === undefined ? null : second === 0x4b
}

type Memory = {
  readonly add: (bytes: Uint8Array) => void
  /** Room for so many more bytes, at the end of what is there. */
  readonly room: (bytes: number) => Uint8Array
  readonly grow: (bytes: number) => void
  readonly waiting: () => number
  readonly take: () => Uint8Array
}

function createMemory(): Memory {
  let held = new Uint8Array(FIRST_MEMORY_BYTES)
  let filled = 0
  const reserve = (bytes: number): void => {
    if (filled + bytes <= held.length) return
    const larger = new Uint8Array(Math.max(filled + bytes, held.length * 2))
    larger.set(held.subarray(0, filled))
    held = larger
  }
  return {
    add(bytes) {
      reserve(bytes.length)
      held.set(bytes, filled)
      filled += bytes.length
    },
    room(bytes) {
      reserve(bytes)
      return held.subarray(filled)
    },
    grow(bytes) {
      filled += bytes
    },
    waiting: () => filled,
    take() {
      const taken = held.subarray(0, filled)
      filled = 0
      return taken
    },
  }
}
