import { totalTolerance } from '../../standards/thresholds.ts'
import type { StandardId } from '../../standards/field.ts'
import type { Decimal } from '../../record/decimal.ts'
import { differenceOf, isNear, total } from '../money.ts'
import { ALL_STANDARDS, ASKED, SINCE_130 } from '../rule.ts'
import type { RowId } from '../row-id.ts'
import { thresholdAt } from '../threshold-at.ts'
import type { GatheredFacts } from './facts.ts'
import type { AmountName } from './facts/line-sums.ts'
import { dossierRule, fails, HOLDS, notEvaluated, type DossierExample, type DossierRule, type Verdict } from './rule.ts'

type Parts = 'drugs' | 'supplies' | 'lines'
const WHERE: Readonly<Record<Parts, { vi: string; en: string }>> = {
  drugs: { vi: 'XML2', en: 'XML2' },
  supplies: { vi: 'vật tư y tế (MA_NHOM 10, 11) của XML3', en: 'supplies (MA_NHOM 10, 11) of XML3' },
  lines: { vi: 'XML2 và XML3', en: 'XML2 and XML3' },
}

/** THANH_TIEN of QĐ 4210, THANH_TIEN_BV since. */
const AMOUNT = { vi: 'thành tiền', en: 'amounts' }

/** Cards whose fund settles by itself; exporters write 0. */
const SETTLED_APART = /(?:^|;)\s*(?:QN|CA|CY)/

function sumOf(
  { drugs, services, supplies }: GatheredFacts['lineSums'],
  parts: Parts,
  name: AmountName,
): Decimal | null {
  if (parts === 'supplies') return supplies(name)
  const ofDrugs = drugs(name)
  if (parts === 'drugs') return ofDrugs
  const ofServices = services(name)
  return ofDrugs && ofServices && total(ofDrugs, ofServices)
}

function compared(found: Decimal, expected: Decimal | null, day: string): Verdict {
  const tolerance = thresholdAt(totalTolerance, day)
  if (!expected) return notEvaluated('XML2, XML3')
  if (!tolerance) return notEvaluated(totalTolerance.name)
  return isNear(found, expected, tolerance.value) ? HOLDS : fails(differenceOf(found, expected))
}

type Written = {
  field: string
  parts: Parts
  /** The amount of the lines, by default that of the same name. */
  amount?: (standard: StandardId) => AmountName
  /** What is added up, in words; by default the field itself. */
  summed?: { vi: string; en: string }
  catalogue: readonly RowId[]
  standards: readonly StandardId[]
  valid: readonly DossierExample[]
  invalid: readonly DossierExample[]
}

/** A total of XML1 that is the sum of an amount over lines. */
function sumRule({ field, parts, amount, summed = { vi: field, en: field }, ...words }: Written): DossierRule {
  return dossierRule({
    id: `XML1.${field}.equals-sum-of-${parts}`,
    table: 'XML1',
    field,
    ...ASKED,
    problem: {
      vi: `${field} là {found}, tổng ${summed.vi} của ${WHERE[parts].vi} là {expected}, chênh {difference}`,
      en: `${field} is {found}, the sum of ${summed.en} of ${WHERE[parts].en} is {expected}, a difference of {difference}`,
    },
    remedy: {
      vi: `Cộng lại ${summed.vi} của các dòng và ghi vào ${field}, hoặc gửi đủ các dòng; rồi tính lại các tổng khác của XML1`,
      en: `Add up ${summed.en} of the rows and write the sum into ${field}, or send every row; then compute the other totals of XML1 again`,
    },
    ...words,
    xml1: { [field]: 'decimal' },
    xml1Also: { T_NGUONKHAC: 'decimal' },
    rests: ['lineSums'],
    evaluate({ lineSums }, values, { standard, day }) {
      // The values are those of the fields just named.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const read = values as Readonly<Record<string, Decimal | null>>
      const found = read[field]
      const name = amount?.(standard) ?? AMOUNTS.find((each) => each === field)
      if (!found || name === undefined) return notEvaluated(field)
      // T_BHTT by its formula is more than what the lines add up to where someone else paid a part of it.
      if (field === 'T_BHTT' && standard !== '4210' && read['T_NGUONKHAC']?.units !== 0)
        return notEvaluated('T_NGUONKHAC')
      return compared(found, sumOf(lineSums, parts, name), day)
    },
  })
}

const AMOUNTS = ['T_BHTT', 'T_BNTT', 'T_BNCCT', 'T_NGUONKHAC', 'T_NGOAIDS'] as const
const amountOf = (standard: StandardId): AmountName => (standard === '4210' ? 'THANH_TIEN' : 'THANH_TIEN_BV')

/** One line with these amounts, XML1 with that total. */
const oneLine = (field: string, found: string, line: Readonly<Record<string, string>>) => ({
  XML1: { [field]: found, T_NGUONKHAC: field === 'T_NGUONKHAC' ? found : '0' },
  XML2: [],
  XML3: [line],
})
const shared = (field: 'T_BHTT' | 'T_BNTT' | 'T_BNCCT' | 'T_NGUONKHAC' | 'T_NGOAIDS') => ({
  valid: [{ why: '1 đồng more', change: oneLine(field, '101', { [field]: '100' }) }],
  invalid: [{ why: '2 đồng more', change: oneLine(field, '102', { [field]: '100' }) }],
})

