/** What the sentences about a code fill in. */
import type { Text } from '../../kernel/text.ts'
import { isoDay } from '../record/moment.ts'
import type { CodeCheck } from './check-code.ts'

export const NO_TEXT: Text = { vi: '', en: '' }

export const formText = ({ vi, en }: Text): Text => ({ vi: `; mã đúng là ${vi}`, en: `; a code is ${en}` })

/** The facility itself has said so, and its province has approved. */
export const nationalText = (code: string | null): Text =>
  code === null
    ? NO_TEXT
    : {
        vi: `: mã nội bộ này đã được ánh xạ sang ${code}, dùng ${code}`,
        en: `: this local code is mapped to ${code}, use ${code}`,
      }

export function sinceText({ validFrom, validTo }: CodeCheck): Text {
  if (validTo !== undefined)
    return { vi: ` (hết hiệu lực sau ${isoDay(validTo)})`, en: ` (it ended on ${isoDay(validTo)})` }
  if (validFrom !== undefined)
    return { vi: ` (có hiệu lực từ ${isoDay(validFrom)})`, en: ` (it begins on ${isoDay(validFrom)})` }
  return { vi: '', en: '' }
}
