import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { areTwoPersons, type Encounter } from './encounter.ts'
import { firstOf, historyRule, otherEncounter, type HistoryRule } from './rule.ts'

const DEATHS: ReadonlySet<string> = new Set(['5', '8'])
const isDeath = ({ KET_QUA_DTRI }: Encounter): boolean => DEATHS.has(KET_QUA_DTRI ?? '')
const death = { kind: 'stay', NGAY_VAO: '202610010800', NGAY_RA: '202610051000', KET_QUA_DTRI: '5' } as const

/** Who it is, and whether they live. */
export const personRules: readonly HistoryRule[] = [
  historyRule({
    id: 'XML1.SO_CCCD.one-patient',
    table: 'XML1',
    field: 'SO_CCCD',
    ...EXPECTED,
    problem: {
      vi: 'SO_CCCD này đã dùng cho người bệnh khác họ tên và ngày sinh, tại {facility} từ {from} (tổng cộng {count} đợt)',
      en: 'This SO_CCCD was used for a patient of another name and birth date, at {facility} from {from} ({count} encounters in all)',
    },
    remedy: {
      vi: 'Đối chiếu SO_CCCD với giấy tờ của người bệnh',
      en: 'Compare SO_CCCD with the identity papers of the patient',
    },
    catalogue: ['DUP-10'],
    standards: SINCE_130,
    judge: (own, { citizen }) => firstOf(citizen.filter((other) => areTwoPersons(own, other))),
    valid: [
      { why: 'the same patient', encounters: [{}, { facility: '79001' }] },
      { why: 'the name was written otherwise', encounters: [{}, { nameHash: 'name-2' }] },
    ],
    invalid: [
      {
        why: 'another name, another birth date',
        encounters: [{}, { personHash: 'person-2', nameHash: 'name-2', birthHash: 'birth-2' }],
      },
    ],
  }),
  historyRule({
    id: 'HOSO.card.one-per-patient',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'Cùng SO_CCCD, người bệnh đã dùng thẻ có mã số khác trong năm, tại {facility} từ {from} (tổng cộng {count} đợt)',
      en: 'With the same SO_CCCD the patient has used a card of another number this year, at {facility} from {from} ({count} encounters in all)',
    },
    remedy: {
      vi: 'Tra cứu thẻ còn giá trị và ghi đúng mã số BHXH',
      en: 'Look up which card is valid and write its number',
    },
    catalogue: ['DUP-11'],
    standards: SINCE_130,
    judge: (own, { citizen }) =>
      firstOf(
        citizen.filter(
          (other) =>
            other.cardHash !== null &&
            own.cardHash !== null &&
            other.cardHash !== own.cardHash &&
            !areTwoPersons(own, other) &&
            other.NGAY_VAO.slice(0, 4) === own.NGAY_VAO.slice(0, 4),
        ),
      ),
    valid: [
      {
        why: 'the year before',
        encounters: [{ cardHash: 'card-2', NGAY_VAO: '202510050800', NGAY_RA: '202510050900' }, {}],
      },
      { why: 'of another patient', encounters: [{ cardHash: 'card-2', nameHash: 'name-2', birthHash: 'birth-2' }, {}] },
    ],
    invalid: [
      {
        why: 'two cards in a month',
        encounters: [{ cardHash: 'card-2', personHash: 'person-2' }, { facility: '79001' }],
      },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_RA.not-after-death',
    table: 'XML1',
    field: 'NGAY_RA',
    ...EXPECTED,
    problem: {
      vi: 'Một trong hai đợt ghi người bệnh đã tử vong trước khi đợt kia diễn ra: đợt còn lại tại {facility} từ {from} đến {to}',
      en: 'One of two encounters reports the death of the patient before the other took place: the other is at {facility}, from {from} to {to}',
    },
    remedy: {
      vi: 'Kiểm tra số thẻ và KET_QUA_DTRI của cả hai đợt',
      en: 'Check the card number, and KET_QUA_DTRI of both encounters',
    },
    catalogue: ['DAT-24', 'DUP-20'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      // A body may be brought on the same day.
      const found = person.find(
        (other) =>
          (isDeath(other) && own.NGAY_VAO > other.NGAY_RA && !isDeath(own)) ||
          (isDeath(own) && other.NGAY_VAO > own.NGAY_RA && !isDeath(other)),
      )
      return found === undefined ? null : otherEncounter(found)
    },
    valid: [
      { why: 'before the death', encounters: [{ NGAY_VAO: '202609010800', NGAY_RA: '202609010900' }, death] },
      {
        why: 'the death of another child under the same card',
        encounters: [
          { ...death, isNewborn: true, nameHash: 'first' },
          { isNewborn: true, nameHash: 'second', NGAY_VAO: '202610060800' },
        ],
      },
    ],
    invalid: [
      {
        why: 'a visit the next day',
        encounters: [death, { facility: '79001', NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }],
      },
      {
        why: 'the death was received later',
        encounters: [{ NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }, death],
      },
    ],
  }),
]
