import { thenRow } from '../follow-up.ts'
import { lineTolerance } from '../../standards/thresholds.ts'
import type { Decimal } from '../../record/decimal.ts'
import { equals, equalsOneOf, minus, product, rounded, share } from '../money.ts'
import { ASKED, SINCE_130, SINCE_4750, type RecordVerdict } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

/** The sentences of an amount that a formula gives. */
const wrong = (field: string, formula: string) => ({
  problem: {
    vi: `${field} là {found}, ${formula} cho {expected}, chênh {difference}`,
    en: `${field} is {found}, ${formula} gives {expected}, a difference of {difference}`,
  },
  remedy: thenRow({
    vi: `Tính lại ${field} theo công thức này, làm tròn 2 chữ số thập phân (nửa đơn vị thì làm tròn lên)`,
    en: `Compute ${field} by this formula, rounded to 2 places (halves away from zero)`,
  }),
})

/** Compares with the tolerance of a line; the finding names the first way. */
function within(found: Decimal, ways: readonly [Decimal, ...Decimal[]], day: string): RecordVerdict {
  const tolerance = thresholdAt(lineTolerance, day)
  return tolerance && equalsOneOf(found, ways, tolerance.value)
}

/** Support given to the facility leaves the amount before the share within the benefits is taken. */
const insured = (amount: Decimal, rate: Decimal, support: Decimal | null): [Decimal, Decimal] => [
  rounded(share(amount, rate)),
  rounded(share(support === null ? amount : minus(amount, support), rate)),
]

