import type { BrokenPayload } from '../envelope/read-payload.ts'
import type { Demand } from '../finding/finding.ts'
import { ENVELOPE_DEMANDS } from '../rules/envelope-demands.ts'

/** What is said of a NOIDUNGFILE that cannot be read. */
export const UNREADABLE: Readonly<Record<BrokenPayload['kind'], Demand>> = {
  base64: ENVELOPE_DEMANDS.notBase64,
  utf8: ENVELOPE_DEMANDS.notUtf8,
  utf16: ENVELOPE_DEMANDS.utf16,
  xml: ENVELOPE_DEMANDS.notWellFormed,
}
