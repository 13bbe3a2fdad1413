import { chronicVisitSpacing, earlyReturn } from '../../standards/thresholds.ts'
import { daysBetween, minutesAt, minutesBetween, numberAt } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { dayOfMoment, diseaseOf, isoDayOfMoment, transferOf, type Encounter } from './encounter.ts'
import { firstOf, historyRule, OURS, otherEncounter, type HistoryRule } from './rule.ts'

const isStay = ({ kind }: Encounter): boolean => kind === 'stay'
const stay = { kind: 'stay', NGAY_VAO: '202610010800', NGAY_RA: '202610051000', examinations: 0 } as const

/** An examination on the day on which a stay ended, behind its end; the first of the two is the stay. */
const isExaminedOnDischarge = (before: Encounter, after: Encounter): boolean =>
  isStay(before) &&
  !isStay(after) &&
  after.examinations > 0 &&
  after.NGAY_VAO >= before.NGAY_RA &&
  dayOfMoment(after.NGAY_VAO) === dayOfMoment(before.NGAY_RA)

/** What follows what too soon, or in the wrong order. A pair counts whichever of the two was received first. */
export const sequenceRules: readonly HistoryRule[] = [
  historyRule({
    id: 'XML1.NGAY_VAO.no-early-return',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Vào lại trong {hours} giờ sau khi ra viện: đợt còn lại tại {facility} từ {from} đến {to} (tổng cộng {count} đợt)',
      en: 'The patient came back within {hours} hours after a discharge: the other encounter is at {facility}, from {from} to {to} ({count} in all)',
    },
    remedy: {
      vi: 'Nếu là một đợt điều trị liên tục thì gửi một hồ sơ; nếu đúng là hai đợt thì bỏ qua',
      en: 'If the treatment went on, send one dossier; if there were two encounters, ignore this finding',
    },
    catalogue: ['DAT-43'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      const minutes = minutesAt(earlyReturn, isoDayOfMoment(own.NGAY_RA))
      if (minutes === null) return null
      const isReturn = (before: Encounter, after: Encounter): boolean =>
        isStay(before) &&
        after.NGAY_VAO >= before.NGAY_RA &&
        minutesBetween(before.NGAY_RA, after.NGAY_VAO) <= minutes &&
        transferOf(before, after) === null &&
        !isExaminedOnDischarge(before, after)
      const first = firstOf(person.filter((other) => isReturn(other, own) || isReturn(own, other)))
      return first === null ? null : { ...first, hours: minutes / 60 }
    },
    valid: [
      { why: 'three days later', encounters: [stay, { ...stay, NGAY_VAO: '202610081000', NGAY_RA: '202610101000' }] },
      {
        why: 'sent on',
        encounters: [
          { ...stay, MA_NOI_DEN: '79001' },
          { ...stay, facility: '79001', NGAY_VAO: '202610051200', NGAY_RA: '202610081000' },
        ],
      },
    ],
    invalid: [
      {
        why: 'admitted again the next day',
        encounters: [stay, { ...stay, NGAY_VAO: '202610060800', NGAY_RA: '202610081000' }],
      },
      {
        why: 'the second stay was received first',
        encounters: [{ ...stay, NGAY_VAO: '202610060800', NGAY_RA: '202610081000' }, stay],
      },
    ],
  }),
  historyRule({
    id: 'XML3.MA_DICH_VU.no-examination-on-discharge',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Tiền khám trong ngày ra viện của cùng người bệnh: đợt còn lại tại {facility} từ {from} đến {to}',
      en: 'An examination is charged on the day on which the same patient was discharged: the other encounter is at {facility}, from {from} to {to}',
    },
    remedy: {
      vi: 'Khám khi ra viện thuộc đợt nội trú; nếu khám bệnh khác thì bỏ qua',
      en: 'The examination at the discharge belongs to the stay; if it was for another disease, ignore this finding',
    },
    catalogue: ['EXM-07'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      const found = person.find((other) => isExaminedOnDischarge(other, own) || isExaminedOnDischarge(own, other))
      return found === undefined ? null : otherEncounter(found)
    },
    valid: [
      { why: 'the next day', encounters: [stay, { NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }] },
      {
        why: 'without an examination',
        encounters: [stay, { NGAY_VAO: '202610051100', NGAY_RA: '202610051130', examinations: 0 }],
      },
    ],
    invalid: [
      { why: 'an hour after the discharge', encounters: [stay, { NGAY_VAO: '202610051100', NGAY_RA: '202610051130' }] },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_VAO.not-before-transfer',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...OURS,
    problem: {
      vi: 'NGAY_VAO của nơi nhận trước NGAY_RA của nơi chuyển: hồ sơ còn lại tại {facility} từ {from} đến {to}',
      en: 'NGAY_VAO of the receiving facility is earlier than NGAY_RA of the sending facility: the other dossier is at {facility}, from {from} to {to}',
    },
    remedy: {
      vi: 'Kiểm tra NGAY_RA của nơi chuyển và NGAY_VAO của nơi nhận',
      en: 'Check NGAY_RA of the sending and NGAY_VAO of the receiving facility',
    },
    catalogue: ['DUP-18'],
    standards: SINCE_130,
    judge(own, { person }) {
      const found = person.find((other) => {
        const pair = transferOf(other, own)
        return pair !== null && pair.receiver.NGAY_VAO < pair.sender.NGAY_RA
      })
      return found === undefined ? null : otherEncounter(found)
    },
    valid: [
      {
        why: 'an hour later',
        encounters: [
          { ...stay, MA_NOI_DEN: '79001' },
          { ...stay, facility: '79001', NGAY_VAO: '202610051100', NGAY_RA: '202610081000' },
        ],
      },
    ],
    invalid: [
      {
        why: 'an hour before',
        encounters: [
          { ...stay, MA_NOI_DEN: '79001' },
          { ...stay, facility: '79001', NGAY_VAO: '202610050900', NGAY_RA: '202610081000' },
        ],
      },
      {
        why: 'the receiver was received first',
        encounters: [
          { ...stay, facility: '79001', NGAY_VAO: '202610050900', NGAY_RA: '202610081000' },
          { ...stay, MA_NOI_DEN: '79001' },
        ],
      },
    ],
  }),
  historyRule({
    id: 'XML3.MA_DICH_VU.no-second-examination-on-transfer',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Chuyển đi trong ngày mà cả nơi chuyển và nơi nhận đều tính tiền khám: hồ sơ còn lại tại {facility} từ {from} đến {to}',
      en: 'The patient was transferred on the same day, and both facilities charge an examination: the other dossier is at {facility}, from {from} to {to}',
    },
    remedy: { vi: 'Kiểm tra lần khám nào được thanh toán', en: 'Check which examination is paid' },
    catalogue: ['EXM-23'],
    standards: SINCE_130,
    judge(own, { person }) {
      const found = person.find(
        (other) =>
          transferOf(other, own) !== null &&
          own.examinations > 0 &&
          other.examinations > 0 &&
          dayOfMoment(own.NGAY_VAO) === dayOfMoment(other.NGAY_VAO),
      )
      return found === undefined ? null : otherEncounter(found)
    },
    valid: [
      {
        why: 'the next day',
        encounters: [{ MA_NOI_DEN: '79001' }, { facility: '79001', NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }],
      },
    ],
    invalid: [
      {
        why: 'in the afternoon',
        encounters: [{ MA_NOI_DEN: '79001' }, { facility: '79001', NGAY_VAO: '202610051400', NGAY_RA: '202610051500' }],
      },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_VAO.chronic-visits-apart',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Khám lại bệnh mạn tính {disease} chưa đủ {days} ngày: lần còn lại tại {facility} lúc {from}',
      en: 'The chronic disease {disease} was examined again within {days} days: the other visit was at {facility}, {from}',
    },
    remedy: {
      vi: 'Kiểm tra lịch hẹn và số ngày cấp thuốc',
      en: 'Check the appointment and the number of days for which drugs were given',
    },
    catalogue: ['EXM-19'],
    standards: SINCE_130,
    judge(own, { person }) {
      const days = numberAt(chronicVisitSpacing, isoDayOfMoment(own.NGAY_RA))
      const disease = diseaseOf(own)
      if (days === null || own.kind !== 'chronic' || disease === '') return null
      const found = person.find((other) => {
        const apart = Math.abs(daysBetween(other.NGAY_VAO, own.NGAY_VAO))
        return other.kind === 'chronic' && diseaseOf(other) === disease && apart > 0 && apart < days
      })
      return found === undefined ? null : { ...otherEncounter(found), disease, days }
    },
    valid: [
      {
        why: 'a month later',
        encounters: [{ kind: 'chronic' }, { kind: 'chronic', NGAY_VAO: '202611050800', NGAY_RA: '202611050900' }],
      },
    ],
    invalid: [
      {
        why: 'a week later',
        encounters: [{ kind: 'chronic' }, { kind: 'chronic', NGAY_VAO: '202610120800', NGAY_RA: '202610120900' }],
      },
    ],
  }),
]
