import { baseSalary, chronicVisitsOfYear, coPaymentMonths, examinationsOfDay } from '../../standards/thresholds.ts'
import { numberAt } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { dayOfMoment, diseaseOf, isoDayOfMoment, type Encounter } from './encounter.ts'
import { historyRule, type HistoryRule } from './rule.ts'

const yearOf = ({ NGAY_RA }: Encounter): string => NGAY_RA.slice(0, 4)
const HUNDREDTHS = 100

/** Sums over a day or a year of a person, up to and with this dossier in the order of receipt. */
export const sumRules: readonly HistoryRule[] = [
  historyRule({
    id: 'XML1.T_BNCCT.none-beyond-ceiling',
    table: 'XML1',
    field: 'T_BNCCT',
    by: 'practice',
    source: { document: 'Luật BHYT', place: 'Điều 22 khoản 1', confidence: 'medium' },
    problem: {
      vi: 'Trong năm người bệnh đã cùng chi trả {sum} đồng, quá {months} tháng lương cơ sở ({ceiling} đồng), và đã tham gia đủ 5 năm liên tục, nhưng hồ sơ còn T_BNCCT',
      en: 'This year the patient has paid co-payments of {sum} đồng, more than {months} base salaries ({ceiling} đồng), and has been insured for five years without a gap; but the dossier has T_BNCCT',
    },
    remedy: {
      vi: 'Đối chiếu giấy không cùng chi trả; nếu đã đủ điều kiện thì T_BNCCT bằng 0 và ghi NGAY_MIEN_CCT',
      en: 'Check the certificate on co-payments; if the conditions are met, T_BNCCT is 0 and NGAY_MIEN_CCT is filled in',
    },
    catalogue: ['FIN-33'],
    standards: SINCE_130,
    judge(own, { person }) {
      const day = isoDayOfMoment(own.NGAY_RA)
      const [salary, months] = [numberAt(baseSalary, day), numberAt(coPaymentMonths, day)]
      const hasFiveYears = own.NAM_NAM_LIEN_TUC !== null && own.NAM_NAM_LIEN_TUC <= dayOfMoment(own.NGAY_VAO)
      if (own.purpose !== 'payment' || salary === null || months === null || !hasFiveYears) return null
      if ((own.T_BNCCT ?? 0) === 0) return null
      const paid = person
        .filter((other) => yearOf(other) === yearOf(own) && other.NGAY_RA < own.NGAY_VAO)
        .reduce((sum, { T_BNCCT }) => sum + (T_BNCCT ?? 0), 0)
      const ceiling = salary * months
      return paid > ceiling * HUNDREDTHS ? { sum: paid / HUNDREDTHS, months, ceiling } : null
    },
    valid: [
      { why: 'not yet six salaries', encounters: [paying('202603', 10_000_000), paying('202604')] },
      { why: 'no five years', encounters: [paying('202603'), { ...paying('202604'), NAM_NAM_LIEN_TUC: null }] },
      { why: 'the year before', encounters: [paying('202512'), paying('202604')] },
      { why: 'nothing paid here', encounters: [paying('202603'), { ...paying('202604'), T_BNCCT: 0 }] },
    ],
    invalid: [{ why: 'beyond six salaries', encounters: [paying('202603'), paying('202604', 1_000_000)] }],
  }),
  historyRule({
    id: 'XML3.MA_DICH_VU.examinations-of-a-day',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Trong ngày {day} người bệnh có {count} lần khám ở tất cả các cơ sở, quá {most}',
      en: 'On {day} the patient was examined {count} times in all facilities together, more than {most}',
    },
    remedy: { vi: 'Kiểm tra các lần khám trong ngày', en: 'Check the examinations of that day' },
    catalogue: ['EXM-04'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      const most = numberAt(examinationsOfDay, isoDayOfMoment(own.NGAY_RA))
      if (most === null || own.examinations === 0) return null
      const today = person.filter(({ NGAY_VAO }) => dayOfMoment(NGAY_VAO) === dayOfMoment(own.NGAY_VAO))
      // Those of one dossier are its own rules' business.
      if (!today.some(({ examinations }) => examinations > 0)) return null
      const count = today.reduce((sum, { examinations }) => sum + examinations, own.examinations)
      return count > most ? { day: isoDayOfMoment(own.NGAY_VAO), count, most } : null
    },
    valid: [
      {
        why: 'three on two days',
        encounters: [{ examinations: 3 }, { NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }],
      },
      { why: 'four in one dossier', encounters: [{ examinations: 4 }] },
    ],
    invalid: [
      {
        why: 'two here and two elsewhere',
        encounters: [{ examinations: 2 }, { facility: '79001', NGAY_VAO: '202610051400', examinations: 2 }],
      },
    ],
  }),
  historyRule({
    id: 'XML1.MA_LOAI_KCB.chronic-visits-of-a-year',
    table: 'XML1',
    field: 'MA_LOAI_KCB',
    ...EXPECTED,
    problem: {
      vi: 'Trong năm {year} người bệnh đã khám bệnh mạn tính {disease} {count} lần, quá {most}',
      en: 'In {year} the chronic disease {disease} was examined {count} times, more than {most}',
    },
    remedy: {
      vi: 'Kiểm tra lịch hẹn và số ngày cấp thuốc',
      en: 'Check the appointments and the number of days for which drugs were given',
    },
    catalogue: ['EXM-19'],
    standards: SINCE_130,
    judge(own, { person }) {
      const most = numberAt(chronicVisitsOfYear, isoDayOfMoment(own.NGAY_RA))
      const disease = diseaseOf(own)
      if (most === null || own.kind !== 'chronic' || disease === '') return null
      const before = person.filter(
        (other) => other.kind === 'chronic' && yearOf(other) === yearOf(own) && diseaseOf(other) === disease,
      )
      const count = before.length + 1
      return count > most ? { year: yearOf(own), disease, count, most } : null
    },
    valid: [{ why: 'the twelfth', encounters: chronicVisits(12) }],
    invalid: [{ why: 'the thirteenth', encounters: chronicVisits(13) }],
  }),
]

/** A stay of that month with a co-payment in đồng. */
function paying(month: string, T_BNCCT = 20_000_000): Partial<Encounter> {
  return {
    kind: 'stay',
    NGAY_VAO: `${month}010800`,
    NGAY_RA: `${month}050800`,
    T_BNCCT: T_BNCCT * HUNDREDTHS,
    NAM_NAM_LIEN_TUC: '20200101',
  }
}

function chronicVisits(count: number): Partial<Encounter>[] {
  return Array.from({ length: count }, (_, at) => {
    const day = `2026${String((at % 12) + 1).padStart(2, '0')}${at < 12 ? '02' : '25'}`
    return { kind: 'chronic', NGAY_VAO: `${day}0800`, NGAY_RA: `${day}0900` }
  })
}
