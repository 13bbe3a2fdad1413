import { totalTolerance } from '../../standards/thresholds.ts'
import type { Decimal } from '../../record/decimal.ts'
import { differenceOf, isNear, total } from '../money.ts'
import { SINCE_130 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import type { GatheredFacts } from './facts.ts'
import type { AmountName } from './facts/line-sums.ts'
import { dossierRule, fails, HOLDS, notEvaluated, type Verdict } from './rule.ts'

/** FIN: totals of XML1, compared with the rows. */
export const moneyDossierRules = [
  dossierRule({
    id: 'XML1.T_TONGCHI_BV.equals-sum-of-lines',
    table: 'XML1',
    field: 'T_TONGCHI_BV',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'T_TONGCHI_BV là {found}, tổng THANH_TIEN_BV của XML2 và XML3 là {expected}, chênh {difference}',
      en: 'T_TONGCHI_BV is {found}, the sum of THANH_TIEN_BV of XML2 and XML3 is {expected}, a difference of {difference}',
    },
    remedy: {
      vi: 'Cộng lại THANH_TIEN_BV của mọi dòng và ghi vào T_TONGCHI_BV, hoặc gửi đủ các dòng; rồi tính lại các tổng khác của XML1',
      en: 'Add up THANH_TIEN_BV of all rows and write the sum into T_TONGCHI_BV, or send every row; then compute the other totals of XML1 again',
    },
    catalogue: ['FIN-13', 'FIN-23'],
    standards: SINCE_130,
    xml1: { T_TONGCHI_BV: 'decimal' },
    rests: ['lineSums'],
    evaluate: ({ lineSums }, { T_TONGCHI_BV }, { day }) => equalsLines(T_TONGCHI_BV, lineSums, 'THANH_TIEN_BV', day),
    valid: [
      {
        why: 'within the tolerance of 1 đồng',
        change: { XML1: { T_TONGCHI_BV: '46001.00' }, XML2: [], XML3: [{ THANH_TIEN_BV: '46000.00' }] },
      },
    ],
    invalid: [
      {
        why: '2 đồng more than the only line',
        change: { XML1: { T_TONGCHI_BV: '46002.00' }, XML2: [], XML3: [{ THANH_TIEN_BV: '46000.00' }] },
      },
    ],
  }),
  dossierRule({
    id: 'XML1.T_TONGCHI.equals-sum-of-lines',
    table: 'XML1',
    field: 'T_TONGCHI',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'T_TONGCHI là {found}, tổng THANH_TIEN của XML2 và XML3 là {expected}, chênh {difference}',
      en: 'T_TONGCHI is {found}, the sum of THANH_TIEN of XML2 and XML3 is {expected}, a difference of {difference}',
    },
    remedy: {
      vi: 'Cộng lại THANH_TIEN của mọi dòng và ghi vào T_TONGCHI, hoặc gửi đủ các dòng; rồi tính lại các tổng khác của XML1',
      en: 'Add up THANH_TIEN of all rows and write the sum into T_TONGCHI, or send every row; then compute the other totals of XML1 again',
    },
    catalogue: ['FIN-13', 'FIN-23'],
    standards: ['4210'],
    xml1: { T_TONGCHI: 'decimal' },
    rests: ['lineSums'],
    evaluate: ({ lineSums }, { T_TONGCHI }, { day }) => equalsLines(T_TONGCHI, lineSums, 'THANH_TIEN', day),
    valid: [{ why: 'as it should be', change: {} }],
    invalid: [{ why: 'a line was left out', change: { XML2: [] } }],
  }),
]

/** Compares a total with the sum of an amount over the lines of XML2 and XML3. */
function equalsLines(
  found: Decimal,
  { drugs, services }: GatheredFacts['lineSums'],
  name: AmountName,
  day: string,
): Verdict {
  const tolerance = thresholdAt(totalTolerance, day)
  const [ofDrugs, ofServices] = [drugs(name), services(name)]
  if (!ofDrugs) return notEvaluated(`XML2.${name}`)
  if (!ofServices) return notEvaluated(`XML3.${name}`)
  if (!tolerance) return notEvaluated(totalTolerance.name)
  const expected = total(ofDrugs, ofServices)
  return isNear(found, expected, tolerance.value) ? HOLDS : fails(differenceOf(found, expected))
}
