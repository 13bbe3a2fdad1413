import { SaxesParser } from 'saxes'
import { MAX_XML_CHARACTERS, MAX_XML_DEPTH } from './limits.ts'
import { tooLarge, unreadable } from './refuse.ts'
import type { Take, ZipEntry } from './zip.ts'

export type Attributes = Readonly<Record<string, string>>

/** Hears of the elements of a part, by local name: some writers prefix every element. */
export type XmlHandler = {
  open: (name: string, attributes: Attributes) => void
  text?: (characters: string) => void
  close?: (name: string) => void
}

/** The characters of a part, piece by piece. Throws a Refusal where they are not UTF-8, the encoding that every writer of workbooks uses. */
export function readCharacters(part: ZipEntry, take: Take<string>): void {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let stopped = false
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (cause) {
      throw unreadable(NOT_UTF8, cause)
    }
  }
  part.read((bytes) => {
    stopped = take(decode(bytes)) === false
    return !stopped
  })
  if (!stopped) take(decode())
}

const NOT_UTF8 = { vi: 'có phần không phải UTF-8', en: 'a part of it is not UTF-8' }

/**
 * A strict parser for the XML of a workbook. Throws a Refusal where it is not well-formed, has a DOCTYPE (which no workbook has, and
 * which entities hide behind), or is nested or drawn out beyond `limits.ts`.
 */
export function createXmlParser(handler: XmlHandler): { write: (characters: string) => void; close: () => void } {
  // Never more than seven handlers: see src/engine/envelope/markup.ts.
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let pending = 0
  parser.on('error', (error) => {
    throw unreadable(DAMAGED_XML, error)
  })
  parser.on('doctype', () => {
    throw unreadable({ vi: 'có khai báo DOCTYPE', en: 'it has a DOCTYPE declaration' })
  })
  parser.on('opentag', ({ name, attributes }) => {
    pending = 0
    depth += 1
    if (depth > MAX_XML_DEPTH) throw tooLarge({ vi: 'độ lồng của XML', en: 'nesting of its XML' }, MAX_XML_DEPTH)
    handler.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    pending = 0
    depth -= 1
    handler.close?.(localName(name))
  })
  const text = (characters: string): void => {
    pending = 0
    handler.text?.(characters)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  return {
    write: (characters) => {
      for (let at = 0; at < characters.length; at += WRITTEN_CHARACTERS) {
        const piece = characters.slice(at, at + WRITTEN_CHARACTERS)
        pending += piece.length
        parser.write(piece)
        // What the parser holds back is at most what was written since its last event.
        if (pending > MAX_XML_CHARACTERS) throw tooLarge(LONG_PIECE, MAX_XML_CHARACTERS)
      }
    },
    close: () => {
      parser.close()
    },
  }
}

/** Reads one XML part to its end. Throws as `createXmlParser` does. */
export function readXml(part: ZipEntry, handler: XmlHandler): void {
  const parser = createXmlParser(handler)
  readCharacters(part, parser.write)
  parser.close()
}

/** Given to the parser at a time, so that what it holds back is looked at often enough. */
const WRITTEN_CHARACTERS = 64 * 1024
const LONG_PIECE = { vi: 'ký tự của một đoạn XML', en: 'characters of one piece of its XML' }
const DAMAGED_XML = { vi: 'XML bên trong sai cú pháp', en: 'the XML inside is not well-formed' }

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