/** FIN: amounts of one row, compared with each other. */
export const moneyRules = [
  recordRule({
    name: 'equals-quantity-times-price',
    tables: ['XML2'],
    field: 'THANH_TIEN_BV',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'THANH_TIEN_BV là {found}, SO_LUONG × DON_GIA cho {expected}, chênh {difference}',
      en: 'THANH_TIEN_BV is {found}, SO_LUONG × DON_GIA gives {expected}, a difference of {difference}',
    },
    remedy: thenRow({
      vi: 'Tính lại THANH_TIEN_BV từ SO_LUONG và DON_GIA, làm tròn 2 chữ số thập phân (nửa đơn vị thì làm tròn lên)',
      en: 'Compute THANH_TIEN_BV from SO_LUONG and DON_GIA, rounded to 2 places (halves away from zero)',
    }),
    catalogue: ['FIN-01'],
    standards: SINCE_130,
    isDated: true,
    evidence: { THANH_TIEN_BV: 'decimal', SO_LUONG: 'decimal', DON_GIA: 'decimal' },
    holds({ THANH_TIEN_BV, SO_LUONG, DON_GIA }, _xml1, day) {
      const tolerance = thresholdAt(lineTolerance, day)
      return tolerance && equals(THANH_TIEN_BV, rounded(product(SO_LUONG, DON_GIA)), tolerance.value)
    },
    valid: [
      { why: 'rounded half away from zero', record: { SO_LUONG: '3', DON_GIA: '0.335', THANH_TIEN_BV: '1.01' } },
      { why: 'within the tolerance', record: { SO_LUONG: '10', DON_GIA: '1150.5', THANH_TIEN_BV: '11505.02' } },
    ],
    invalid: [
      { why: 'three hundredths more', record: { SO_LUONG: '10', DON_GIA: '1150.5', THANH_TIEN_BV: '11505.03' } },
      {
        why: 'beyond what a double holds',
        record: { SO_LUONG: '1', DON_GIA: '9007199254740993', THANH_TIEN_BV: '9007199254740992' },
      },
    ],
  }),
  recordRule({
    name: 'equals-quantity-times-price',
    tables: ['XML2'],
    field: 'THANH_TIEN',
    ...ASKED,
    ...wrong('THANH_TIEN', 'SO_LUONG × DON_GIA'),
    catalogue: ['FIN-01'],
    standards: ['4210'],
    isDated: true,
    evidence: { THANH_TIEN: 'decimal', SO_LUONG: 'decimal', DON_GIA: 'decimal' },
    holds: ({ THANH_TIEN, SO_LUONG, DON_GIA }, _xml1, day) =>
      within(THANH_TIEN, [rounded(product(SO_LUONG, DON_GIA))], day),
    valid: [{ why: 'exact', record: { SO_LUONG: '10.000', DON_GIA: '1150.500', THANH_TIEN: '11505.00' } }],
    invalid: [{ why: 'a hundred more', record: { SO_LUONG: '10', DON_GIA: '1150.5', THANH_TIEN: '11605' } }],
  }),
  recordRule({
    name: 'equals-quantity-times-price',
    tables: ['XML3'],
    field: 'THANH_TIEN',
    by: 'annex',
    source: { confidence: 'medium' },
    ...wrong('THANH_TIEN', 'SO_LUONG × DON_GIA'),
    catalogue: ['FIN-03'],
    standards: ['4210'],
    isDated: true,
    evidence: { THANH_TIEN: 'decimal', SO_LUONG: 'decimal', DON_GIA: 'decimal', TYLE_TT: 'decimal' },
    // Examinations, shared beds and further procedures have TYLE_TT in the amount itself.
    holds({ THANH_TIEN, SO_LUONG, DON_GIA, TYLE_TT }, _xml1, day) {
      const whole = product(SO_LUONG, DON_GIA)
      return within(THANH_TIEN, [rounded(whole), rounded(share(whole, TYLE_TT))], day)
    },
    valid: [
      { why: 'whole', record: { SO_LUONG: '1', DON_GIA: '45000', TYLE_TT: '100', THANH_TIEN: '45000' } },
      { why: 'a second examination', record: { SO_LUONG: '1', DON_GIA: '45000', TYLE_TT: '30', THANH_TIEN: '13500' } },
    ],
    invalid: [{ why: 'neither', record: { SO_LUONG: '1', DON_GIA: '45000', TYLE_TT: '30', THANH_TIEN: '15000' } }],
  }),
  recordRule({
    name: 'equals-share-of-price',
    tables: ['XML2'],
    field: 'THANH_TIEN_BH',
    ...ASKED,
    ...wrong('THANH_TIEN_BH', 'SO_LUONG × DON_GIA × TYLE_TT_BH/100'),
    catalogue: ['FIN-02'],
    standards: SINCE_130,
    isDated: true,
    evidence: { THANH_TIEN_BH: 'decimal', SO_LUONG: 'decimal', DON_GIA: 'decimal', TYLE_TT_BH: 'decimal' },
    also: { T_NGUONKHAC: 'decimal' },
    holds: ({ THANH_TIEN_BH, SO_LUONG, DON_GIA, TYLE_TT_BH, T_NGUONKHAC }, _xml1, day) =>
      within(THANH_TIEN_BH, insured(product(SO_LUONG, DON_GIA), TYLE_TT_BH, T_NGUONKHAC), day),
    valid: [
      {
        why: 'half of it is within the benefits',
        record: { SO_LUONG: '3', DON_GIA: '0.335', TYLE_TT_BH: '50', THANH_TIEN_BH: '0.5' },
      },
      {
        why: 'what was given to the facility leaves the amount first',
        record: {
          SO_LUONG: '10',
          DON_GIA: '1000000',
          TYLE_TT_BH: '50',
          T_NGUONKHAC: '3000000',
          THANH_TIEN_BH: '3500000',
        },
      },
    ],
    invalid: [
      { why: 'the whole amount', record: { SO_LUONG: '1', DON_GIA: '1000', TYLE_TT_BH: '50', THANH_TIEN_BH: '1000' } },
    ],
  }),
  recordRule({
    name: 'equals-quantity-times-price',
    tables: ['XML3'],
    field: 'THANH_TIEN_BV',
    ...ASKED,
    ...wrong('THANH_TIEN_BV', 'SO_LUONG × DON_GIA_BV'),
    catalogue: ['FIN-03'],
    standards: ['130'],
    isDated: true,
    evidence: { THANH_TIEN_BV: 'decimal', SO_LUONG: 'decimal', DON_GIA_BV: 'decimal', TYLE_TT_DV: 'decimal' },
    // QĐ 4750 corrects the formula of QĐ 130, and files followed both.
    holds({ THANH_TIEN_BV, SO_LUONG, DON_GIA_BV, TYLE_TT_DV }, _xml1, day) {
      const whole = product(SO_LUONG, DON_GIA_BV)
      return within(THANH_TIEN_BV, [rounded(whole), rounded(share(whole, TYLE_TT_DV))], day)
    },
    valid: [{ why: 'whole', record: { SO_LUONG: '1', DON_GIA_BV: '45000', TYLE_TT_DV: '30', THANH_TIEN_BV: '45000' } }],
    invalid: [
      {
        why: 'a hundred less',
        record: { SO_LUONG: '1', DON_GIA_BV: '45000', TYLE_TT_DV: '100', THANH_TIEN_BV: '44900' },
      },
    ],
  }),
  recordRule({
    name: 'equals-rated-price',
    tables: ['XML3'],
    field: 'THANH_TIEN_BV',
    ...ASKED,
    ...wrong('THANH_TIEN_BV', 'SO_LUONG × DON_GIA_BV × TYLE_TT_DV/100'),
    catalogue: ['FIN-03'],
    standards: SINCE_4750,
    isDated: true,
    evidence: { THANH_TIEN_BV: 'decimal', SO_LUONG: 'decimal', DON_GIA_BV: 'decimal', TYLE_TT_DV: 'decimal' },
    also: { DON_GIA_BH: 'decimal' },
    // The second way is of facilities that do not collect the difference between their price and the fund's.
    holds({ THANH_TIEN_BV, SO_LUONG, DON_GIA_BV, TYLE_TT_DV, DON_GIA_BH }, _xml1, day) {
      const whole = product(SO_LUONG, DON_GIA_BV)
      const rated = rounded(share(whole, TYLE_TT_DV))
      if (DON_GIA_BH === null) return within(THANH_TIEN_BV, [rated], day)
      const ofFund = product(SO_LUONG, DON_GIA_BH)
      const uncollected = rounded(minus(whole, minus(ofFund, share(ofFund, TYLE_TT_DV))))
      return within(THANH_TIEN_BV, [rated, uncollected], day)
    },
    valid: [
      {
        why: 'two in a bed',
        record: { SO_LUONG: '0.5', DON_GIA_BV: '180500', TYLE_TT_DV: '50', THANH_TIEN_BV: '45125' },
      },
      {
        why: 'the difference is not collected',
        record: {
          SO_LUONG: '1',
          DON_GIA_BV: '200000',
          DON_GIA_BH: '150000',
          TYLE_TT_DV: '50',
          THANH_TIEN_BV: '125000',
        },
      },
    ],
    invalid: [
      {
        why: 'TYLE_TT_DV was forgotten',
        record: { SO_LUONG: '1', DON_GIA_BV: '45000', TYLE_TT_DV: '30', THANH_TIEN_BV: '45000' },
      },
    ],
  }),
  recordRule({
    name: 'equals-share-of-price',
    tables: ['XML3'],
    field: 'THANH_TIEN_BH',
    ...ASKED,
    ...wrong('THANH_TIEN_BH', 'SO_LUONG × DON_GIA_BH × TYLE_TT_BH/100 (× TYLE_TT_DV/100)'),
    catalogue: ['FIN-04'],
    standards: ['130', '4750'],
    isDated: true,
    // A package with a ceiling is paid up to it, whatever its lines cost.
    when: [{ allAbsent: ['T_TRANTT'] }],
    evidence: {
      THANH_TIEN_BH: 'decimal',
      SO_LUONG: 'decimal',
      DON_GIA_BH: 'decimal',
      TYLE_TT_BH: 'decimal',
      TYLE_TT_DV: 'decimal',
    },
    also: { T_NGUONKHAC: 'decimal' },
    holds({ THANH_TIEN_BH, SO_LUONG, DON_GIA_BH, TYLE_TT_BH, TYLE_TT_DV, T_NGUONKHAC }, _xml1, day) {
      const whole = product(SO_LUONG, DON_GIA_BH)
      const [plain, supported] = insured(whole, TYLE_TT_BH, T_NGUONKHAC)
      const rated = insured(share(whole, TYLE_TT_DV), TYLE_TT_BH, T_NGUONKHAC)
      return within(THANH_TIEN_BH, [plain, supported, ...rated], day)
    },
    valid: [
      {
        why: 'a second examination',
        record: { SO_LUONG: '1', DON_GIA_BH: '45000', TYLE_TT_DV: '30', TYLE_TT_BH: '100', THANH_TIEN_BH: '13500' },
      },
      {
        why: 'as the plain formula has it',
        record: { SO_LUONG: '2', DON_GIA_BH: '750', TYLE_TT_DV: '100', TYLE_TT_BH: '50', THANH_TIEN_BH: '750' },
      },
    ],
    invalid: [
      {
        why: 'three hundredths more',
        record: { SO_LUONG: '2', DON_GIA_BH: '750', TYLE_TT_DV: '100', TYLE_TT_BH: '50', THANH_TIEN_BH: '750.03' },
      },
    ],
  }),
  recordRule({
    name: 'equals-share-of-rated-price',
    tables: ['XML3'],
    field: 'THANH_TIEN_BH',
    ...ASKED,
    ...wrong('THANH_TIEN_BH', 'SO_LUONG × DON_GIA_BH × TYLE_TT_DV/100 × TYLE_TT_BH/100'),
    catalogue: ['FIN-04'],
    standards: ['3176'],
    isDated: true,
    when: [{ allAbsent: ['T_TRANTT'] }],
    evidence: {
      THANH_TIEN_BH: 'decimal',
      SO_LUONG: 'decimal',
      DON_GIA_BH: 'decimal',
      TYLE_TT_BH: 'decimal',
      TYLE_TT_DV: 'decimal',
    },
    also: { T_NGUONKHAC: 'decimal' },
    holds: ({ THANH_TIEN_BH, SO_LUONG, DON_GIA_BH, TYLE_TT_BH, TYLE_TT_DV, T_NGUONKHAC }, _xml1, day) =>
      within(THANH_TIEN_BH, insured(share(product(SO_LUONG, DON_GIA_BH), TYLE_TT_DV), TYLE_TT_BH, T_NGUONKHAC), day),
    valid: [
      {
        why: 'a further procedure',
        record: { SO_LUONG: '1', DON_GIA_BH: '500000', TYLE_TT_DV: '80', TYLE_TT_BH: '50', THANH_TIEN_BH: '200000' },
      },
    ],
    invalid: [
      {
        why: 'TYLE_TT_DV was forgotten',
        record: { SO_LUONG: '1', DON_GIA_BH: '45000', TYLE_TT_DV: '30', TYLE_TT_BH: '100', THANH_TIEN_BH: '45000' },
      },
    ],
  }),
]
