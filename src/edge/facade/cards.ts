/**
 * Answers about cards in the shapes of the guides of 2016 to 2025 (917, 595, 2018, 2019, 2024, Lskcb2025): texts are never null, lists never
 * missing. A number, a name or a birth that does not fit the others has one answer (050), though the old codes have one for each (060, 061, 070,
 * 080, 090): whoever knows a number alone must not learn the rest by trying.
 */
import { dong, legacyDay, legacyMoment, type LegacyAnswer } from './answers.ts'
import { RECEIVED } from './codes.ts'
import type { CardEra } from './operations.ts'

/** Codes of the card look-up (CV 1923/BHXH-CNTT, appendix 03; high). */
export const CARD_CODES = {
  valid: { code: '000', words: 'Thông tin thẻ chính xác.' },
  expired: { code: '010', words: 'Thẻ hết giá trị sử dụng.' },
  'not-yet-valid': { code: '010', words: 'Thẻ chưa đến ngày có giá trị sử dụng.' },
  withdrawn: { code: '110', words: 'Thẻ đã thu hồi.' },
  locked: { code: '120', words: 'Thẻ đã báo giảm hoặc đang tạm khoá.' },
  unknown: {
    code: '050',
    words: 'Không thấy thẻ có số thẻ, họ tên và ngày sinh này. Đối chiếu cả ba với giấy tờ của người bệnh.',
  },
  'form-wrong': {
    code: '051',
    words: 'Mã thẻ không đúng định dạng: 15 ký tự của thẻ, 10 chữ số mã số BHXH hoặc 12 chữ số CCCD.',
  },
  'benefit-wrong': { code: '053', words: 'Ký tự thứ 3 của mã thẻ (mức hưởng) phải từ 1 đến 5.' },
  'officer-unknown': {
    code: '054',
    words: 'Số CCCD của cán bộ tra cứu không có trong danh sách người dùng của cơ sở.',
  },
  'officer-name-wrong': { code: '055', words: 'Họ tên cán bộ tra cứu không khớp với số CCCD đã đăng ký.' },
} as const
export type CardOutcome = keyof typeof CARD_CODES

export type CardVisit = {
  readonly facility: string
  /** `yyyy-mm-ddThh:mm`, or less. */
  readonly from: string
  readonly to: string
  readonly mainDiagnosis: string | null
  readonly otherDiagnoses: string | null
  /** Of traditional medicine (QĐ 26/QĐ-BYT and its successors). */
  readonly traditionalDiagnoses: string | null
  readonly result: string | null
  /** MA_LOAI_RV. */
  readonly discharge: string | null
  /** MA_DOITUONG_KCB. */
  readonly entitlement: string | null
}
export type CardFacts = {
  readonly outcome: CardOutcome
  /** ISO days. */
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly initialFacility: string | null
  readonly visits: readonly CardVisit[]
  /** Who asked about this card lately, when (`yyyy-mm-ddThh:mm`, Việt Nam), and what was answered. */
  readonly checks: readonly { readonly facility: string; readonly at: string; readonly answer: CardOutcome }[]
}
export type CardQuestionAsSent = { readonly maThe: string; readonly hoTen: string; readonly ngaySinh: string }

const NO_FACTS = { validFrom: null, validTo: null, initialFacility: null, visits: [], checks: [] } as const
/** A question that cannot be answered: only its code. */
export const withoutFacts = (outcome: CardOutcome): CardFacts => ({ outcome, ...NO_FACTS })

const digits = (moment: string): string => moment.replaceAll(/\D/g, '').slice(0, 12)

/** The card, and the visits of six months under the name that the guide of its year has for them. */
export function cardAnswer(era: CardEra, asked: CardQuestionAsSent, facts: CardFacts): LegacyAnswer {
  const { code, words } = CARD_CODES[facts.outcome]
  return cardFailure(era, code, words, asked, facts)
}

const NOBODY: CardQuestionAsSent = { maThe: '', hoTen: '', ngaySinh: '' }

/** The same shape for whatever code. */
export function cardFailure(
  era: CardEra,
  code: string,
  words: string,
  asked: CardQuestionAsSent = NOBODY,
  facts: CardFacts = withoutFacts('unknown'),
): LegacyAnswer {
  if (era === 'history')
    return { code, body: { maKetQua: code, ghiChu: words, dsLichSuKCB2025: facts.visits.map(newerVisit) } }
  const { validFrom, validTo, initialFacility } = facts
  return {
    code,
    body: {
      maKetQua: code,
      ghiChu: words,
      ...asked,
      gioiTinh: '',
      diaChi: '',
      maDKBD: initialFacility ?? '',
      cqBHXH: '',
      gtTheTu: legacyDay(validFrom ?? ''),
      gtTheDen: legacyDay(validTo ?? ''),
      maKV: '',
      ngayDu5Nam: '',
      maSoBHXH: insuranceNumber(asked.maThe),
      maTheCu: '',
      maTheMoi: '',
      gtTheTuMoi: '',
      gtTheDenMoi: '',
      maDKBDMoi: '',
      tenDKBDMoi: '',
      ...listsOf(era, facts),
    },
  }
}

