import { thenRow, thenTotals } from '../follow-up.ts'
import {
  baseSalary,
  highestCoPayment,
  smallBillShare,
  smallestFundShare,
  totalTolerance,
} from '../../standards/thresholds.ts'
import { compare } from '../../record/decimal.ts'
import { differenceOf, equals, minus, share, total } from '../money.ts'
import { ALL_STANDARDS, ASKED, broken, EXPECTED, SINCE_130 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { grantedTo } from '../granted-share.ts'
import { recordRule } from './rule.ts'

const AGAIN = {
  vi: 'Tính lại các tổng của XML1 từ mọi dòng của XML2 và XML3',
  en: 'Compute the totals of XML1 again from all rows of XML2 and XML3',
}
const payers = { T_BNTT: 'decimal', T_BNCCT: 'decimal', T_BHTT: 'decimal', T_NGUONKHAC: 'decimal' } as const

/** Categories with which a small bill is paid in full: where the patient should be, or an emergency. */
const ON_ROUTE = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '2']

/** FIN: totals of XML1, compared with each other. */
export const totalRules = [
  recordRule({
    name: 'equals-T_TONGCHI_BH-less-T_BNCCT',
    tables: ['XML1'],
    field: 'T_BHTT',
    ...ASKED,
    problem: {
      vi: 'T_BHTT là {found}, T_TONGCHI_BH − T_BNCCT cho {expected}, chênh {difference}',
      en: 'T_BHTT is {found}, T_TONGCHI_BH − T_BNCCT gives {expected}, a difference of {difference}',
    },
    remedy: AGAIN,
    catalogue: ['FIN-16', 'FIN-21'],
    standards: SINCE_130,
    isDated: true,
    evidence: { T_BHTT: 'decimal', T_TONGCHI_BH: 'decimal', T_BNCCT: 'decimal' },
    holds({ T_BHTT, T_TONGCHI_BH, T_BNCCT }, _xml1, day) {
      const tolerance = thresholdAt(totalTolerance, day)
      return tolerance && equals(T_BHTT, minus(T_TONGCHI_BH, T_BNCCT), tolerance.value)
    },
    valid: [{ why: 'within the tolerance', record: { T_TONGCHI_BH: '100', T_BNCCT: '20', T_BHTT: '81' } }],
    invalid: [{ why: 'more than all of it', record: { T_TONGCHI_BH: '100', T_BNCCT: '20', T_BHTT: '100' } }],
  }),
  recordRule({
    name: 'equals-sum-of-payers',
    tables: ['XML1'],
    field: 'T_TONGCHI_BV',
    ...ASKED,
    problem: {
      vi: 'T_TONGCHI_BV là {found}, T_BNTT + T_BNCCT + T_BHTT cho {expected}, chênh {difference}',
      en: 'T_TONGCHI_BV is {found}, T_BNTT + T_BNCCT + T_BHTT give {expected}, a difference of {difference}',
    },
    remedy: AGAIN,
    catalogue: ['FIN-15', 'FIN-48'],
    standards: SINCE_130,
    isDated: true,
    evidence: { T_TONGCHI_BV: 'decimal', ...payers },
    // With another payer T_BHTT is by its formula not what the fund pays, and nothing can be said.
    holds({ T_TONGCHI_BV, T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC }, _xml1, day) {
      const tolerance = thresholdAt(totalTolerance, day)
      if (!tolerance || T_NGUONKHAC.units !== 0) return null
      return equals(T_TONGCHI_BV, total(T_BNTT, T_BNCCT, T_BHTT), tolerance.value)
    },
    valid: [{ why: 'exact', record: { T_TONGCHI_BV: '100', ...paid('10', '18', '72', '0') } }],
    invalid: [
      { why: 'the patient pays more than all of it', record: { T_TONGCHI_BV: '100', ...paid('110', '0', '0', '0') } },
    ],
  }),
  recordRule({
    name: 'equals-sum-of-payers',
    tables: ['XML1'],
    field: 'T_TONGCHI',
    ...ASKED,
    problem: {
      vi: 'T_TONGCHI là {found}, T_BNTT + T_BNCCT + T_BHTT + T_NGUONKHAC cho {expected}, chênh {difference}',
      en: 'T_TONGCHI is {found}, T_BNTT + T_BNCCT + T_BHTT + T_NGUONKHAC give {expected}, a difference of {difference}',
    },
    remedy: AGAIN,
    catalogue: ['FIN-15', 'FIN-21', 'FIN-48'],
    standards: ['4210'],
    isDated: true,
    evidence: { T_TONGCHI: 'decimal', ...payers },
    holds({ T_TONGCHI, T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC }, _xml1, day) {
      const tolerance = thresholdAt(totalTolerance, day)
      return tolerance && equals(T_TONGCHI, total(T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC), tolerance.value)
    },
    valid: [{ why: 'four payers', record: { T_TONGCHI: '100', ...paid('10', '16', '64', '10') } }],
    invalid: [
      { why: 'the fund pays more than all of it', record: { T_TONGCHI: '100', ...paid('0', '0', '120', '0') } },
    ],
  }),
  recordRule({
    name: 'none-of-a-small-bill',
    tables: ['XML1'],
    field: 'T_BNCCT',
    by: 'practice',
    source: { document: 'Luật BHYT', place: 'Điều 22 khoản 1', confidence: 'medium' },
    problem: {
      vi: 'T_TONGCHI_BH {found} thấp hơn 15% mức lương cơ sở ({limit}) nên người bệnh không phải cùng chi trả, nhưng T_BNCCT lớn hơn 0',
      en: 'T_TONGCHI_BH {found} is below 15 % of the base salary ({limit}), so there is no co-payment, but T_BNCCT is above 0',
    },
    remedy: thenTotals({
      vi: 'Ở mọi dòng có PHAM_VI 1 ghi MUC_HUONG 100, T_BNCCT 0 và T_BHTT bằng THANH_TIEN_BH',
      en: 'In every row with PHAM_VI 1 write MUC_HUONG 100, T_BNCCT 0 and THANH_TIEN_BH into T_BHTT',
    }),
    catalogue: ['FIN-26'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_DOITUONG_KCB', in: ON_ROUTE }],
    evidence: { T_BNCCT: 'decimal', T_TONGCHI_BH: 'decimal', MA_DOITUONG_KCB: 'text' },
    holds({ T_BNCCT, T_TONGCHI_BH }, _xml1, day) {
      const salary = thresholdAt(baseSalary, day)
      const rate = thresholdAt(smallBillShare, day)
      if (!salary || !rate) return null
      const limit = share(salary.value, rate.value)
      if (T_BNCCT.units <= 0 || compare(T_TONGCHI_BH, limit) >= 0) return true
      const { found, expected } = differenceOf(T_TONGCHI_BH, limit)
      return broken({ found, limit: expected })
    },
    valid: [
      {
        why: 'just the limit',
        record: { MA_DOITUONG_KCB: '1.1', T_TONGCHI_BH: '351000', T_BNCCT: '70200' },
        day: '2026-06-30',
      },
      {
        why: 'no co-payment',
        record: { MA_DOITUONG_KCB: '1.1', T_TONGCHI_BH: '350999', T_BNCCT: '0' },
        day: '2026-06-30',
      },
    ],
    invalid: [
      {
        why: 'one đồng below the limit',
        record: { MA_DOITUONG_KCB: '1.1', T_TONGCHI_BH: '350999', T_BNCCT: '70199.8' },
        day: '2026-06-30',
      },
      {
        why: 'the limit rose the next day',
        record: { MA_DOITUONG_KCB: '2', T_TONGCHI_BH: '351000', T_BNCCT: '70200' },
        day: '2026-07-01',
      },
    ],
  }),
  recordRule({
    name: 'not-unusually-high',
    tables: ['XML1'],
    field: 'T_BNCCT',
    ...EXPECTED,
    problem: {
      vi: 'T_BNCCT là {found}, cao hơn thường gặp ({expected})',
      en: 'T_BNCCT is {found}, higher than usual ({expected})',
    },
    remedy: thenRow({
      vi: 'Kiểm tra đơn giá, SO_LUONG và MUC_HUONG của các dòng, và NGAY_MIEN_CCT (miễn cùng chi trả trong năm)',
      en: 'Check the price, SO_LUONG and MUC_HUONG of the rows, and NGAY_MIEN_CCT (co-payments of the year have ended)',
    }),
    catalogue: ['FIN-53'],
    standards: ALL_STANDARDS,
    isDated: true,
    evidence: { T_BNCCT: 'decimal' },
    holds({ T_BNCCT }, _xml1, day) {
      const most = thresholdAt(highestCoPayment, day)
      if (!most) return null
      const { found, expected } = differenceOf(T_BNCCT, most.value)
      return compare(T_BNCCT, most.value) <= 0 || broken({ found, expected })
    },
    valid: [{ why: 'ten million', record: { T_BNCCT: '10000000' } }],
    invalid: [{ why: 'one đồng more', record: { T_BNCCT: '10000001' } }],
  }),
  ...(['T_TONGCHI_BV', 'T_TONGCHI'] as const).map((all) =>
    recordRule({
      name: all === 'T_TONGCHI' ? 'not-unusually-small' : 'not-a-trifle',
      tables: ['XML1'],
      field: 'T_BHTT',
      ...EXPECTED,
      problem: {
        vi: `T_BHTT là {found}, chưa đến {percent}% của ${all}`,
        en: `T_BHTT is {found}, less than {percent} % of ${all}`,
      },
      remedy: thenRow({
        vi: 'Kiểm tra PHAM_VI, MUC_HUONG và tỷ lệ thanh toán của các dòng',
        en: 'Check PHAM_VI, MUC_HUONG and the insured share of the rows',
      }),
      catalogue: ['FIN-54'],
      standards: all === 'T_TONGCHI' ? ['4210'] : SINCE_130,
      isDated: true,
      evidence: { T_BHTT: 'decimal', [all]: 'decimal' },
      holds(values, _xml1, day) {
        const least = thresholdAt(smallestFundShare, day)
        const whole = values[all]
        if (!least || whole === undefined) return null
        const { T_BHTT } = values
        if (T_BHTT.units === 0 || compare(T_BHTT, share(whole, least.value)) >= 0) return true
        return broken({
          found: differenceOf(T_BHTT, whole).found,
          percent: differenceOf(least.value, least.value).found,
        })
      },
      valid: [{ why: 'a hundredth', record: { T_BHTT: '100', [all]: '10000' } }],
      invalid: [{ why: 'less than a hundredth', record: { T_BHTT: '99', [all]: '10000' } }],
    }),
  ),
  recordRule({
    name: 'above-zero-with-card',
    tables: ['XML1'],
    field: 'T_TONGCHI_BH',
    ...EXPECTED,
    problem: {
      vi: 'Có MA_THE_BHYT nhưng T_TONGCHI_BH là 0: không có chi phí nào trong phạm vi BHYT',
      en: 'MA_THE_BHYT is present, but T_TONGCHI_BH is 0: no cost is within the benefits',
    },
    remedy: {
      vi: 'Kiểm tra PHAM_VI và TYLE_TT_BH của các dòng; nếu không KCB BHYT thì ghi MA_DOITUONG_KCB 9 và để trống MA_THE_BHYT, MA_DKBD, GT_THE_TU, GT_THE_DEN',
      en: 'Check PHAM_VI and TYLE_TT_BH of the rows; if the patient is not insured, write MA_DOITUONG_KCB 9 and leave MA_THE_BHYT, MA_DKBD, GT_THE_TU and GT_THE_DEN empty',
    },
    catalogue: ['FIN-56'],
    standards: SINCE_130,
    isDated: true,
    when: [{ field: 'MA_DOITUONG_KCB', notIn: ['9'] }],
    evidence: { T_TONGCHI_BH: 'decimal', MA_THE_BHYT: 'text', MA_DOITUONG_KCB: 'text' },
    also: { MA_LOAI_KCB: 'code' },
    // Whoever comes where the fund pays nothing pays all of it, card or not.
    holds: ({ T_TONGCHI_BH, MA_DOITUONG_KCB, MA_LOAI_KCB }, _xml1, day) =>
      T_TONGCHI_BH.units !== 0 || grantedTo(MA_DOITUONG_KCB, MA_LOAI_KCB, day)?.units === 0,
    valid: [
      {
        why: 'something is',
        record: { MA_DOITUONG_KCB: '1.1', MA_THE_BHYT: 'GD4010000000000', T_TONGCHI_BH: '0.01' },
      },
      {
        why: 'an outpatient where the fund pays nothing',
        record: { MA_DOITUONG_KCB: '3.1', MA_LOAI_KCB: '01', MA_THE_BHYT: 'GD4010000000000', T_TONGCHI_BH: '0.00' },
      },
    ],
    invalid: [
      {
        why: 'nothing is',
        record: { MA_DOITUONG_KCB: '1.1', MA_THE_BHYT: 'GD4010000000000', T_TONGCHI_BH: '0.00' },
      },
    ],
  }),
]

function paid(T_BNTT: string, T_BNCCT: string, T_BHTT: string, T_NGUONKHAC: string) {
  return { T_BNTT, T_BNCCT, T_BHTT, T_NGUONKHAC }
}
