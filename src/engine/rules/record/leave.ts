import { dayOf } from '../../record/moment.ts'
import { withinStay } from '../stay.ts'
import { toNumber } from '../../record/decimal.ts'
import {
  lateLossWeeks,
  longestPregnancyLeave,
  longestSickLeave,
  longestTuberculosisLeave,
} from '../../standards/thresholds.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ASKED, broken, EXPECTED, SINCE_130, SINCE_4750 } from '../rule.ts'
import { recordRule } from './rule.ts'

const TUBERCULOSIS = /(?:^|;)\s*A1[5-9]/

const daysOfLeave = (table: 'XML7' | 'XML11', from: string, to: string) =>
  recordRule({
    name: 'equals-days-of-leave',
    tables: [table],
    field: 'SO_NGAY_NGHI',
    ...EXPECTED,
    problem: {
      vi: `SO_NGAY_NGHI là {found}, từ ${from} đến ${to} có {expected} ngày, chênh {difference}`,
      en: `SO_NGAY_NGHI is {found}; from ${from} to ${to} there are {expected} days, a difference of {difference}`,
    },
    remedy: {
      vi: `Ghi SO_NGAY_NGHI bằng ${to} trừ ${from} cộng 1, hoặc sửa hai ngày này`,
      en: `Write SO_NGAY_NGHI as ${to} less ${from} plus 1, or correct these two days`,
    },
    catalogue: ['DAT-32'],
    standards: SINCE_130,
    evidence: { [from]: 'day', [to]: 'day' },
    also: { SO_NGAY_NGHI: 'decimal' },
    holds(values) {
      const { SO_NGAY_NGHI } = values
      if (SO_NGAY_NGHI === null) return null
      const found = toNumber(SO_NGAY_NGHI)
      const expected = daysBetween(values[from] ?? '', values[to] ?? '') + 1
      // A leave that ends before it begins is another rule's finding.
      return found === expected || expected < 1 || broken({ found, expected, difference: found - expected })
    },
    valid: [{ why: 'over a month', record: { SO_NGAY_NGHI: '3', [from]: '20260228', [to]: '20260302' } }],
    invalid: [{ why: 'a day too many', record: { SO_NGAY_NGHI: '4', [from]: '20260228', [to]: '20260302' } }],
  })

const leaveEndsLater = (table: 'XML7' | 'XML11', from: string, to: string) =>
  recordRule({
    name: `not-before-${from}`,
    tables: [table],
    field: to,
    ...EXPECTED,
    problem: { vi: `${to} trước ${from}`, en: `${to} is before ${from}` },
    remedy: { vi: `Kiểm tra lại ${from} và ${to}`, en: `Check ${from} and ${to}` },
    catalogue: ['DAT-31'],
    standards: SINCE_130,
    evidence: { [from]: 'day', [to]: 'day' },
    holds: (values) => (values[to] ?? '') >= (values[from] ?? ''),
    valid: [{ why: 'one day', record: { [from]: '20260302', [to]: '20260302' } }],
    invalid: [{ why: 'ends a day before it begins', record: { [from]: '20260302', [to]: '20260301' } }],
  })

