import { thenRow, thenTotals } from '../follow-up.ts'
import { endOfChildhood, shortestStay } from '../../standards/thresholds.ts'
import { compare, formatDecimal, type Decimal } from '../../record/decimal.ts'
import { leastMonthsOld } from '../age.ts'
import { minutesAt, minutesBetween, numberAt } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { recordRule } from './rule.ts'

const BED = [{ field: 'MA_NHOM', in: ['14', '15', '16'] }]
const ONE_DAY: Decimal = { units: 1, scale: 0 }
const WARD = /^K\d{2}/
const CHILDREN = 'K18'
const MONTHS_A_YEAR = 12

const outpatient = {
  problem: {
    vi: 'Có dòng ngày giường nhưng MA_LOAI_KCB là {kind} (ngoại trú)',
    en: 'There is a bed day, but MA_LOAI_KCB is {kind} (outpatient)',
  },
  remedy: thenTotals({
    vi: 'Bỏ dòng ngày giường, hoặc sửa MA_LOAI_KCB',
    en: 'Leave the bed day out, or correct MA_LOAI_KCB',
  }),
  when: BED,
  evidence: { MA_NHOM: 'code' },
  xml1: { MA_LOAI_KCB: 'code' },
} as const

/** BED: rows of bed days. */
export const bedRules = [
  recordRule({
    name: 'no-bed-for-outpatients',
    tables: ['XML3'],
    field: 'MA_NHOM',
    by: 'practice',
    source: { ...EXPECTED.source, confidence: 'high' },
    ...outpatient,
    catalogue: ['BED-01'],
    standards: ALL_STANDARDS,
    holds: (_values, { MA_LOAI_KCB }) => (MA_LOAI_KCB !== '1' && MA_LOAI_KCB !== '2') || broken({ kind: MA_LOAI_KCB }),
    valid: [{ why: 'an inpatient', record: { MA_NHOM: '15' }, xml1: { MA_LOAI_KCB: '03' } }],
    invalid: [{ why: 'an examination', record: { MA_NHOM: '15' }, xml1: { MA_LOAI_KCB: '01' } }],
  }),
  recordRule({
    name: 'no-bed-for-chronic-outpatients',
    tables: ['XML3'],
    field: 'MA_NHOM',
    ...EXPECTED,
    ...outpatient,
    catalogue: ['BED-16'],
    standards: SINCE_130,
    // Under QĐ 4210 these numbers meant other kinds of encounters.
    holds: (_values, { MA_LOAI_KCB }) =>
      (MA_LOAI_KCB !== '5' && MA_LOAI_KCB !== '7' && MA_LOAI_KCB !== '8') || broken({ kind: MA_LOAI_KCB }),
    valid: [{ why: 'an inpatient', record: { MA_NHOM: '15' }, xml1: { MA_LOAI_KCB: '03' } }],
    invalid: [{ why: 'dialysis of an outpatient', record: { MA_NHOM: '14' }, xml1: { MA_LOAI_KCB: '08' } }],
  }),
  recordRule({
    name: 'no-bed-in-a-short-stay',
    tables: ['XML3'],
    field: 'MA_NHOM',
    ...EXPECTED,
    problem: {
      vi: 'Có dòng ngày giường; đợt nội trú {minutes} phút, MA_LOAI_KCB là {kind}: dưới {least} phút hoặc mã 09 thì không có ngày giường',
      en: 'There is a bed day; the stay lasts {minutes} minutes and MA_LOAI_KCB is {kind}: below {least} minutes, or with code 09, there is none',
    },
    remedy: thenTotals({
      vi: 'Kiểm tra NGAY_VAO, NGAY_RA, MA_LOAI_KCB; nếu dưới {least} phút thì bỏ dòng ngày giường, ghi MA_LOAI_KCB 09 và SO_NGAY_DTRI 0',
      en: 'Check NGAY_VAO, NGAY_RA and MA_LOAI_KCB; below {least} minutes leave the bed day out, write MA_LOAI_KCB 09 and SO_NGAY_DTRI 0',
    }),
    catalogue: ['BED-07', 'BED-19'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: BED,
    evidence: { MA_NHOM: 'code' },
    xml1: { MA_LOAI_KCB: 'code', NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds(_values, { MA_LOAI_KCB, NGAY_VAO, NGAY_RA }, day) {
      const least = minutesAt(shortestStay, day)
      if (least === null) return null
      const minutes = minutesBetween(NGAY_VAO, NGAY_RA)
      // Code 09 is itself a stay of less than four hours, whatever the hours say.
      if (MA_LOAI_KCB !== '9' && (MA_LOAI_KCB !== '3' || minutes >= least)) return true
      return broken({ minutes, least, kind: MA_LOAI_KCB })
    },
    valid: [{ why: 'four hours and a minute', record: { MA_NHOM: '15' }, xml1: stay('03', '202603021201') }],
    invalid: [
      { why: 'a minute less than four hours', record: { MA_NHOM: '15' }, xml1: stay('03', '202603021159') },
      { why: 'code 09', record: { MA_NHOM: '16' }, xml1: stay('09', '202603021000') },
    ],
  }),
  recordRule({
    name: 'bed-at-most-one-day',
    tables: ['XML3'],
    field: 'SO_LUONG',
    ...REFUSED,
    problem: {
      vi: 'Một dòng ngày giường có SO_LUONG {found}, quá 1',
      en: 'A row of bed days has SO_LUONG {found}, more than 1',
    },
    remedy: thenRow({
      vi: 'Ghi mỗi ngày giường một dòng, SO_LUONG 1, NGAY_YL là ngày đó',
      en: 'Write a row for each bed day, with SO_LUONG 1 and NGAY_YL on that day',
    }),
    catalogue: ['BED-05'],
    standards: ALL_STANDARDS,
    when: BED,
    evidence: { SO_LUONG: 'decimal', MA_NHOM: 'code' },
    holds: ({ SO_LUONG }) => compare(SO_LUONG, ONE_DAY) <= 0 || broken({ found: formatDecimal(SO_LUONG) }),
    valid: [
      { why: 'a day', record: { MA_NHOM: '15', SO_LUONG: '1.000' } },
      { why: 'a third ward on one day', record: { MA_NHOM: '15', SO_LUONG: '0' } },
    ],
    invalid: [{ why: 'the whole stay', record: { MA_NHOM: '15', SO_LUONG: '4' } }],
  }),
  recordRule({
    name: 'ward-of-bed-code',
    tables: ['XML3'],
    field: 'MA_KHOA',
    ...EXPECTED,
    problem: {
      vi: 'MA_KHOA {found} không phải khoa của mã tiền giường {bed}',
      en: 'MA_KHOA {found} is not the ward of the bed code {bed}',
    },
    remedy: { vi: 'Kiểm tra MA_KHOA và MA_DICH_VU của dòng', en: 'Check MA_KHOA and MA_DICH_VU of the row' },
    catalogue: ['BED-03'],
    standards: ALL_STANDARDS,
    when: BED,
    evidence: { MA_KHOA: 'text', MA_DICH_VU: 'text', MA_NHOM: 'code' },
    holds({ MA_KHOA, MA_DICH_VU }) {
      if (!WARD.test(MA_DICH_VU) || !WARD.test(MA_KHOA)) return null
      return MA_DICH_VU.startsWith(MA_KHOA.slice(0, 3)) || broken({ found: MA_KHOA, bed: MA_DICH_VU })
    },
    valid: [
      { why: 'the same ward', record: { MA_NHOM: '15', MA_KHOA: 'K03', MA_DICH_VU: 'K03.NO1' } },
      { why: 'a part of the ward', record: { MA_NHOM: '15', MA_KHOA: 'K16.2', MA_DICH_VU: 'K16.NO2' } },
    ],
    invalid: [{ why: 'another ward', record: { MA_NHOM: '15', MA_KHOA: 'K03', MA_DICH_VU: 'K27.NO2' } }],
  }),
  recordRule({
    name: 'no-full-bed-on-last-day',
    tables: ['XML3'],
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Ngày ra viện {day} được tính trọn một ngày giường',
      en: 'The day of discharge {day} is charged as a whole bed day',
    },
    remedy: thenTotals({
      vi: 'Bỏ ngày giường của ngày ra viện, hoặc sửa NGAY_YL của dòng; ngày ra viện chỉ tính khi tử vong, nặng hơn hoặc chuyển tuyến',
      en: 'Leave the bed day of the discharge out, or correct NGAY_YL of the row; that day counts only if the patient died, got worse or was transferred',
    }),
    catalogue: ['BED-12'],
    standards: SINCE_130,
    // Day beds (14) are charged by the day that is spent in them, the last one too (QĐ 5937/QĐ-BYT, Phụ lục 3).
    when: [{ field: 'MA_NHOM', in: ['15', '16'] }],
    evidence: { SO_LUONG: 'decimal', NGAY_YL: 'day', MA_NHOM: 'code' },
    xml1: { NGAY_VAO: 'day', NGAY_RA: 'day', KET_QUA_DTRI: 'code', MA_LOAI_RV: 'code' },
    holds({ SO_LUONG, NGAY_YL }, { NGAY_VAO, NGAY_RA, KET_QUA_DTRI, MA_LOAI_RV }) {
      const isExcepted = KET_QUA_DTRI >= '4' || MA_LOAI_RV === '2' || MA_LOAI_RV === '5'
      if (NGAY_YL !== NGAY_RA || NGAY_VAO === NGAY_RA || isExcepted) return true
      return compare(SO_LUONG, ONE_DAY) < 0 || broken({ day: NGAY_RA })
    },
    valid: [
      { why: 'the day before', record: bedOn('202603010900'), xml1: left('2', '1') },
      { why: 'the patient died', record: bedOn('202603020900'), xml1: left('5', '1') },
      { why: 'the patient was transferred', record: bedOn('202603020900'), xml1: left('3', '2') },
    ],
    invalid: [{ why: 'the patient went home', record: bedOn('202603020900'), xml1: left('2', '1') }],
  }),
  recordRule({
    name: 'child-bed-for-children',
    tables: ['XML3'],
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU là giường khoa Nhi nhưng người bệnh {years} tuổi',
      en: 'MA_DICH_VU is a bed of the children’s ward, but the patient is {years} years old',
    },
    remedy: {
      vi: 'Kiểm tra MA_DICH_VU, MA_KHOA của dòng và NGAY_SINH của XML1',
      en: 'Check MA_DICH_VU and MA_KHOA of the row, and NGAY_SINH of XML1',
    },
    catalogue: ['BED-15'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: BED,
    evidence: { MA_DICH_VU: 'text', MA_NHOM: 'code' },
    xml1: { NGAY_SINH: 'birth', NGAY_VAO: 'moment' },
    holds({ MA_DICH_VU }, { NGAY_SINH, NGAY_VAO }, day) {
      if (!MA_DICH_VU.startsWith(CHILDREN)) return true
      const end = numberAt(endOfChildhood, day)
      if (end === null) return null
      const months = leastMonthsOld(NGAY_SINH, NGAY_VAO)
      return months < end || broken({ years: Math.floor(months / MONTHS_A_YEAR) })
    },
    valid: [
      { why: 'the day before the sixteenth birthday', record: childBed(), xml1: born('20100303') },
      { why: 'another ward', record: { MA_NHOM: '15', MA_DICH_VU: 'K03.NO1' }, xml1: born('19600101') },
    ],
    invalid: [{ why: 'the sixteenth birthday', record: childBed(), xml1: born('20100302') }],
  }),
]

function stay(MA_LOAI_KCB: string, NGAY_RA: string) {
  return { MA_LOAI_KCB, NGAY_VAO: '202603020800', NGAY_RA }
}

function bedOn(NGAY_YL: string) {
  return { MA_NHOM: '15', SO_LUONG: '1', NGAY_YL }
}

function left(KET_QUA_DTRI: string, MA_LOAI_RV: string) {
  return { NGAY_VAO: '202602270800', NGAY_RA: '202603021000', KET_QUA_DTRI, MA_LOAI_RV }
}

function childBed() {
  return { MA_NHOM: '15', MA_DICH_VU: 'K18.NG2' }
}

function born(NGAY_SINH: string) {
  return { NGAY_SINH, NGAY_VAO: '202603020800' }
}
