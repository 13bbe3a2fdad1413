import { Buffer } from 'node:buffer'
import { isFileName, MOST_FIELD_CHARACTERS } from './fields.ts'
import { LONG_FIELD, wrapperBroken, type Found, type WrapperParser } from './parser.ts'

const AMPERSAND = '&'.charCodeAt(0)
const EQUALS = '='.charCodeAt(0)
const PERCENT = '%'.charCodeAt(0)
const ESCAPE_BYTES = 3

/** `application/x-www-form-urlencoded`. A name without a value is a parameter without one. */
export function createFormParser({ fields, content, beginFile }: Found): WrapperParser {
  /** Of a parameter that is not the file: `name=value` so far, a byte a character, as a piece may end inside one. */
  let pair = ''
  let mode: 'name' | 'value' | 'file' = 'name'
  const escapes = createEscapes()

  const hold = (text: string): void => {
    if (pair.length + text.length > MOST_FIELD_CHARACTERS) throw wrapperBroken(LONG_FIELD)
    pair += text
  }
  /** A parameter is whole. */
  const close = (): void => {
    if (mode === 'file') {
      content.text(escapes.end())
    } else if (pair !== '') {
      for (const [name, value] of new URLSearchParams(utf8(pair))) fields.set(name, value)
    }
    pair = ''
    mode = 'name'
  }
  const name = (bytes: Buffer, from: number): number => {
    const end = bytes.indexOf(AMPERSAND, from)
    const equals = bytes.indexOf(EQUALS, from)
    const isNamed = equals >= 0 && (end < 0 || equals < end)
    const to = isNamed ? equals : end < 0 ? bytes.length : end
    hold(bytes.toString('latin1', from, to))
    if (!isNamed) return to
    mode = isFileName(unescaped(pair)) ? 'file' : 'value'
    if (mode === 'file') beginFile()
    else hold('=')
    return equals + 1
  }
  const value = (bytes: Buffer, from: number): number => {
    const end = bytes.indexOf(AMPERSAND, from)
    const to = end < 0 ? bytes.length : end
    if (mode === 'value') hold(bytes.toString('latin1', from, to))
    else content.text(escapes.undo(bytes.subarray(from, to)))
    return to
  }

  return {
    push({ buffer, byteOffset, length }) {
      const bytes = Buffer.from(buffer, byteOffset, length)
      let at = 0
      while (at < bytes.length) {
        if (bytes[at] === AMPERSAND) {
          close()
          at += 1
        } else at = mode === 'name' ? name(bytes, at) : value(bytes, at)
      }
    },
    end: close,
  }
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

/** A text that is escaped wrongly stays as it is: it is no base64, and no name of a file. */
function unescaped(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * `%2B` to `+` in what passes, byte by byte: one in thirty characters of base64 is escaped, and nothing of the platform undoes so many as fast.
 * An escape that is none stays as it is, and is no base64.
 */
function createEscapes(): { undo: (bytes: Buffer) => string; end: () => string } {
  let held = Buffer.alloc(0)
  let memory = Buffer.alloc(0)
  return {
    undo(piece) {
      const bytes = held.length === 0 ? piece : Buffer.concat([held, piece])
      held = Buffer.alloc(0)
      let at = bytes.indexOf(PERCENT)
      if (at < 0) return bytes.toString('latin1')
      if (memory.length < bytes.length) memory = Buffer.alloc(bytes.length)
      let filled = bytes.copy(memory, 0, 0, at)
      for (; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0
        if (byte === PERCENT) {
          if (at + ESCAPE_BYTES > bytes.length) {
            held = Buffer.from(bytes.subarray(at))
            break
          }
          const code = (hex(bytes[at + 1] ?? 0) << 4) | hex(bytes[at + 2] ?? 0)
          memory[filled] = code > 0xff ? PERCENT : code
          if (code <= 0xff) at += ESCAPE_BYTES - 1
        } else memory[filled] = byte
        filled += 1
      }
      return memory.toString('latin1', 0, filled)
    },
    end() {
      const rest = held.toString('latin1')
      held = Buffer.alloc(0)
      return rest
    },
  }
}

/** The value of a digit; more than a byte holds where it is none. */
function hex(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : 0x1000
}