function listsOf(era: CardEra, { visits, checks }: CardFacts): object {
  if (era === '917' || era === '595') return { dsLichSuKCB: visits.map(olderVisit) }
  return {
    dsLichSuKCB2018: visits.map(newerVisit),
    dsLichSuKT2018: checks.map(({ facility, at, answer }) => ({
      userKT: facility,
      thoiGianKT: digits(at),
      thongBao: CARD_CODES[answer].words,
      maLoi: CARD_CODES[answer].code,
    })),
  }
}

/** The last ten characters of a card; a citizen number holds none, and the register knows numbers as hashes alone. */
const insuranceNumber = (number: string): string => (/^(?:\S{5})?\d{10}$/.test(number) ? number.slice(-10) : '')

/** Diagnoses as codes of ICD-10 or traditional medicine, the main one first. */
const diseaseOf = ({ mainDiagnosis, otherDiagnoses, traditionalDiagnoses }: CardVisit): string =>
  [mainDiagnosis, otherDiagnoses, traditionalDiagnoses].filter((code) => code !== null && code !== '').join('; ')

const visitOf = (visit: CardVisit) => ({
  maHoSo: '',
  maCSKCB: visit.facility,
  tenBenh: diseaseOf(visit),
  maBenhChinh: visit.mainDiagnosis ?? '',
  maBenhKemTheo: visit.otherDiagnoses ?? '',
  maBenhYHCT: visit.traditionalDiagnoses ?? '',
  tinhTrang: visit.discharge ?? '',
  kqDieuTri: visit.result ?? '',
})

const newerVisit = (visit: CardVisit): object => ({
  ...visitOf(visit),
  ngayVao: digits(visit.from),
  ngayRa: digits(visit.to),
  lyDoVV: visit.entitlement ?? '',
  TEMP1: '',
  TEMP2: '',
  TEMP3: '',
  TEMP4: '',
  TEMP5: '',
})

const olderVisit = (visit: CardVisit): object => ({
  ...visitOf(visit),
  maHoSo: 0,
  tuNgay: legacyDay(visit.from),
  denNgay: legacyDay(visit.to),
})

/** What a person has paid as co-payment in a calendar year, visit by visit. */
export type YearOfCopayments = {
  /** ISO day; null: open. */
  readonly validTo: string | null
  readonly encounters: readonly {
    readonly facility: string
    /** yyyymmddHHMM */
    readonly from: string
    readonly to: string
    readonly entitlement: string | null
    /** Epoch milliseconds. */
    readonly receivedAt: number
    /** Hundredths of a đồng. */
    readonly amount: number
    /** Of the year, up to and with this visit. */
    readonly sum: number
  }[]
}

/** Co-payments of the year, visit by visit, with their running sum (CV 1839/CNTT-PM; medium: names only, forms of values as in the card look-up). */
export const copaymentsAnswer = (asked: CardQuestionAsSent, found: YearOfCopayments, now: number): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    MaKetQua: RECEIVED,
    ThongDiep: 'Số tiền cùng chi trả trong năm, theo các hồ sơ đề nghị thanh toán đã được tiếp nhận.',
    DataCCT: found.encounters.map(({ facility, from, to, entitlement, receivedAt, amount, sum }, at) => ({
      Id: at + 1,
      ngayTraCuu: legacyMoment(now).slice(0, 12),
      maThe: asked.maThe,
      maCskcb: facility,
      ngayVao: from,
      ngayRa: to,
      maDoiTuongKCB: entitlement ?? '',
      tBNCCTMCCT: dong(amount),
      tBNCCTLuyKe: dong(sum),
      ngayNhanCong: legacyMoment(receivedAt).slice(0, 12),
      ngayNhan: legacyMoment(receivedAt).slice(0, 12),
      duPhong1: '',
      duPhong2: '',
      duPhong3: '',
      duPhong4: '',
      duPhong5: '',
    })),
    ThongTinSoThe: {
      hoTen: asked.hoTen,
      ngaySinh: asked.ngaySinh,
      ngayKetThuc: legacyDay(found.validTo ?? ''),
      maBhxh: insuranceNumber(asked.maThe),
    },
  },
})

/** `yyyy-mm-dd`, `yyyymm00` or `yyyy` of a birth in any of the forms that clients write; null: none of them. */
export function birthIn(text: string): string | null {
  const plain = text.trim()
  const [, day, month, year] = /^(?:(\d{1,2})[/-])?(\d{1,2})[/-](\d{4})$/.exec(plain) ?? []
  if (year !== undefined && month !== undefined)
    return day === undefined
      ? `${year}${month.padStart(2, '0')}00`
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const [, first, second, last] = /^(\d{2})(\d{2})(\d{4})$/.exec(plain) ?? []
  if (last !== undefined) return `${last}-${second}-${first}`
  return /^\d{4}(?:-\d{2}-\d{2})?$/.test(plain) ? plain : null
}
