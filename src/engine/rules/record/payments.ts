import { thenRow, thenTotals } from '../follow-up.ts'
import { balanceTolerance, lineTolerance } from '../../standards/thresholds.ts'
import { compare, type Decimal } from '../../record/decimal.ts'
import { differenceOf, equals, exceeds, isWhole, minus, notBeyondNothing, total, ZERO } from '../money.ts'
import { ASKED, broken, EXPECTED, SINCE_130, type RecordVerdict } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { LINES, wrong, partsOf, judgePart, evidence, line, given, returned, belowCeiling } from './payment-parts.ts'
import { recordRule } from './rule.ts'

/** FIN: who pays for a line. */
export const paymentRules = [
  ...LINES.map((table) =>
    recordRule({
      name: 'equals-share-of-THANH_TIEN_BH',
      tables: [table],
      field: 'T_BHTT',
      ...ASKED,
      ...wrong('T_BHTT', 'THANH_TIEN_BH × MUC_HUONG/100'),
      catalogue: ['FIN-05', 'FIN-24', 'FIN-35'],
      standards: SINCE_130,
      isDated: true,
      when: belowCeiling(table),
      evidence: { ...evidence, T_BHTT: 'decimal' },
      holds({ T_BHTT, THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG, T_NGUONKHAC }, _xml1, day) {
        if (!isWhole(MUC_HUONG)) return null
        const { own, fund, shared } = partsOf(THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG)
        return judgePart(T_BHTT, T_NGUONKHAC, day, {
          a: () => minus(fund, notBeyondNothing(minus(minus(T_NGUONKHAC, own), shared), THANH_TIEN_BV)),
          b: () => fund,
          c: () => fund,
        })
      },
      valid: [
        { why: 'no other payer', record: { ...line, T_BHTT: '4000000' } },
        { why: 'something returned', record: { ...returned, T_BHTT: '-944.00' } },
        { why: 'support for the facility', record: { ...given, T_BHTT: '2800000' } },
        {
          why: 'support for the patient that reaches the share of the fund',
          record: { ...line, T_NGUONKHAC: '7000000', T_BHTT: '3000000' },
        },
      ],
      invalid: [
        { why: 'nothing, although the fund pays', record: { ...line, T_BHTT: '0' } },
        { why: 'returned, but the fund takes all of it back', record: { ...returned, T_BHTT: '-1180.00' } },
        { why: 'three hundredths more', record: { ...line, T_BHTT: '4000000.03' } },
      ],
    }),
  ),
  ...LINES.map((table) =>
    recordRule({
      name: 'equals-rest-of-THANH_TIEN_BH',
      tables: [table],
      field: 'T_BNCCT',
      ...ASKED,
      ...wrong('T_BNCCT', 'THANH_TIEN_BH − THANH_TIEN_BH × MUC_HUONG/100'),
      catalogue: ['FIN-05'],
      standards: SINCE_130,
      isDated: true,
      when: belowCeiling(table),
      evidence: { ...evidence, T_BNCCT: 'decimal' },
      holds({ T_BNCCT, THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG, T_NGUONKHAC }, _xml1, day) {
        if (!isWhole(MUC_HUONG)) return null
        const { own, shared } = partsOf(THANH_TIEN_BV, THANH_TIEN_BH, MUC_HUONG)
        return judgePart(T_BNCCT, T_NGUONKHAC, day, {
          a: () =>
            notBeyondNothing(minus(shared, notBeyondNothing(minus(T_NGUONKHAC, own), THANH_TIEN_BV)), THANH_TIEN_BV),
          b: () => shared,
          c: () => ZERO,
        })
      },
      valid: [
        { why: 'no other payer', record: { ...line, T_BNCCT: '1000000' } },
        { why: 'something returned', record: { ...returned, T_BNCCT: '-236.00' } },
        { why: 'support for the facility', record: { ...given, T_BNCCT: '700000' } },
        { why: 'an antiretroviral', record: { ...line, T_NGUONKHAC: '1000000', T_BNCCT: '0' } },
      ],
      invalid: [{ why: 'taken twice', record: { ...line, T_BNCCT: '2000000' } }],
    }),
  ),
  ...LINES.map((table) =>
    recordRule({
      name: 'equals-rest-of-THANH_TIEN_BV',
      tables: [table],
      field: 'T_BNTT',
      ...ASKED,
      ...wrong('T_BNTT', 'THANH_TIEN_BV − THANH_TIEN_BH'),
      catalogue: ['FIN-05'],
      standards: SINCE_130,
      isDated: true,
      when: belowCeiling(table),
      evidence: { ...evidence, T_BNTT: 'decimal' },
      holds({ T_BNTT, THANH_TIEN_BV, THANH_TIEN_BH, T_NGUONKHAC }, _xml1, day) {
        const own = minus(THANH_TIEN_BV, THANH_TIEN_BH)
        return judgePart(T_BNTT, T_NGUONKHAC, day, {
          a: () => notBeyondNothing(minus(own, T_NGUONKHAC), THANH_TIEN_BV),
          b: () => minus(own, T_NGUONKHAC),
          c: () => own,
        })
      },
      valid: [
        { why: 'no other payer', record: { ...line, T_BNTT: '5000000' } },
        { why: 'something returned', record: { ...returned, THANH_TIEN_BH: '-1000.00', T_BNTT: '-180.00' } },
        { why: 'support for the facility', record: { ...given, T_BNTT: '3500000' } },
        { why: 'all of it was given to the patient', record: { ...line, T_NGUONKHAC: '6000000', T_BNTT: '0' } },
      ],
      invalid: [{ why: 'left out', record: { ...line, T_BNTT: '0' } }],
    }),
  ),
  recordRule({
    name: 'equals-sum-of-payers',
    tables: LINES,
    field: 'THANH_TIEN_BV',
    ...ASKED,
    ...wrong('THANH_TIEN_BV', 'T_BNTT + T_BNCCT + T_BHTT + T_NGUONKHAC'),
    catalogue: ['FIN-06'],
    standards: SINCE_130,
    isDated: true,
    evidence: {
      THANH_TIEN_BV: 'decimal',
      T_BNTT: 'decimal',
      T_BNCCT: 'decimal',
      T_BHTT: 'decimal',
      T_NGUONKHAC: 'decimal',
    },
    holds: ({ THANH_TIEN_BV, T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC }, _xml1, day) =>
      balanced(THANH_TIEN_BV, total(T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC), day),
    valid: [
      {
        why: 'each part rounded',
        record: { THANH_TIEN_BV: '100', T_BNTT: '33.35', T_BNCCT: '33.35', T_BHTT: '33.35', T_NGUONKHAC: '0' },
      },
    ],
    invalid: [
      {
        why: 'another payer was left out',
        record: { THANH_TIEN_BV: '100', T_BNTT: '0', T_BNCCT: '0', T_BHTT: '80', T_NGUONKHAC: '0' },
      },
    ],
  }),
  recordRule({
    name: 'equals-sum-of-payers',
    tables: LINES,
    field: 'THANH_TIEN',
    ...ASKED,
    ...wrong('THANH_TIEN', 'T_BNTT + T_BNCCT + T_BHTT + T_NGUONKHAC'),
    catalogue: ['FIN-06'],
    standards: ['4210'],
    isDated: true,
    evidence: {
      THANH_TIEN: 'decimal',
      T_BNTT: 'decimal',
      T_BNCCT: 'decimal',
      T_BHTT: 'decimal',
      T_NGUONKHAC: 'decimal',
    },
    holds: ({ THANH_TIEN, T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC }, _xml1, day) =>
      balanced(THANH_TIEN, total(T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC), day),
    valid: [
      { why: 'exact', record: { THANH_TIEN: '100', T_BNTT: '10', T_BNCCT: '20', T_BHTT: '60', T_NGUONKHAC: '10' } },
    ],
    invalid: [
      {
        why: 'ten too few',
        record: { THANH_TIEN: '100', T_BNTT: '0', T_BNCCT: '20', T_BHTT: '60', T_NGUONKHAC: '10' },
      },
    ],
  }),
  recordRule({
    name: 'equals-sum-of-sources',
    tables: LINES,
    field: 'T_NGUONKHAC',
    ...ASKED,
    ...wrong(
      'T_NGUONKHAC',
      'T_NGUONKHAC_NSNN + T_NGUONKHAC_VTNN + T_NGUONKHAC_VTTN + T_NGUONKHAC_CL',
      'T_NGUONKHAC, T_NGUONKHAC_NSNN, T_NGUONKHAC_VTNN, T_NGUONKHAC_VTTN, T_NGUONKHAC_CL',
    ),
    catalogue: ['FIN-07'],
    standards: SINCE_130,
    isDated: true,
    evidence: {
      T_NGUONKHAC: 'decimal',
      T_NGUONKHAC_NSNN: 'decimal',
      T_NGUONKHAC_VTNN: 'decimal',
      T_NGUONKHAC_VTTN: 'decimal',
      T_NGUONKHAC_CL: 'decimal',
    },
    holds(values, _xml1, day) {
      const { T_NGUONKHAC, T_NGUONKHAC_NSNN, T_NGUONKHAC_VTNN, T_NGUONKHAC_VTTN, T_NGUONKHAC_CL } = values
      const tolerance = thresholdAt(lineTolerance, day)
      const expected = total(T_NGUONKHAC_NSNN, T_NGUONKHAC_VTNN, T_NGUONKHAC_VTTN, T_NGUONKHAC_CL)
      return tolerance && equals(T_NGUONKHAC, expected, tolerance.value)
    },
    valid: [{ why: 'two sources', record: sources('30', '10', '20') }],
    invalid: [{ why: 'one was left out', record: sources('10', '10', '20') }],
  }),
  recordRule({
    name: 'at-most-THANH_TIEN_BV',
    tables: LINES,
    field: 'T_NGUONKHAC',
    ...ASKED,
    problem: {
      vi: 'T_NGUONKHAC là {found}, vượt THANH_TIEN_BV {expected}, chênh {difference}',
      en: 'T_NGUONKHAC is {found}, more than THANH_TIEN_BV {expected}, a difference of {difference}',
    },
    remedy: thenRow({
      vi: 'Kiểm tra lại T_NGUONKHAC_NSNN, T_NGUONKHAC_VTNN, T_NGUONKHAC_VTTN, T_NGUONKHAC_CL và T_NGUONKHAC của dòng',
      en: 'Check T_NGUONKHAC_NSNN, T_NGUONKHAC_VTNN, T_NGUONKHAC_VTTN, T_NGUONKHAC_CL and T_NGUONKHAC of the row',
    }),
    catalogue: ['FIN-08'],
    standards: SINCE_130,
    evidence: { T_NGUONKHAC: 'decimal', THANH_TIEN_BV: 'decimal' },
    holds: ({ T_NGUONKHAC, THANH_TIEN_BV }) =>
      !exceeds(T_NGUONKHAC, THANH_TIEN_BV) || broken(differenceOf(T_NGUONKHAC, THANH_TIEN_BV)),
    valid: [
      { why: 'paid in full by others', record: { T_NGUONKHAC: '100', THANH_TIEN_BV: '100.00' } },
      { why: 'returned, and nobody else had paid', record: { T_NGUONKHAC: '0.00', THANH_TIEN_BV: '-1180.00' } },
    ],
    invalid: [
      { why: 'more than it costs', record: { T_NGUONKHAC: '100.01', THANH_TIEN_BV: '100' } },
      { why: 'more taken back than it cost', record: { T_NGUONKHAC: '-100.01', THANH_TIEN_BV: '-100' } },
    ],
  }),
  recordRule({
    name: 'at-most-T_TRANTT',
    tables: ['XML3'],
    field: 'T_BHTT',
    ...EXPECTED,
    problem: {
      vi: 'T_BHTT là {found}, vượt trần T_TRANTT {expected}, chênh {difference}',
      en: 'T_BHTT is {found}, more than the ceiling T_TRANTT {expected}, a difference of {difference}',
    },
    // By the formulas of the decision T_TONGCHI_BH less T_BNCCT is what the fund pays: what is above the ceiling is a co-payment.
    remedy: thenTotals({
      vi: 'Ghi T_BHTT bằng T_TRANTT và cộng phần vượt trần vào T_BNCCT, hoặc sửa T_TRANTT',
      en: 'Write T_TRANTT into T_BHTT and add what is above the ceiling to T_BNCCT, or correct T_TRANTT',
    }),
    catalogue: ['FIN-10'],
    standards: ['4210', ...SINCE_130],
    evidence: { T_BHTT: 'decimal', T_TRANTT: 'decimal' },
    holds: ({ T_BHTT, T_TRANTT }) =>
      T_TRANTT.units === 0 || compare(T_BHTT, T_TRANTT) <= 0 || broken(differenceOf(T_BHTT, T_TRANTT)),
    valid: [{ why: 'at the ceiling', record: { T_BHTT: '105300000', T_TRANTT: '105300000.00' } }],
    invalid: [{ why: 'above it', record: { T_BHTT: '105300000.01', T_TRANTT: '105300000' } }],
  }),
]

function sources(all: string, national: string, others: string) {
  return {
    T_NGUONKHAC: all,
    T_NGUONKHAC_NSNN: national,
    T_NGUONKHAC_VTNN: '0',
    T_NGUONKHAC_VTTN: '0',
    T_NGUONKHAC_CL: others,
  }
}

function balanced(found: Decimal, expected: Decimal, day: string): RecordVerdict {
  const tolerance = thresholdAt(balanceTolerance, day)
  return tolerance && equals(found, expected, tolerance.value)
}
