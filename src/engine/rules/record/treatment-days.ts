import { toNumber } from '../../record/decimal.ts'
import { longestInpatientStay, longestOutpatientCourse } from '../../standards/thresholds.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ALL_STANDARDS, ASKED, broken, EXPECTED, SINCE_4750 } from '../rule.ts'
import type { StandardId } from '../../standards/field.ts'
import { recordRule } from './rule.ts'

/** Under QĐ 130 the annex asks for it, the gateway's sheet for QĐ 4750 repeats it as a check. */
const treatmentDays = (
  name: string,
  ground: { by: 'annex' | 'gateway'; source: { confidence: 'high' } },
  standards: readonly StandardId[],
) =>
  recordRule({
    name,
    tables: ['XML1'],
    field: 'SO_NGAY_DTRI',
    ...ground,
    problem: {
      vi: 'SO_NGAY_DTRI là {found}, với MA_LOAI_KCB {kind} phải là {expected}, chênh {difference}',
      en: 'SO_NGAY_DTRI is {found}, with MA_LOAI_KCB {kind} it must be {expected}, a difference of {difference}',
    },
    remedy: {
      vi: 'Ghi SO_NGAY_DTRI {expected} (MA_LOAI_KCB 01, 07, 09: 0; 02, 03, 04, 06: ngày ra trừ ngày vào cộng 1), hoặc sửa MA_LOAI_KCB, NGAY_VAO, NGAY_RA',
      en: 'Write {expected} into SO_NGAY_DTRI (MA_LOAI_KCB 01, 07, 09: 0; 02, 03, 04, 06: day of discharge less day of admission plus 1), or correct MA_LOAI_KCB, NGAY_VAO or NGAY_RA',
    },
    catalogue: ['DAT-27'],
    standards,
    when: [{ field: 'MA_LOAI_KCB', in: ['01', '02', '03', '04', '06', '07', '09'] }],
    evidence: { SO_NGAY_DTRI: 'decimal', MA_LOAI_KCB: 'code', NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds({ SO_NGAY_DTRI, MA_LOAI_KCB, NGAY_VAO, NGAY_RA }) {
      const none = MA_LOAI_KCB === '1' || MA_LOAI_KCB === '7' || MA_LOAI_KCB === '9'
      const expected = none ? 0 : daysBetween(NGAY_VAO, NGAY_RA) + 1
      const found = toNumber(SO_NGAY_DTRI)
      return found === expected || broken({ found, expected, difference: found - expected, kind: MA_LOAI_KCB })
    },
    valid: [
      {
        why: 'the day of admission counts',
        record: { MA_LOAI_KCB: '03', NGAY_VAO: '202602270900', NGAY_RA: '202603020800', SO_NGAY_DTRI: '4' },
      },
      {
        why: 'an examination has no days',
        record: { MA_LOAI_KCB: '01', NGAY_VAO: '202603020800', NGAY_RA: '202603021000', SO_NGAY_DTRI: '0' },
      },
    ],
    invalid: [
      {
        why: 'nights instead of days',
        record: { MA_LOAI_KCB: '03', NGAY_VAO: '202602270900', NGAY_RA: '202603020800', SO_NGAY_DTRI: '3' },
      },
      {
        why: 'an inpatient stay of less than four hours has none',
        record: { MA_LOAI_KCB: '09', NGAY_VAO: '202603020800', NGAY_RA: '202603021000', SO_NGAY_DTRI: '1' },
      },
    ],
  })

/** DAT: the number of days of treatment. */
export const treatmentDayRules = [
  treatmentDays('equals-days-of-stay', { by: 'gateway', source: { confidence: 'high' } }, SINCE_4750),
  treatmentDays('equals-calendar-days', ASKED, ['130']),
  recordRule({
    name: 'not-unusually-long',
    tables: ['XML1'],
    field: 'SO_NGAY_DTRI',
    ...EXPECTED,
    problem: {
      vi: 'SO_NGAY_DTRI là {found}, nhiều hơn thường gặp ({most}) với MA_LOAI_KCB {kind}',
      en: 'SO_NGAY_DTRI is {found}, more than usual ({most}) with MA_LOAI_KCB {kind}',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO, NGAY_RA và SO_NGAY_DTRI', en: 'Check NGAY_VAO, NGAY_RA and SO_NGAY_DTRI' },
    catalogue: ['DAT-28'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: [{ field: 'MA_LOAI_KCB', in: ['02', '03', '04'] }],
    evidence: { SO_NGAY_DTRI: 'decimal', MA_LOAI_KCB: 'code' },
    holds({ SO_NGAY_DTRI, MA_LOAI_KCB }, _xml1, day) {
      const most = numberAt(MA_LOAI_KCB === '2' ? longestOutpatientCourse : longestInpatientStay, day)
      const found = toNumber(SO_NGAY_DTRI)
      return most === null ? null : found <= most || broken({ found, most, kind: MA_LOAI_KCB })
    },
    valid: [{ why: 'ninety days in a ward', record: { MA_LOAI_KCB: '03', SO_NGAY_DTRI: '90' } }],
    invalid: [
      { why: 'ninety-one days in a ward', record: { MA_LOAI_KCB: '03', SO_NGAY_DTRI: '91' } },
      { why: 'thirty-one days as an outpatient', record: { MA_LOAI_KCB: '02', SO_NGAY_DTRI: '31' } },
    ],
  }),
]
