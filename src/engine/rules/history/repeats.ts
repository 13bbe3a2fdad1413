import { ALL_STANDARDS, EXPECTED } from '../rule.ts'
import { numberAt, daysBetween } from '../elapsed.ts'
import { splitCourseDays } from '../../standards/thresholds.ts'
import { dayOfMoment, diseaseOf, isoDayOfMoment, type Encounter } from './encounter.ts'
import { firstOf, historyRule, OURS, otherEncounter, type HistoryRule } from './rule.ts'

const isExamined = ({ kind }: Encounter): boolean => kind === 'visit' || kind === 'chronic'

/** Encounters that are sent, or take place, more than once. */
export const repeatRules: readonly HistoryRule[] = [
  historyRule({
    id: 'XML1.MA_LK.one-per-encounter',
    table: 'XML1',
    field: 'MA_LK',
    ...OURS,
    problem: {
      vi: 'Lượt khám này (cùng cơ sở, cùng người bệnh, cùng NGAY_VAO {from}) đã gửi với MA_LK khác: {key}',
      en: 'This encounter (same facility, same patient, same NGAY_VAO {from}) was sent with another MA_LK: {key}',
    },
    remedy: {
      vi: 'Một lượt khám chỉ có một MA_LK; nếu mở lại hồ sơ thì giữ MA_LK cũ và gửi điều chỉnh kèm lý do',
      en: 'An encounter has one MA_LK: keep the old one for a dossier that was opened again, and send it as a correction with a reason',
    },
    catalogue: ['DUP-03', 'DUP-24'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      const found = person.find(({ facility, NGAY_VAO }) => facility === own.facility && NGAY_VAO === own.NGAY_VAO)
      // Its own facility's key: whoever reads the finding has sent it.
      return found === undefined ? null : { ...otherEncounter(found), key: found.MA_LK }
    },
    valid: [
      { why: 'another facility', encounters: [{}, { facility: '79001' }] },
      { why: 'the same MA_LK', encounters: [{ MA_LK: 'LK' }, { MA_LK: 'LK' }] },
      {
        why: 'another patient of the same number',
        encounters: [{ patientHash: 'p' }, { patientHash: 'p', personHash: 'other' }],
      },
    ],
    invalid: [
      { why: 'opened again under a new MA_LK', encounters: [{}, {}] },
      {
        why: 'known by the number of the facility only',
        encounters: [{ patientHash: 'p', personHash: null }, { patientHash: 'p' }],
      },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_VAO.one-visit-a-day',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Cùng người bệnh đã khám tại cơ sở này trong cùng ngày, lúc {from} (tổng cộng {count} lượt trước)',
      en: 'The same patient was examined at this facility on the same day, at {from} ({count} earlier visits in all)',
    },
    remedy: {
      vi: 'Nhiều chuyên khoa trong một ngày là một lượt khám: gộp thành một hồ sơ; nếu đúng là hai lượt thì bỏ qua',
      en: 'Several specialties on one day are one visit: send one dossier; if there were two visits, ignore this finding',
    },
    catalogue: ['DUP-05'],
    standards: ALL_STANDARDS,
    judge: (own, { person }) =>
      isExamined(own)
        ? firstOf(
            person.filter(
              (other) =>
                isExamined(other) &&
                other.facility === own.facility &&
                dayOfMoment(other.NGAY_VAO) === dayOfMoment(own.NGAY_VAO) &&
                // The very minute is another MA_LK of one encounter.
                other.NGAY_VAO !== own.NGAY_VAO,
            ),
          )
        : null,
    valid: [
      { why: 'another day', encounters: [{}, { NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }] },
      {
        why: 'another facility',
        encounters: [{}, { facility: '79001', NGAY_VAO: '202610051400', NGAY_RA: '202610051500' }],
      },
      {
        why: 'medicines fetched',
        encounters: [{}, { kind: 'pick-up', NGAY_VAO: '202610051400', NGAY_RA: '202610051500' }],
      },
    ],
    invalid: [
      {
        why: 'in the morning and in the afternoon',
        encounters: [{}, { NGAY_VAO: '202610051400', NGAY_RA: '202610051500' }],
      },
    ],
  }),
  historyRule({
    id: 'XML1.MA_LK.not-reused',
    table: 'XML1',
    field: 'MA_LK',
    ...OURS,
    problem: {
      vi: 'MA_LK này đã dùng cho lượt khám khác của cơ sở, từ {from} đến {to}',
      en: 'The facility has used this MA_LK for another encounter, from {from} to {to}',
    },
    remedy: {
      vi: 'Cấp MA_LK không lặp lại giữa các năm',
      en: 'Give each encounter a MA_LK that is never used again, also not in another year',
    },
    catalogue: ['DUP-12'],
    standards: ALL_STANDARDS,
    judge(own, { sameKey }) {
      const found = sameKey.find(({ NGAY_VAO }) => NGAY_VAO.slice(0, 4) !== own.NGAY_VAO.slice(0, 4))
      return found === undefined ? null : otherEncounter(found)
    },
    valid: [
      {
        why: 'management and payment data of one encounter',
        encounters: [{ MA_LK: 'LK', purpose: 'management' }, { MA_LK: 'LK' }],
      },
      {
        why: 'the key of another facility',
        encounters: [{ MA_LK: 'LK', facility: '79001', NGAY_VAO: '202510050800' }, { MA_LK: 'LK' }],
      },
    ],
    invalid: [
      {
        why: 'a year later',
        encounters: [{ MA_LK: 'LK', NGAY_VAO: '202510050800', NGAY_RA: '202510050900' }, { MA_LK: 'LK' }],
      },
      {
        why: 'of another purpose',
        encounters: [{ MA_LK: 'LK', purpose: 'management', NGAY_VAO: '202510050800' }, { MA_LK: 'LK' }],
      },
    ],
  }),
  historyRule({
    id: 'HOSO.dossier.settled-once',
    table: null,
    field: null,
    ...OURS,
    problem: {
      vi: 'Lượt khám này đã đề nghị thanh toán trong kỳ {month}, nay gửi lại trong kỳ {own}',
      en: 'This encounter was claimed in the settlement month {month} and is claimed again in {own}',
    },
    remedy: {
      vi: 'Chỉ đề nghị thanh toán một lần; nếu là điều chỉnh thì gửi kèm lý do và giữ MA_LK',
      en: 'Claim an encounter once; send a correction with a reason and with the same MA_LK',
    },
    catalogue: ['DUP-15'],
    standards: ALL_STANDARDS,
    judge(own, { person, sameKey }) {
      if (own.purpose !== 'payment' || own.settledIn === null) return null
      const found = [...sameKey.filter(({ purpose }) => purpose === 'payment'), ...person].find(
        (other) =>
          other.facility === own.facility &&
          other.NGAY_VAO === own.NGAY_VAO &&
          other.NGAY_RA === own.NGAY_RA &&
          other.settledIn !== null &&
          other.settledIn !== own.settledIn,
      )
      return found === undefined ? null : { month: found.settledIn ?? '', own: own.settledIn }
    },
    valid: [{ why: 'the same month', encounters: [{ MA_LK: 'LK' }, { MA_LK: 'LK' }] }],
    invalid: [
      { why: 'the next month', encounters: [{ MA_LK: 'LK' }, { MA_LK: 'LK', settledIn: '2026-11' }] },
      { why: 'under another MA_LK', encounters: [{}, { settledIn: '2026-11' }] },
    ],
  }),
  historyRule({
    id: 'XML1.NGAY_VAO.course-not-split',
    table: 'XML1',
    field: 'NGAY_VAO',
    ...EXPECTED,
    problem: {
      vi: 'Cùng bệnh {disease} tại cơ sở này đã khám lúc {from}, cách đợt này không quá {days} ngày: có thể một đợt bị tách',
      en: 'The same disease {disease} was treated here at {from}, at most {days} days before: one course may have been split',
    },
    remedy: {
      vi: 'Nếu là một đợt điều trị thì gửi một hồ sơ',
      en: 'If it is one course of treatment, send one dossier',
    },
    catalogue: ['DUP-16'],
    standards: ALL_STANDARDS,
    judge(own, { person }) {
      const days = numberAt(splitCourseDays, isoDayOfMoment(own.NGAY_RA))
      const disease = diseaseOf(own)
      if (days === null || disease === '' || own.kind !== 'course') return null
      const found = person.find((other) => {
        const apart = Math.abs(daysBetween(other.NGAY_VAO, own.NGAY_VAO))
        return (
          other.kind === 'course' &&
          other.facility === own.facility &&
          diseaseOf(other) === disease &&
          apart > 0 &&
          apart <= days
        )
      })
      return found === undefined ? null : { ...otherEncounter(found), disease, days }
    },
    valid: [
      {
        why: 'two weeks later',
        encounters: [{ kind: 'course' }, { kind: 'course', NGAY_VAO: '202610190800', NGAY_RA: '202610190900' }],
      },
      {
        why: 'another disease',
        encounters: [
          { kind: 'course' },
          { kind: 'course', MA_BENH_CHINH: 'J20', NGAY_VAO: '202610060800', NGAY_RA: '202610060900' },
        ],
      },
    ],
    invalid: [
      {
        why: 'the next day',
        encounters: [{ kind: 'course' }, { kind: 'course', NGAY_VAO: '202610060800', NGAY_RA: '202610060900' }],
      },
    ],
  }),
]
