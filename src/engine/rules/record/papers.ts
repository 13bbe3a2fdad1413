import { compare, formatDecimal } from '../../record/decimal.ts'
import { longestPregnancy, shortestPregnancy } from '../../standards/thresholds.ts'
import { ASKED, broken, SINCE_130, SINCE_4750 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

/** Kinds of encounters (MA_LOAI_KCB) that have a summary of the medical record. */
const SUMMARISED: ReadonlySet<string> = new Set(['3', '4', '6'])

/** DOC: papers, compared with XML1. */
export const paperRules = [
  recordRule({
    name: 'for-transfers-only',
    tables: ['XML13'],
    field: 'MA_LK',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'Có giấy chuyển tuyến (XML13) nhưng MA_LOAI_RV của XML1 là {found}, không phải chuyển tuyến',
      en: 'There is a transfer paper (XML13), but MA_LOAI_RV of XML1 is {found}, which is not a transfer',
    },
    remedy: {
      vi: 'Bỏ XML13; nếu người bệnh chuyển tuyến thì ghi MA_LOAI_RV 2 hoặc 5 và MA_NOI_DEN ở XML1, cùng MA_LOAI_RV ở XML13',
      en: 'Leave XML13 out; if the patient was transferred, write MA_LOAI_RV 2 or 5 and MA_NOI_DEN into XML1, and the same MA_LOAI_RV into XML13',
    },
    catalogue: ['DOC-10'],
    standards: SINCE_4750,
    evidence: { MA_LK: 'text' },
    xml1: { MA_LOAI_RV: 'code' },
    holds: (_values, { MA_LOAI_RV }) =>
      MA_LOAI_RV === '2' || MA_LOAI_RV === '5' || { holds: false, params: { found: MA_LOAI_RV } },
    valid: [{ why: 'a transfer', record: { MA_LK: '1' }, xml1: { MA_LOAI_RV: '2' } }],
    invalid: [{ why: 'the patient went home', record: { MA_LK: '1' }, xml1: { MA_LOAI_RV: '1' } }],
  }),
  recordRule({
    name: 'for-inpatients-only',
    tables: ['XML8'],
    field: 'MA_LK',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'Có tóm tắt hồ sơ bệnh án (XML8) nhưng MA_LOAI_KCB của XML1 là {found}; chỉ 03, 04, 06 mới có XML8',
      en: 'There is a summary of the record (XML8), but MA_LOAI_KCB of XML1 is {found}; only 03, 04 and 06 have XML8',
    },
    remedy: { vi: 'Bỏ XML8, hoặc sửa MA_LOAI_KCB', en: 'Leave XML8 out, or correct MA_LOAI_KCB' },
    catalogue: ['DOC-03'],
    // QĐ 3176 lets more kinds of encounters have it; which ones is not on record.
    standards: ['4750'],
    evidence: { MA_LK: 'text' },
    xml1: { MA_LOAI_KCB: 'code' },
    holds: (_values, { MA_LOAI_KCB }) => SUMMARISED.has(MA_LOAI_KCB) || broken({ found: MA_LOAI_KCB }),
    valid: [{ why: 'an inpatient', record: { MA_LK: '1' }, xml1: { MA_LOAI_KCB: '03' } }],
    invalid: [{ why: 'an examination', record: { MA_LK: '1' }, xml1: { MA_LOAI_KCB: '01' } }],
  }),
  recordRule({
    name: 'weeks-of-a-pregnancy',
    tables: ['XML7', 'XML11'],
    field: 'TUOI_THAI',
    ...ASKED,
    problem: {
      vi: 'TUOI_THAI là {found} tuần, ngoài khoảng {least} đến {most}',
      en: 'TUOI_THAI is {found} weeks, not between {least} and {most}',
    },
    remedy: {
      vi: 'Ghi vào TUOI_THAI số tuần tuổi thai thực tế',
      en: 'Write the weeks of the pregnancy into TUOI_THAI',
    },
    catalogue: ['DOC-25'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_DINH_CHI_THAI', in: ['1'] }],
    evidence: { TUOI_THAI: 'decimal' },
    holds({ TUOI_THAI }, _xml1, day) {
      const least = thresholdAt(shortestPregnancy, day)
      const most = thresholdAt(longestPregnancy, day)
      if (!least || !most) return null
      if (compare(TUOI_THAI, least.value) >= 0 && compare(TUOI_THAI, most.value) <= 0) return true
      return broken({
        found: formatDecimal(TUOI_THAI),
        least: formatDecimal(least.value),
        most: formatDecimal(most.value),
      })
    },
    valid: [
      { why: 'the first week', record: { MA_DINH_CHI_THAI: '1', TUOI_THAI: '1' } },
      { why: 'the last', record: { MA_DINH_CHI_THAI: '1', TUOI_THAI: '42' } },
    ],
    invalid: [
      { why: 'none', record: { MA_DINH_CHI_THAI: '1', TUOI_THAI: '0' } },
      { why: 'a week later', record: { MA_DINH_CHI_THAI: '1', TUOI_THAI: '43' } },
    ],
  }),
]
