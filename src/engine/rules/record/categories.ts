import { thenRow, thenTotals } from '../follow-up.ts'
import { compare } from '../../record/decimal.ts'
import { fullRate, newbornCategoryDays } from '../../standards/thresholds.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ZERO } from '../money.ts'
import { broken, EXPECTED, REFUSED, SINCE_130, SINCE_4750 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { grantedTo } from '../granted-share.ts'
import { recordRule } from './rule.ts'

/** The list of QĐ 3276 alone is in use from here on; before, some of its codes meant something else. */
const ALONE = { from: '2026-01-01' } as const
const LIST = { document: 'QĐ 3276/QĐ-BYT', place: 'Phụ lục 1' } as const
/** The list says so itself. */
const LISTED = { by: 'annex', source: { ...LIST, confidence: 'high' } } as const
const BED_STAYS = new Set(['3', '4', '9'])
const FETCHES = new Set(['7', '7.1', '7.2', '7.3', '7.4', '10'])
const OUTPATIENT = new Set(['1', '2', '5', '7', '8'])
const DAY_LENGTH = 8

const registeredHere = (registered: string, facility: string): boolean =>
  registered === facility ||
  (registered.includes(';') && registered.split(';').some((each) => each.trim() === facility))

/** ADM: what MA_DOITUONG_KCB says of the encounter. */
export const categoryRules = [
  recordRule({
    name: 'outpatients-only',
    tables: ['XML1'],
    field: 'MA_DOITUONG_KCB',
    ...LISTED,
    problem: {
      vi: 'MA_DOITUONG_KCB {category} chỉ dùng cho ngoại trú nhưng MA_LOAI_KCB là {kind}',
      en: 'MA_DOITUONG_KCB {category} is for outpatients only, but MA_LOAI_KCB is {kind}',
    },
    remedy: { vi: 'Kiểm tra lại MA_DOITUONG_KCB và MA_LOAI_KCB', en: 'Check MA_DOITUONG_KCB and MA_LOAI_KCB' },
    catalogue: ['ADM-39'],
    standards: SINCE_4750,
    inForce: ALONE,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.12', '1.13', '1.14', '1.18'] }],
    evidence: { MA_DOITUONG_KCB: 'text', MA_LOAI_KCB: 'code' },
    holds: ({ MA_DOITUONG_KCB, MA_LOAI_KCB }) =>
      !BED_STAYS.has(MA_LOAI_KCB) || broken({ category: MA_DOITUONG_KCB, kind: MA_LOAI_KCB }),
    valid: [{ why: 'an examination', record: { MA_DOITUONG_KCB: '1.14', MA_LOAI_KCB: '01' } }],
    invalid: [{ why: 'a ward', record: { MA_DOITUONG_KCB: '1.14', MA_LOAI_KCB: '03' } }],
  }),
  recordRule({
    name: 'inpatients-only',
    tables: ['XML1'],
    field: 'MA_DOITUONG_KCB',
    ...LISTED,
    problem: {
      vi: 'MA_DOITUONG_KCB {category} chỉ dùng cho nội trú nhưng MA_LOAI_KCB là {kind}',
      en: 'MA_DOITUONG_KCB {category} is for inpatients only, but MA_LOAI_KCB is {kind}',
    },
    remedy: { vi: 'Kiểm tra lại MA_DOITUONG_KCB và MA_LOAI_KCB', en: 'Check MA_DOITUONG_KCB and MA_LOAI_KCB' },
    catalogue: ['ADM-39'],
    standards: SINCE_4750,
    inForce: ALONE,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.15', '3.2', '3.6'] }],
    evidence: { MA_DOITUONG_KCB: 'text', MA_LOAI_KCB: 'code' },
    holds: ({ MA_DOITUONG_KCB, MA_LOAI_KCB }) =>
      !OUTPATIENT.has(MA_LOAI_KCB) || broken({ category: MA_DOITUONG_KCB, kind: MA_LOAI_KCB }),
    valid: [{ why: 'a ward', record: { MA_DOITUONG_KCB: '1.15', MA_LOAI_KCB: '03' } }],
    invalid: [{ why: 'an examination', record: { MA_DOITUONG_KCB: '3.2', MA_LOAI_KCB: '01' } }],
  }),
  recordRule({
    name: 'nothing-for-uncovered-category',
    tables: ['XML1'],
    field: 'T_BHTT',
    ...LISTED,
    problem: {
      vi: 'Quỹ BHYT không thanh toán cho MA_DOITUONG_KCB {category} với MA_LOAI_KCB này, nhưng T_BHTT lớn hơn 0',
      en: 'The fund pays nothing for MA_DOITUONG_KCB {category} with this MA_LOAI_KCB, but T_BHTT is above 0',
    },
    remedy: thenTotals({
      vi: 'Kiểm tra MA_DOITUONG_KCB, MA_LOAI_KCB; nếu đúng thì người bệnh tự trả mọi dòng: PHAM_VI 2, TYLE_TT_BH, THANH_TIEN_BH, T_BHTT, T_BNCCT là 0',
      en: 'Check MA_DOITUONG_KCB and MA_LOAI_KCB; if they are right, the patient pays every row: PHAM_VI is 2, and TYLE_TT_BH, THANH_TIEN_BH, T_BHTT and T_BNCCT are 0',
    }),
    catalogue: ['ADM-32', 'ADM-34'],
    standards: SINCE_4750,
    isDated: true,
    inForce: ALONE,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.13', '1.14', '1.18', '3.1', '9'] }],
    evidence: { MA_DOITUONG_KCB: 'text', MA_LOAI_KCB: 'code', T_BHTT: 'decimal' },
    holds({ MA_DOITUONG_KCB, MA_LOAI_KCB, T_BHTT }, _xml1, day) {
      const granted = grantedTo(MA_DOITUONG_KCB, MA_LOAI_KCB, day)
      if (!granted) return null
      if (compare(granted, ZERO) > 0 || compare(T_BHTT, ZERO) <= 0) return true
      return broken({ category: MA_DOITUONG_KCB })
    },
    valid: [
      {
        why: 'half is granted',
        record: { MA_DOITUONG_KCB: '1.14', MA_LOAI_KCB: '01', T_BHTT: '9' },
        day: '2026-07-01',
      },
      { why: 'in a ward', record: { MA_DOITUONG_KCB: '3.1', MA_LOAI_KCB: '03', T_BHTT: '9' } },
    ],
    invalid: [
      { why: 'a day before', record: { MA_DOITUONG_KCB: '1.14', MA_LOAI_KCB: '01', T_BHTT: '9' }, day: '2026-06-30' },
      { why: 'an outpatient', record: { MA_DOITUONG_KCB: '3.1', MA_LOAI_KCB: '01', T_BHTT: '9' } },
    ],
  }),
  recordRule({
    name: 'full-in-first-level-facilities',
    tables: ['XML2', 'XML3'],
    field: 'MUC_HUONG',
    ...EXPECTED,
    source: { ...LIST, confidence: 'medium' },
    problem: {
      vi: 'MA_DOITUONG_KCB 1.2 được hưởng 100% với mọi loại thẻ, nhưng MUC_HUONG khác 100',
      en: 'MA_DOITUONG_KCB 1.2 is paid in full with any card, but MUC_HUONG is not 100',
    },
    remedy: thenRow({
      vi: 'Sửa MA_DOITUONG_KCB, hoặc ghi MUC_HUONG 100',
      en: 'Correct MA_DOITUONG_KCB, or write 100 into MUC_HUONG',
    }),
    catalogue: ['ADM-33'],
    standards: SINCE_4750,
    isDated: true,
    inForce: ALONE,
    whenXml1: [{ field: 'MA_DOITUONG_KCB', in: ['1.2'] }],
    evidence: { MUC_HUONG: 'decimal', THANH_TIEN_BH: 'decimal' },
    holds({ MUC_HUONG, THANH_TIEN_BH }, _xml1, day) {
      const full = thresholdAt(fullRate, day)
      return full && (compare(MUC_HUONG, full.value) === 0 || compare(THANH_TIEN_BH, ZERO) === 0)
    },
    valid: [
      { why: 'in full', record: { MUC_HUONG: '100', THANH_TIEN_BH: '5' }, xml1: { MA_DOITUONG_KCB: '1.2' } },
      { why: 'outside the benefits', record: { MUC_HUONG: '0', THANH_TIEN_BH: '0' }, xml1: { MA_DOITUONG_KCB: '1.2' } },
    ],
    invalid: [
      { why: 'as the card', record: { MUC_HUONG: '80', THANH_TIEN_BH: '5' }, xml1: { MA_DOITUONG_KCB: '1.2' } },
    ],
  }),
  recordRule({
    name: 'registered-here',
    tables: ['XML1'],
    field: 'MA_DOITUONG_KCB',
    // In the list, code 1.1 is by its name a patient who comes to the facility where he is registered.
    by: 'annex',
    source: { document: LIST.document, place: `${LIST.place}, mã 1.1`, confidence: 'high' },
    problem: {
      vi: 'MA_DOITUONG_KCB là 1.1 (đúng nơi đăng ký) nhưng MA_DKBD không có MA_CSKCB {facility}',
      en: 'MA_DOITUONG_KCB is 1.1 (registered here), but MA_DKBD does not have MA_CSKCB {facility}',
    },
    remedy: { vi: 'Kiểm tra lại MA_DOITUONG_KCB và MA_DKBD', en: 'Check MA_DOITUONG_KCB and MA_DKBD' },
    catalogue: ['ADM-36'],
    standards: SINCE_130,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.1'] }],
    evidence: { MA_DKBD: 'text', MA_CSKCB: 'text' },
    holds: ({ MA_DKBD, MA_CSKCB }) => registeredHere(MA_DKBD, MA_CSKCB) || broken({ facility: MA_CSKCB }),
    valid: [
      { why: 'on the second card', record: { MA_DOITUONG_KCB: '1.1', MA_DKBD: '01929;01001', MA_CSKCB: '01001' } },
    ],
    invalid: [{ why: 'elsewhere', record: { MA_DOITUONG_KCB: '1.1', MA_DKBD: '01929', MA_CSKCB: '01001' } }],
  }),
  recordRule({
    name: 'of-registered-patients',
    tables: ['XML1'],
    field: 'MA_DOITUONG_KCB',
    // The gateway answers that MA_DKBD must differ from MA_CSKCB unless the code is 1.1, as one source has written down.
    ...REFUSED,
    problem: {
      vi: 'MA_DKBD là chính cơ sở này nhưng MA_DOITUONG_KCB là {category}, không phải 1.1 hoặc 1.2',
      en: 'MA_DKBD is this facility, but MA_DOITUONG_KCB is {category}, neither 1.1 nor 1.2',
    },
    remedy: {
      vi: 'Ghi MA_DOITUONG_KCB 1.1 (hoặc 1.2 nếu là cơ sở cấp ban đầu): danh mục yêu cầu chọn mã phù hợp đầu tiên; hoặc sửa MA_DKBD',
      en: 'Write 1.1 into MA_DOITUONG_KCB (1.2 in a facility of the first level): the list asks for its first code that fits; or correct MA_DKBD',
    },
    catalogue: ['ADM-26'],
    standards: SINCE_4750,
    // Those who fetch drugs, are not insured, or whose claim is taken back.
    when: [{ field: 'MA_DOITUONG_KCB', notIn: ['1.1', '1.2', '7', '7.1', '7.2', '7.3', '7.4', '8', '9', '10'] }],
    evidence: { MA_DOITUONG_KCB: 'text', MA_DKBD: 'text', MA_CSKCB: 'text' },
    holds: ({ MA_DOITUONG_KCB, MA_DKBD, MA_CSKCB }) =>
      !registeredHere(MA_DKBD, MA_CSKCB) || broken({ category: MA_DOITUONG_KCB }),
    valid: [{ why: 'registered elsewhere', record: { MA_DOITUONG_KCB: '1.4', MA_DKBD: '01929', MA_CSKCB: '01001' } }],
    invalid: [{ why: 'registered here', record: { MA_DOITUONG_KCB: '1.4', MA_DKBD: '01001', MA_CSKCB: '01001' } }],
  }),
  recordRule({
    name: 'uninsured-without-card',
    tables: ['XML1'],
    field: 'MA_THE_BHYT',
    ...EXPECTED,
    problem: {
      vi: 'MA_DOITUONG_KCB là 9 (không KCB BHYT) nhưng có MA_THE_BHYT',
      en: 'MA_DOITUONG_KCB is 9 (not insured), but MA_THE_BHYT is present',
    },
    remedy: {
      vi: 'Sửa MA_DOITUONG_KCB, hoặc để trống MA_THE_BHYT, MA_DKBD, GT_THE_TU, GT_THE_DEN',
      en: 'Correct MA_DOITUONG_KCB, or leave MA_THE_BHYT, MA_DKBD, GT_THE_TU and GT_THE_DEN empty',
    },
    catalogue: ['ADM-31'],
    standards: SINCE_130,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['9'] }],
    evidence: { MA_DOITUONG_KCB: 'text' },
    also: { MA_THE_BHYT: 'text' },
    holds: ({ MA_THE_BHYT }) => MA_THE_BHYT === '',
    valid: [{ why: 'no card', record: { MA_DOITUONG_KCB: '9' } }],
    invalid: [{ why: 'a card', record: { MA_DOITUONG_KCB: '9', MA_THE_BHYT: 'GD4010000000000' } }],
  }),
  recordRule({
    name: 'no-examination-when-fetching-drugs',
    tables: ['XML3'],
    field: 'MA_NHOM',
    ...EXPECTED,
    problem: {
      vi: 'Có tiền khám (MA_NHOM 13) nhưng MA_DOITUONG_KCB {category} là lĩnh thuốc, không khám',
      en: 'An examination (MA_NHOM 13) is charged, but MA_DOITUONG_KCB {category} means that drugs were fetched without one',
    },
    remedy: thenTotals({
      vi: 'Sửa MA_DOITUONG_KCB, hoặc bỏ dòng tiền khám',
      en: 'Correct MA_DOITUONG_KCB, or leave the examination out',
    }),
    catalogue: ['ADM-35'],
    standards: SINCE_4750,
    when: [{ field: 'MA_NHOM', in: ['13'] }],
    evidence: { MA_NHOM: 'code' },
    xml1: { MA_DOITUONG_KCB: 'text' },
    holds: (_values, { MA_DOITUONG_KCB }) => !FETCHES.has(MA_DOITUONG_KCB) || broken({ category: MA_DOITUONG_KCB }),
    valid: [{ why: 'comes to be seen', record: { MA_NHOM: '13' }, xml1: { MA_DOITUONG_KCB: '1.1' } }],
    invalid: [{ why: 'fetches drugs', record: { MA_NHOM: '13' }, xml1: { MA_DOITUONG_KCB: '7.2' } }],
  }),
  recordRule({
    name: 'required-with-3-6',
    tables: ['XML1'],
    field: 'MA_KHUVUC',
    ...EXPECTED,
    problem: {
      vi: 'MA_DOITUONG_KCB là 3.6 nhưng MA_KHUVUC để trống',
      en: 'MA_DOITUONG_KCB is 3.6, but MA_KHUVUC is empty',
    },
    remedy: {
      vi: 'Ghi vào MA_KHUVUC K1, K2 hoặc K3 như trên thẻ, hoặc sửa MA_DOITUONG_KCB',
      en: 'Write K1, K2 or K3 into MA_KHUVUC as on the card, or correct MA_DOITUONG_KCB',
    },
    catalogue: ['ADM-37'],
    standards: SINCE_4750,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['3.6'] }],
    evidence: { MA_DOITUONG_KCB: 'text' },
    also: { MA_KHUVUC: 'text' },
    holds: ({ MA_KHUVUC }) => MA_KHUVUC !== '',
    valid: [{ why: 'an area', record: { MA_DOITUONG_KCB: '3.6', MA_KHUVUC: 'K2' } }],
    invalid: [{ why: 'none', record: { MA_DOITUONG_KCB: '3.6' } }],
  }),
  recordRule({
    name: 'newborns-only',
    tables: ['XML1'],
    field: 'MA_DOITUONG_KCB',
    ...EXPECTED,
    problem: {
      vi: 'MA_DOITUONG_KCB là 1.7 (trẻ sơ sinh điều trị ngay sau sinh) nhưng NGAY_VAO sau NGAY_SINH {days} ngày',
      en: 'MA_DOITUONG_KCB is 1.7 (treated right after birth), but NGAY_VAO is {days} days after NGAY_SINH',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_SINH và MA_DOITUONG_KCB', en: 'Check NGAY_SINH and MA_DOITUONG_KCB' },
    catalogue: ['ADM-40'],
    standards: SINCE_4750,
    isDated: true,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.7'] }],
    evidence: { NGAY_SINH: 'birth', NGAY_VAO: 'day' },
    holds({ NGAY_SINH, NGAY_VAO }, _xml1, day) {
      const limit = numberAt(newbornCategoryDays, day)
      if (limit === null || NGAY_SINH.slice(6, DAY_LENGTH) === '00' || NGAY_SINH.length < DAY_LENGTH) return null
      const days = daysBetween(NGAY_SINH, NGAY_VAO)
      return days <= limit || broken({ days })
    },
    valid: [
      { why: 'the fifth', record: { MA_DOITUONG_KCB: '1.7', NGAY_SINH: '202603010100', NGAY_VAO: '202603060800' } },
    ],
    invalid: [
      { why: 'the sixth', record: { MA_DOITUONG_KCB: '1.7', NGAY_SINH: '202603010100', NGAY_VAO: '202603070800' } },
    ],
  }),
]
