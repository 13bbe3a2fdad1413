import { isDate } from '../../record/moment.ts'
import { thenTotals } from '../follow-up.ts'
import { compare } from '../../record/decimal.ts'
import { cardAfterExpiry, childCardAge, oldestStudent } from '../../standards/thresholds.ts'
import { monthsOld } from '../age.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ZERO } from '../money.ts'
import { ALL_STANDARDS, broken, EXPECTED, SINCE_130 } from '../rule.ts'
import { recordRule } from './rule.ts'

/** Children who are six go on with their card until the school year has begun. */
const END_OF_CHILD_CARDS = '0930'
const ENTERS_SCHOOL_AT = 6
const STUDENT = /(?:^|;)\s*(?:HS|SV)4/
const CHILD = /(?:^|;)\s*TE1/
const ONE_CARD = /^[A-Z]{2}[1-5]\d{12}$/

/** A card that ends before it begins has a finding of its own, and every day would lie outside of it. */
const isTurned = (from: string, to: string): boolean => to !== '' && to.length === from.length && to < from

const daysOf = (list: string): string[] => list.split(';').map((item) => item.trim())

/** Whether a day is before the first of all cards; null where they cannot be read. */
function isBefore(from: string, day: string): boolean | null {
  if (from.length === day.length) return isDate(from) ? day < from : null
  const starts = daysOf(from)
  return starts.every((start) => isDate(start)) ? starts.every((start) => day < start) : null
}

/** Days by which a day is after the last of all cards, none for 0; null where they cannot be read. */
function daysAfter(to: string, day: string): number | null {
  const ends = daysOf(to)
  // A card without a last day has not ended.
  if (ends.includes('')) return 0
  if (!ends.every((end) => isDate(end))) return null
  const last = ends.toSorted().at(-1) ?? ''
  return day <= last ? 0 : daysBetween(last, day)
}

const isOutside = (from: string, to: string, day: string): boolean =>
  isBefore(from, day) === true || (to !== '' && (daysAfter(to, day) ?? 0) > 0)

const CARD = 'GD4010000000000'

