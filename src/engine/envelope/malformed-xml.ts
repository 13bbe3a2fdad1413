import type { Place } from '../../kernel/refusal.ts'
import { Refusal } from '../refusals.ts'
import type { Text } from '../../kernel/text.ts'

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
  [
    /^undefined entity|^empty entity|^malformed name/,
    'entity',
    { vi: 'thực thể &…; chưa định nghĩa hoặc ký tự & đơn lẻ', en: 'an undefined entity, or a bare &' },
  ],
  [
    /^unclosed tag|^unexpected end/,
    'truncated',
    { vi: 'kết thúc khi thẻ chưa đóng', en: 'it ends inside an open element' },
  ],
  [/must contain a root/, 'no-root', { vi: 'không có thẻ gốc', en: 'there is no root element' }],
  [/outside of root/, 'syntax', { vi: 'có văn bản ngoài thẻ gốc', en: 'there is text outside the root element' }],
  [
    /^unmatched closing tag|^unexpected close tag|weird empty close/,
    'syntax',
    { vi: 'thẻ đóng không khớp thẻ mở', en: 'a closing tag does not match the open element' },
  ],
  [/one root/, 'syntax', { vi: 'có hơn một thẻ gốc', en: 'there is more than one root element' }],
  [/attribute|value|quoted/, 'syntax', { vi: 'thuộc tính viết sai', en: 'an attribute is written wrongly' }],
  [
    /tag name|closing tag|opening tag/,
    'syntax',
    { vi: 'ký tự < đơn lẻ hoặc tên thẻ sai', en: 'a bare <, or a wrong element name' },
  ],
  [
    /^disallowed character/,
    'syntax',
    { vi: 'ký tự điều khiển không được phép', en: 'a control character that XML forbids' },
  ],
  [
    /declaration/,
    'syntax',
    { vi: 'khai báo XML viết sai hoặc không đứng đầu', en: 'the XML declaration is wrong or not at the start' },
  ],
  [/\]\]>/, 'syntax', { vi: 'chuỗi ]]> trong văn bản', en: 'the characters ]]> in text' }],
]
const OTHER_REASON: Text = { vi: 'sai cú pháp', en: 'a syntax error' }

/** A reference that is open where it may not be: a bare `&`. */
export const bareReference = (place: Place): MalformedXml => new MalformedXml('entity', REASONS[0][2], place)

/** A numeric reference that is written well, and means no character of XML (2.2). */
const CONTROL_REFERENCE: Text = {
  vi: 'tham chiếu số tới ký tự điều khiển không được phép',
  en: 'a numeric reference to a control character that XML forbids',
}
const NO_CHARACTER: Text = {
  vi: 'tham chiếu số không phải ký tự của XML',
  en: 'a numeric reference to what is no character of XML',
}

/** The code that `#x1EC7` or `#7879` writes; null where it is no such reference. */
export function codeOfReference(reference: string): number | null {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(reference) ?? []
  if (hex !== undefined) return Number.parseInt(hex, 16)
  return decimal === undefined ? null : Number(decimal)
}

/** XML 1.0, production 2: Char. */
export const isXmlCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x1_00_00 && code <= 0x10_ff_ff)

/** What is wrong with a reference (its characters between `&` and `;`) that means no character. */
export function malformedReference(reference: string, place: Place): MalformedXml {
  const code = codeOfReference(reference)
  if (code === null) return bareReference(place)
  return new MalformedXml('syntax', code < 0x20 ? CONTROL_REFERENCE : NO_CHARACTER, place)
}

/** The fault that a message of saxes means; `reference` is that which it was reading, if any. */
export function malformedBy(message: string, place: Place, reference: string): MalformedXml {
  if (message.startsWith('malformed character entity')) return malformedReference(reference.replace(/;$/, ''), place)
  const known = REASONS.find(([pattern]) => pattern.test(message))
  return new MalformedXml(known?.[1] ?? 'syntax', known?.[2] ?? OTHER_REASON, place)
}

/** Why a file is refused whose own XML is not well-formed. */
export function refusalOf(error: MalformedXml): Refusal {
  switch (error.kind) {
    case 'truncated':
      return new Refusal('file-truncated', {}, error.place, { cause: error })
    case 'entity':
      return new Refusal('entity-undefined', {}, error.place, { cause: error })
    case 'no-root':
      return new Refusal('xml-missing', {}, error.place, { cause: error })
    case 'syntax':
      return new Refusal('xml-malformed', { reason: error.reason }, error.place, { cause: error })
  }
}
