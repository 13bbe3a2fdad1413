import { Buffer } from 'node:buffer'
import { isFileName, MOST_FIELD_CHARACTERS } from './fields.ts'
import { createByteList, isWhite } from './byte-numbers.ts'
import { CUT, LONG_FIELD, wrapperBroken, type WrapperHandler, type WrapperParser } from './parser.ts'

const QUOTE = '"'.charCodeAt(0)
const COMMA = ','.charCodeAt(0)
const COLON = ':'.charCodeAt(0)
const OPEN_OBJECT = '{'.charCodeAt(0)
const CLOSE_OBJECT = '}'.charCodeAt(0)
const OPEN_LIST = '['.charCodeAt(0)

const NOT_JSON = { vi: 'không phải JSON hợp lệ', en: 'it is not valid JSON' }
const NESTED = {
  vi: 'chỉ nhận một đối tượng JSON phẳng, một chuỗi base64 hoặc một mảng byte',
  en: 'only a flat JSON object, a base64 string or a list of bytes is taken',
}

/** What comes next. `file` and `bytes` are the contents of the file; `string` and `literal` a name or a parameter. */
type Mode = 'start' | 'name' | 'colon' | 'value' | 'after' | 'string' | 'literal' | 'file' | 'bytes' | 'end'

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
  readonly #list = createByteList()

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
      if (isFile) {
        this.#found.beginFile()
        this.#found.content.escaped('backslash')
      }
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
    const { content } = this.#found
    const end = bytes.indexOf(QUOTE, from)
    content.base64(bytes, from, end < 0 ? bytes.length : end)
    if (end >= 0 && content.isInEscape()) throw wrapperBroken(NOT_JSON)
    if (end < 0) return bytes.length
    this.#done()
    return end + 1
  }

  #bytes(bytes: Buffer, from: number): number {
    const { content } = this.#found
    // A number has a sign behind it, so there are half as many as characters.
    const { at, filled, isDone } = this.#list.read(bytes, from, content.room(((bytes.length - from) >> 1) + 2))
    content.grow(filled)
    if (isDone) this.#done()
    return at
  }
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
