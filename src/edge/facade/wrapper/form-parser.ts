import { Buffer } from 'node:buffer'
import { isFileName, MOST_FIELD_CHARACTERS } from './fields.ts'
import { LONG_FIELD, wrapperBroken, type WrapperHandler, type WrapperParser } from './parser.ts'

const AMPERSAND = '&'.charCodeAt(0)
const EQUALS = '='.charCodeAt(0)

/** `application/x-www-form-urlencoded`. A name without a value is a parameter without one. */
export function createFormParser({ fields, content, beginFile }: WrapperHandler): WrapperParser {
  /** Of a parameter that is not the file: `name=value` so far, a byte a character, as a piece may end inside one. */
  let pair = ''
  let mode: 'name' | 'value' | 'file' = 'name'

  const hold = (text: string): void => {
    if (pair.length + text.length > MOST_FIELD_CHARACTERS) throw wrapperBroken(LONG_FIELD)
    pair += text
  }
  /** A parameter is whole. */
  const close = (): void => {
    if (mode !== 'file' && pair !== '') {
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
    if (mode === 'file') {
      beginFile()
      content.escaped('percent')
    } else hold('=')
    return equals + 1
  }
  const value = (bytes: Buffer, from: number): number => {
    const end = bytes.indexOf(AMPERSAND, from)
    const to = end < 0 ? bytes.length : end
    if (mode === 'value') hold(bytes.toString('latin1', from, to))
    else content.base64(bytes, from, to)
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
