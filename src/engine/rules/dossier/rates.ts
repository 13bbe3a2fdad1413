import { thenRow, thenTotals } from '../follow-up.ts'
import { baseSalary, fullRate, packageCeilingMonths } from '../../standards/thresholds.ts'
import { compare } from '../../record/decimal.ts'
import { differenceOf, product } from '../money.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { EXAMINATION, SURGERY, type RatedService } from './facts/rated-services.ts'
import { dossierRule, failsAt, notEvaluated, type Verdict } from './rule.ts'

/** Every service of the group that is paid in full although one of the same day was before it. */
function paidInFullAgain(rows: readonly RatedService[], group: string, day: string): Verdict {
  const full = thresholdAt(fullRate, day)
  if (!full) return notEvaluated(fullRate.name)
  const seen = new Set<string>()
  return failsAt(
    rows.flatMap((row) => {
      if (row.group !== group || compare(row.rate, full.value) !== 0) return []
      const isAgain = seen.has(row.day)
      seen.add(row.day)
      return isAgain ? [{ at: row.place, params: { day: row.day } }] : []
    }),
  )
}

const surgery = {
  MA_NHOM: '8',
  TYLE_TT_DV: '100',
  NGAY_TH_YL: '202610050900',
  NGUOI_THUC_HIEN: '000002/HNO-CCHN',
  PP_VO_CAM: '1',
}
const examination = { MA_NHOM: '13', TYLE_TT_DV: '100', NGAY_TH_YL: '202610050900' }
const supplies = { MA_NHOM: '10', GOI_VTYT: 'G1', T_BHTT: '70000000', TT_THAU: '00/QĐ-THU;G1;N1;2024' }

/** FIN: what is paid in part because it came with something else. */
export const rateDossierRules = [
  dossierRule({
    id: 'XML3.TYLE_TT_DV.reduced-for-further-surgery',
    table: 'XML3',
    field: 'TYLE_TT_DV',
    ...EXPECTED,
    problem: {
      vi: 'Phẫu thuật thứ hai trở đi trong ngày {day} vẫn có TYLE_TT_DV 100',
      en: 'The second or a later surgery on {day} has TYLE_TT_DV 100 as well',
    },
    remedy: thenRow({
      vi: 'Cùng một lần phẫu thuật thì ghi TYLE_TT_DV 50 (cùng kíp) hoặc 80 (khác kíp); hai lần mổ riêng thì giữ nguyên',
      en: 'In one operation write 50 (same team) or 80 (another team) into TYLE_TT_DV; leave it as it is for two operations',
    }),
    catalogue: ['FIN-45'],
    standards: SINCE_130,
    rests: ['ratedServices'],
    evaluate: ({ ratedServices: { rows } }, _xml1, { day }) => paidInFullAgain(rows, SURGERY, day),
    valid: [{ why: 'the second at half', change: { XML3: [surgery, { ...surgery, TYLE_TT_DV: '50' }] } }],
    invalid: [{ why: 'both in full', change: { XML3: [surgery, surgery] } }],
  }),
  dossierRule({
    id: 'XML3.TYLE_TT_DV.reduced-for-further-examinations',
    table: 'XML3',
    field: 'TYLE_TT_DV',
    ...EXPECTED,
    problem: {
      vi: 'Lần khám thứ hai trở đi trong ngày {day} vẫn có TYLE_TT_DV 100',
      en: 'The second or a later examination on {day} has TYLE_TT_DV 100 as well',
    },
    remedy: thenRow({
      vi: 'Ghi TYLE_TT_DV 30 cho lần khám thứ 2 đến thứ 4, 10 cho lần thứ 5, 0 từ lần thứ 6',
      en: 'Write into TYLE_TT_DV 30 for the second to fourth examination, 10 for the fifth, 0 for later ones',
    }),
    catalogue: ['FIN-46'],
    standards: SINCE_130,
    rests: ['ratedServices'],
    evaluate: ({ ratedServices: { rows } }, _xml1, { day }) => paidInFullAgain(rows, EXAMINATION, day),
    valid: [
      { why: 'the second at thirty', change: { XML3: [examination, { ...examination, TYLE_TT_DV: '30' }] } },
      {
        why: 'on two days',
        change: { XML3: [examination, { ...examination, NGAY_TH_YL: '202610060900' }] },
      },
    ],
    invalid: [{ why: 'both in full', change: { XML3: [examination, examination] } }],
  }),
  dossierRule({
    id: 'XML3.GOI_VTYT.within-ceiling',
    table: 'XML3',
    field: 'GOI_VTYT',
    ...EXPECTED,
    source: { document: 'TT 04/2017/TT-BYT', place: 'trần thanh toán gói vật tư', confidence: 'medium' },
    problem: {
      vi: 'Tổng T_BHTT của gói vật tư {name} là {found}, vượt trần {expected}, chênh {difference}',
      en: 'T_BHTT of the supplies of package {name} is {found} in all, more than the ceiling {expected}, a difference of {difference}',
    },
    remedy: thenTotals({
      vi: 'Ghi T_TRANTT cho các vật tư trong gói, giảm T_BHTT cho đến khi tổng bằng mức trần và cộng phần giảm vào T_BNCCT',
      en: 'Write T_TRANTT into the supplies of the package, lower T_BHTT until the sum is the ceiling and add what was taken off to T_BNCCT',
    }),
    catalogue: ['FIN-44'],
    standards: ALL_STANDARDS,
    rests: ['packages'],
    evaluate({ packages: { paid } }, _xml1, { day }) {
      const months = thresholdAt(packageCeilingMonths, day)
      const salary = thresholdAt(baseSalary, day)
      if (!months || !salary) return notEvaluated(baseSalary.name)
      const ceiling = product(months.value, salary.value)
      return failsAt(
        paid.flatMap(({ name, total, place }) =>
          total && compare(total, ceiling) > 0
            ? [{ at: place, params: { name, ...differenceOf(total, ceiling) } }]
            : [],
        ),
      )
    },
    valid: [{ why: 'two packages', change: { XML3: [supplies, { ...supplies, GOI_VTYT: 'G2' }] } }],
    invalid: [{ why: 'together too much', change: { XML3: [supplies, supplies] } }],
  }),
]