/** DAT: dates of papers that a patient takes home. */
export const leaveRules = [
  leaveEndsLater('XML7', 'NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY'),
  leaveEndsLater('XML11', 'TU_NGAY', 'DEN_NGAY'),
  daysOfLeave('XML7', 'NGOAITRU_TUNGAY', 'NGOAITRU_DENNGAY'),
  daysOfLeave('XML11', 'TU_NGAY', 'DEN_NGAY'),
  recordRule({
    name: 'within-longest-leave',
    tables: ['XML11'],
    field: 'SO_NGAY_NGHI',
    by: 'annex',
    source: {
      document: 'QĐ 130/QĐ-BYT',
      place: 'Bảng 11, chỉ tiêu SO_NGAY_NGHI; điều của thông tư quy định giới hạn: chưa có nguồn',
      confidence: 'high',
    },
    problem: {
      vi: 'SO_NGAY_NGHI là {found}; một giấy chứng nhận chỉ được nghỉ tối đa {most} ngày',
      en: 'SO_NGAY_NGHI is {found}; one certificate grants at most {most} days',
    },
    remedy: {
      vi: 'Giảm SO_NGAY_NGHI và sửa DEN_NGAY; nghỉ dài hơn vì bệnh lao thì XML1 phải có mã A15–A19, vì đình chỉ thai từ 13 tuần thì ghi MA_DINH_CHI_THAI 1 và TUOI_THAI',
      en: 'Lower SO_NGAY_NGHI and correct DEN_NGAY; a longer leave for tuberculosis needs a code A15–A19 in XML1, one for a loss from the 13th week on needs MA_DINH_CHI_THAI 1 and TUOI_THAI',
    },
    catalogue: ['DAT-32'],
    standards: SINCE_130,
    isDated: true,
    evidence: { SO_NGAY_NGHI: 'decimal' },
    also: { MA_DINH_CHI_THAI: 'code', TUOI_THAI: 'decimal' },
    xml1: { MA_BENH_CHINH: 'text' },
    xml1Also: { MA_BENH_KT: 'text' },
    holds({ SO_NGAY_NGHI, MA_DINH_CHI_THAI, TUOI_THAI }, { MA_BENH_CHINH, MA_BENH_KT }, day) {
      const weeks = numberAt(lateLossWeeks, day)
      const isLateLoss =
        MA_DINH_CHI_THAI === '1' && TUOI_THAI !== null && weeks !== null && toNumber(TUOI_THAI) >= weeks
      const series =
        TUBERCULOSIS.test(MA_BENH_CHINH) || TUBERCULOSIS.test(MA_BENH_KT)
          ? longestTuberculosisLeave
          : isLateLoss
            ? longestPregnancyLeave
            : longestSickLeave
      const most = numberAt(series, day)
      const found = toNumber(SO_NGAY_NGHI)
      return most === null ? null : found <= most || broken({ found, most })
    },
    valid: [
      { why: 'thirty days', record: { SO_NGAY_NGHI: '30' }, xml1: { MA_BENH_CHINH: 'J20.9' } },
      { why: 'half a year of tuberculosis', record: { SO_NGAY_NGHI: '180' }, xml1: { MA_BENH_CHINH: 'A15.0' } },
      {
        why: 'a loss in the thirteenth week',
        record: { SO_NGAY_NGHI: '50', MA_DINH_CHI_THAI: '1', TUOI_THAI: '13' },
        xml1: { MA_BENH_CHINH: 'O03.9' },
      },
    ],
    invalid: [
      { why: 'thirty-one days', record: { SO_NGAY_NGHI: '31' }, xml1: { MA_BENH_CHINH: 'J20.9' } },
      {
        why: 'a loss in the twelfth week',
        record: { SO_NGAY_NGHI: '31', MA_DINH_CHI_THAI: '1', TUOI_THAI: '12' },
        xml1: { MA_BENH_CHINH: 'O03.9' },
      },
    ],
  }),
  recordRule({
    name: 'within-visit',
    tables: ['XML11'],
    field: 'TU_NGAY',
    ...ASKED,
    problem: {
      vi: 'TU_NGAY không nằm trong đợt KCB ({from} đến {to})',
      en: 'TU_NGAY is not a day of the encounter ({from} to {to})',
    },
    remedy: {
      vi: 'Ghi TU_NGAY là ngày người bệnh đến khám, rồi sửa DEN_NGAY hoặc SO_NGAY_NGHI theo ngày đó',
      en: 'Write into TU_NGAY the day on which the patient was seen, then correct DEN_NGAY or SO_NGAY_NGHI by it',
    },
    catalogue: ['DAT-32'],
    standards: SINCE_130,
    evidence: { TU_NGAY: 'day' },
    xml1: { NGAY_VAO: 'day', NGAY_RA: 'day' },
    holds: ({ TU_NGAY }, { NGAY_VAO, NGAY_RA }) => withinStay(TU_NGAY, NGAY_VAO, NGAY_RA),
    valid: [
      {
        why: 'the day of the visit',
        record: { TU_NGAY: '20260302' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
    invalid: [
      {
        why: 'the day after',
        record: { TU_NGAY: '20260303' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
  }),
  recordRule({
    name: 'not-before-NGAY_RA',
    tables: ['XML14'],
    field: 'NGAY_HEN_KL',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_HEN_KL trước ngày ra viện ({from})',
      en: 'NGAY_HEN_KL is before the day of discharge ({from})',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_HEN_KL và NGAY_RA của XML1; NGAY_TAI_KHAM của XML1 ghi cùng ngày hẹn',
      en: 'Check NGAY_HEN_KL, and NGAY_RA of XML1; NGAY_TAI_KHAM of XML1 has the same day',
    },
    catalogue: ['DAT-30'],
    standards: SINCE_4750,
    evidence: { NGAY_HEN_KL: 'day' },
    xml1: { NGAY_RA: 'day' },
    holds: ({ NGAY_HEN_KL }, { NGAY_RA }) => NGAY_HEN_KL >= NGAY_RA || broken({ from: NGAY_RA }),
    valid: [{ why: 'the same day', record: { NGAY_HEN_KL: '20260302' }, xml1: { NGAY_RA: '202603021000' } }],
    invalid: [{ why: 'the day before', record: { NGAY_HEN_KL: '20260301' }, xml1: { NGAY_RA: '202603021000' } }],
  }),
  recordRule({
    name: 'not-before-NGAY_VAO',
    tables: ['XML14'],
    field: 'NGAY_CT',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_CT (ngày cấp giấy hẹn) trước ngày vào viện ({from})',
      en: 'NGAY_CT (day of issue) is before the day of admission ({from})',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_CT và NGAY_VAO của XML1', en: 'Check NGAY_CT, and NGAY_VAO of XML1' },
    catalogue: ['DAT-30'],
    standards: SINCE_4750,
    evidence: { NGAY_CT: 'day' },
    xml1: { NGAY_VAO: 'day' },
    holds: ({ NGAY_CT }, { NGAY_VAO }) => NGAY_CT >= NGAY_VAO || broken({ from: NGAY_VAO }),
    valid: [{ why: 'the same day', record: { NGAY_CT: '20260302' }, xml1: { NGAY_VAO: '202603020800' } }],
    invalid: [{ why: 'the day before', record: { NGAY_CT: '20260301' }, xml1: { NGAY_VAO: '202603020800' } }],
  }),
  recordRule({
    name: 'in-NGAY_TAI_KHAM',
    tables: ['XML14'],
    field: 'NGAY_HEN_KL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_HEN_KL không có trong NGAY_TAI_KHAM của XML1 ({expected})',
      en: 'NGAY_HEN_KL is not in NGAY_TAI_KHAM of XML1 ({expected})',
    },
    remedy: {
      vi: 'Ghi cùng ngày hẹn ở NGAY_TAI_KHAM của XML1 và NGAY_HEN_KL',
      en: 'Write the same day into NGAY_TAI_KHAM of XML1 and NGAY_HEN_KL',
    },
    catalogue: ['DAT-30'],
    standards: SINCE_4750,
    evidence: { NGAY_HEN_KL: 'day' },
    xml1: { NGAY_TAI_KHAM: 'text' },
    holds: ({ NGAY_HEN_KL }, { NGAY_TAI_KHAM }) =>
      NGAY_TAI_KHAM.includes(NGAY_HEN_KL) ||
      // A list that cannot be read has a finding of its own.
      (NGAY_TAI_KHAM.split(';').every((item) => dayOf(item.trim()) !== null)
        ? broken({ expected: NGAY_TAI_KHAM })
        : null),
    valid: [{ why: 'one of two', record: { NGAY_HEN_KL: '20260316' }, xml1: { NGAY_TAI_KHAM: '20260309;20260316' } }],
    invalid: [{ why: 'another day', record: { NGAY_HEN_KL: '20260317' }, xml1: { NGAY_TAI_KHAM: '20260316' } }],
  }),
  recordRule({
    name: 'not-in-future',
    tables: ['XML9'],
    field: 'NGAYCAP_CCCD_NND',
    ...EXPECTED,
    problem: {
      vi: 'NGAYCAP_CCCD_NND (ngày cấp giấy tờ của người nuôi dưỡng) sau ngày nhận hồ sơ',
      en: 'NGAYCAP_CCCD_NND (identity paper of the carer) is later than the day of receipt',
    },
    remedy: { vi: 'Kiểm tra lại NGAYCAP_CCCD_NND', en: 'Check NGAYCAP_CCCD_NND' },
    catalogue: ['DAT-33'],
    standards: SINCE_130,
    evidence: { NGAYCAP_CCCD_NND: 'day' },
    holds: ({ NGAYCAP_CCCD_NND }, _xml1, _day, received) => NGAYCAP_CCCD_NND <= received,
    valid: [{ why: 'on the day of receipt', record: { NGAYCAP_CCCD_NND: '20260302' }, received: '20260302' }],
    invalid: [{ why: 'the day after', record: { NGAYCAP_CCCD_NND: '20260303' }, received: '20260302' }],
  }),
]
