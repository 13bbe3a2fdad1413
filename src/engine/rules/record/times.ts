import { isBornAfter } from '../age.ts'
import { withinStay } from '../stay.ts'
import { longestSurgery, shortestSurgery, shortestTest } from '../../standards/thresholds.ts'
import { minutesAt, minutesBetween } from '../elapsed.ts'
import { ALL_STANDARDS, broken, EXPECTED, SINCE_130 } from '../rule.ts'
import { recordRule } from './rule.ts'

const remedy = {
  vi: 'Kiểm tra lại NGAY_TH_YL và NGAY_KQ',
  en: 'Check NGAY_TH_YL and NGAY_KQ',
}
const performed = { NGAY_KQ: 'moment', NGAY_TH_YL: 'moment' } as const

/** A moment of a row of clinical notes, which should lie within the stay. */
const noteWithinStay = (field: 'THOI_DIEM_DBLS' | 'NGAY_YL', standards: typeof SINCE_130) =>
  recordRule({
    name: 'within-stay',
    tables: ['XML5'],
    field,
    // The annex says what the table holds, the progress of this encounter; the gateway's sheet asks for the form of the moment only.
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: `${field} (diễn biến) nằm ngoài đợt KCB, từ {from} đến {to}`,
      en: `${field} (clinical note) is outside the encounter, {from} to {to}`,
    },
    remedy: {
      vi: `Kiểm tra lại ${field}, hoặc NGAY_VAO và NGAY_RA của XML1`,
      en: `Check ${field}, or NGAY_VAO and NGAY_RA of XML1`,
    },
    catalogue: ['DAT-22'],
    standards,
    evidence: { [field]: 'moment' },
    xml1: { NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds: (values, { NGAY_VAO, NGAY_RA }) => withinStay(values[field] ?? '', NGAY_VAO, NGAY_RA),
    valid: [
      {
        why: 'at the minute of discharge',
        record: { [field]: '202603021000' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
    invalid: [
      {
        why: 'a minute after discharge',
        record: { [field]: '202603021001' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
      {
        why: 'the day before admission',
        record: { [field]: '202603011001' },
        xml1: { NGAY_VAO: '202603020800', NGAY_RA: '202603021000' },
      },
    ],
  })

/** DAT: when orders were given, carried out and answered. */
export const timeRules = [
  recordRule({
    name: 'not-before-birth',
    tables: ['XML2', 'XML3'],
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: { vi: 'NGAY_YL trước NGAY_SINH của người bệnh', en: 'NGAY_YL is earlier than NGAY_SINH of the patient' },
    remedy: { vi: 'Kiểm tra lại NGAY_YL và NGAY_SINH của XML1', en: 'Check NGAY_YL, and NGAY_SINH of XML1' },
    catalogue: ['DAT-06'],
    standards: ALL_STANDARDS,
    evidence: { NGAY_YL: 'moment' },
    xml1: { NGAY_SINH: 'birth' },
    xml1Also: { NGAY_VAO: 'moment' },
    holds({ NGAY_YL }, { NGAY_SINH, NGAY_VAO }) {
      // Unknown parts are written 00, which is before everything.
      if (NGAY_YL >= NGAY_SINH) return true
      // A birth after the day of admission has a finding of its own.
      return NGAY_VAO !== '' && isBornAfter(NGAY_SINH, NGAY_VAO) ? null : false
    },
    valid: [
      { why: 'only the year is known', record: { NGAY_YL: '202603020800' }, xml1: { NGAY_SINH: '202600000000' } },
    ],
    invalid: [{ why: 'the year before', record: { NGAY_YL: '202512312359' }, xml1: { NGAY_SINH: '20260101' } }],
  }),
  recordRule({
    name: 'not-before-NGAY_TH_YL',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_KQ (kết quả) trước NGAY_TH_YL (thực hiện, {from})',
      en: 'NGAY_KQ (result) is earlier than NGAY_TH_YL (carried out, {from})',
    },
    remedy,
    catalogue: ['DAT-08'],
    standards: SINCE_130,
    evidence: performed,
    holds: ({ NGAY_KQ, NGAY_TH_YL }) => NGAY_KQ >= NGAY_TH_YL || broken({ from: NGAY_TH_YL }),
    valid: [{ why: 'the same minute', record: { NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020800' } }],
    invalid: [{ why: 'a minute early', record: { NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020759' } }],
  }),
  recordRule({
    name: 'within-stay',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_KQ (kết quả hoặc kết thúc dịch vụ) nằm ngoài đợt KCB, từ {from} đến {to}',
      en: 'NGAY_KQ (result or end of the service) is outside the encounter, {from} to {to}',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_KQ; kết quả trả sau khi ra viện thì giữ nguyên',
      en: 'Check NGAY_KQ; leave it as it is if the result came after discharge',
    },
    catalogue: ['DAT-09', 'DAT-40'],
    standards: ALL_STANDARDS,
    when: [{ field: 'MA_NHOM', notIn: ['10', '11'] }],
    evidence: { NGAY_KQ: 'moment', MA_NHOM: 'code' },
    xml1: { NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds: ({ NGAY_KQ }, { NGAY_VAO, NGAY_RA }) => withinStay(NGAY_KQ, NGAY_VAO, NGAY_RA),
    valid: [
      {
        why: 'at the minute of discharge',
        record: { MA_NHOM: '15', NGAY_KQ: '202603021000' },
        xml1: { NGAY_VAO: '202603010800', NGAY_RA: '202603021000' },
      },
    ],
    invalid: [
      {
        why: 'the day after discharge',
        record: { MA_NHOM: '1', NGAY_KQ: '202603031000' },
        xml1: { NGAY_VAO: '202603010800', NGAY_RA: '202603021000' },
      },
    ],
  }),
  recordRule({
    name: 'after-NGAY_TH_YL',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_KQ trùng NGAY_TH_YL: dịch vụ kết thúc đúng vào phút bắt đầu',
      en: 'NGAY_KQ equals NGAY_TH_YL: the service ends in the minute in which it begins',
    },
    remedy,
    catalogue: ['DAT-10'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['2', '18'] }],
    evidence: { ...performed, MA_NHOM: 'code' },
    holds: ({ NGAY_KQ, NGAY_TH_YL }) => NGAY_KQ !== NGAY_TH_YL,
    valid: [{ why: 'a minute', record: { MA_NHOM: '2', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020801' } }],
    invalid: [{ why: 'no time', record: { MA_NHOM: '18', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020800' } }],
  }),
  recordRule({
    name: 'test-takes-time',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'Xét nghiệm, thăm dò chức năng chỉ kéo dài {found} phút từ NGAY_TH_YL đến NGAY_KQ, ít hơn {least}',
      en: 'The test takes {found} minutes from NGAY_TH_YL to NGAY_KQ, less than {least}',
    },
    remedy,
    catalogue: ['DAT-10', 'DAT-11'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_NHOM', in: ['1', '3'] }],
    evidence: { ...performed, MA_NHOM: 'code' },
    holds({ NGAY_KQ, NGAY_TH_YL }, _xml1, day) {
      const least = minutesAt(shortestTest, day)
      if (least === null) return null
      const found = minutesBetween(NGAY_TH_YL, NGAY_KQ)
      // An earlier result is another rule's finding.
      return found >= least || found < 0 || broken({ found, least })
    },
    valid: [{ why: 'over midnight', record: { MA_NHOM: '1', NGAY_TH_YL: '202602282358', NGAY_KQ: '202603010001' } }],
    invalid: [{ why: 'two minutes', record: { MA_NHOM: '3', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020802' } }],
  }),
  recordRule({
    name: 'surgery-takes-time',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'Phẫu thuật kéo dài {found} phút từ NGAY_TH_YL đến NGAY_KQ, thường từ {least} đến {most} phút',
      en: 'The surgery takes {found} minutes from NGAY_TH_YL to NGAY_KQ; usual are {least} to {most}',
    },
    remedy,
    catalogue: ['DAT-10', 'DAT-12'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_NHOM', in: ['8'] }],
    evidence: { ...performed, MA_NHOM: 'code' },
    holds({ NGAY_KQ, NGAY_TH_YL }, _xml1, day) {
      const least = minutesAt(shortestSurgery, day)
      const most = minutesAt(longestSurgery, day)
      if (least === null || most === null) return null
      const found = minutesBetween(NGAY_TH_YL, NGAY_KQ)
      return (found >= least && found <= most) || found < 0 || broken({ found, least, most })
    },
    valid: [
      { why: 'a quarter of an hour', record: { MA_NHOM: '8', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020815' } },
    ],
    invalid: [
      { why: 'a minute less', record: { MA_NHOM: '8', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603020814' } },
      { why: 'more than a day', record: { MA_NHOM: '8', NGAY_TH_YL: '202603020800', NGAY_KQ: '202603030801' } },
    ],
  }),
  noteWithinStay('THOI_DIEM_DBLS', SINCE_130),
  noteWithinStay('NGAY_YL', ['4210']),
]
