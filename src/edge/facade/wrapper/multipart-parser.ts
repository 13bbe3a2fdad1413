import { Buffer } from 'node:buffer'
import { isFileName, MOST_FIELD_CHARACTERS } from './fields.ts'
import { CUT, LONG_FIELD, wrapperBroken, type WrapperHandler, type WrapperParser } from './parser.ts'

const HEADERS_END = Buffer.from('\r\n\r\n')
const MOST_HEADER_BYTES = 4096
const NOT_MULTIPART = { vi: 'không đúng dạng multipart/form-data', en: 'it is not multipart/form-data' }

/** The boundary that a Content-Type names; null where it names none, or is of another kind. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\/form-data\b/i.test(contentType)) return null
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  return quoted ?? plain ?? null
}

/** `multipart/form-data` (RFC 7578): the part with a file name, or with the name of a file, is the file. */
export function createMultipartParser({ fields, content, beginFile }: WrapperHandler, boundary: string): WrapperParser {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  /** As the first boundary has no line before it. */
  let held = Buffer.from('\r\n')
  let mode: 'preamble' | 'delimiter' | 'headers' | 'field' | 'file' | 'end' = 'preamble'
  let name = ''
  let value = ''

  const take = (bytes: Buffer): void => {
    if (mode === 'file') content.bytes(bytes)
    else if (mode === 'field') {
      value += bytes.toString('latin1')
      if (value.length > MOST_FIELD_CHARACTERS) throw wrapperBroken(LONG_FIELD)
    }
  }
  /** What lies before a boundary. False: it has not come yet. */
  const body = (): boolean => {
    const at = held.indexOf(delimiter)
    // The end of a piece may be the beginning of a boundary.
    const to = at < 0 ? Math.max(held.length - delimiter.length, 0) : at
    if (to > 0) take(held.subarray(0, to))
    held = held.subarray(at < 0 ? to : to + delimiter.length)
    if (at < 0) return false
    if (mode === 'field') fields.set(name, Buffer.from(value, 'latin1').toString('utf8'))
    value = ''
    mode = 'delimiter'
    return true
  }
  /** Behind a boundary: another part, or the end. */
  const next = (): boolean => {
    if (held.length < 2) return false
    const sign = held.toString('latin1', 0, 2)
    if (sign !== '\r\n' && sign !== '--') throw wrapperBroken(NOT_MULTIPART)
    mode = sign === '--' ? 'end' : 'headers'
    return true
  }
  const headers = (): boolean => {
    const end = held.indexOf(HEADERS_END)
    if (end < 0) {
      if (held.length > MOST_HEADER_BYTES) throw wrapperBroken(NOT_MULTIPART)
      return false
    }
    const text = held.toString('utf8', 0, end)
    name = /;\s*name="?([^";\r\n]*)/i.exec(text)?.[1] ?? ''
    const isFile = isFileName(name) || /;\s*filename\*?=/i.test(text)
    if (isFile) beginFile()
    mode = isFile ? 'file' : 'field'
    // The line break before a boundary may be the one that ends the headers: an empty part.
    held = held.subarray(end + HEADERS_END.length)
    return true
  }

  /** False: it waits for the next piece, or has ended. */
  const step = (): boolean => {
    switch (mode) {
      case 'delimiter':
        return next()
      case 'headers':
        return headers()
      case 'end':
        return false
      default:
        return body()
    }
  }

  return {
    push({ buffer, byteOffset, length }) {
      held = Buffer.concat([held, Buffer.from(buffer, byteOffset, length)])
      while (step());
    },
    end() {
      if (mode !== 'end') throw wrapperBroken(CUT)
    },
  }
}
