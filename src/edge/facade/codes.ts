/**
 * Which code of the old gateway an outcome has. One table with its sources; no code is invented, because clients take one that they do not
 * know for success. A code has not the same meaning everywhere, so there is a column for each family of services.
 */
import type { RenderedFinding, Confidence } from '../../engine/index.ts'
import type { edgeRefusals } from '../refusals.ts'

/** qd130: the services of QĐ 130, 4750, 3176 · egw: those of 917 and 4210 · paper: catalogues, summaries, certificates. */
export type LegacyFamily = 'qd130' | 'egw' | 'paper'

export const RECEIVED = '200'
export const UNAUTHENTICATED = '401'
export const SYSTEM_ERROR = '500'
/** Exactly this: clients compare the whole text. */
export const RECEIVED_TEXT = 'Tiếp nhận thành công'

type LegacySource = { readonly document: string; readonly confidence: Confidence }
type LegacyCodes = { readonly [Family in LegacyFamily]: string } & { readonly source: LegacySource }

const GUIDE: LegacySource = {
  document: 'CV 3190/BHXH-CNTT, CV 1245/BHXH-CNTT: 200, 401, 403; 917/4210: bảng mã trong phần mềm đang dùng',
  confidence: 'medium',
}
const TOO_LARGE: LegacySource = { document: '917/4210, 09/BH: 1001 quá dung lượng', confidence: 'high' }
const MALFORMED: LegacySource = { document: '917/4210, 09/BH: 205 sai tham số', confidence: 'high' }
const FORMAT: LegacySource = { document: '917/4210: 123 sai định dạng tệp; 09/BH: 123 sai XSD', confidence: 'medium' }
const CONTENT: LegacySource = {
  document: '09/BH: 123 thiếu thẻ, 124 nghiệp vụ, 202 ngày, 204 không có nội dung; 917/4210: 123',
  confidence: 'medium',
}

const all = (code: string, source: LegacySource): LegacyCodes => ({ qd130: code, egw: code, paper: code, source })

export const legacyCodes = {
  unauthenticated: all(UNAUTHENTICATED, { document: 'mọi hướng dẫn: 401', confidence: 'high' }),
  // 917 and 4210 have no code for a right that is missing; there it is a wrong parameter.
  forbidden: { qd130: '403', egw: '205', paper: '403', source: GUIDE },
  'facility-wrong': {
    qd130: '403',
    egw: '205',
    paper: '402',
    source: { document: 'TT 12/2026/TT-BTC: 402 sai mã cơ sở; QĐ 130: 403', confidence: 'medium' },
  },
  parameters: all('205', MALFORMED),
  'too-large': all('1001', TOO_LARGE),
  // 204 of 09/BH is a file that cannot be opened; 917 and 4210 know it of results only.
  'not-xml': { qd130: '123', egw: '123', paper: '204', source: CONTENT },
  format: all('123', FORMAT),
  date: { qd130: '202', egw: '123', paper: '202', source: CONTENT },
  // 124 of 917 and 4210 promises that the file will be sent again by itself.
  content: { qd130: '124', egw: '123', paper: '124', source: CONTENT },
  system: all(SYSTEM_ERROR, { document: 'mọi hướng dẫn: 500', confidence: 'high' }),
} as const satisfies Readonly<Record<string, LegacyCodes>>

export type LegacyReason = keyof typeof legacyCodes

type RefusalCode = keyof typeof edgeRefusals

/** Refusals that are not of the file's own content; every other one of the engine is `format`. */
const REASONS: Partial<Record<RefusalCode, LegacyReason>> = {
  'token-missing': 'unauthenticated',
  'token-invalid': 'unauthenticated',
  'token-expired': 'unauthenticated',
  'credentials-invalid': 'unauthenticated',
  'person-needed': 'forbidden',
  'role-not-allowed': 'forbidden',
  'purpose-not-allowed': 'forbidden',
  'not-yours': 'forbidden',
  'facility-mismatch': 'facility-wrong',
  'sender-mismatch': 'facility-wrong',
  'parameter-invalid': 'parameters',
  'dossier-kind-wrong': 'parameters',
  'wrapper-broken': 'parameters',
  'wrapper-file-missing': 'parameters',
  'base64-broken': 'parameters',
  'body-empty': 'parameters',
  'body-interrupted': 'parameters',
  'gzip-broken': 'parameters',
  'content-encoding-unsupported': 'parameters',
  'submission-unknown': 'parameters',
  'file-too-large': 'too-large',
  'compression-ratio': 'too-large',
  'dossiers-too-many': 'too-large',
  'xml-missing': 'not-xml',
  'storage-unavailable': 'system',
  'queue-unavailable': 'system',
}

const reasonsByCode: Readonly<Record<string, LegacyReason>> = REASONS

/** The reason behind a refusal: what is not named above is the system's where waiting helps, else the form of the file. */
export const reasonOfRefusal = ({ code, status }: { readonly code: string; readonly status: number }): LegacyReason => {
  const named = reasonsByCode[code]
  if (named !== undefined) return named
  return status >= 500 || status === 421 || status === 429 ? 'system' : 'format'
}

const FORM = /\.(?:required|number|decimal-comma|decimals|max-length|form|allowed-values)$/

/** The reason behind the first error of a dossier that was rejected. */
export function reasonOfFinding({ rule }: Pick<RenderedFinding, 'rule'>): LegacyReason {
  if (rule.endsWith('.date')) return 'date'
  return FORM.test(rule) ? 'format' : 'content'
}
