import { thenTotals } from '../follow-up.ts'
import { lineTolerance } from '../../standards/thresholds.ts'
import type { Decimal } from '../../record/decimal.ts'
import type { Condition } from '../../standards/field.ts'
import { equals, equalsOneOf, minus, rounded, share } from '../money.ts'
import type { RecordVerdict } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'

export const LINES = ['XML2', 'XML3'] as const

const PARTS = 'T_BHTT, T_BNCCT, T_BNTT'

/** `computed`: what is computed again, by default who pays which part. */
export const wrong = (field: string, formula: string, computed = PARTS) => ({
  problem: {
    vi: `${field} là {found}, ${formula} cho {expected}, chênh {difference}`,
    en: `${field} is {found}, ${formula} gives {expected}, a difference of {difference}`,
  },
  remedy: thenTotals({
    vi: `Tính lại ${computed}; có T_NGUONKHAC thì theo trường hợp a, b hoặc c của quyết định`,
    en: `Compute ${computed} again; with T_NGUONKHAC by case a, b or c of the decision`,
  }),
})

/** What a line is divided into before another payer is looked at. */
export type Parts = { own: Decimal; fund: Decimal; shared: Decimal }

let latest: (Parts & { all: Decimal; insured: Decimal; rate: Decimal }) | null = null

/** The rules of a line ask one after the other, with the very same amounts. */
export function partsOf(all: Decimal, insured: Decimal, rate: Decimal): Parts {
  if (latest?.all === all && latest.insured === insured && latest.rate === rate) return latest
  const fund = rounded(share(insured, rate))
  latest = { all, insured, rate, own: minus(all, insured), fund, shared: minus(insured, fund) }
  return latest
}

/**
 * One part of a line by the lawful ways: (a) support for the patient is taken off T_BNTT, then T_BNCCT, then T_BHTT, (b)
 * support for the facility leaves the amount first, (c) as the Ministry writes for single programmes, such as antiretrovirals.
 */
export function judgePart(
  found: Decimal,
  support: Decimal,
  day: string,
  { a, b, c }: Readonly<Record<'a' | 'b' | 'c', () => Decimal>>,
): RecordVerdict {
  const tolerance = thresholdAt(lineTolerance, day)
  if (!tolerance) return null
  if (support.units === 0) return equals(found, a(), tolerance.value)
  return equalsOneOf(found, [a(), b(), c()], tolerance.value)
}

export const evidence = {
  THANH_TIEN_BV: 'decimal',
  THANH_TIEN_BH: 'decimal',
  MUC_HUONG: 'decimal',
  T_NGUONKHAC: 'decimal',
} as const
export const line = {
  THANH_TIEN_BV: '10000000',
  THANH_TIEN_BH: '5000000',
  MUC_HUONG: '80',
  T_NGUONKHAC: '0',
}
/** The example of the decision: 3,000,000 of 10,000,000 were given to the facility, half of the rest is within the benefits. */
export const given = { ...line, THANH_TIEN_BH: '3500000', T_NGUONKHAC: '3000000' }

/** A drug that was given back: every amount of the line is negative. */
export const returned = { THANH_TIEN_BV: '-1180.00', THANH_TIEN_BH: '-1180.00', MUC_HUONG: '80', T_NGUONKHAC: '0.00' }

/** A package of supplies with a ceiling is paid up to it, whatever its lines add up to. */
export const belowCeiling = (table: (typeof LINES)[number]): readonly Condition[] =>
  table === 'XML3' ? [{ allAbsent: ['T_TRANTT'] }] : []
