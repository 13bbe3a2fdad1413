import { balanceTolerance, lineTolerance } from '../../standards/thresholds.ts'
import { compare, formatDecimal, type Decimal } from '../../record/decimal.ts'
import type { Condition } from '../../standards/field.ts'
import {
  differenceOf,
  equals,
  equalsOneOf,
  exceeds,
  isWhole,
  minus,
  notBeyondNothing,
  rounded,
  share,
  total,
  ZERO,
} from '../money.ts'
import { ASKED, EXPECTED, type Judgement, SINCE_130, broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

const LINES = ['XML2', 'XML3'] as const

const wrong = (field: string, formula: string) => ({
  problem: {
    vi: `${field} là {found}, ${formula} cho {expected}, chênh {difference}`,
    en: `${field} is {found}, ${formula} gives {expected}, a difference of {difference}`,
  },
  remedy: {
    vi: 'Tính lại theo mục T_NGUONKHAC (trường hợp a, b hoặc c) của quyết định',
    en: 'Compute it again as the decision has it under T_NGUONKHAC (case a, b or c)',
  },
})

/** What a line is divided into before another payer is looked at. */
type Parts = { own: Decimal; fund: Decimal; shared: Decimal }

let latest: (Parts & { all: Decimal; insured: Decimal; rate: Decimal }) | null = null

/** The rules of a line ask one after the other, with the very same amounts. */
function partsOf(all: Decimal, insured: Decimal, rate: Decimal): Parts {
  if (latest?.all === all && latest.insured === insured && latest.rate === rate) return latest
  const fund = rounded(share(insured, rate))
  latest = { all, insured, rate, own: minus(all, insured), fund, shared: minus(insured, fund) }
  return latest
}

/**
 * One part of a line by the lawful ways: (a) support for the patient is taken off T_BNTT, then T_BNCCT, then T_BHTT, (b)
 * support for the facility leaves the amount first, (c) as the Ministry writes for single programmes, such as antiretrovirals.
 */
function judgePart(
  found: Decimal,
  support: Decimal,
  day: string,
  { a, b, c }: Readonly<Record<'a' | 'b' | 'c', () => Decimal>>,
): Judgement {
  const tolerance = thresholdAt(lineTolerance, day)
  if (!tolerance) return null
  if (support.units === 0) return equals(found, a(), tolerance.value)
  return equalsOneOf(found, [a(), b(), c()], tolerance.value)
}

const evidence = {
  THANH_TIEN_BV: 'decimal',
  THANH_TIEN_BH: 'decimal',
  MUC_HUONG: 'decimal',
  T_NGUONKHAC: 'decimal',
} as const
const line = {
  THANH_TIEN_BV: '10000000',
  THANH_TIEN_BH: '5000000',
  MUC_HUONG: '80',
  T_NGUONKHAC: '0',
}
/** The example of the decision: 3,000,000 of 10,000,000 were given to the facility, half of the rest is within the benefits. */
const given = { ...line, THANH_TIEN_BH: '3500000', T_NGUONKHAC: '3000000' }

/** A drug that was given back: every amount of the line is negative. */
const returned = { THANH_TIEN_BV: '-1180.00', THANH_TIEN_BH: '-1180.00', MUC_HUONG: '80', T_NGUONKHAC: '0.00' }

/**
 * QĐ 1931/QĐ-BYT of 2026 is known at second hand: how a share such as 47.5 is rounded and divided is not, so that a
 * difference is told as a hint only. The rule of whole shares does not speak then.
 */
const atDecimalRate = {
  by: 'annex',
  source: { document: 'QĐ 1931/QĐ-BYT', place: 'MUC_HUONG (theo nguồn thứ cấp)', confidence: 'medium' },
  standards: ['3176'],
} as const
const halved = { THANH_TIEN_BV: '100000', THANH_TIEN_BH: '100000', MUC_HUONG: '47.5', T_NGUONKHAC: '0' }

/** A package of supplies with a ceiling is paid up to it, whatever its lines add up to. */
const belowCeiling = (table: (typeof LINES)[number]): readonly Condition[] =>
  table === 'XML3' ? [{ allAbsent: ['T_TRANTT'] }] : []

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
        { why: 'a share that is whole is the matter of another rule', record: { ...line, T_BHTT: '0', T_BNCCT: '0' } },
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
      en: 'MUC_HUONG is {found}; before 01/07/2026 it is a whole number',
    },
    remedy: { vi: 'Ghi MUC_HUONG bằng số nguyên, ví dụ 80', en: 'Write a whole number, such as 80' },
    catalogue: ['FIN-25'],
    standards: ['3176'],
    inForce: { to: '2026-06-30' },
    evidence: { MUC_HUONG: 'decimal' },
    holds: ({ MUC_HUONG }) => isWhole(MUC_HUONG) || broken({ found: formatDecimal(MUC_HUONG) }),
    valid: [{ why: 'whole', record: { MUC_HUONG: '80' }, day: '2026-06-30' }],
    invalid: [{ why: 'half a percent', record: { MUC_HUONG: '47.5' }, day: '2026-06-30' }],
  }),
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
    ...wrong('T_NGUONKHAC', 'T_NGUONKHAC_NSNN + T_NGUONKHAC_VTNN + T_NGUONKHAC_VTTN + T_NGUONKHAC_CL'),
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
    remedy: { vi: 'Kiểm tra lại các khoản hỗ trợ của dòng này', en: 'Check what others paid for this line' },
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
    remedy: { vi: 'Giảm T_BHTT xuống mức trần', en: 'Lower T_BHTT to the ceiling' },
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

function balanced(found: Decimal, expected: Decimal, day: string): Judgement {
  const tolerance = thresholdAt(balanceTolerance, day)
  return tolerance && equals(found, expected, tolerance.value)
}
