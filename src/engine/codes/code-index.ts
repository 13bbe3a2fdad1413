/**
 * From a code to its place in a column of codes: a hash table of plain numbers over the column itself. A `Map` of the same codes
 * takes three times the memory and longer to build, and is no faster to ask for a piece of a longer text.
 *
 * In the column a code is written as UTF-8 would write each of its UTF-16 units (for everything in the lists, that is its UTF-8),
 * filled up with zeros to whole words of four bytes, the first byte lowest: what is done with it is done by words.
 */

/** Most bytes of one code: its length has to fit a byte. The longest codes of the official lists take some twenty. */
export const MAX_CODE_BYTES = 255

/**
 * A code as columns have it, and what is asked of a column: its hash, its length in bytes (-1: more than MAX_CODE_BYTES), its words.
 * Plain numbers in one array: an object's numbers would be boxed where they do not fit 31 bits.
 */
export type WrittenCode = Int32Array
const HASH = 0
const LENGTH = 1
const FIRST_WORD = 2

export type CodeIndex = {
  /** The codes one after the other. */
  readonly words: Int32Array
  /** Bytes of each code. */
  readonly lengths: Uint8Array
  /** First word of each code. */
  readonly offsets: Uint32Array
  /** Empty: 0. Otherwise the upper bits of the code's hash, and in the lower ones (those of `mask`) its place plus one. */
  readonly slots: Int32Array
  /** Slots less one, a power of two less one. */
  readonly mask: number
}

const mix = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** The place in the table is taken from the lower bits, the fingerprint from the upper ones: the last step feeds both. */
const finish = (hash: number): number => {
  const mixed = Math.imul(hash, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** One for all: nothing waits between writing a code and asking for it, and making one each time costs more than both. */
const written: WrittenCode = new Int32Array(FIRST_WORD + Math.ceil(MAX_CODE_BYTES / 4))

/** The code as columns have it. The result is the same array each time and holds until the next call. */
export function writeCode(code: string): WrittenCode {
  const { length } = code
  written[LENGTH] = -1
  if (length > MAX_CODE_BYTES) return written
  // Nearly every code is ASCII: a word of four characters at a time.
  let hash = length
  let seen = 0
  let at = 0
  let place = FIRST_WORD
  for (; at + 4 <= length; at += 4) {
    const a = code.charCodeAt(at)
    const b = code.charCodeAt(at + 1)
    const c = code.charCodeAt(at + 2)
    const d = code.charCodeAt(at + 3)
    const word = a | (b << 8) | (c << 16) | (d << 24)
    seen |= a | b | c | d
    hash = mix(hash, word)
    written[place++] = word
  }
  if (at < length) {
    let word = 0
    for (let shift = 0; at < length; at += 1, shift += 8) {
      const unit = code.charCodeAt(at)
      seen |= unit
      word |= unit << shift
    }
    hash = mix(hash, word)
    written[place] = word
  }
  if (seen >= 0x80) return writeBeyondAscii(code)
  written[LENGTH] = length
  written[HASH] = finish(hash)
  return written
}

function writeBeyondAscii(code: string): WrittenCode {
  const bytes: number[] = []
  for (let at = 0; at < code.length; at += 1) {
    const unit = code.charCodeAt(at)
    if (unit < 0x80) {
      bytes.push(unit)
      continue
    }
    if (unit < 0x800) bytes.push(0xc0 | (unit >> 6))
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f))
    bytes.push(0x80 | (unit & 0x3f))
  }
  if (bytes.length > MAX_CODE_BYTES) return written
  let hash = bytes.length
  for (let at = 0, place = FIRST_WORD; at < bytes.length; at += 4, place += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(at, at + 4)
    const word = a | (b << 8) | (c << 16) | (d << 24)
    hash = mix(hash, word)
    written[place] = word
  }
  written[LENGTH] = bytes.length
  written[HASH] = finish(hash)
  return written
}

/** What a column keeps of a written code, or null where it is too long for one. */
export function columnEntry(code: WrittenCode): { length: number; words: Int32Array } | null {
  const length = code[LENGTH] ?? -1
  return length < 0 ? null : { length, words: code.slice(FIRST_WORD, FIRST_WORD + wordsOf(length)) }
}

/** Words that so many bytes take. */
const wordsOf = (bytes: number): number => (bytes + 3) >> 2

/** Builds the table over a column of distinct codes. */
export function indexCodes(words: Int32Array, lengths: Uint8Array): CodeIndex {
  const count = lengths.length
  // At most two thirds full: few steps to an empty slot.
  let size = 4
  while (size * 2 < count * 3) size *= 2
  const mask = size - 1
  const slots = new Int32Array(size)
  const offsets = new Uint32Array(count)
  let word = 0
  for (let code = 0; code < count; code += 1) {
    offsets[code] = word
    let hash = lengths[code] ?? 0
    for (const end = word + wordsOf(hash); word < end; word += 1) hash = mix(hash, words[word] ?? 0)
    hash = finish(hash)
    let slot = hash & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = (hash & ~mask) | (code + 1)
  }
  return { words, lengths, offsets, slots, mask }
}

/** The place of a code in the column, or -1 when it is not there. */
export function findCode({ words, lengths, offsets, slots, mask }: CodeIndex, code: WrittenCode): number {
  const hash = code[HASH] ?? 0
  const length = code[LENGTH] ?? -1
  const count = wordsOf(length)
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const entry = slots[slot] ?? 0
    if (entry === 0) return -1
    if (((entry ^ hash) & ~mask) !== 0) continue
    const place = (entry & mask) - 1
    if (lengths[place] !== length) continue
    const from = offsets[place] ?? 0
    let word = 0
    while (word < count && words[from + word] === code[FIRST_WORD + word]) word += 1
    if (word === count) return place
  }
}
