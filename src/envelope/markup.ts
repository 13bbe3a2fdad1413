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
type Reason = readonly [RegExp, MalformedXml['kind'], Text]
const REASONS: readonly [Reason, ...Reason[]] = [
  [/^undefined entity|^empty entity|malformed character entity|^malformed name/, 'entity', { vi: 'thực thể &…; chưa định nghĩa hoặc ký tự & đơn lẻ', en: 'an undefined entity, or a bare &' }],
  [/^unclosed tag|^unexpected end/, 'truncated', { vi: 'kết thúc khi thẻ chưa đóng', en: 'it ends inside an open element' }],
  [/must contain a root/, 'no-root', { vi: 'không có thẻ gốc', en: 'there is no root element' }],
  [/outside of root/, 'syntax', { vi: 'có văn bản ngoài thẻ gốc', en: 'there is text outside the root element' }],
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
  // Seven handlers and no more: saxes sets each by a computed name, and from the eighth on V8 keeps the parser's properties
  // in a dictionary, which makes the whole parser six times slower (measured).
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  let attributes = 0
  let pending = 0
  let skippedLines = 0
  let skippedColumns = 0
  let skippedOnLine = 0
  /** The start, then behind the root element. */
  let outside: Place = { line: 1, column: 1 }

  /** How far saxes has come. Between two writes its own count has the last one twice, more or less: `excess` is that. */
  let written = 0
  let excess = 0
  /** Whether saxes keeps the last character until it sees the next. */
  let kept = 0
  /** Behind the `&` of a reference that is not closed yet, and its characters so far. */
  let reference: { place: Place; length: number } | null = null

  const columnIndex = (): number => parser.columnIndex - excess
  const place = (): Place => ({
    line: parser.line + skippedLines,
    column: columnIndex() + 1 + (parser.line === skippedOnLine ? skippedColumns : 0),
  })

  const give = (characters: string): void => {
    excess = 0
    parser.write(characters)
    const before = kept
    const last = characters.charCodeAt(characters.length - 1)
    kept = last === CARRIAGE_RETURN || (last >= 0xd800 && last <= 0xdbff) ? 1 : 0
    written += before + characters.length - kept
    excess = parser.position - written
  }

  /** saxes looks for the end of a reference up to the next `;`, through tags and all: a bare `&` is told of here. */
  const giveReference = (characters: string, from: number): number => {
    let at = from
    if (isInReference(parser)) reference ??= { place: place(), length: 0 }
    while (reference && at < characters.length && isInReference(parser)) {
      reference.length += 1
      const next = characters.charAt(at)
      if (reference.length > LONGEST_REFERENCE || !IN_REFERENCE.test(next)) {
        throw new MalformedXml('entity', REASONS[0][2], reference.place)
      }
      give(next)
      at += 1
    }
    if (!isInReference(parser)) reference = null
    return at
  }

  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '')
    const known = REASONS.find(([pattern]) => pattern.test(message))
    // saxes tells of text outside the root wherever the piece ends that it was given, so that place means nothing.
    const at = /outside of root/.test(message) ? outside : place()
    throw new MalformedXml(known?.[1] ?? 'syntax', known?.[2] ?? OTHER_REASON, at)
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype-forbidden', {}, place())
  })
  parser.on('attribute', () => {
    pending = 0
    attributes += 1
    if (attributes > MAX_ATTRIBUTES) throw new Refusal('attributes-too-many', { limit: MAX_ATTRIBUTES }, place())
  })
  parser.on('opentag', (tag) => {
    pending = 0
    attributes = 0
    depth += 1
    if (depth > MAX_DEPTH) throw new Refusal('nesting-too-deep', { limit: MAX_DEPTH }, place())
    const { encoding } = parser.xmlDecl
    if (depth === 1 && encoding !== undefined) handler.declaredEncoding?.(encoding)
    handler.open(tag.name)
  })
  parser.on('closetag', (tag) => {
    pending = 0
    depth -= 1
    if (depth === 0) outside = place()
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
      let at = reference ? giveReference(characters, 0) : 0
      for (let mark = characters.indexOf('&', at); mark >= 0; mark = characters.indexOf('&', at)) {
        give(characters.slice(at, mark + 1))
        at = giveReference(characters, mark + 1)
      }
      if (at < characters.length) give(at === 0 ? characters : characters.slice(at))
      // What saxes holds back is at most what was written since its last event.
      if (pending > MAX_TEXT_CHARACTERS) throw new Refusal('text-too-long', { limit: MAX_TEXT_CHARACTERS }, place())
    },
    end() {
      excess = 0
      parser.close()
    },
    skip(characters) {
      const firstBreak = characters.indexOf('\n')
      if (firstBreak < 0) {
        skippedColumns = (parser.line === skippedOnLine ? skippedColumns : 0) + characters.length
      } else {
        const lastBreak = characters.lastIndexOf('\n')
        skippedLines += countBreaks(characters, firstBreak)
        skippedColumns = characters.length - lastBreak - 1 - columnIndex()
      }
      skippedOnLine = parser.line
    },
  }
}

const CARRIAGE_RETURN = 0x0d

/** `&#x10FFFF;` and a little more. */
const LONGEST_REFERENCE = 12
const IN_REFERENCE = /[#\w.:;-]/

/** saxes does not say that it is inside a reference; its state does, compared with that of one that surely is. */
const stateOf = (parser: SaxesParser): unknown => Reflect.get(parser, 'state')
const STATE_IN_REFERENCE = stateOf(new SaxesParser().write('<a>&'))
const isInReference = (parser: SaxesParser): boolean => stateOf(parser) === STATE_IN_REFERENCE

function countBreaks(characters: string, first: number): number {
  let count = 0
  for (let at = first; at >= 0; at = characters.indexOf('\n', at + 1)) count += 1
  return count
}