/** FIN: totals of XML1 that are sums over the rows. */
export const totalDossierRules: readonly DossierRule[] = [
  sumRule({
    field: 'T_THUOC',
    parts: 'drugs',
    amount: amountOf,
    summed: AMOUNT,
    catalogue: ['FIN-11', 'FIN-23'],
    standards: ALL_STANDARDS,
    valid: [{ why: 'no drugs', change: { XML1: { T_THUOC: '0' }, XML2: [] } }],
    invalid: [{ why: 'no drugs, but a sum', change: { XML1: { T_THUOC: '46000' }, XML2: [] } }],
  }),
  sumRule({
    field: 'T_VTYT',
    parts: 'supplies',
    amount: amountOf,
    summed: AMOUNT,
    catalogue: ['FIN-12', 'FIN-23'],
    standards: ALL_STANDARDS,
    valid: [
      {
        why: 'services are no supplies',
        change: { XML1: { T_VTYT: '0' }, XML3: [{ MA_NHOM: '13' }, { MA_NHOM: '1' }] },
      },
    ],
    invalid: [{ why: 'a sum, but no supplies', change: { XML1: { T_VTYT: '150' }, XML3: [{ MA_NHOM: '13' }] } }],
  }),
  sumRule({
    field: 'T_TONGCHI_BH',
    parts: 'lines',
    amount: () => 'THANH_TIEN_BH',
    summed: { vi: 'THANH_TIEN_BH', en: 'THANH_TIEN_BH' },
    catalogue: ['FIN-14', 'FIN-23'],
    standards: SINCE_130,
    valid: [{ why: '1 đồng more', change: oneLine('T_TONGCHI_BH', '101', { THANH_TIEN_BH: '100' }) }],
    invalid: [{ why: '2 đồng more', change: oneLine('T_TONGCHI_BH', '102', { THANH_TIEN_BH: '100' }) }],
  }),
  sumRule({
    field: 'T_BHTT',
    parts: 'lines',
    catalogue: ['FIN-16', 'FIN-24'],
    standards: ALL_STANDARDS,
    ...shared('T_BHTT'),
  }),
  sumRule({ field: 'T_BNTT', parts: 'lines', catalogue: ['FIN-17'], standards: ALL_STANDARDS, ...shared('T_BNTT') }),
  sumRule({ field: 'T_BNCCT', parts: 'lines', catalogue: ['FIN-18'], standards: ALL_STANDARDS, ...shared('T_BNCCT') }),
  sumRule({
    field: 'T_NGUONKHAC',
    parts: 'lines',
    catalogue: ['FIN-19'],
    standards: ALL_STANDARDS,
    ...shared('T_NGUONKHAC'),
  }),
  sumRule({ field: 'T_NGOAIDS', parts: 'lines', catalogue: ['FIN-09'], standards: ['4210'], ...shared('T_NGOAIDS') }),
  dossierRule({
    id: 'XML1.T_BHTT_GDV.equals-sum-of-fees',
    table: 'XML1',
    field: 'T_BHTT_GDV',
    ...ASKED,
    problem: {
      vi: 'T_BHTT_GDV là {found}, tổng T_BHTT của các dòng có MA_PTTT 1 là {expected}, chênh {difference}',
      en: 'T_BHTT_GDV is {found}, the sum of T_BHTT of the rows with MA_PTTT 1 is {expected}, a difference of {difference}',
    },
    remedy: {
      vi: 'Cộng lại T_BHTT của các dòng có MA_PTTT 1 (phí dịch vụ) và ghi vào T_BHTT_GDV, hoặc sửa MA_PTTT',
      en: 'Add up T_BHTT of the rows with MA_PTTT 1 (paid by service) and write the sum into T_BHTT_GDV, or correct MA_PTTT',
    },
    catalogue: ['FIN-20'],
    standards: SINCE_130,
    xml1: { T_BHTT_GDV: 'decimal' },
    xml1Also: { MA_THE_BHYT: 'text' },
    rests: ['feeSums'],
    evaluate: ({ feeSums }, { T_BHTT_GDV, MA_THE_BHYT }, { day }) =>
      SETTLED_APART.test(MA_THE_BHYT) ? notEvaluated('MA_THE_BHYT') : compared(T_BHTT_GDV, feeSums.total, day),
    valid: [
      {
        why: 'a capitation has no fees',
        change: { XML1: { T_BHTT_GDV: '0' }, XML2: [{ MA_PTTT: '2' }], XML3: [{ MA_PTTT: '2', T_BHTT: '100' }] },
      },
    ],
    invalid: [
      {
        why: 'fees were left out',
        change: { XML1: { T_BHTT_GDV: '0' }, XML2: [], XML3: [{ MA_PTTT: '1', T_BHTT: '100' }] },
      },
    ],
  }),
]
