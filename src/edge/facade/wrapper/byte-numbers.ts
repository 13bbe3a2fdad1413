/**
 * Numbers of one to three digits with a comma right behind them, as programs write lists of bytes. How long the next one is nobody can foresee,
 * so it is looked up and not asked: a wrong guess of the processor costs as much as ten signs. And where it begins is known only when the one
 * before it was read, so two stretches of the list are read side by side.
 */

import { wrapperBroken } from './parser.ts'

const COMMA = ','.charCodeAt(0)
const CLOSE_LIST = ']'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
const NINE = '9'.charCodeAt(0)
const NOT_BYTES = { vi: 'mảng phải gồm các số từ 0 đến 255', en: 'a list must hold numbers from 0 to 255' }
const MOST_BYTE = 255
/** With the comma behind it. */
const LONGEST_NUMBER = 4
/** A stretch that is worth to be read as two. */
const LEAST_HALVED = 256

/** The low halves of three signs make the index: a digit's is its value, the comma's is this. */
const COMMA_HALF = 12
const HALF_BITS = 4
const HALVES = 16
/** Above the value in an entry: how many signs it takes with its comma. */
const LENGTH_SHIFT = 8

/** Value and length of the number that three signs begin with; 0: they begin with none. */
const ENTRIES = Uint16Array.from({ length: HALVES ** 3 }, (_, index) => {
  const [first, second, third] = [index % HALVES, (index >> HALF_BITS) % HALVES, index >> (2 * HALF_BITS)]
  const entry = (value: number, length: number): number => (value > MOST_BYTE ? 0 : (length << LENGTH_SHIFT) | value)
  if (first > 9) return 0
  if (second === COMMA_HALF) return entry(first, 2)
  if (second > 9) return 0
  if (third === COMMA_HALF) return entry(first * 10 + second, 3)
  return third > 9 ? 0 : entry(first * 100 + second * 10 + third, LONGEST_NUMBER)
})

/** By that length: the high halves of the digits, and the whole comma, as four signs hold them. No number has length 0: that never fits. */
const ASKED = new Int32Array([0, 0, 0x0000fff0, 0x00fff0f0, 0xfff0f0f0 | 0])
const EXPECTED = new Int32Array([1, 1, 0x00002c30, 0x002c3030, 0x2c303030])

const entryOf = (signs: number): number => ENTRIES[(signs & 0xf) | ((signs >> 4) & 0xf0) | ((signs >> 8) & 0xf00)] ?? 0
/** 0: the signs are what their entry says. */
const faultOf = (signs: number, length: number): number => (signs & (ASKED[length] ?? 0)) ^ (EXPECTED[length] ?? 0)

type Read = { readonly at: number; readonly filled: number }

export type ByteList = {
  /**
   * Reads on in a piece and writes what it holds into `room`, which has a byte for two signs, and two more. `isDone`: the list has ended.
   * Throws `wrapper-broken`.
   */
  readonly read: (bytes: Uint8Array, from: number, room: Uint8Array) => Read & { readonly isDone: boolean }
}

/** A list of bytes behind its bracket; a piece may end anywhere in it. */
export function createByteList(): ByteList {
  /** The number so far, or -1 before one. */
  let number = -1
  /** A blank has ended it. */
  let isEnded = false

  const digit = (value: number): void => {
    number = (number < 0 ? 0 : number * 10) + value
    if (number > MOST_BYTE || isEnded) throw wrapperBroken(NOT_BYTES)
  }
  const end = (room: Uint8Array, filled: number): void => {
    room[filled] = number
    number = -1
    isEnded = false
  }
  return {
    read(bytes, from, room) {
      let [at, filled] = [from, 0]
      let isPlain = true
      while (at < bytes.length) {
        if (number < 0 && isPlain) {
          const quick = numbersIn(bytes, at, filled === 0 ? room : room.subarray(filled))
          // Lists with blanks in them are read sign by sign.
          isPlain = quick.at > at
          at = quick.at
          filled += quick.filled
          if (at === bytes.length) break
        }
        const byte = bytes[at] ?? 0
        at += 1
        if (byte >= ZERO && byte <= NINE) digit(byte - ZERO)
        else if (byte === COMMA || byte === CLOSE_LIST) {
          if (number < 0 && byte === COMMA) throw wrapperBroken(NOT_BYTES)
          if (number >= 0) {
            end(room, filled)
            filled += 1
          }
          if (byte === CLOSE_LIST) return { at, filled, isDone: true }
        } else if (isWhite(byte)) isEnded = number >= 0
        else throw wrapperBroken(NOT_BYTES)
      }
      return { at, filled, isDone: false }
    },
  }
}

/** Blanks of JSON (RFC 8259, section 2). */
export const isWhite = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * Numbers from a place on, written into `room` from its beginning, up to where something else comes or the piece may end inside one. `room`
 * holds a byte for two signs, and two more.
 */
function numbersIn(bytes: Uint8Array, from: number, room: Uint8Array): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const middle = bytes.length - from < LEAST_HALVED ? -1 : bytes.indexOf(COMMA, (from + bytes.length) >> 1) + 1
  return middle <= 0
    ? oneByOne(view, { at: from, filled: 0 }, view.byteLength, room)
    : sideBySide(view, from, middle, room)
}

/** Reads on from a place to `to`, or to where something else comes. */
function oneByOne(view: DataView, read: Read, to: number, room: Uint8Array): Read {
  let { at, filled } = read
  const last = view.byteLength - LONGEST_NUMBER
  while (at < to && at <= last) {
    const signs = view.getInt32(at, true)
    const entry = entryOf(signs)
    const length = entry >> LENGTH_SHIFT
    if (faultOf(signs, length) !== 0) break
    room[filled] = entry
    filled += 1
    at += length
  }
  return { at, filled }
}

/** `middle` is behind a comma, so a number begins there. */
function sideBySide(view: DataView, from: number, middle: number, room: Uint8Array): Read {
  const half = ((middle - from) >> 1) + 1
  let [first, second, filled, filledToo] = [from, middle, 0, half]
  const last = view.byteLength - LONGEST_NUMBER
  while (first < middle && second <= last) {
    const signs = view.getInt32(first, true)
    const others = view.getInt32(second, true)
    const entry = entryOf(signs)
    const other = entryOf(others)
    const length = entry >> LENGTH_SHIFT
    const otherLength = other >> LENGTH_SHIFT
    if ((faultOf(signs, length) | faultOf(others, otherLength)) !== 0) break
    room[filled] = entry
    room[filledToo] = other
    filled += 1
    filledToo += 1
    first += length
    second += otherLength
  }
  const begun = oneByOne(view, { at: first, filled }, middle, room)
  if (begun.at !== middle) return begun
  room.copyWithin(begun.filled, half, filledToo)
  return oneByOne(view, { at: second, filled: begun.filled + filledToo - half }, view.byteLength, room)
}
