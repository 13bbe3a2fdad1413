import { cardAfterExpiry } from '../../standards/thresholds.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ALL_STANDARDS } from '../rule.ts'
import { isoDayOfMoment, type CardPeriod, type Encounter } from './encounter.ts'
import { historyRule, type HistoryRule, type Past } from './rule.ts'

/** The fund's own look-up answers the same; two transcriptions of its codes agree. */
const lookUp = (code: string) =>
  ({
    by: 'annex',
    source: { document: 'CV 1923/BHXH-CNTT', place: `Phụ lục 03, mã ${code}`, confidence: 'high' },
  }) as const
/** Codes that only the older look-up has. */
const olderLookUp = (code: string) =>
  ({ by: 'annex', source: { document: 'CV 497/BHXH-CNTT', place: `mã ${code}`, confidence: 'medium' } }) as const

const compact = (isoDay: string): string => isoDay.replaceAll('-', '')

/** The period that holds the first day of an encounter; of several the one that began last. */
const periodOf = (own: Encounter, periods: readonly CardPeriod[]): CardPeriod | undefined => {
  const day = isoDayOfMoment(own.NGAY_VAO)
  const holds = ({ validFrom, validTo }: CardPeriod): boolean =>
    validFrom <= day && (validTo === null || day <= validTo)
  return latestOf(periods.filter(holds))
}
const latestOf = (periods: readonly CardPeriod[]): CardPeriod | undefined =>
  periods.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1)

/** Whom the register says the card belongs to, in the period that counts; a newborn goes by the card of its mother. */
function holderOf(own: Encounter, card: Past['card']): CardPeriod | undefined {
  if (card === null || own.isNewborn) return undefined
  return periodOf(own, card.periods) ?? latestOf(card.periods)
}

const isAnother = (own: string | null, registered: string | null): boolean =>
  own !== null && registered !== null && own !== registered

