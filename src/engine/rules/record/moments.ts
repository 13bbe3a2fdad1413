import { withinStay } from '../stay.ts'
import { doneElsewhere } from '../../standards/forms.ts'
import type { StandardId } from '../../standards/field.ts'
import { isBornAfter } from '../age.ts'
import { ALL_STANDARDS, broken, EXPECTED, REFUSED, SINCE_130, SINCE_4750 } from '../rule.ts'
import type { RowId } from '../row-id.ts'
import { standardsWith } from './paper-dates.ts'
import { recordRule, type RecordRule } from './rule.ts'

/** Stays that end when the patient leaves; the others end with the last day of the drugs handed out. */
const ENDS_WITH_LEAVING = { field: 'MA_LOAI_KCB', in: ['01', '03', '04', '09'] }

type Moments = {
  readonly field: string
  readonly tables: readonly string[]
  /** By default every standard whose table has the field. */
  readonly standards?: readonly StandardId[]
  readonly catalogue: readonly RowId[]
  /** Results that lie in the future are among what the gateway refuses. */
  readonly isRefused?: true
}

/** Days of XML6 on which something was found, taken or begun. */
const OF_HIV = [
  'NGAYKD_HIV',
  'BDDT_ARV',
  'NGAYBD_DTRI_LAO',
  'NGAY_XN_TLVR',
  'NGAY_KQ_XN_TLVR',
  'NGAY_XN_PCR',
  'NGAY_KQ_XN_PCR',
  'NGAY_NHAN_TT_MANG_THAI',
  'NGAY_BAT_DAU_DT_CTX',
  'NGAY_BAT_DAU_XU_TRI',
  'NGAY_CHUYEN_PHAC_DO',
] as const
const OF_TUBERCULOSIS = ['NGAYBD_DTRI_LAO', 'NGAYKD_HIV', 'BDDT_ARV', 'NGAY_BAT_DAU_DT_CTX'] as const

/** What has happened by the time a file is sent: no moment of it is later than the day of receipt. */
const HAPPENED: readonly Moments[] = [
  { field: 'NGAY_VAO', tables: ['XML1'], standards: ALL_STANDARDS, catalogue: ['DAT-02'] },
  { field: 'NGAY_VAO', tables: ['CHECKIN'], standards: SINCE_130, catalogue: ['DAT-02'] },
  { field: 'NGAY_YL', tables: ['XML2', 'XML3'], standards: ALL_STANDARDS, catalogue: ['DAT-05'] },
  { field: 'NGAY_TH_YL', tables: ['XML2'], standards: SINCE_4750, catalogue: ['DAT-07'] },
  { field: 'NGAY_TH_YL', tables: ['XML3'], standards: SINCE_130, catalogue: ['DAT-07'] },
  { field: 'NGAY_KQ', tables: ['XML3', 'XML4'], standards: ALL_STANDARDS, catalogue: ['DAT-08'], isRefused: true },
  { field: 'THOI_DIEM_DBLS', tables: ['XML5'], standards: SINCE_130, catalogue: ['DAT-22'] },
  { field: 'NGAY_SINH_CON', tables: ['XML9'], standards: SINCE_130, catalogue: ['DOC-05'] },
  { field: 'NGAY_CT', tables: ['XML7', 'XML8', 'XML9', 'XML10', 'XML11'], standards: SINCE_130, catalogue: ['DOC-20'] },
  { field: 'NGAY_CT', tables: ['XML14'], standards: SINCE_4750, catalogue: ['DOC-20'] },
  { field: 'NGAY_YL', tables: ['CHECKIN'], catalogue: ['DAT-05'] },
  { field: 'NGAY_MIEN_CCT', tables: ['XML1'], catalogue: ['ADM-58'] },
  { field: 'MIEN_CUNG_CT', tables: ['XML1'], catalogue: ['ADM-58'] },
  { field: 'THOIGIAN_DINHCHI', tables: ['XML7'], catalogue: ['DOC-27'] },
  { field: 'NGAY_SINHCON', tables: ['XML8'], catalogue: ['DOC-27'] },
  { field: 'NGAY_CONCHET', tables: ['XML8'], catalogue: ['DOC-27'] },
  ...OF_HIV.map((field) => ({ field, tables: ['XML6'], catalogue: ['DOC-27'] }) as const),
  ...OF_TUBERCULOSIS.map((field) => ({ field, tables: ['XML15'], catalogue: ['DOC-18'] }) as const),
]

const notInFuture = ({ field, tables, standards, catalogue, isRefused }: Moments): readonly RecordRule[] =>
  recordRule({
    name: 'not-in-future',
    tables,
    field,
    ...(isRefused ? REFUSED : EXPECTED),
    problem: { vi: `${field} sau ngày nhận hồ sơ`, en: `${field} is later than the day of receipt` },
    remedy: { vi: `Kiểm tra lại ${field}`, en: `Check ${field}` },
    catalogue,
    standards: standards ?? standardsWith(tables[0] ?? '', field),
    evidence: { [field]: 'day' },
    holds: (values, _xml1, _day, received) => (values[field] ?? '') <= received,
    valid: [{ why: 'on the day of receipt', record: { [field]: '20260302' }, received: '20260302' }],
    invalid: [{ why: 'the day after', record: { [field]: '20260303' }, received: '20260302' }],
  })

