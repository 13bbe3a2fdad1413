import type { Place } from '../../kernel/refusal.ts'
import type { Text } from '../../kernel/text.ts'
import { Base64Error, createBase64Reader, type Base64Reader } from './base64.ts'
import type { Codecs } from './codecs.ts'
import { MalformedXml } from './malformed-xml.ts'
import { createMarkup, type Markup, type MarkupHandler } from './markup.ts'
import type { PlainElements } from './plain-elements.ts'
import { BadText, createDecoder, createTextReader, type TextReader } from './read-text.ts'

/** Why the content of a NOIDUNGFILE cannot be read; the dossier is refused, the rest of the file goes on. */
export type BrokenPayload = { kind: 'base64' | 'utf8' | 'utf16' | 'xml'; reason: Text }

/** Takes the table of one NOIDUNGFILE. */
export type TableHandler = MarkupHandler & {
  broken: (why: BrokenPayload, place: Place) => void
  end: () => void
}

/** What the tables of a file share: the names of their elements, and parser and decoder of a table that has ended. */
export type TableParsers = {
  readonly elements: PlainElements
  readonly codecs: Codecs
  spare: Markup | null
  decoder: TextDecoder | null
}

export type Payload = {
  /** The next characters of the content, entities resolved. */
  push: (characters: string) => void
  end: () => void
}

const BROKEN = {
  base64: { vi: 'nội dung không phải base64', en: 'the content is not base64' },
  utf8: { vi: 'nội dung giải mã không phải UTF-8', en: 'the decoded content is not UTF-8' },
  utf16: { vi: 'nội dung giải mã dùng UTF-16', en: 'the decoded content is in UTF-16' },
  notXml: { vi: 'nội dung giải mã không phải XML', en: 'the decoded content is not XML' },
} as const satisfies Record<string, Text>

const FIRST_SIGNIFICANT = /[^ \t\r\n\uFEFF]/

/**
 * The content of one NOIDUNGFILE, whichever way it was put there: base64 with or without line breaks, or the XML itself
 * in a CDATA section or escaped. The first significant character decides. Only as much as one piece is ever held.
 * `open` is called once there is any content, with the place inside the decoded table.
 */
export function createPayload(open: (place: () => Place) => TableHandler, parsers: TableParsers): Payload {
  let read: ((characters: string) => void) | null = null
  let finish = (): void => {}

  const begin = (first: string): ((characters: string) => void) => {
    const handler = open(() => markup.place())
    const markup = parsers.spare ?? createMarkup(handler, parsers.elements, parsers.codecs)
    parsers.spare?.reset(handler)
    parsers.spare = null
    const source = first === '<' ? xmlText(markup) : base64Text(markup, parsers)
    /** After the first fault the rest of the content is passed over. */
    const guarded = (step: () => void): void => {
      try {
        step()
      } catch (error) {
        const why = brokenBy(error)
        if (!why) throw error
        read = () => {}
        finish = () => {
          handler.end()
        }
        handler.broken(why, error instanceof MalformedXml ? error.place : markup.place())
      }
    }
    read = (characters) => {
      guarded(() => {
        source.push(characters)
      })
    }
    finish = () => {
      guarded(() => {
        source.end()
        markup.end()
        parsers.spare = markup
        finish = () => {}
        handler.end()
      })
      finish()
    }
    return read
  }

  return {
    push(characters) {
      if (read) {
        read(characters)
        return
      }
      const at = characters.search(FIRST_SIGNIFICANT)
      if (at < 0) return
      begin(characters.charAt(at))(characters.slice(at))
    },
    end() {
      finish()
    },
  }
}

type Source = { push: (characters: string) => void; end: () => void }

const xmlText = (markup: Markup): Source => ({
  push: (characters) => {
    markup.write(characters)
  },
  end: () => {},
})

function base64Text(markup: Markup, parsers: TableParsers): Source {
  const base64: Base64Reader = createBase64Reader(parsers.codecs)
  const decoder = parsers.decoder ?? createDecoder()
  parsers.decoder = null
  const text: TextReader = createTextReader(decoder)
  let started = false
  const write = (characters: string): void => {
    if (!started) {
      const first = characters.search(FIRST_SIGNIFICANT)
      started = first >= 0
      if (started && characters.charAt(first) !== '<') {
        markup.write(characters.slice(0, first))
        throw new NotXml('not XML')
      }
    }
    markup.write(characters)
  }
  const decode = (bytes: Uint8Array): void => {
    try {
      write(text.push(bytes))
    } catch (error) {
      if (error instanceof BadText) write(error.before)
      throw error
    }
  }
  return {
    push(characters) {
      try {
        decode(base64.push(characters))
      } catch (error) {
        if (error instanceof Base64Error) decode(error.before)
        throw error
      }
    },
    end() {
      base64.end()
      write(text.end())
      parsers.decoder = decoder
    },
  }
}

class NotXml extends Error {}

function brokenBy(error: unknown): BrokenPayload | null {
  if (error instanceof Base64Error) return { kind: 'base64', reason: BROKEN.base64 }
  if (error instanceof BadText) return { kind: error.kind, reason: BROKEN[error.kind] }
  if (error instanceof NotXml) return { kind: 'xml', reason: BROKEN.notXml }
  if (error instanceof MalformedXml) return { kind: 'xml', reason: error.reason }
  return null
}
