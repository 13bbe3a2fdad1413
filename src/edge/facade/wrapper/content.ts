/**
 * The file inside a wrapper to bytes, piece by piece: base64 with or without quotes around it, bytes as they are, or numbers. What one piece of
 * the body holds is written into one memory that is used again for the next, so that nothing of the file is kept.
 */
import { Buffer } from 'node:buffer'
import { codecs } from '../../codecs.ts'
import { Refusal } from '../../refusals.ts'

const QUAD = 4
/** A blank inside base64 is a `+` that a form has decoded. */
const BLANK = / /g
const LINE_BREAKS = /[\r\n\t]+/g
const QUOTE = '"'
const FIRST_MEMORY_BYTES = 64 * 1024

export type Content = {
  /** Base64 text, of one byte a character. Throws `base64-broken`. */
  text: (text: string) => void
  /** Bytes of which the first say whether they are the file or its base64. */
  bytes: (bytes: Uint8Array) => void
  /** Room for so many bytes of the file, for a caller who writes them itself. */
  room: (bytes: number) => Uint8Array
  /** So many of them were written. */
  grow: (bytes: number) => void
  /** What came since it was taken last; valid until anything more comes. */
  take: () => Uint8Array
  /** Throws `base64-broken` where the text stopped inside a quad. */
  end: () => void
}

const broken = (): Refusal => new Refusal('base64-broken')

export function createContent(): Content {
  const memory = createMemory()
  const base64 = createBase64(memory)
  /** null: not known yet. */
  let isRaw: boolean | null = null
  let begun: Uint8Array = new Uint8Array(0)

  return {
    text: base64.push,
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
      else base64.push(latin1(bytes))
    },
    room: memory.room,
    grow: memory.grow,
    take: memory.take,
    end() {
      if (isRaw === null && begun.length > 0) base64.push(latin1(begun))
      base64.end()
    },
  }
}

/** Text of one byte a character; the view lasts as long as the bytes. */
const latin1 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1')

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
    take() {
      const taken = held.subarray(0, filled)
      filled = 0
      return taken
    },
  }
}

function createBase64(memory: Memory): { push: (text: string) => void; end: () => void } {
  let carried = ''
  let isPadded = false
  /** Quotes around it: none yet, one, both. */
  let quotes = 0
  let hasBegun = false

  const withoutQuotes = (text: string): string => {
    let inner = text
    if (!hasBegun && inner.startsWith(QUOTE)) {
      quotes = 1
      inner = inner.slice(1)
    }
    hasBegun = true
    if (quotes === 1 && inner.endsWith(QUOTE)) {
      quotes = 2
      inner = inner.slice(0, -1)
    } else if (quotes === 2 && inner !== '') throw broken()
    return inner
  }

  return {
    push(text) {
      const significant = plain(text)
      if (significant === '') return
      const inner = hasBegun && quotes === 0 ? significant : withoutQuotes(significant)
      if (inner === '') return
      if (isPadded) throw broken()
      const all = carried === '' ? inner : carried + inner
      const usable = all.length - (all.length % QUAD)
      carried = all.slice(usable)
      if (usable === 0) return
      const quads = usable === all.length ? all : all.slice(0, usable)
      const padding = quads.endsWith('==') ? 2 : quads.endsWith('=') ? 1 : 0
      const bytes = (usable / QUAD) * 3 - padding
      if (codecs.decodeBase64(quads, memory.room(bytes + padding)) !== bytes) throw broken()
      memory.grow(bytes)
      isPadded = padding > 0
    },
    end() {
      if (carried !== '' || quotes === 1) throw broken()
    },
  }
}

/** Line breaks come every 64 or 76 characters or never. */
function plain(text: string): string {
  const joined =
    text.includes('\n') || text.includes('\r') || text.includes('\t') ? text.replace(LINE_BREAKS, '') : text
  return joined.includes(' ') ? joined.replace(BLANK, '+') : joined
}