const carriedOutWithinStay = (tables: readonly string[], standards: readonly StandardId[]): readonly RecordRule[] =>
  recordRule({
    name: 'within-stay',
    tables,
    field: 'NGAY_TH_YL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_TH_YL (thực hiện y lệnh) nằm ngoài đợt KCB, từ {from} đến {to}',
      en: 'NGAY_TH_YL (order carried out) is outside the encounter, {from} to {to}',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_TH_YL, hoặc NGAY_VAO và NGAY_RA của XML1',
      en: 'Check NGAY_TH_YL, or NGAY_VAO and NGAY_RA of XML1',
    },
    catalogue: ['DAT-05'],
    standards,
    // A test that is done elsewhere may be done after the patient has left.
    when: [{ field: 'MA_DICH_VU', unlike: doneElsewhere }],
    evidence: { NGAY_TH_YL: 'moment' },
    xml1: { NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds: ({ NGAY_TH_YL }, { NGAY_VAO, NGAY_RA }) => withinStay(NGAY_TH_YL, NGAY_VAO, NGAY_RA),
    valid: [
      {
        why: 'at the minute of discharge',
        record: { NGAY_TH_YL: '202603021000' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
    invalid: [
      {
        why: 'a minute after discharge',
        record: { NGAY_TH_YL: '202603021001' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
      {
        why: 'the day before admission',
        record: { NGAY_TH_YL: '202603010900' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
  })

/** DAT: moments compared with the stay, the day of receipt and each other. */
export const momentRules = [
  ...HAPPENED.map(notInFuture),
  carriedOutWithinStay(['XML2'], SINCE_4750),
  carriedOutWithinStay(['XML3'], SINCE_130),
  recordRule({
    name: 'not-before-NGAY_RA',
    tables: ['XML1'],
    field: 'THANG_QT',
    ...EXPECTED,
    problem: {
      vi: 'Kỳ quyết toán {found} trước tháng ra viện {expected}',
      en: 'The settlement month {found} is before the month of discharge {expected}',
    },
    remedy: { vi: 'Kiểm tra lại NAM_QT, THANG_QT và NGAY_RA', en: 'Check NAM_QT, THANG_QT and NGAY_RA' },
    catalogue: ['ADM-57'],
    standards: ALL_STANDARDS,
    when: [ENDS_WITH_LEAVING],
    evidence: { NAM_QT: 'text', THANG_QT: 'text', NGAY_RA: 'day' },
    holds({ NAM_QT, THANG_QT, NGAY_RA }) {
      const month = Number(NAM_QT) * 100 + Number(THANG_QT)
      if (!Number.isInteger(month)) return null
      const left = NGAY_RA.slice(0, 6)
      const expected = `${left.slice(4)}/${left.slice(0, 4)}`
      return month >= Number(left) || broken({ found: `${THANG_QT}/${NAM_QT}`, expected })
    },
    valid: [
      { why: 'that month', record: { MA_LOAI_KCB: '01', NAM_QT: '2026', THANG_QT: '3', NGAY_RA: '202603311000' } },
      { why: 'the next year', record: { MA_LOAI_KCB: '01', NAM_QT: '2027', THANG_QT: '01', NGAY_RA: '202612311000' } },
    ],
    invalid: [
      {
        why: 'the month before',
        record: { MA_LOAI_KCB: '01', NAM_QT: '2026', THANG_QT: '02', NGAY_RA: '202603011000' },
      },
    ],
  }),
  recordRule({
    name: 'before-NGAY_SINH_CON',
    tables: ['XML9'],
    field: 'NGAYSINH_NND',
    ...EXPECTED,
    problem: {
      vi: 'NGAYSINH_NND (mẹ hoặc người nuôi dưỡng) không trước NGAY_SINH_CON',
      en: 'NGAYSINH_NND (mother or carer) is not before NGAY_SINH_CON',
    },
    remedy: { vi: 'Kiểm tra lại NGAYSINH_NND và NGAY_SINH_CON', en: 'Check NGAYSINH_NND and NGAY_SINH_CON' },
    catalogue: ['DOC-05'],
    standards: SINCE_130,
    evidence: { NGAYSINH_NND: 'birth', NGAY_SINH_CON: 'day' },
    holds: ({ NGAYSINH_NND, NGAY_SINH_CON }) =>
      NGAYSINH_NND !== NGAY_SINH_CON && !isBornAfter(NGAYSINH_NND, NGAY_SINH_CON),
    valid: [{ why: 'a generation', record: { NGAYSINH_NND: '19980302', NGAY_SINH_CON: '202603020800' } }],
    invalid: [
      { why: 'the same day', record: { NGAYSINH_NND: '20260302', NGAY_SINH_CON: '202603020800' } },
      { why: 'later', record: { NGAYSINH_NND: '20300101', NGAY_SINH_CON: '202603020800' } },
    ],
  }),
  recordRule({
    name: 'not-after-NGAY_RA',
    tables: ['XML9'],
    field: 'NGAY_SINH_CON',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_SINH_CON sau khi đợt KCB của mẹ kết thúc ({to})',
      en: 'NGAY_SINH_CON is after the encounter of the mother ended ({to})',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_SINH_CON, và NGAY_RA của XML1',
      en: 'Check NGAY_SINH_CON, and NGAY_RA of XML1',
    },
    catalogue: ['DOC-05'],
    standards: SINCE_130,
    evidence: { NGAY_SINH_CON: 'moment' },
    xml1: { NGAY_RA: 'moment' },
    holds: ({ NGAY_SINH_CON }, { NGAY_RA }) => NGAY_SINH_CON <= NGAY_RA || broken({ to: NGAY_RA }),
    valid: [{ why: 'the same minute', record: { NGAY_SINH_CON: '202603021000' }, xml1: { NGAY_RA: '202603021000' } }],
    invalid: [{ why: 'a minute later', record: { NGAY_SINH_CON: '202603021001' }, xml1: { NGAY_RA: '202603021000' } }],
  }),
]
