/** Bytes that are not UTF-8; `before` are the good characters of the same piece, for finding the place. */
export class BadText extends Error {
  override readonly name = 'BadText'
  readonly kind: 'utf8' | 'utf16'
  readonly before: string

  constructor(kind: BadText['kind'], before: string, options?: ErrorOptions) {
    super(kind, options)
    this.kind = kind
    this.before = before
  }
}

export type TextReader = {
  /** The characters of the next bytes; a character cut at the end is kept for the next call. */
  push: (bytes: Uint8Array) => string
  end: () => string
}

/** A byte-order mark is taken off, a bad byte throws. */
const STRICT = { fatal: true, ignoreBOM: false }
/** A decoder for one text after the other: it begins anew behind an `end` that did not throw. */
export const createDecoder = (): TextDecoder => new TextDecoder('utf-8', STRICT)
const NOTHING = new Uint8Array(0)
const LONGEST_CHARACTER = 4

/**
 * Bytes to characters, strictly UTF-8 (Circular 48/2017/TT-BYT, article 4); a byte-order mark is taken off.
 * Throws BadText for UTF-16 and for bytes that are not UTF-8.
 */
export function createTextReader(decoder: TextDecoder = createDecoder()): TextReader {
  /** The first byte, while there is no second: two are needed to recognise UTF-16. */
  let start: Uint8Array | null = NOTHING
  /** The bytes of a character that was cut: the decoder has them too, and cannot say so when the next ones are bad. */
  let cut: Uint8Array = NOTHING

  const decode = (bytes: Uint8Array, stream: boolean): string => {
    try {
      const text = decoder.decode(bytes, { stream })
      if (bytes.length > 0)
        cut = cutCharacter(cut.length > 0 && bytes.length < LONGEST_CHARACTER ? joined(cut, bytes) : bytes)
      return text
    } catch (cause) {
      throw new BadText('utf8', goodPrefix(joined(cut, bytes)), { cause })
    }
  }

  return {
    push(bytes) {
      if (start === null) return decode(bytes, true)
      const opening: Uint8Array = joined(start, bytes)
      // A copy: the bytes are the caller's again when this returns.
      start = opening.length < 2 ? opening.slice() : null
      if (start) return ''
      if (isUtf16(opening)) throw new BadText('utf16', '')
      return decode(opening, true)
    },
    end: () => decode(start ?? NOTHING, false),
  }
}

/** UTF-16 shows in its byte-order mark, or in a zero byte beside the first `<`. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe) || first === 0 || second === 0

/** The bytes at the end that begin a character and do not finish it. */
function cutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return NOTHING
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.slice(bytes.length - back) : NOTHING
    }
  }
  return NOTHING
}

/** The characters before the first bad byte, found by halving: only a failed file pays for it. */
function goodPrefix(bytes: Uint8Array): string {
  const lenient = (length: number): string | null => {
    try {
      return createDecoder().decode(bytes.subarray(0, length), { stream: true })
    } catch {
      return null
    }
  }
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (lenient(middle) === null) bad = middle
    else good = middle
  }
  return lenient(good) ?? ''
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
