/**
 * Base64 text to bytes while it streams in, with or without line breaks (RFC 4648 §4, strict alphabet).
 * The length of the result is the proof: n significant characters give exactly 3n/4 bytes, and fewer when one of them
 * was not base64.
 */
import type { Codecs } from './codecs.ts'

const QUAD = 4
const WHITE_SPACE = /[ \t\r\n]+/g

/** The text is not base64; `before` are the bytes of the same piece up to there. */
export class Base64Error extends Error {
  override readonly name = 'Base64Error'
  readonly before: Uint8Array

  constructor(before: Uint8Array) {
    super('not base64')
    this.before = before
  }
}

export type Base64Reader = {
  /** Throws Base64Error at a character that is not base64. The bytes are valid until the next call, of any reader. */
  push: (text: string) => Uint8Array
  /** Throws Base64Error when the text stopped inside a quad. */
  end: () => void
}

const NOTHING = new Uint8Array(0)

export function createBase64Reader({ decodeBase64 }: Pick<Codecs, 'decodeBase64'>): Base64Reader {
  let carried = ''
  let padded = false

  const decode = (quads: string): Uint8Array => {
    const padding = quads.endsWith('==') ? 2 : quads.endsWith('=') ? 1 : 0
    const bytes = decoded(quads, decodeBase64)
    if (bytes.length !== (quads.length / QUAD) * 3 - padding) {
      throw new Base64Error(decoded(goodQuads(quads), decodeBase64))
    }
    padded = padding > 0
    return bytes
  }

  const take = (text: string): Uint8Array => {
    if (text === '') return NOTHING
    if (padded) throw new Base64Error(NOTHING)
    const all = carried === '' ? text : carried + text
    const usable = all.length - (all.length % QUAD)
    carried = all.slice(usable)
    return usable === 0 ? NOTHING : decode(usable === all.length ? all : all.slice(0, usable))
  }

  return {
    push(text) {
      const significant = hasWhiteSpace(text) ? text.replace(WHITE_SPACE, '') : text
      return take(significant)
    },
    end() {
      if (carried !== '') throw new Base64Error(NOTHING)
    },
  }
}

/**
 * Every piece is decoded into the same memory, as its bytes are read before the next piece comes: hundreds of megabytes
 * of buffers would otherwise wait for the garbage collector.
 */
let memory = new Uint8Array(64 * 1024)

function decoded(quads: string, decodeBase64: Codecs['decodeBase64']): Uint8Array {
  const most = (quads.length / QUAD) * 3
  if (memory.length < most) memory = new Uint8Array(most)
  return memory.subarray(0, decodeBase64(quads, memory))
}

/** The quads before the first one that is not base64, or is behind a padded one: only a failed text pays for it. */
function goodQuads(quads: string): string {
  const bad = Math.max(quads.search(/[^A-Za-z0-9+/]/), 0)
  const at = bad - (bad % QUAD)
  const padded = /^[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]=|==)$/.test(quads.slice(at, at + QUAD))
  return quads.slice(0, padded ? at + QUAD : at)
}

/** Line breaks come every 64 or 76 characters or never, so four searches settle it for most pieces. */
const hasWhiteSpace = (text: string): boolean =>
  text.includes('\n') || text.includes('\r') || text.includes(' ') || text.includes('\t')
