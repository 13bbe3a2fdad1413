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
    /^undefined entity|^empty entity|malformed character entity|^malformed name/,
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

/** The fault that a message of saxes tells of. */
export function malformedBy(message: string, place: Place): MalformedXml {
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
