/**
 * Base64 to bytes, both as bytes: a body is decoded where it lies, and no text is made of it. Four signs at once by tables; whatever is not
 * plain (an escape, a line break, a quote, the padding) goes sign by sign.
 */
import { Refusal } from '../../refusals.ts'

/** How the signs are written: in a form, in a JSON string, or as they are. */
export type Escapes = 'percent' | 'backslash' | 'none'

export type Base64Decoder = {
  /**
   * Decodes a stretch of a piece into `out` from its beginning and returns how many bytes that made: as many as the stretch has and
   * `MOST_BEGUN` are always enough. Throws `base64-broken`.
   */
  readonly decode: (bytes: Uint8Array, from: number, to: number, out: Uint8Array) => number
  /** Whether the last sign was the beginning of an escape. */
  readonly isInEscape: () => boolean
  /** Throws `base64-broken` where the text stopped inside a quad, a quote or an escape. */
  readonly end: () => void
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PLUS = 62
const PERCENT = '%'.charCodeAt(0)
const BACKSLASH = '\\'.charCodeAt(0)
const SLASH = '/'.charCodeAt(0)
const QUOTE = '"'.charCodeAt(0)
const EQUALS = '='.charCodeAt(0)
const SMALL_U = 'u'.charCodeAt(0)
const QUAD = 4
/** Every sign of it escaped. */
const LONGEST_QUAD = 3 * QUAD
/** Bytes that a quad makes which began in the stretch before, and one that is written over. */
export const MOST_BEGUN = QUAD
const SIX_BITS = 6

/** What a sign is worth; these are above every worth. */
const WHITE = 64
const NOTHING = 65
/** In the sum of four signs: one of them is no plain sign. */
const NOT_PLAIN = 1 << 24

const WORTH = new Uint8Array(256).fill(NOTHING)
for (const [at, sign] of [...ALPHABET].entries()) WORTH[sign.charCodeAt(0)] = at
for (const sign of '\r\n\t') WORTH[sign.charCodeAt(0)] = WHITE
/** A blank inside base64 is a `+` that a form has decoded. */
WORTH[' '.charCodeAt(0)] = PLUS

const shifted = (bits: number): Int32Array =>
  Int32Array.from(WORTH, (worth) => (worth < WHITE ? worth << bits : NOT_PLAIN))
const [FIRST, SECOND, THIRD, FOURTH] = [shifted(18), shifted(12), shifted(6), shifted(0)]

/** What a hexadecimal digit is worth; -1: it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
)
/** What follows a backslash in JSON (RFC 8259, section 7), as far as base64 has it. */
const BEHIND_BACKSLASH: Readonly<Record<number, number>> = {
  [SLASH]: SLASH,
  ['n'.charCodeAt(0)]: 0x0a,
  ['r'.charCodeAt(0)]: 0x0d,
  ['t'.charCodeAt(0)]: 0x09,
}

const broken = (): Refusal => new Refusal('base64-broken')

export function createBase64Decoder(escapes: Escapes): Base64Decoder {
  const quad = new Quad()
  const escape = new Escape(escapes)
  const decode = (bytes: Uint8Array, from: number, to: number, out: Uint8Array): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const outView = new DataView(out.buffer, out.byteOffset, out.length)
    let [at, filled] = [from, 0]
    while (at < to) {
      if (quad.isEmpty && !escape.isOpen) {
        const plain = plainQuads(view, at, to, outView, filled)
        filled += ((plain - at) / QUAD) * 3
        const behind = escapes === 'percent' ? escapedQuad(bytes, plain, to, out, filled) : plain
        if (behind > plain) filled += 3
        const isMoved = behind > at
        at = behind
        if (isMoved) quad.begin()
        // More of them may follow.
        if (behind > plain) continue
        if (at === to) break
      }
      const sign = escape.undo(bytes[at] ?? 0)
      at += 1
      if (sign >= 0) filled = quad.take(sign, out, filled)
    }
    return filled
  }
  return {
    decode,
    isInEscape: () => escape.isOpen,
    end() {
      if (escape.isOpen) throw broken()
      quad.end()
    },
  }
}

/** Whole quads of plain signs, as many as come one behind the other; returns where they end. */
function plainQuads(bytes: DataView, from: number, to: number, out: DataView, into: number): number {
  let [at, filled] = [from, into]
  for (; at + QUAD <= to; at += QUAD) {
    const signs = bytes.getInt32(at)
    const bits =
      (FIRST[signs >>> 24] ?? 0) |
      (SECOND[(signs >> 16) & 0xff] ?? 0) |
      (THIRD[(signs >> 8) & 0xff] ?? 0) |
      (FOURTH[signs & 0xff] ?? 0)
    if (bits >= NOT_PLAIN) break
    // One byte too many, which the next quad writes over.
    out.setInt32(filled, bits << 8)
    filled += 3
  }
  return at
}

