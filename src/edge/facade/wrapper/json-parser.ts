import { Buffer } from 'node:buffer'
import { isFileName, MOST_FIELD_CHARACTERS } from './fields.ts'
import { CUT, LONG_FIELD, wrapperBroken, type WrapperHandler, type WrapperParser } from './parser.ts'

const QUOTE = '"'.charCodeAt(0)
const BACKSLASH = '\\'.charCodeAt(0)
const COMMA = ','.charCodeAt(0)
const COLON = ':'.charCodeAt(0)
const OPEN_OBJECT = '{'.charCodeAt(0)
const CLOSE_OBJECT = '}'.charCodeAt(0)
const OPEN_LIST = '['.charCodeAt(0)
const CLOSE_LIST = ']'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
const NINE = '9'.charCodeAt(0)
const MOST_BYTE = 255
/** With the comma behind it. */
const LONGEST_NUMBER = 4
/** An escape that the piece cuts off. */
const OPEN_ESCAPE = /\\(?:u[0-9A-Fa-f]{0,3})?$/

const NOT_JSON = { vi: 'không phải JSON hợp lệ', en: 'it is not valid JSON' }
const NOT_BYTES = { vi: 'mảng phải gồm các số từ 0 đến 255', en: 'a list must hold numbers from 0 to 255' }
const NESTED = {
  vi: 'chỉ nhận một đối tượng JSON phẳng, một chuỗi base64 hoặc một mảng byte',
  en: 'only a flat JSON object, a base64 string or a list of bytes is taken',
}

/** What comes next. `file` and `bytes` are the contents of the file; `string` and `literal` a name or a parameter. */
type Mode = 'start' | 'name' | 'colon' | 'value' | 'after' | 'string' | 'literal' | 'file' | 'bytes' | 'end'

const isWhite = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** A JSON body: the file alone, as a base64 string or a list of bytes, or an object of parameters with the file among them. */
export function createJsonParser(found: WrapperHandler): WrapperParser {
  const reader = new JsonReader(found)
  return {
    push({ buffer, byteOffset, length }) {
      const bytes = Buffer.from(buffer, byteOffset, length)
      let at = 0
      while (at < bytes.length) at = reader.read(bytes, at)
    },
    end() {
      if (reader.mode !== 'end') throw wrapperBroken(CUT)
    },
  }
}

class JsonReader {
  mode: Mode = 'start'
  readonly #found: WrapperHandler
  #isObject = false
  /** The name of the member whose value is read; null: the string that is read is a name. */
  #name: string | null = null
  /** What a string or literal is so far, a byte a character. */
  #held = ''
  #escape = ''
  /** Of the list of bytes: the number so far, or -1 before one. */
  #number = -1

  constructor(found: WrapperHandler) {
    this.#found = found
  }

  /** Reads on from a place in a piece and returns how far it came. */
  read(bytes: Buffer, at: number): number {
    switch (this.mode) {
      case 'string':
        return this.#string(bytes, at)
      case 'file':
        return this.#file(bytes, at)
      case 'bytes':
        return this.#bytes(bytes, at)
      case 'literal':
        return this.#literal(bytes, at)
      default:
        return isWhite(bytes[at] ?? 0) || this.#sign(bytes[at] ?? 0) !== 'literal' ? at + 1 : at
    }
  }