/** What the dossier says of its card, against the register of the fund. Only the first card of a dossier is looked up. */
export const cardRules: readonly HistoryRule[] = [
  historyRule({
    id: 'HOSO.card.known',
    table: null,
    field: null,
    ...lookUp('050'),
    problem: { vi: 'Sổ đăng ký thẻ BHYT không có thẻ này', en: 'The register of cards does not have this card' },
    remedy: {
      vi: 'Kiểm tra số thẻ với thẻ hoặc VssID của người bệnh',
      en: 'Compare the card number with the card or VssID of the patient',
    },
    catalogue: ['ADM-71'],
    standards: ALL_STANDARDS,
    judge: (_, { card }) => (card !== null && card.isComplete && card.periods.length === 0 ? {} : null),
    valid: [
      { why: 'it is there', encounters: [{}], isComplete: true },
      { why: 'the register does not claim to have all cards', encounters: [{}], periods: [] },
    ],
    invalid: [{ why: 'it is not there', encounters: [{}], periods: [], isComplete: true }],
  }),
  historyRule({
    id: 'HOSO.card.valid',
    table: null,
    field: null,
    ...lookUp('010'),
    problem: {
      vi: 'Theo sổ đăng ký, thẻ không có giá trị trong đợt KCB: {why}',
      en: 'In the register the card was not valid during the encounter: {why}',
    },
    remedy: {
      vi: 'Tra cứu thẻ; nếu có thẻ mới thì ghi thẻ mới với GT_THE_TU, GT_THE_DEN của nó',
      en: 'Look the card up; if there is a new one, write it with its GT_THE_TU and GT_THE_DEN',
    },
    catalogue: ['ADM-71', 'EXM-21'],
    standards: ALL_STANDARDS,
    judge(own, { card }) {
      if (card === null || card.periods.length === 0) return null
      const period = periodOf(own, card.periods)
      if (period === undefined)
        return { why: { vi: 'chưa hoặc không còn hiệu lực ngày NGAY_VAO', en: 'not in force on the day of NGAY_VAO' } }
      if (period.status === 'locked') return { why: { vi: 'thẻ đang bị khoá', en: 'it is locked' } }
      if (period.status === 'withdrawn') return { why: { vi: 'thẻ đã bị thu hồi', en: 'it was withdrawn' } }
      const grace = numberAt(cardAfterExpiry, isoDayOfMoment(own.NGAY_RA))
      const followed = card.periods.some(({ validFrom }) => period.validTo !== null && validFrom > period.validTo)
      if (period.validTo === null || grace === null || followed) return null
      return daysBetween(compact(period.validTo), own.NGAY_RA) > grace
        ? {
            why: {
              vi: `hết hạn hơn ${grace} ngày trước NGAY_RA`,
              en: `it ended more than ${grace} days before NGAY_RA`,
            },
          }
        : null
    },
    valid: [
      { why: 'in force', encounters: [{}] },
      {
        why: 'it ended during the stay',
        encounters: [{ kind: 'stay', NGAY_VAO: '202612300800', NGAY_RA: '202701090800' }],
      },
    ],
    invalid: [
      { why: 'it had ended', encounters: [{}], periods: [{ validTo: '2026-10-04' }] },
      { why: 'it had not begun', encounters: [{}], periods: [{ validFrom: '2026-10-06' }] },
      { why: 'locked', encounters: [{}], periods: [{ status: 'locked' }] },
      { why: 'long after its end', encounters: [{ kind: 'stay', NGAY_VAO: '202612300800', NGAY_RA: '202702090800' }] },
    ],
  }),
  historyRule({
    id: 'HOSO.card.name',
    table: null,
    field: null,
    ...lookUp('060'),
    problem: {
      vi: 'HO_TEN khác họ tên trên sổ đăng ký thẻ',
      en: 'HO_TEN differs from the name in the register of cards',
    },
    remedy: { vi: 'Kiểm tra HO_TEN và số thẻ', en: 'Check HO_TEN and the card number' },
    catalogue: ['ADM-71'],
    standards: ALL_STANDARDS,
    judge(own, { card }) {
      const holder = holderOf(own, card)
      return holder !== undefined && isAnother(own.nameHash, holder.nameHash) ? {} : null
    },
    valid: [
      { why: 'the same', encounters: [{}] },
      { why: 'a newborn under the card of its mother', encounters: [{ isNewborn: true, nameHash: 'child' }] },
    ],
    invalid: [{ why: 'another', encounters: [{ nameHash: 'name-2' }] }],
  }),
  historyRule({
    id: 'HOSO.card.birth',
    table: null,
    field: null,
    ...lookUp('070'),
    problem: {
      vi: 'NGAY_SINH khác ngày sinh trên sổ đăng ký thẻ',
      en: 'NGAY_SINH differs from the birth date in the register of cards',
    },
    remedy: { vi: 'Kiểm tra NGAY_SINH và số thẻ', en: 'Check NGAY_SINH and the card number' },
    catalogue: ['ADM-71'],
    standards: ALL_STANDARDS,
    judge(own, { card }) {
      const holder = holderOf(own, card)
      if (holder === undefined) return null
      const differs = isAnother(own.birthHash, holder.birthHash) || isAnother(own.birthYearHash, holder.birthYearHash)
      return differs ? {} : null
    },
    valid: [
      { why: 'the same', encounters: [{}] },
      { why: 'only the year is known', encounters: [{ birthHash: null }] },
    ],
    invalid: [
      { why: 'another day', encounters: [{ birthHash: 'birth-2' }] },
      { why: 'another year', encounters: [{ birthHash: null, birthYearHash: 'year-2' }] },
    ],
  }),
  historyRule({
    id: 'XML1.MA_DKBD.as-registered',
    table: 'XML1',
    field: 'MA_DKBD',
    ...olderLookUp('090'),
    problem: {
      vi: 'MA_DKBD khác nơi đăng ký ban đầu trên sổ đăng ký thẻ',
      en: 'MA_DKBD differs from the facility of registration in the register of cards',
    },
    remedy: { vi: 'Tra cứu thẻ và ghi đúng MA_DKBD', en: 'Look the card up and correct MA_DKBD' },
    catalogue: ['ADM-71'],
    standards: ALL_STANDARDS,
    judge(own, { card }) {
      const holder = holderOf(own, card)
      if (holder === undefined || holder.initialFacility === null || own.MA_DKBD === null) return null
      const written = own.MA_DKBD.split(';').map((code) => code.trim())
      return written.includes(holder.initialFacility) ? null : {}
    },
    valid: [
      { why: 'the same', encounters: [{}] },
      { why: 'of two cards', encounters: [{ MA_DKBD: '79001;01001' }] },
    ],
    invalid: [{ why: 'another', encounters: [{ MA_DKBD: '79001' }] }],
  }),
]
