/** The answers of the old gateway: members in the order in which clients look for them, codes as text, no null where a client calls a method of a text. */
import { vietnamTime } from '../../kernel/vietnam-time.ts'
import type { RenderedFinding } from '../../engine/index.ts'
import type { Receipt } from '../receipt/receipt.ts'
import { legacyCodes, reasonOfFinding, RECEIVED, RECEIVED_TEXT, UNAUTHENTICATED, type LegacyFamily } from './codes.ts'
import { cardFailure } from './cards.ts'
import type { LegacyOperation, ResultList } from './operations.ts'
import type { LegacyToken } from './legacy-token.ts'

/** What is answered: the code, by which calls are counted, and the body. */
export type LegacyAnswer = {
  readonly code: string
  readonly body: object
  /** Of the few calls whose clients read the status; left out: 200. */
  readonly status?: 401
}

/** Findings that are told in words; the others are read with the id. */
const TOLD_FINDINGS = 3
/** Columns in which clients keep `thongDiep` are of some thousand characters. */
const MOST_TEXT = 1000

/** `20261130143005`, Việt Nam. */
const legacyMoment = (moment: number): string => vietnamTime(moment).replaceAll(/\D/g, '').slice(0, 14)

export const tokenAnswer = (username: string, { accessToken, idToken, expiresAt }: LegacyToken): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    maKetQua: RECEIVED,
    APIKey: {
      access_token: accessToken,
      id_token: idToken,
      token_type: 'Bearer',
      username,
      expires_in: new Date(expiresAt).toISOString().replace('.000Z', 'Z'),
    },
  },
})

/** A token that is not given. */
export const noToken = (code: string, words: string): LegacyAnswer => ({
  code,
  body: { maKetQua: code, APIKey: null, thongDiep: words },
})

/** A failure in the shape of what was asked for: whoever reads a list finds it empty, and never null. */
export function failureAnswer(
  operation: LegacyOperation | null,
  code: string,
  words: string,
  now: number,
): LegacyAnswer {
  switch (operation?.kind) {
    case 'token':
      return noToken(code, words)
    case 'results':
      return { code, body: { maKetQua: code, ...EMPTY_RESULTS[operation.list], thongDiep: words } }
    case 'card':
      return cardFailure(operation.era, code, words)
    case 'copayment':
      return copaymentAnswer(code, words)
    default:
      return refusedAnswer(code, words, now)
  }
}

/** Sums of co-payment (CV 1839/CNTT-PM; medium): a token that is wrong is HTTP 401 there, and everything else 200. */
export function copaymentAnswer(code: string, words: string): LegacyAnswer {
  const answer = { code, body: { MaKetQua: code, ThongDiep: words, DataCCT: [], ThongTinSoThe: null } }
  return code === UNAUTHENTICATED ? { ...answer, status: 401 } : answer
}

const EMPTY_RESULTS: Readonly<Record<ResultList, object>> = {
  days: { dsKQGuiHosoNgay: [] },
  files: { dsHoSo: [] },
  errors: { dsLoi: [] },
  dossier: { hoSoKCB: { xml1: {}, dsXml2: [], dsXml3: [], dsXml4: [], dsXml5: [] } },
  facility: { maCSKCB: '', tenCSKCB: '', maTinh: '', diaChi: '' },
}

/** A request that is not carried out. */
const refusedAnswer = (code: string, words: string, now: number): LegacyAnswer => ({
  code,
  body: { maKetQua: code, maGiaoDich: '', thoiGianTiepNhan: legacyMoment(now), thongDiep: words.slice(0, MOST_TEXT) },
})

export const SIGN_IN_AGAIN = 'Token không đúng hoặc đã hết hạn: lấy token mới tại /api/token/take rồi gửi lại.'
/** A file that was received: accepted as a whole, or with the first errors in words. */
export function receivedAnswer(receipt: Receipt, family: LegacyFamily): LegacyAnswer {
  const { dossiers, findings, id, receivedAtMs } = receipt
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const isAccepted = dossiers.rejected === 0
  const code = isAccepted ? RECEIVED : legacyCodes[first ? reasonOfFinding(first) : 'content'][family]
  return {
    code,
    body: {
      maKetQua: code,
      maGiaoDich: id,
      thoiGianTiepNhan: legacyMoment(receivedAtMs),
      thongDiep: isAccepted ? RECEIVED_TEXT : rejectedText(receipt, errors),
    },
  }
}

function rejectedText({ dossiers, findingsTotal, id }: Receipt, errors: readonly RenderedFinding[]): string {
  const { rejected, counted } = dossiers
  const begin =
    counted === 1
      ? 'Hồ sơ không được tiếp nhận'
      : `${rejected}/${counted} hồ sơ không được tiếp nhận, số còn lại đã nhận`
  const told = errors.slice(0, TOLD_FINDINGS).map((finding, at) => `(${at + 1}) ${findingText(finding)}`)
  const end = `Tất cả ${findingsTotal} nội dung kiểm tra: nhanChiTietLoiHS4210 với maGiaoDich ${id}, hoặc cổng tiếp nhận.`
  const room = MOST_TEXT - begin.length - end.length - 3
  return `${begin}. ${told.join(' ').slice(0, Math.max(room, 0))} ${end}`
}

/** One finding as a clerk reads it: where, what, what to do. */
export function findingText({ dossier, table, row, field, message, remedy }: RenderedFinding): string {
  const place = [
    dossier?.MA_LK ? `MA_LK ${dossier.MA_LK}` : null,
    table === null ? null : row === null ? table : `${table} dòng ${row}`,
    field,
  ].filter((part) => part !== null)
  const where = place.length === 0 ? '' : `${place.join(', ')}: `
  return `${where}${sentence(message.vi)} ${sentence(remedy.vi)}`
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