/** ADM: cards and their validity. */
export const cardRules = [
  recordRule({
    name: 'valid-at-NGAY_VAO',
    tables: ['XML1'],
    field: 'GT_THE_TU',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_VAO nằm ngoài thời hạn của thẻ (GT_THE_TU, GT_THE_DEN)',
      en: 'NGAY_VAO is outside the validity of the card (GT_THE_TU, GT_THE_DEN)',
    },
    remedy: {
      vi: 'Tra cứu thẻ, ghi lại GT_THE_TU, GT_THE_DEN; nếu người bệnh dùng nhiều thẻ thì ghi đủ các thẻ trong đợt KCB',
      en: 'Look the card up and correct GT_THE_TU and GT_THE_DEN; if several cards were used in the encounter, write all of them',
    },
    catalogue: ['ADM-23'],
    standards: ALL_STANDARDS,
    evidence: { GT_THE_TU: 'text', NGAY_VAO: 'day' },
    also: { GT_THE_DEN: 'text' },
    holds({ GT_THE_TU, GT_THE_DEN, NGAY_VAO }) {
      if (isTurned(GT_THE_TU, GT_THE_DEN)) return null
      const early = isBefore(GT_THE_TU, NGAY_VAO)
      const late = GT_THE_DEN === '' ? 0 : daysAfter(GT_THE_DEN, NGAY_VAO)
      return early === null || late === null ? null : !early && late === 0
    },
    valid: [
      { why: 'the last day', record: { GT_THE_TU: '20230507', GT_THE_DEN: '20240506', NGAY_VAO: '202405060800' } },
      { why: 'no last day', record: { GT_THE_TU: '20230507', NGAY_VAO: '202405060800' } },
    ],
    invalid: [
      { why: 'the day after', record: { GT_THE_TU: '20230507', GT_THE_DEN: '20240506', NGAY_VAO: '202405070800' } },
      { why: 'the day before', record: { GT_THE_TU: '20240507', GT_THE_DEN: '20250506', NGAY_VAO: '202405060800' } },
    ],
  }),
  recordRule({
    name: 'within-card',
    tables: ['XML2', 'XML3'],
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: {
      vi: 'T_BHTT lớn hơn 0 cho y lệnh ngoài thời hạn thẻ (từ {from} đến {to})',
      en: 'T_BHTT is above 0 for an order outside the validity of the card ({from} to {to})',
    },
    remedy: thenTotals({
      vi: 'Kiểm tra NGAY_YL, GT_THE_TU, GT_THE_DEN; nếu đúng thì người bệnh tự trả: PHAM_VI ghi 2, tỷ lệ thanh toán, T_BHTT và T_BNCCT (và THANH_TIEN_BH nếu có) ghi 0, phần còn lại ghi vào T_BNTT',
      en: 'Check NGAY_YL, GT_THE_TU and GT_THE_DEN; if they are right, the patient pays: PHAM_VI is 2, the insured share, T_BHTT and T_BNCCT (and THANH_TIEN_BH where there is one) are 0, and the rest is T_BNTT',
    }),
    catalogue: ['ADM-23', 'ADM-24'],
    standards: ALL_STANDARDS,
    isDated: true,
    evidence: { NGAY_YL: 'day', T_BHTT: 'decimal' },
    xml1: { GT_THE_TU: 'text' },
    xml1Also: { GT_THE_DEN: 'text', NGAY_VAO: 'day' },
    holds({ NGAY_YL, T_BHTT }, { GT_THE_TU, GT_THE_DEN, NGAY_VAO }, day) {
      const early = isBefore(GT_THE_TU, NGAY_YL)
      if (early === null) return null
      // Most dossiers have one card: its day is compared without splitting the list.
      if (!early && (GT_THE_DEN === '' || (GT_THE_DEN.length === NGAY_YL.length && NGAY_YL <= GT_THE_DEN))) return true
      if (compare(T_BHTT, ZERO) <= 0) return true
      if (isTurned(GT_THE_TU, GT_THE_DEN)) return null
      // Where the patient came without a valid card, or the order is of a day before that, this line has nothing new to say.
      if (NGAY_VAO !== '' && (NGAY_YL < NGAY_VAO || isOutside(GT_THE_TU, GT_THE_DEN, NGAY_VAO))) return null
      const late = GT_THE_DEN === '' ? 0 : daysAfter(GT_THE_DEN, NGAY_YL)
      const granted = numberAt(cardAfterExpiry, day)
      if (late === null || granted === null) return null
      return (!early && late <= granted) || broken({ from: GT_THE_TU, to: GT_THE_DEN })
    },
    valid: [
      { why: 'the fifteenth day after', record: { NGAY_YL: '202405210800', T_BHTT: '100' }, xml1: valid() },
      { why: 'not paid by the fund', record: { NGAY_YL: '202406210800', T_BHTT: '0' }, xml1: valid() },
      {
        why: 'the second card',
        record: { NGAY_YL: '202406210800', T_BHTT: '100' },
        xml1: { GT_THE_TU: '20230507;20240507', GT_THE_DEN: '20240506;20250506' },
      },
    ],
    invalid: [
      { why: 'the sixteenth day after', record: { NGAY_YL: '202405220800', T_BHTT: '100' }, xml1: valid() },
      { why: 'the day before', record: { NGAY_YL: '202305060800', T_BHTT: '100' }, xml1: valid() },
    ],
  }),
  recordRule({
    name: 'required-with-T_BHTT',
    tables: ['XML1'],
    field: 'MA_THE_BHYT',
    ...EXPECTED,
    problem: {
      vi: 'MA_THE_BHYT để trống nhưng T_BHTT lớn hơn 0',
      en: 'MA_THE_BHYT is empty, but T_BHTT is above 0',
    },
    remedy: {
      vi: 'Tra cứu thẻ, ghi MA_THE_BHYT, MA_DKBD, GT_THE_TU, GT_THE_DEN; nếu không có thẻ thì ghi MA_DOITUONG_KCB 9 và người bệnh tự trả mọi dòng',
      en: 'Look the card up and write MA_THE_BHYT, MA_DKBD, GT_THE_TU and GT_THE_DEN; without a card MA_DOITUONG_KCB is 9 and the patient pays every row',
    },
    catalogue: ['ADM-15', 'ADM-30'],
    standards: SINCE_130,
    // Newborns and donors of organs may be treated before they have a card.
    when: [{ field: 'MA_DOITUONG_KCB', notIn: ['1.6', '1.7'] }],
    evidence: { T_BHTT: 'decimal' },
    also: { MA_THE_BHYT: 'text' },
    holds: ({ MA_THE_BHYT, T_BHTT }) => MA_THE_BHYT !== '' || compare(T_BHTT, ZERO) <= 0,
    valid: [
      { why: 'an emergency without cost to the fund', record: { MA_DOITUONG_KCB: '2', T_BHTT: '0' } },
      { why: 'with a card', record: { MA_DOITUONG_KCB: '1.1', T_BHTT: '100', MA_THE_BHYT: CARD } },
    ],
    invalid: [{ why: 'without', record: { MA_DOITUONG_KCB: '1.1', T_BHTT: '100' } }],
  }),
  recordRule({
    name: 'child-card-for-children',
    tables: ['XML1'],
    field: 'MA_THE_BHYT',
    ...EXPECTED,
    problem: {
      vi: 'Thẻ TE (trẻ em) nhưng theo NGAY_SINH người bệnh đã quá tuổi dùng thẻ này',
      en: 'The card is for small children (TE), but by NGAY_SINH the patient is too old for it',
    },
    remedy: {
      vi: 'Tra cứu thẻ mới và ghi vào MA_THE_BHYT, hoặc sửa NGAY_SINH',
      en: 'Look up the new card and write it into MA_THE_BHYT, or correct NGAY_SINH',
    },
    catalogue: ['ADM-60'],
    standards: SINCE_130,
    isDated: true,
    evidence: { MA_THE_BHYT: 'text', NGAY_SINH: 'birth', NGAY_VAO: 'day' },
    holds({ MA_THE_BHYT, NGAY_SINH, NGAY_VAO }, _xml1, day) {
      if (!ONE_CARD.test(MA_THE_BHYT) || !CHILD.test(MA_THE_BHYT)) return true
      const limit = numberAt(childCardAge, day)
      const months = monthsOld(NGAY_SINH, NGAY_VAO)
      if (limit === null || months === null) return null
      const end = `${Number(NGAY_SINH.slice(0, 4)) + ENTERS_SCHOOL_AT}${END_OF_CHILD_CARDS}`
      return months < limit || NGAY_VAO <= end
    },
    valid: [
      { why: 'six, before school begins', record: child('201803020000', '202409300800') },
      { why: 'born late in the year', record: child('201812020000', '202412010800') },
    ],
    invalid: [{ why: 'six, in school', record: child('201803020000', '202410010800') }],
  }),
  recordRule({
    name: 'student-card-for-students',
    tables: ['XML1'],
    field: 'MA_THE_BHYT',
    ...EXPECTED,
    problem: {
      vi: 'Thẻ học sinh, sinh viên (HS, SV) nhưng người bệnh {years} tuổi',
      en: 'The card is for pupils or students (HS, SV), but the patient is {years} years old',
    },
    remedy: {
      vi: 'Tra cứu thẻ và ghi vào MA_THE_BHYT, hoặc sửa NGAY_SINH',
      en: 'Look up the card and write it into MA_THE_BHYT, or correct NGAY_SINH',
    },
    catalogue: ['ADM-64'],
    standards: SINCE_130,
    isDated: true,
    evidence: { MA_THE_BHYT: 'text', NGAY_SINH: 'birth', NGAY_VAO: 'day' },
    holds({ MA_THE_BHYT, NGAY_SINH, NGAY_VAO }, _xml1, day) {
      if (!ONE_CARD.test(MA_THE_BHYT) || !STUDENT.test(MA_THE_BHYT)) return true
      const limit = numberAt(oldestStudent, day)
      const months = monthsOld(NGAY_SINH, NGAY_VAO)
      if (limit === null || months === null) return null
      return months < limit || broken({ years: Math.floor(months / 12) })
    },
    valid: [{ why: '25', record: student('199903020000') }],
    invalid: [{ why: '26', record: student('199803020000') }],
  }),
  recordRule({
    name: 'not-before-NAM_NAM_LIEN_TUC',
    tables: ['XML1'],
    field: 'NGAY_MIEN_CCT',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_MIEN_CCT (miễn cùng chi trả) trước NAM_NAM_LIEN_TUC (đủ 5 năm tham gia BHYT liên tục)',
      en: 'NGAY_MIEN_CCT (end of co-payments) is before NAM_NAM_LIEN_TUC (five years of insurance)',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_MIEN_CCT và NAM_NAM_LIEN_TUC', en: 'Check NGAY_MIEN_CCT and NAM_NAM_LIEN_TUC' },
    catalogue: ['ADM-58'],
    standards: SINCE_130,
    evidence: { NGAY_MIEN_CCT: 'day', NAM_NAM_LIEN_TUC: 'day' },
    holds: ({ NGAY_MIEN_CCT, NAM_NAM_LIEN_TUC }) => NGAY_MIEN_CCT >= NAM_NAM_LIEN_TUC,
    valid: [{ why: 'that day', record: { NGAY_MIEN_CCT: '202403020800', NAM_NAM_LIEN_TUC: '20240302' } }],
    invalid: [{ why: 'the day before', record: { NGAY_MIEN_CCT: '20240301', NAM_NAM_LIEN_TUC: '20240302' } }],
  }),
]

function valid() {
  return { GT_THE_TU: '20230507', GT_THE_DEN: '20240506' }
}

function child(NGAY_SINH: string, NGAY_VAO: string) {
  return { MA_THE_BHYT: 'TE1010000000000', NGAY_SINH, NGAY_VAO }
}

function student(NGAY_SINH: string) {
  return { MA_THE_BHYT: 'SV4010000000000', NGAY_SINH, NGAY_VAO: '202403020800' }
}
