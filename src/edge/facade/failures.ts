import { legacyMoment, noToken, MOST_TEXT, type LegacyAnswer } from './answers.ts'
import { cardFailure } from './cards.ts'
import { UNAUTHENTICATED } from './codes.ts'
import type { LegacyOperation, ResultList } from './operations.ts'

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
