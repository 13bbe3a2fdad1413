import { thenRow, thenTotals } from '../follow-up.ts'
import { cardBenefits, lineTolerance } from '../../standards/thresholds.ts'
import { compare, type Decimal } from '../../record/decimal.ts'
import { differenceOf, equals, equalsOneOf, rounded, share } from '../money.ts'
import { EXPECTED, REFUSED, broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

const LINES = ['XML2', 'XML3'] as const
const everyBenefit = Object.values(cardBenefits)
/** MA_LYDO_VVIEN: came without a referral to where the patient is not registered. */
const OFF_ROUTE = '3'
const onRoute = { MA_LYDO_VVIEN: '1' }
const isSame = (left: Decimal, right: Decimal): boolean => compare(left, right) === 0

/** FIN: who pays for a line, as QĐ 4210 divides it. */
export const earlierPaymentRules = [
  ...LINES.map((table) =>
    recordRule({
      name: 'equals-share-of-THANH_TIEN',
      tables: [table],
      field: 'T_BHTT',
      // The formula is the decision's; that the gateway refuses a line by it (block 48) one source has written down.
      ...REFUSED,
      problem: {
        vi: 'T_BHTT là {found}, THANH_TIEN × TYLE_TT/100 × MUC_HUONG/100 cho {expected}, chênh {difference}',
        en: 'T_BHTT is {found}, THANH_TIEN × TYLE_TT/100 × MUC_HUONG/100 gives {expected}, a difference of {difference}',
      },
      remedy: thenTotals({
        vi: 'Tính lại T_BHTT, T_BNCCT và T_BNTT, làm tròn 2 chữ số thập phân',
        en: 'Compute T_BHTT, T_BNCCT and T_BNTT again, rounded to 2 places',
      }),
      catalogue: ['FIN-05'],
      standards: ['4210'],
      isDated: true,
      when: table === 'XML3' ? [{ allAbsent: ['T_TRANTT'] }] : [],
      evidence: {
        T_BHTT: 'decimal',
        THANH_TIEN: 'decimal',
        TYLE_TT: 'decimal',
        MUC_HUONG: 'decimal',
        T_NGUONKHAC: 'decimal',
      },
      xml1Also: { MA_LYDO_VVIEN: 'code' },
      // Some services have TYLE_TT in THANH_TIEN already; with another payer programs differ.
      holds({ T_BHTT, THANH_TIEN, TYLE_TT, MUC_HUONG, T_NGUONKHAC }, { MA_LYDO_VVIEN }, day) {
        const tolerance = thresholdAt(lineTolerance, day)
        if (!tolerance || T_NGUONKHAC.units !== 0) return null
        const granted = share(THANH_TIEN, MUC_HUONG)
        const judged = equalsOneOf(T_BHTT, [rounded(share(granted, TYLE_TT)), rounded(granted)], tolerance.value)
        // Off the route some programs leave the facility's rate out of MUC_HUONG.
        return judged !== true && MA_LYDO_VVIEN === OFF_ROUTE ? null : judged
      },
      valid: [
        { why: 'half of it is within the benefits', record: line('40', '50'), xml1: onRoute },
        { why: 'TYLE_TT is in THANH_TIEN', record: line('80', '50'), xml1: onRoute },
      ],
      invalid: [{ why: 'all of it', record: line('100', '50'), xml1: onRoute }],
    }),
  ),
  recordRule({
    name: 'nothing-or-T_BHTT',
    tables: LINES,
    field: 'T_NGOAIDS',
    ...REFUSED,
    problem: {
      vi: 'T_NGOAIDS là {found}, chỉ có thể là 0 hoặc bằng T_BHTT {expected}, chênh {difference}',
      en: 'T_NGOAIDS is {found}, but can only be 0 or T_BHTT {expected}, a difference of {difference}',
    },
    remedy: thenTotals({
      vi: 'Ghi T_NGOAIDS bằng T_BHTT nếu chi phí ngoài định suất, bằng 0 nếu trong định suất',
      en: 'Write T_BHTT into T_NGOAIDS if the cost is outside the capitation, 0 if it is within',
    }),
    catalogue: ['FIN-09'],
    standards: ['4210'],
    isDated: true,
    evidence: { T_NGOAIDS: 'decimal', T_BHTT: 'decimal' },
    holds({ T_NGOAIDS, T_BHTT }, _xml1, day) {
      const tolerance = thresholdAt(lineTolerance, day)
      return tolerance && (T_NGOAIDS.units === 0 || equals(T_NGOAIDS, T_BHTT, tolerance.value))
    },
    valid: [{ why: 'outside the capitation', record: { T_NGOAIDS: '80', T_BHTT: '80' } }],
    invalid: [{ why: 'a part of it', record: { T_NGOAIDS: '40', T_BHTT: '80' } }],
  }),
  recordRule({
    name: 'granted-by-card-on-route',
    tables: LINES,
    field: 'MUC_HUONG',
    ...EXPECTED,
    problem: {
      vi: 'MUC_HUONG là {found}; khi đúng tuyến (MA_LYDO_VVIEN 1, 2) thẻ BHYT chỉ có mức hưởng 80, 95 hoặc 100',
      en: 'MUC_HUONG is {found}; on the route (MA_LYDO_VVIEN 1, 2) cards grant only 80, 95 or 100',
    },
    remedy: thenRow({
      vi: 'Ghi MUC_HUONG 80, 95 hoặc 100 theo thẻ, hoặc sửa MA_LYDO_VVIEN',
      en: 'Write 80, 95 or 100 into MUC_HUONG as the card grants, or correct MA_LYDO_VVIEN',
    }),
    catalogue: ['FIN-25'],
    standards: ['4210'],
    isDated: true,
    when: [{ field: 'PHAM_VI', in: ['1'] }],
    evidence: { MUC_HUONG: 'decimal', PHAM_VI: 'code' },
    xml1: { MA_LYDO_VVIEN: 'code' },
    holds({ MUC_HUONG }, { MA_LYDO_VVIEN }, day) {
      if (MA_LYDO_VVIEN !== '1' && MA_LYDO_VVIEN !== '2') return true
      for (const series of everyBenefit) {
        const known = thresholdAt(series, day)
        if (!known) return null
        if (isSame(known.value, MUC_HUONG)) return true
      }
      return broken({ found: differenceOf(MUC_HUONG, MUC_HUONG).found })
    },
    valid: [
      { why: 'on the route', record: { PHAM_VI: '1', MUC_HUONG: '95' }, xml1: { MA_LYDO_VVIEN: '1' } },
      { why: 'off the route', record: { PHAM_VI: '1', MUC_HUONG: '48' }, xml1: { MA_LYDO_VVIEN: '3' } },
    ],
    invalid: [{ why: 'an emergency', record: { PHAM_VI: '1', MUC_HUONG: '48' }, xml1: { MA_LYDO_VVIEN: '2' } }],
  }),
]

function line(T_BHTT: string, TYLE_TT: string) {
  return { THANH_TIEN: '100', TYLE_TT, MUC_HUONG: '80', T_NGUONKHAC: '0', T_BHTT }
}