  /** One character between strings, numbers and lists; that of a literal belongs to it. Returns what comes next. */
  #sign(byte: number): Mode {
    this.#take(byte)
    return this.mode
  }

  #take(byte: number): void {
    switch (this.mode) {
      case 'start':
        if (byte === OPEN_OBJECT) {
          this.#isObject = true
          this.mode = 'name'
        } else this.#value(byte, true)
        return
      case 'name':
        if (byte === QUOTE) this.mode = 'string'
        else if (byte === CLOSE_OBJECT) this.mode = 'end'
        else throw wrapperBroken(NOT_JSON)
        return
      case 'colon':
        if (byte !== COLON) throw wrapperBroken(NOT_JSON)
        this.mode = 'value'
        return
      case 'value':
        this.#value(byte, isFileName(this.#name ?? ''))
        return
      case 'after':
        this.#after(byte)
        return
      default:
        throw wrapperBroken(NOT_JSON)
    }
  }

  #value(byte: number, isFile: boolean): void {
    if (byte === QUOTE) {
      this.mode = isFile ? 'file' : 'string'
      if (isFile) this.#found.beginFile()
    } else if (byte === OPEN_LIST && isFile) {
      this.#found.beginFile()
      this.mode = 'bytes'
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) throw wrapperBroken(NESTED)
    else if (this.#isObject) this.mode = 'literal'
    else throw wrapperBroken(NESTED)
  }

  #after(byte: number): void {
    this.#name = null
    if (byte === COMMA) this.mode = 'name'
    else if (byte === CLOSE_OBJECT) this.mode = 'end'
    else throw wrapperBroken(NOT_JSON)
  }

  /** A value is whole. */
  #done(): void {
    this.mode = this.#isObject ? 'after' : 'end'
  }

  #hold(text: string): void {
    if (this.#held.length + text.length > MOST_FIELD_CHARACTERS) throw wrapperBroken(LONG_FIELD)
    this.#held += text
  }

  #string(bytes: Buffer, from: number): number {
    let at = from
    // An escaped quote does not end it: of the backslashes before it the number is odd.
    for (;;) {
      const end = bytes.indexOf(QUOTE, at)
      this.#hold(bytes.toString('latin1', at, end < 0 ? bytes.length : end))
      if (end < 0) return bytes.length
      at = end + 1
      if (/(?<!\\)(?:\\\\)*\\$/.test(this.#held)) this.#hold('"')
      else break
    }
    const text = unescapedText(this.#held)
    this.#held = ''
    if (this.#name === null) {
      this.#name = text
      this.mode = 'colon'
    } else {
      this.#found.fields.set(this.#name, text)
      this.#done()
    }
    return at
  }

  /** A number, true, false or null. */
  #literal(bytes: Buffer, from: number): number {
    let at = from
    while (at < bytes.length && /[\w.+-]/.test(String.fromCharCode(bytes[at] ?? 0))) at += 1
    this.#hold(bytes.toString('latin1', from, at))
    if (at === bytes.length) return at
    if (!/^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(this.#held)) throw wrapperBroken(NOT_JSON)
    if (this.#name !== null && this.#held !== 'null') this.#found.fields.set(this.#name, this.#held)
    this.#held = ''
    this.#done()
    return at
  }

  /** The string of the file; a quote ends it, as base64 has none to be escaped. */
  #file(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(QUOTE, from)
    const text = this.#escape + bytes.toString('latin1', from, end < 0 ? bytes.length : end)
    this.#escape = end < 0 && text.includes('\\') ? (OPEN_ESCAPE.exec(text)?.[0] ?? '') : ''
    this.#found.content.text(unescapedFile(this.#escape === '' ? text : text.slice(0, -this.#escape.length)))
    if (end < 0) return bytes.length
    this.#done()
    return end + 1
  }

  #bytes(bytes: Buffer, from: number): number {
    const { content } = this.#found
    // A number has a sign behind it, so there are half as many as characters.
    const room = content.room(((bytes.length - from) >> 1) + 1)
    let number = this.#number
    const quick = number < 0 ? numbersIn(bytes, from, room) : { at: from, filled: 0 }
    let { at, filled } = quick
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte >= ZERO && byte <= NINE) {
        number = (number < 0 ? 0 : number * 10) + byte - ZERO
        if (number > MOST_BYTE) throw wrapperBroken(NOT_BYTES)
      } else if (byte === COMMA) {
        if (number < 0) throw wrapperBroken(NOT_BYTES)
        room[filled] = number
        filled += 1
        number = -1
      } else if (byte === CLOSE_LIST) break
      else if (!isWhite(byte)) throw wrapperBroken(NOT_BYTES)
    }
    const isDone = at < bytes.length
    if (isDone && number >= 0) {
      room[filled] = number
      filled += 1
    }
    content.grow(filled)
    this.#number = isDone ? -1 : number
    if (!isDone) return at
    this.#done()
    return at + 1
  }
}

/** Numbers with a comma right behind them, as programs write them, up to where something else comes: twice as fast as sign by sign. */
function numbersIn(bytes: Uint8Array, from: number, room: Uint8Array): { at: number; filled: number } {
  let [at, filled] = [from, 0]
  const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE
  while (at + LONGEST_NUMBER <= bytes.length) {
    let value = (bytes[at] ?? 0) - ZERO
    if (value < 0 || value > 9) break
    let next = at + 1
    let sign = bytes[next] ?? 0
    while (next < at + LONGEST_NUMBER - 1 && isDigit(sign)) {
      value = value * 10 + sign - ZERO
      next += 1
      sign = bytes[next] ?? 0
    }
    if (sign !== COMMA || value > MOST_BYTE) break
    room[filled] = value
    filled += 1
    at = next + 1
  }
  return { at, filled }
}

/** A string with its escapes undone. */
function unescapedText(held: string): string {
  try {
    const text: unknown = JSON.parse(`"${Buffer.from(held, 'latin1').toString('utf8')}"`)
    return String(text)
  } catch {
    throw wrapperBroken(NOT_JSON)
  }
}

/** Base64 whose `/`, `+` or line breaks are escaped, as PHP and .NET write them. */
function unescapedFile(text: string): string {
  if (text.charCodeAt(text.length - 1) === BACKSLASH) throw wrapperBroken(NOT_JSON)
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    throw wrapperBroken(NOT_JSON)
  }
}
