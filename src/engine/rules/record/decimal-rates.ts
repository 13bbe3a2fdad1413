import { thenRow } from '../follow-up.ts'
import { lineTolerance } from '../../standards/thresholds.ts'
import { formatDecimal } from '../../record/decimal.ts'
import { equals, isWhole } from '../money.ts'
import { broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { LINES, wrong, partsOf, evidence, line, belowCeiling } from './payment-parts.ts'
import { recordRule } from './rule.ts'

/**
 * QĐ 1931/QĐ-BYT of 2026 is known at second hand: how a share such as 47.5 is rounded and divided is not, so that a
 * difference is a hint only. The rule of whole shares is not asked then.
 */
const atDecimalRate = {
  by: 'annex',
  source: { document: 'QĐ 1931/QĐ-BYT', place: 'MUC_HUONG (theo nguồn thứ cấp)', confidence: 'medium' },
  standards: ['3176'],
} as const
const halved = { THANH_TIEN_BV: '100000', THANH_TIEN_BH: '100000', MUC_HUONG: '47.5', T_NGUONKHAC: '0' }

/** FIN: shares with decimals, and from when they are lawful. */
export const decimalRateRules = [
  ...LINES.map((table) =>
    recordRule({
      name: 'fits-decimal-MUC_HUONG',
      tables: [table],
      field: 'T_BHTT',
      ...atDecimalRate,
      ...wrong('T_BHTT', 'THANH_TIEN_BH × MUC_HUONG/100'),
      catalogue: ['FIN-05'],
      isDated: true,
      when: belowCeiling(table),
      evidence: { ...evidence, T_BHTT: 'decimal', T_BNCCT: 'decimal' },
      holds({ T_BHTT, T_BNCCT, THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG, T_NGUONKHAC }, _xml1, day) {
        const tolerance = thresholdAt(lineTolerance, day)
        if (isWhole(MUC_HUONG)) return true
        if (!tolerance || T_NGUONKHAC.units !== 0) return null
        const { fund, shared } = partsOf(THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG)
        const ofFund = equals(T_BHTT, fund, tolerance.value)
        return ofFund === true ? equals(T_BNCCT, shared, tolerance.value) : ofFund
      },
      valid: [
        { why: 'a whole share belongs to another rule', record: { ...line, T_BHTT: '0', T_BNCCT: '0' } },
        { why: 'half of 95 %', record: { ...halved, T_BHTT: '47500', T_BNCCT: '52500' } },
      ],
      invalid: [{ why: 'the share of 80 %', record: { ...halved, T_BHTT: '80000', T_BNCCT: '20000' } }],
    }),
  ),
  recordRule({
    name: 'whole-percent',
    tables: LINES,
    field: 'MUC_HUONG',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'MUC_HUONG là {found}; trước ngày 01/07/2026 mức hưởng là số nguyên',
      en: 'MUC_HUONG is {found}; before 01/07/2026 a benefit is a whole number',
    },
    remedy: thenRow({
      vi: 'Ghi MUC_HUONG bằng số nguyên, ví dụ 80',
      en: 'Write a whole number into MUC_HUONG, for example 80',
    }),
    catalogue: ['FIN-25'],
    standards: ['3176'],
    inForce: { to: '2026-06-30' },
    evidence: { MUC_HUONG: 'decimal' },
    holds: ({ MUC_HUONG }) => isWhole(MUC_HUONG) || broken({ found: formatDecimal(MUC_HUONG) }),
    valid: [{ why: 'whole', record: { MUC_HUONG: '80' }, day: '2026-06-30' }],
    invalid: [{ why: 'half a percent', record: { MUC_HUONG: '47.5' }, day: '2026-06-30' }],
  }),
]
