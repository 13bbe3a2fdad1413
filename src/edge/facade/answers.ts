/** The answers of the old gateway: members in the order in which clients look for them, codes as text, no null where a client calls a method of a text. */
import { shownDay, vietnamTime } from '../../kernel/vietnam-time.ts'
import type { RenderedFinding } from '../../engine/index.ts'
import type { Receipt } from '../receipt/receipt.ts'
import { legacyCodes, reasonOfFinding, RECEIVED, RECEIVED_TEXT, type LegacyFamily } from './codes.ts'
import type { LegacyToken } from './legacy-token.ts'

/** What is answered: the code, by which calls are counted, and the body. */
export type LegacyAnswer = {
  readonly code: string
  readonly body: object
  /** Of the few calls whose clients read the status; left out: 200. */
  readonly status?: 401
  /** Signed receipt of a file, as a header: clients of the old wire know no member for it. */
  readonly receipt?: string
}

/** Findings that are given in words; the others are read with the id. */
const TOLD_FINDINGS = 3
/** Columns in which clients keep `thongDiep` are of some thousand characters. */
export const MOST_TEXT = 1000

/** `20261130143005`, Việt Nam. */
export const legacyMoment = (moment: number): string => vietnamTime(moment).replaceAll(/\D/g, '').slice(0, 14)

/** `dd/MM/yyyy` of an ISO day or moment. */
export const legacyDay = (iso: string): string => shownDay(iso.slice(0, 10))

/** Hundredths as đồng, with two decimals where there are some. */
export const dong = (hundredths: number): number => Math.round(hundredths) / 100

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

/** A file that was received: accepted as a whole, or with the first errors in words. */
export function receivedAnswer(receipt: Receipt, family: LegacyFamily): LegacyAnswer {
  const { dossiers, findings, id, receivedAtMs } = receipt
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const isAccepted = dossiers.rejected === 0
  const code = isAccepted ? RECEIVED : legacyCodes[first ? reasonOfFinding(first) : 'content'][family]
  return {
    code,
    ...(receipt.signed && { receipt: receipt.signed.jws }),
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
  const shown = errors.slice(0, TOLD_FINDINGS).map((finding, at) => `(${at + 1}) ${findingText(finding)}`)
  const end = `Tất cả ${findingsTotal} nội dung kiểm tra: nhanChiTietLoiHS4210 với maGiaoDich ${id}, hoặc cổng tiếp nhận.`
  const room = MOST_TEXT - begin.length - end.length - 3
  return `${begin}. ${shown.join(' ').slice(0, Math.max(room, 0))} ${end}`
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
