import { thenRow, thenTotals } from '../follow-up.ts'
import { bedRates, cardBenefits, fullRate } from '../../standards/thresholds.ts'
import { compare, formatDecimal, type Decimal } from '../../record/decimal.ts'
import { share } from '../money.ts'
import { ASKED, CHECKERS, EXPECTED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { grantedTo } from '../granted-share.ts'
import { recordRule } from './rule.ts'

const LINES = ['XML2', 'XML3'] as const
const CARD = 'GD4010000000000'
const BENEFIT_AT = 2
const CARD_LENGTH = 15
/** Cards of the army, the police and the cipher service. */
const ARMED = /(?:^|;)\s*(?:QN|CA|CY)/
/** Cards whose third character grants what lies outside the benefits, or a transport. */
const OUTSIDE_TOO = /(?:^|;)\s*[A-Z]{2}5/
const TRANSPORTED = /(?:^|;)\s*[A-Z]{2}[125]/
const WHOLE_CARD = /(?:^|;)\s*[A-Z]{2}[1-5]\d{12}/

/** The share of what is insured that each card grants; null where one of them does not say it. */
function benefitsOf(cards: string, day: string): readonly Decimal[] | null {
  if (!cards.includes(';')) {
    const benefit = benefitOf(cards.trim(), day)
    return benefit && [benefit]
  }
  const found: Decimal[] = []
  for (const card of cards.split(';')) {
    const benefit = benefitOf(card.trim(), day)
    if (!benefit) return null
    found.push(benefit)
  }
  return found
}

function benefitOf(card: string, day: string): Decimal | null {
  const series = card.length === CARD_LENGTH ? cardBenefits[card.charAt(BENEFIT_AT)] : undefined
  const known = series && thresholdAt(series, day)
  return known?.value ?? null
}

/** Without zeros behind the point. */
const shortest = (rate: Decimal): string =>
  formatDecimal(rate)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

const isSame = (left: Decimal, right: Decimal): boolean => compare(left, right) === 0

/** FIN: what a card and a category grant. */
export const benefitRules = [
  recordRule({
    name: 'granted-by-card',
    tables: LINES,
    field: 'MUC_HUONG',
    by: 'practice',
    source: { document: 'QĐ 1351/QĐ-BHXH', place: 'Điều 2; QĐ 3276/QĐ-BYT, Phụ lục 1', confidence: 'medium' },
    problem: {
      vi: 'MUC_HUONG là {found}; thẻ và MA_DOITUONG_KCB {category} cho {expected}',
      en: 'MUC_HUONG is {found}; the card and MA_DOITUONG_KCB {category} grant {expected}',
    },
    remedy: thenRow({
      vi: 'Kiểm tra ký tự thứ ba của MA_THE_BHYT, MA_DOITUONG_KCB và MA_LOAI_KCB; nếu đúng thì ghi MUC_HUONG theo các mức trên',
      en: 'Check the third character of MA_THE_BHYT, MA_DOITUONG_KCB and MA_LOAI_KCB; if they are right, write one of these into MUC_HUONG',
    }),
    catalogue: ['FIN-25', 'FIN-27', 'FIN-28', 'FIN-29', 'FIN-30', 'FIN-32'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'PHAM_VI', in: ['1'] }],
    evidence: { MUC_HUONG: 'decimal', PHAM_VI: 'code' },
    xml1: { MA_THE_BHYT: 'text', MA_DOITUONG_KCB: 'text', MA_LOAI_KCB: 'code' },
    holds({ MUC_HUONG }, { MA_THE_BHYT, MA_DOITUONG_KCB, MA_LOAI_KCB }, day) {
      const granted = grantedTo(MA_DOITUONG_KCB, MA_LOAI_KCB, day)
      const full = thresholdAt(fullRate, day)
      const benefits = granted && benefitsOf(MA_THE_BHYT, day)
      if (!benefits || !full) return null
      // Small bills, communes and co-payments that have ended are paid in full, which the row does not say; not off the route.
      const inFull = isSame(granted, full.value) ? [full.value] : []
      const expected = [...benefits.map((benefit) => share(benefit, granted)), ...inFull]
      if (expected.some((rate) => isSame(rate, MUC_HUONG))) return true
      return broken({
        found: formatDecimal(MUC_HUONG),
        expected: [...new Set(expected.map(shortest))].join(' | '),
        category: MA_DOITUONG_KCB,
      })
    },
    valid: [
      { why: 'the card pays 80 %', record: { PHAM_VI: '1', MUC_HUONG: '80' }, xml1: whose('1.1', CARD, '01') },
      { why: 'paid in full', record: { PHAM_VI: '1', MUC_HUONG: '100' }, xml1: whose('2', CARD, '01') },
      { why: 'off the route in a ward', record: { PHAM_VI: '1', MUC_HUONG: '32' }, xml1: whose('3.1', CARD, '03') },
      {
        why: 'half of the benefit since the middle of 2026',
        record: { PHAM_VI: '1', MUC_HUONG: '47.5' },
        xml1: whose('1.13', 'HT3010000000000', '01'),
      },
    ],
    invalid: [
      { why: '95 with a card of 80 %', record: { PHAM_VI: '1', MUC_HUONG: '95' }, xml1: whose('1.1', CARD, '01') },
      {
        why: 'a card of 100 % with a co-payment',
        record: { PHAM_VI: '1', MUC_HUONG: '80' },
        xml1: whose('1.1', 'TE1010000000000', '01'),
      },
      { why: 'full benefit off the route', record: { PHAM_VI: '1', MUC_HUONG: '80' }, xml1: whose('3.1', CARD, '03') },
    ],
  }),
  recordRule({
    name: 'none-outside-benefits',
    tables: LINES,
    field: 'T_BHTT',
    ...ASKED,
    problem: {
      vi: 'Dòng ngoài phạm vi hưởng BHYT (PHAM_VI 2) nhưng T_BHTT là {found}',
      en: 'The row is outside the benefits (PHAM_VI 2), but T_BHTT is {found}',
    },
    remedy: thenTotals({
      vi: 'Ghi PHAM_VI 1; hoặc ghi TYLE_TT_BH, THANH_TIEN_BH, T_BHTT, T_BNCCT là 0 và T_BNTT bằng THANH_TIEN_BV trừ T_NGUONKHAC',
      en: 'Write 1 into PHAM_VI; or write 0 into TYLE_TT_BH, THANH_TIEN_BH, T_BHTT and T_BNCCT, and THANH_TIEN_BV less T_NGUONKHAC into T_BNTT',
    }),
    catalogue: ['FIN-40'],
    standards: SINCE_130,
    when: [{ field: 'PHAM_VI', in: ['2'] }],
    evidence: { T_BHTT: 'decimal', PHAM_VI: 'code' },
    xml1: { MA_THE_BHYT: 'text' },
    holds: ({ T_BHTT }, { MA_THE_BHYT }) =>
      T_BHTT.units === 0 || OUTSIDE_TOO.test(MA_THE_BHYT) || broken({ found: formatDecimal(T_BHTT) }),
    valid: [
      { why: 'nothing', record: { PHAM_VI: '2', T_BHTT: '0.00' }, xml1: { MA_THE_BHYT: CARD } },
      {
        why: 'a card that grants it',
        record: { PHAM_VI: '2', T_BHTT: '1' },
        xml1: { MA_THE_BHYT: 'CA5010000000000' },
      },
    ],
    invalid: [{ why: 'one đồng', record: { PHAM_VI: '2', T_BHTT: '1' }, xml1: { MA_THE_BHYT: CARD } }],
  }),
  recordRule({
    name: 'outside-list-for-armed-forces',
    tables: LINES,
    field: 'PHAM_VI',
    ...REFUSED,
    problem: {
      vi: 'PHAM_VI là 3 nhưng thẻ không phải của quân đội, công an, cơ yếu (QN, CA, CY)',
      en: 'PHAM_VI is 3, but the card is not one of the army, the police or the cipher service (QN, CA, CY)',
    },
    remedy: thenRow({
      vi: 'Ghi PHAM_VI 1 (trong phạm vi BHYT) hoặc 2 (ngoài phạm vi, người bệnh tự trả), hoặc sửa MA_THE_BHYT',
      en: 'Write 1 (within the benefits) or 2 (outside, the patient pays) into PHAM_VI, or correct MA_THE_BHYT',
    }),
    catalogue: ['FIN-40'],
    standards: SINCE_130,
    when: [{ field: 'PHAM_VI', in: ['3'] }],
    evidence: { PHAM_VI: 'code' },
    xml1: { MA_THE_BHYT: 'text' },
    // A social insurance number alone does not name the group.
    holds: (_values, { MA_THE_BHYT }) => ARMED.test(MA_THE_BHYT) || (WHOLE_CARD.test(MA_THE_BHYT) ? false : null),
    valid: [{ why: 'the army', record: { PHAM_VI: '3' }, xml1: { MA_THE_BHYT: 'QN5010000000000' } }],
    invalid: [{ why: 'a household', record: { PHAM_VI: '3' }, xml1: { MA_THE_BHYT: CARD } }],
  }),
  recordRule({
    name: 'none-from-other-payers',
    tables: ['XML2'],
    field: 'T_BHTT',
    ...EXPECTED,
    problem: {
      vi: 'Thuốc do nguồn khác chi trả (NGUON_CTRA {payer}) nhưng T_BHTT là {found}',
      en: 'Another payer pays for the drug (NGUON_CTRA {payer}), but T_BHTT is {found}',
    },
    remedy: thenTotals({
      vi: 'Ghi NGUON_CTRA 1; nếu nguồn khác trả toàn bộ thì ghi THANH_TIEN_BV vào T_NGUONKHAC và vào khoản của nguồn đó (T_NGUONKHAC_NSNN, _VTNN, _VTTN, _CL), còn T_BHTT, T_BNCCT, T_BNTT là 0',
      en: 'Write 1 into NGUON_CTRA; if the other payer pays all of it, write THANH_TIEN_BV into T_NGUONKHAC and into the amount of that source (T_NGUONKHAC_NSNN, _VTNN, _VTTN, _CL), and 0 into T_BHTT, T_BNCCT and T_BNTT',
    }),
    catalogue: ['FIN-39'],
    standards: SINCE_130,
    when: [{ field: 'NGUON_CTRA', in: ['2', '3', '4'] }],
    evidence: { T_BHTT: 'decimal', NGUON_CTRA: 'code' },
    holds: ({ T_BHTT, NGUON_CTRA }) =>
      T_BHTT.units === 0 || broken({ payer: NGUON_CTRA, found: formatDecimal(T_BHTT) }),
    valid: [{ why: 'a project pays', record: { NGUON_CTRA: '2', T_BHTT: '0' } }],
    invalid: [{ why: 'a project and the fund pay', record: { NGUON_CTRA: '2', T_BHTT: '100' } }],
  }),
  recordRule({
    name: 'transport-for-entitled-cards',
    tables: ['XML3'],
    field: 'T_BHTT',
    by: 'practice',
    source: { document: 'QĐ 1351/QĐ-BHXH', place: 'Điều 2', confidence: 'medium' },
    problem: {
      vi: 'T_BHTT của dòng vận chuyển là {found}, nhưng thẻ không được hưởng chi phí vận chuyển',
      en: 'T_BHTT of a transport is {found}, but the card does not grant transport',
    },
    remedy: thenTotals({
      vi: 'Kiểm tra MA_THE_BHYT; nếu đúng thì người bệnh tự trả: PHAM_VI 2, TYLE_TT_BH, THANH_TIEN_BH, T_BHTT, T_BNCCT là 0 và T_BNTT bằng THANH_TIEN_BV',
      en: 'Check MA_THE_BHYT; if it is right, the patient pays: PHAM_VI is 2, TYLE_TT_BH, THANH_TIEN_BH, T_BHTT and T_BNCCT are 0, and T_BNTT is THANH_TIEN_BV',
    }),
    catalogue: ['FIN-43'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['12'] }],
    evidence: { T_BHTT: 'decimal', MA_NHOM: 'code' },
    xml1: { MA_THE_BHYT: 'text' },
    holds({ T_BHTT }, { MA_THE_BHYT }) {
      if (T_BHTT.units === 0 || TRANSPORTED.test(MA_THE_BHYT)) return true
      return WHOLE_CARD.test(MA_THE_BHYT) ? broken({ found: formatDecimal(T_BHTT) }) : null
    },
    valid: [{ why: 'the poor', record: { MA_NHOM: '12', T_BHTT: '100' }, xml1: { MA_THE_BHYT: 'HN2010000000000' } }],
    invalid: [{ why: 'a household', record: { MA_NHOM: '12', T_BHTT: '100' }, xml1: { MA_THE_BHYT: CARD } }],
  }),
  recordRule({
    name: 'rate-of-a-bed',
    tables: ['XML3'],
    field: 'TYLE_TT_DV',
    ...EXPECTED,
    source: { ...CHECKERS, document: 'QĐ 130/QĐ-BYT', place: 'Bảng 3, TYLE_TT_DV', confidence: 'medium' },
    problem: {
      vi: 'TYLE_TT_DV của tiền giường là {found}; chỉ có 100, 50 (nằm ghép 2 người) hoặc 33 (từ 3 người)',
      en: 'TYLE_TT_DV of a bed is {found}; it can only be 100, 50 (two patients in the bed) or 33 (three or more)',
    },
    remedy: thenRow({
      vi: 'Ghi TYLE_TT_DV theo số người nằm một giường',
      en: 'Write TYLE_TT_DV by the number of patients in the bed',
    }),
    catalogue: ['BED-17'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_NHOM', in: ['14', '15', '16'] }],
    evidence: { TYLE_TT_DV: 'decimal', MA_NHOM: 'code' },
    holds({ TYLE_TT_DV }, _xml1, day) {
      for (const series of bedRates) {
        const known = thresholdAt(series, day)
        if (!known) return null
        if (isSame(known.value, TYLE_TT_DV)) return true
      }
      return broken({ found: formatDecimal(TYLE_TT_DV) })
    },
    valid: [{ why: 'two in a bed', record: { MA_NHOM: '15', TYLE_TT_DV: '50' } }],
    invalid: [{ why: 'a rate of surgery', record: { MA_NHOM: '15', TYLE_TT_DV: '80' } }],
  }),
]

function whose(MA_DOITUONG_KCB: string, MA_THE_BHYT: string, MA_LOAI_KCB: string) {
  return { MA_DOITUONG_KCB, MA_THE_BHYT, MA_LOAI_KCB }
}
