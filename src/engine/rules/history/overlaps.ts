import { EXPECTED, ALL_STANDARDS } from '../rule.ts'
import { overlap, transferOf, type Encounter } from './encounter.ts'
import { firstOf, historyRule, type HistoryRule } from './rule.ts'

const OPEN_TO_ALL: ReadonlySet<Encounter['kind']> = new Set(['visit', 'chronic', 'pick-up', 'day-stay'])
const isStay = ({ kind }: Encounter): boolean => kind === 'stay'
const stay = { kind: 'stay', NGAY_VAO: '202610010800', NGAY_RA: '202610071000' } as const

/** Where somebody is at one time. */
export const overlapRules: readonly HistoryRule[] = [
  historyRule({
    id: 'XML1.NGAY_VAO.no-stay-elsewhere',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Cùng người bệnh đang nằm điều trị tại {facility} từ {from} đến {to}, trùng thời gian với đợt này (tổng cộng {count} đợt)',
      en: 'At the same time the patient was an inpatient at {facility}, from {from} to {to} ({count} encounters in all)',
    },
    remedy: {
      vi: 'Kiểm tra số thẻ, NGAY_VAO và NGAY_RA; nếu người bệnh được chuyển đi thì ghi MA_NOI_DEN',
      en: 'Check the card number, NGAY_VAO and NGAY_RA; if the patient was sent on, write MA_NOI_DEN',
    },
    catalogue: ['DUP-04'],
    standards: ALL_STANDARDS,
    judge: (own, { person }) =>
      isStay(own)
        ? firstOf(person.filter((other) => isStay(other) && overlap(other, own) && transferOf(other, own) === null))
        : null,
    valid: [
      {
        why: 'one begins when the other ends',
        encounters: [stay, { ...stay, facility: '79001', NGAY_VAO: '202610071000', NGAY_RA: '202610090800' }],
      },
      {
        why: 'sent on',
        encounters: [
          { ...stay, MA_NOI_DEN: '79001' },
          { ...stay, facility: '79001', NGAY_VAO: '202610070900' },
        ],
      },
      {
        why: 'twins under the card of their mother',
        encounters: [
          { ...stay, isNewborn: true, nameHash: 'first' },
          { ...stay, isNewborn: true, nameHash: 'second' },
        ],
      },
      { why: 'once for management, once for payment', encounters: [{ ...stay, purpose: 'management' }, stay] },
    ],
    invalid: [
      {
        why: 'in two provinces at once',
        encounters: [stay, { ...stay, facility: '79001', NGAY_VAO: '202610060800', NGAY_RA: '202610081000' }],
      },
      {
        why: 'the later stay was received first',
        encounters: [{ ...stay, facility: '79001', NGAY_VAO: '202610060800' }, stay],
      },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_VAO.no-visit-during-stay',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Khám, điều trị ngoại trú khi cùng người bệnh đang nội trú: đợt còn lại tại {facility} từ {from} đến {to} (tổng cộng {count} đợt)',
      en: 'Outpatient care while the same patient was an inpatient: the other encounter is at {facility}, from {from} to {to} ({count} in all)',
    },
    remedy: {
      vi: 'Kiểm tra số thẻ và thời gian; dịch vụ làm trong đợt nội trú thì gửi trong hồ sơ của đợt đó',
      en: 'Check the card number and the times; send what was done during the stay in the dossier of the stay',
    },
    catalogue: ['DUP-04'],
    standards: ALL_STANDARDS,
    judge: (own, { person }) =>
      firstOf(
        person.filter((other) => {
          const [inside, around] = isStay(own) ? [other, own] : [own, other]
          return (
            isStay(around) &&
            OPEN_TO_ALL.has(inside.kind) &&
            inside.NGAY_VAO > around.NGAY_VAO &&
            inside.NGAY_VAO < around.NGAY_RA &&
            transferOf(other, own) === null
          )
        }),
      ),
    valid: [
      { why: 'before the stay', encounters: [stay, { NGAY_VAO: '202609300800', NGAY_RA: '202609300900' }] },
      {
        why: 'the visit that led to the stay',
        encounters: [{ NGAY_VAO: '202610010700', NGAY_RA: '202610010800' }, stay],
      },
    ],
    invalid: [
      { why: 'on the fourth day of the stay', encounters: [stay, { facility: '79001', NGAY_VAO: '202610040800' }] },
      { why: 'the visit was received first', encounters: [{ NGAY_VAO: '202610040800' }, stay] },
    ],
  }),
]
