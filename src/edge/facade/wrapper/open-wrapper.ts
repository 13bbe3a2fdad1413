/**
 * The body of an old web service: parameters, and the file in base64, as numbers or as it is, inside a form, JSON or multipart. What the body
 * is its own first character says, as clients name the wrong Content-Type; the file is decoded while it arrives and never held.
 */
import { Buffer } from 'node:buffer'
import { Refusal } from '../../refusals.ts'
import { createContent, type Content } from './content.ts'
import { createFields, type WrapperFields } from './fields.ts'
import { createFormParser } from './form-parser.ts'
import { createJsonParser } from './json-parser.ts'
import { boundaryOf, createMultipartParser } from './multipart-parser.ts'
import { wrapperBroken, type WrapperHandler, type WrapperParser } from './parser.ts'
import { unzipped } from './unzip.ts'

export type Wrapper = {
  /** Those before the file; once the file was read, those behind it too. */
  readonly fields: WrapperFields
  /** Its bytes, a zip undone; a piece is valid until the next one is asked for. null: there is none, and the body was read to its end. */
  readonly file: AsyncIterable<Uint8Array> | null
}

const TWO_FILES = { vi: 'có hai tệp trong một yêu cầu', en: 'there are two files in one request' }

/** Reads to where the file begins. Throws `wrapper-broken` and what the body throws; the file throws `base64-broken` too. */
export async function openWrapper(body: AsyncIterable<Uint8Array>, contentType: string | undefined): Promise<Wrapper> {
  const fields = createFields()
  const content = createContent()
  let hasFile = false
  const hasBegun = (): boolean => hasFile
  const found: WrapperHandler = {
    fields,
    content,
    beginFile() {
      if (hasFile) throw wrapperBroken(TWO_FILES)
      hasFile = true
    },
  }
  const pieces = body[Symbol.asyncIterator]()
  const begun = await beginningOf(pieces)
  const parser = parserOf(begun, contentType ?? '', found)
  if (parser === null) return { fields, file: null }
  parser.push(begun)
  while (!hasBegun()) {
    const next = await pieces.next()
    if (next.done === true) {
      parser.end()
      return { fields, file: null }
    }
    parser.push(next.value)
  }
  return { fields, file: unzipped(fileOf(pieces, parser, content)) }
}

/** The first bytes of the body, enough to see what it is; fewer where it has no more. */
async function beginningOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let begun: Uint8Array = new Uint8Array(0)
  for (;;) {
    const next = await pieces.next()
    if (next.done === true) return begun
    begun = begun.length === 0 && next.value.length >= LOOKED_AT_BYTES ? next.value : Buffer.concat([begun, next.value])
    if (begun.length >= LOOKED_AT_BYTES) return begun
  }
}

async function* fileOf(
  pieces: AsyncIterator<Uint8Array>,
  parser: WrapperParser,
  content: Content,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for (;;) {
      if (content.waiting() >= HANDED_ON_BYTES) {
        const taken = content.take()
        bytes += taken.length
        yield taken
      }
      const next = await pieces.next()
      if (next.done === true) break
      parser.push(next.value)
    }
  } finally {
    // Whoever gives up lets the sender be answered.
    await pieces.return?.()
  }
  parser.end()
  content.end()
  const rest = content.take()
  if (rest.length > 0) yield rest
  if (bytes + rest.length === 0) throw new Refusal('wrapper-file-missing')
}

/** Of a list of bytes a piece of the body holds a quarter of the file: what reads on costs less with whole pieces. */
const HANDED_ON_BYTES = 48 * 1024

/** More than the longest name of a parameter. */
const LOOKED_AT_BYTES = 128
const FORM = /^\s*[\w.$%[\]-]{1,64}=(?!=?\s*$)/

/** By the first characters; null: there is nothing but blanks. Base64 has `=` at its end alone. */
function parserOf(begun: Uint8Array, contentType: string, found: WrapperHandler): WrapperParser | null {
  const text = String.fromCharCode(...begun.subarray(0, LOOKED_AT_BYTES))
  const sign = /\S/.exec(text)?.[0]
  if (sign === undefined) return null
  const boundary = boundaryOf(contentType)
  if (boundary !== null) return createMultipartParser(found, boundary)
  if (sign === '{' || sign === '[' || sign === '"') return createJsonParser(found)
  return sign === '<' || sign === '\u00EF' || !FORM.test(text) ? createPlainParser(found) : createFormParser(found)
}

/** The file alone, or its base64. */
function createPlainParser({ content, beginFile }: WrapperHandler): WrapperParser {
  beginFile()
  return { push: content.bytes, end() {} }
}