/** One quad that has percent escapes among its signs; returns where it ends, or `from` where it is another thing, or may end elsewhere. */
function escapedQuad(bytes: Uint8Array, from: number, to: number, out: Uint8Array, into: number): number {
  if (from + LONGEST_QUAD > to) return from
  let [at, bits] = [from, 0]
  for (let sign = 0; sign < QUAD; sign += 1) {
    let code = bytes[at] ?? 0
    at += 1
    if (code === PERCENT) {
      code = ((HEX[bytes[at] ?? 0] ?? 0) << 4) | (HEX[bytes[at + 1] ?? 0] ?? 0)
      at += 2
    }
    const worth = WORTH[code & 0xff] ?? NOTHING
    if (code < 0 || worth >= WHITE) return from
    bits = (bits << SIX_BITS) | worth
  }
  out[into] = bits >> 16
  out[into + 1] = bits >> 8
  out[into + 2] = bits
  return at
}

/** Signs until they are four; the quotes around all of them, and the padding behind. */
class Quad {
  #bits = 0
  #signs = 0
  #padding = 0
  /** Quotes around it: none yet, one, both. */
  #quotes = 0
  #hasBegun = false
  #isPadded = false

  get isEmpty(): boolean {
    return this.#signs === 0 && !this.#isPadded && this.#quotes < 2
  }

  begin(): void {
    this.#hasBegun = true
  }

  /** Takes one sign, writes what it completes, and returns how far `out` is filled. */
  take(sign: number, out: Uint8Array, filled: number): number {
    const worth = WORTH[sign] ?? NOTHING
    if (worth === WHITE) return filled
    if (sign === QUOTE) return this.#quote(filled)
    if (this.#isPadded || this.#quotes === 2) throw broken()
    this.#hasBegun = true
    if (sign === EQUALS) this.#padding += 1
    else if (worth === NOTHING || this.#padding > 0) throw broken()
    this.#bits = (this.#bits << SIX_BITS) | (worth === NOTHING ? 0 : worth)
    this.#signs += 1
    return this.#signs === QUAD ? this.#write(out, filled) : filled
  }

  #quote(filled: number): number {
    if (this.#quotes === 0 && !this.#hasBegun) this.#quotes = 1
    else if (this.#quotes === 1 && this.#signs === 0) this.#quotes = 2
    else throw broken()
    return filled
  }

  #write(out: Uint8Array, filled: number): number {
    if (this.#padding > 2) throw broken()
    const bytes = 3 - this.#padding
    for (let at = 0; at < bytes; at += 1) out[filled + at] = this.#bits >> (16 - 8 * at)
    this.#isPadded = this.#padding > 0
    this.#bits = 0
    this.#signs = 0
    this.#padding = 0
    return filled + bytes
  }

  end(): void {
    if (this.#signs > 0 || this.#quotes === 1) throw broken()
  }
}

/** Undoes escapes sign by sign; a piece may end inside one. */
class Escape {
  readonly #mark: number
  readonly #isPercent: boolean
  /** Hexadecimal digits that are still to come; -1: what is escaped comes. */
  #open = 0
  #code = 0

  constructor(escapes: Escapes) {
    this.#isPercent = escapes === 'percent'
    // No byte is -1.
    this.#mark = escapes === 'none' ? -1 : escapes === 'percent' ? PERCENT : BACKSLASH
  }

  get isOpen(): boolean {
    return this.#open !== 0
  }

  /** The sign that this byte is, or ends; -1: it is part of one. */
  undo(byte: number): number {
    if (this.#open > 0) return this.#digit(byte)
    if (this.#open < 0) return this.#escaped(byte)
    if (byte !== this.#mark) return byte
    this.#open = this.#isPercent ? 2 : -1
    this.#code = 0
    return -1
  }

  #digit(byte: number): number {
    const digit = HEX[byte] ?? -1
    if (digit < 0) throw broken()
    this.#code = this.#code * 16 + digit
    this.#open -= 1
    if (this.#open > 0) return -1
    if (this.#code > 0x7f) throw broken()
    return this.#code
  }

  #escaped(byte: number): number {
    this.#open = 0
    if (byte === SMALL_U) {
      this.#open = 4
      return -1
    }
    const sign = BEHIND_BACKSLASH[byte]
    if (sign === undefined) throw broken()
    return sign
  }
}
