import { SaxesParser } from 'saxes'
import { Refusal, type Place } from '../refusal.ts'
import type { Text } from '../text.ts'
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_TEXT_CHARACTERS } from './limits.ts'

/** What stands in a table: elements and their characters. Places are read from the markup when they are needed. */
export type MarkupHandler = {
  open: (name: string) => void
  text: (characters: string) => void
  close: (name: string) => void
  /** The encoding that the XML declaration names, if it names one. */
  declaredEncoding?: (encoding: string) => void
}

/** The XML is not well-formed. Whether that refuses the file or one dossier is for the caller to say. */
export class MalformedXml extends Error {
  override readonly name = 'MalformedXml'
  readonly kind: 'syntax' | 'entity' | 'truncated' | 'no-root'
  readonly reason: Text
  readonly place: Place

  constructor(kind: MalformedXml['kind'], reason: Text, place: Place) {
    super(kind)
    this.kind = kind
    this.reason = reason
    this.place = place
  }
}

/** What saxes says → what we say. Names from the file are not repeated: a name may be a patient's, after a stray `<`. */
const REASONS: readonly (readonly [RegExp, MalformedXml['kind'], Text])[] = [
  [/^undefined entity|^empty entity|malformed character entity|^malformed name/, 'entity', { vi: 'thực thể &…; chưa định nghĩa hoặc ký tự & đơn lẻ', en: 'an undefined entity, or a bare &' }],
  [/^unclosed tag|^unexpected end/, 'truncated', { vi: 'kết thúc khi thẻ chưa đóng', en: 'it ends inside an open element' }],
  [/must contain a root/, 'no-root', { vi: 'không có thẻ gốc', en: 'there is no root element' }],
  [/outside of root/, 'no-root', { vi: 'có văn bản ngoài thẻ gốc', en: 'there is text outside the root element' }],
  [/^unmatched closing tag|^unexpected close tag|weird empty close/, 'syntax', { vi: 'thẻ đóng không khớp thẻ mở', en: 'a closing tag does not match the open element' }],
  [/one root/, 'syntax', { vi: 'có hơn một thẻ gốc', en: 'there is more than one root element' }],
  [/attribute|value|quoted/, 'syntax', { vi: 'thuộc tính viết sai', en: 'an attribute is written wrongly' }],
  [/tag name|closing tag|opening tag/, 'syntax', { vi: 'ký tự < đơn lẻ hoặc tên thẻ sai', en: 'a bare <, or a wrong element name' }],
  [/^disallowed character/, 'syntax', { vi: 'ký tự điều khiển không được phép', en: 'a control character that XML forbids' }],
  [/declaration/, 'syntax', { vi: 'khai báo XML viết sai hoặc không đứng đầu', en: 'the XML declaration is wrong or not at the start' }],
  [/\]\]>/, 'syntax', { vi: 'chuỗi ]]> trong văn bản', en: 'the characters ]]> in text' }],
]
const OTHER_REASON: Text = { vi: 'sai cú pháp', en: 'a syntax error' }

export type Markup = {
  write: (characters: string) => void
  end: () => void
  /** Where the parser stands, 1-based: just behind the tag or text whose event is being handled. */
  place: () => Place
  /** Characters that passed by the parser: only the place learns of them. */
  skip: (characters: string) => void
}

/**
 * saxes behind the limits of `limits.ts`. Well-formedness is judged by saxes alone. Throws MalformedXml where the
 * text is not XML, and a Refusal for what no dossier contains: DOCTYPE, depth, attributes, endless text.
 */
export function createMarkup(handler: MarkupHandler): Markup {
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  let attributes = 0
  let pending = 0
  let skippedLines = 0
  let skippedColumns = 0
  let skippedOnLine = 0

  const place = (): Place => ({
    line: parser.line + skippedLines,
    column: parser.columnIndex + 1 + (parser.line === skippedOnLine ? skippedColumns : 0),
  })

  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '')
    const known = REASONS.find(([pattern]) => pattern.test(message))
    throw new MalformedXml(known?.[1] ?? 'syntax', known?.[2] ?? OTHER_REASON, place())
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype-forbidden', {}, place())
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined) handler.declaredEncoding?.(encoding)
  })
  parser.on('opentagstart', () => {
    pending = 0
    attributes = 0
    depth += 1
    if (depth > MAX_DEPTH) throw new Refusal('nesting-too-deep', { limit: MAX_DEPTH }, place())
  })
  parser.on('attribute', () => {
    pending = 0
    attributes += 1
    if (attributes > MAX_ATTRIBUTES) throw new Refusal('attributes-too-many', { limit: MAX_ATTRIBUTES }, place())
  })
  parser.on('opentag', (tag) => {
    handler.open(tag.name)
  })
  parser.on('closetag', (tag) => {
    pending = 0
    depth -= 1
    handler.close(tag.name)
  })
  parser.on('text', (text) => {
    pending = 0
    handler.text(text)
  })
  parser.on('cdata', (text) => {
    pending = 0
    handler.text(text)
  })

  return {
    place,
    write(characters) {
      pending += characters.length
      parser.write(characters)
      // What saxes holds back is at most what was written since its last event.
      if (pending > MAX_TEXT_CHARACTERS) throw new Refusal('text-too-long', { limit: MAX_TEXT_CHARACTERS }, place())
    },
    end() {
      parser.close()
    },
    skip(characters) {
      const lastBreak = characters.lastIndexOf('\n')
      const before = parser.line === skippedOnLine ? skippedColumns : 0
      if (lastBreak < 0) {
        skippedColumns = before + characters.length
      } else {
        skippedLines += countBreaks(characters)
        skippedColumns = characters.length - lastBreak - 1 - parser.columnIndex
      }
      skippedOnLine = parser.line
    },
  }
}

function countBreaks(characters: string): number {
  let count = 0
  for (let at = characters.indexOf('\n'); at >= 0; at = characters.indexOf('\n', at + 1)) count += 1
  return count
}
