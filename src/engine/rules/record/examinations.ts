import { lastOrderOfTest } from '../../standards/thresholds.ts'
import { minutesAt, minutesBetween } from '../elapsed.ts'
import { ALL_STANDARDS, broken, EXPECTED } from '../rule.ts'
import { recordRule } from './rule.ts'

/** The chapter of obstetrics and gynaecology: `13.27`, `13.1906`. */
const OBSTETRICS = '13.'
const MALE = '1'

/** EXM: rows of examinations. */
export const examinationRules = [
  recordRule({
    name: 'obstetrics-for-women',
    tables: ['XML3'],
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU {found} là khám phụ sản nhưng GIOI_TINH của người bệnh là 1 (nam)',
      en: 'MA_DICH_VU {found} is an examination in obstetrics, but GIOI_TINH of the patient is 1 (male)',
    },
    remedy: { vi: 'Kiểm tra lại GIOI_TINH của XML1 và MA_DICH_VU', en: 'Check GIOI_TINH of XML1, and MA_DICH_VU' },
    catalogue: ['EXM-14'],
    standards: ALL_STANDARDS,
    when: [{ field: 'MA_NHOM', in: ['13'] }],
    evidence: { MA_DICH_VU: 'text', MA_NHOM: 'code' },
    xml1: { GIOI_TINH: 'code' },
    holds: ({ MA_DICH_VU }, { GIOI_TINH }) =>
      GIOI_TINH !== MALE || !MA_DICH_VU.startsWith(OBSTETRICS) || broken({ found: MA_DICH_VU }),
    valid: [
      { why: 'a woman', record: { MA_NHOM: '13', MA_DICH_VU: '13.27' }, xml1: { GIOI_TINH: '2' } },
      { why: 'a man elsewhere', record: { MA_NHOM: '13', MA_DICH_VU: '02.03' }, xml1: { GIOI_TINH: '1' } },
    ],
    invalid: [{ why: 'a man', record: { MA_NHOM: '13', MA_DICH_VU: '13.27' }, xml1: { GIOI_TINH: '1' } }],
  }),
  recordRule({
    name: 'test-before-discharge',
    tables: ['XML3'],
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_YL của cận lâm sàng chỉ trước NGAY_RA {found} phút, ít hơn {least} phút',
      en: 'NGAY_YL of the test is {found} minutes before NGAY_RA, less than {least}',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_YL, và NGAY_RA của XML1', en: 'Check NGAY_YL, and NGAY_RA of XML1' },
    catalogue: ['EXM-25'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: [{ field: 'MA_NHOM', in: ['1', '2', '3'] }],
    evidence: { NGAY_YL: 'moment', MA_NHOM: 'code' },
    xml1: { NGAY_RA: 'moment' },
    holds({ NGAY_YL }, { NGAY_RA }, day) {
      const least = minutesAt(lastOrderOfTest, day)
      if (least === null) return null
      const found = minutesBetween(NGAY_YL, NGAY_RA)
      // An order after the end is another rule's finding.
      return found >= least || found < 0 || broken({ found, least })
    },
    valid: [
      { why: 'five minutes', record: { MA_NHOM: '1', NGAY_YL: '202603020955' }, xml1: { NGAY_RA: '202603021000' } },
    ],
    invalid: [
      { why: 'four minutes', record: { MA_NHOM: '1', NGAY_YL: '202603020956' }, xml1: { NGAY_RA: '202603021000' } },
    ],
  }),
]
