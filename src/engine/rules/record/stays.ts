import { dayOf } from '../../record/moment.ts'
import { longestExamination, shortestStay } from '../../standards/thresholds.ts'
import { minutesAt, minutesBetween } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED, SINCE_130, SINCE_4750, broken } from '../rule.ts'
import { recordRule, type RecordRule } from './rule.ts'

/** Stays that end when the patient leaves; the others end with the last day of the drugs handed out. */
const ENDS_WITH_LEAVING = { field: 'MA_LOAI_KCB', in: ['01', '03', '04', '09'] }

const inFuture = (field: string) => ({
  problem: { vi: `${field} sau ngày nhận hồ sơ`, en: `${field} is later than the day of receipt` },
  remedy: { vi: `Kiểm tra lại ${field}`, en: `Check ${field}` },
})

type OfTable = Pick<RecordRule, 'standards' | 'valid' | 'invalid'> & { readonly tables: readonly string[] }

const admittedAfterArrival = (ofTable: OfTable): readonly RecordRule[] =>
  recordRule({
    name: 'not-before-NGAY_VAO',
    field: 'NGAY_VAO_NOI_TRU',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_VAO_NOI_TRU trước NGAY_VAO ({from})',
      en: 'NGAY_VAO_NOI_TRU is earlier than NGAY_VAO ({from})',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO và NGAY_VAO_NOI_TRU', en: 'Check NGAY_VAO and NGAY_VAO_NOI_TRU' },
    catalogue: ['DAT-03'],
    evidence: { NGAY_VAO_NOI_TRU: 'moment', NGAY_VAO: 'moment' },
    holds: ({ NGAY_VAO_NOI_TRU, NGAY_VAO }) => NGAY_VAO_NOI_TRU >= NGAY_VAO || broken({ from: NGAY_VAO }),
    ...ofTable,
  })

/** DAT: beginning and end of an encounter. */
export const stayRules = [
  admittedAfterArrival({
    tables: ['XML1'],
    standards: SINCE_130,
    valid: [{ why: 'the same minute', record: { NGAY_VAO: '202603020800', NGAY_VAO_NOI_TRU: '202603020800' } }],
    invalid: [{ why: 'one minute early', record: { NGAY_VAO: '202603020800', NGAY_VAO_NOI_TRU: '202603020759' } }],
  }),
  admittedAfterArrival({
    tables: ['CHECKIN'],
    standards: SINCE_4750,
    valid: [{ why: 'an hour later', record: { NGAY_VAO: '202603020800', NGAY_VAO_NOI_TRU: '202603020900' } }],
    invalid: [{ why: 'the day before', record: { NGAY_VAO: '202603020800', NGAY_VAO_NOI_TRU: '202603010900' } }],
  }),
  recordRule({
    name: 'not-after-NGAY_RA',
    tables: ['XML1'],
    field: 'NGAY_VAO_NOI_TRU',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_VAO_NOI_TRU sau NGAY_RA ({to})',
      en: 'NGAY_VAO_NOI_TRU is later than NGAY_RA ({to})',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO_NOI_TRU và NGAY_RA', en: 'Check NGAY_VAO_NOI_TRU and NGAY_RA' },
    catalogue: ['DAT-03'],
    standards: SINCE_130,
    evidence: { NGAY_VAO_NOI_TRU: 'moment', NGAY_RA: 'moment' },
    holds: ({ NGAY_VAO_NOI_TRU, NGAY_RA }) => NGAY_VAO_NOI_TRU <= NGAY_RA || broken({ to: NGAY_RA }),
    valid: [{ why: 'the same minute', record: { NGAY_VAO_NOI_TRU: '202603020800', NGAY_RA: '202603020800' } }],
    invalid: [{ why: 'one minute late', record: { NGAY_VAO_NOI_TRU: '202603020801', NGAY_RA: '202603020800' } }],
  }),
  recordRule({
    name: 'not-in-future',
    tables: ['XML1'],
    field: 'NGAY_RA',
    ...REFUSED,
    ...inFuture('NGAY_RA'),
    catalogue: ['DAT-02', 'DAT-44'],
    standards: ALL_STANDARDS,
    when: [ENDS_WITH_LEAVING],
    evidence: { NGAY_RA: 'day' },
    holds: ({ NGAY_RA }, _xml1, _day, received) => NGAY_RA <= received,
    valid: [
      {
        why: 'discharged and sent on the same day',
        record: { MA_LOAI_KCB: '03', NGAY_RA: '202603022359' },
        received: '20260302',
      },
    ],
    invalid: [
      {
        why: 'discharged on the day after it was sent',
        record: { MA_LOAI_KCB: '03', NGAY_RA: '202603030000' },
        received: '20260302',
      },
    ],
  }),
  recordRule({
    name: 'not-in-future',
    tables: ['XML1'],
    field: 'NGAY_TTOAN',
    ...EXPECTED,
    ...inFuture('NGAY_TTOAN'),
    catalogue: ['DAT-04'],
    standards: ALL_STANDARDS,
    evidence: { NGAY_TTOAN: 'day' },
    holds: ({ NGAY_TTOAN }, _xml1, _day, received) => NGAY_TTOAN <= received,
    valid: [{ why: 'paid and sent on the same day', record: { NGAY_TTOAN: '202603022359' }, received: '20260302' }],
    invalid: [{ why: 'paid on the day after', record: { NGAY_TTOAN: '202603030000' }, received: '20260302' }],
  }),
  recordRule({
    name: 'not-before-NGAY_RA',
    tables: ['XML1'],
    field: 'NGAY_TTOAN',
    ...REFUSED,
    problem: { vi: 'NGAY_TTOAN trước ngày NGAY_RA', en: 'NGAY_TTOAN is before the day of NGAY_RA' },
    remedy: {
      vi: 'Kiểm tra lại NGAY_TTOAN; để trống nếu người bệnh chưa thanh toán',
      en: 'Check NGAY_TTOAN; leave it empty while the patient has not paid',
    },
    catalogue: ['DAT-04'],
    standards: ALL_STANDARDS,
    when: [ENDS_WITH_LEAVING],
    evidence: { NGAY_TTOAN: 'day', NGAY_RA: 'day' },
    holds: ({ NGAY_TTOAN, NGAY_RA }) => NGAY_TTOAN >= NGAY_RA,
    valid: [
      {
        why: 'an hour before discharge',
        record: { MA_LOAI_KCB: '01', NGAY_RA: '202603021000', NGAY_TTOAN: '202603020900' },
      },
    ],
    invalid: [
      {
        why: 'the day before discharge',
        record: { MA_LOAI_KCB: '03', NGAY_RA: '202603021000', NGAY_TTOAN: '202603011000' },
      },
    ],
  }),
  recordRule({
    name: 'examination-within-a-day',
    tables: ['XML1'],
    field: 'NGAY_RA',
    ...EXPECTED,
    problem: {
      vi: 'Lần khám bệnh (MA_LOAI_KCB 01) kéo dài {hours} giờ từ NGAY_VAO đến NGAY_RA, quá {most} giờ',
      en: 'The visit (MA_LOAI_KCB 01) lasts {hours} hours from NGAY_VAO to NGAY_RA, more than {most}',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO, NGAY_RA và MA_LOAI_KCB', en: 'Check NGAY_VAO, NGAY_RA and MA_LOAI_KCB' },
    catalogue: ['DAT-25'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: [{ field: 'MA_LOAI_KCB', in: ['01'] }],
    evidence: { NGAY_RA: 'moment', NGAY_VAO: 'moment' },
    holds({ NGAY_RA, NGAY_VAO }, _xml1, day) {
      const most = minutesAt(longestExamination, day)
      if (most === null) return null
      const lasted = minutesBetween(NGAY_VAO, NGAY_RA)
      return lasted <= most || broken({ hours: Math.ceil(lasted / 60), most: most / 60 })
    },
    valid: [
      {
        why: 'from one morning to the next',
        record: { MA_LOAI_KCB: '01', NGAY_VAO: '202602280800', NGAY_RA: '202603010800' },
      },
    ],
    invalid: [
      {
        why: 'a minute longer than a day',
        record: { MA_LOAI_KCB: '01', NGAY_VAO: '202602280800', NGAY_RA: '202603010801' },
      },
    ],
  }),
  recordRule({
    name: 'short-stay-is-09',
    tables: ['XML1'],
    field: 'MA_LOAI_KCB',
    by: 'annex',
    source: { document: 'QĐ 824/QĐ-BYT', place: 'Phụ lục 1, mã 03 và 09', confidence: 'medium' },
    problem: {
      vi: 'Đợt nội trú {hours} giờ {minutes} phút nhưng MA_LOAI_KCB là {found}',
      en: 'The stay lasted {hours} h {minutes} min, but MA_LOAI_KCB is {found}',
    },
    remedy: {
      vi: 'Kiểm tra NGAY_VAO, NGAY_RA; nếu đúng: dưới 4 giờ ghi MA_LOAI_KCB 09, SO_NGAY_DTRI 0, không có dòng ngày giường và XML8; từ 4 giờ ghi MA_LOAI_KCB 03, SO_NGAY_DTRI bằng ngày ra trừ ngày vào cộng 1, có dòng ngày giường',
      en: 'Check NGAY_VAO and NGAY_RA; if they are right: below 4 hours write MA_LOAI_KCB 09 and SO_NGAY_DTRI 0, without bed days and XML8; from 4 hours on write MA_LOAI_KCB 03, SO_NGAY_DTRI as day of discharge less day of admission plus 1, with bed days',
    },
    catalogue: ['DAT-26'],
    standards: ALL_STANDARDS,
    isDated: true,
    when: [{ field: 'MA_LOAI_KCB', in: ['03', '09'] }],
    evidence: { MA_LOAI_KCB: 'code', NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    also: { NGAY_VAO_NOI_TRU: 'moment' },
    holds({ MA_LOAI_KCB, NGAY_VAO, NGAY_RA, NGAY_VAO_NOI_TRU }, _xml1, day) {
      const shortest = minutesAt(shortestStay, day)
      if (shortest === null) return null
      const isShort = MA_LOAI_KCB === '9'
      // Whether the hours begin with the arrival or with the ward is disputed: only what is wrong either way is reported.
      const from = isShort && NGAY_VAO_NOI_TRU !== '' ? NGAY_VAO_NOI_TRU : NGAY_VAO
      const lasted = minutesBetween(from, NGAY_RA)
      if (lasted < shortest === isShort) return true
      return broken({ hours: Math.floor(lasted / 60), minutes: lasted % 60, found: MA_LOAI_KCB })
    },
    valid: [
      { why: 'four hours', record: { MA_LOAI_KCB: '03', NGAY_VAO: '202603020800', NGAY_RA: '202603021200' } },
      { why: 'a minute less', record: { MA_LOAI_KCB: '09', NGAY_VAO: '202603020800', NGAY_RA: '202603021159' } },
    ],
    invalid: [
      { why: 'short, but code 03', record: { MA_LOAI_KCB: '03', NGAY_VAO: '202603020800', NGAY_RA: '202603021159' } },
      { why: 'long, but code 09', record: { MA_LOAI_KCB: '09', NGAY_VAO: '202603020800', NGAY_RA: '202603021200' } },
    ],
  }),
  recordRule({
    name: 'not-before-NGAY_RA',
    tables: ['XML1'],
    field: 'NGAY_TAI_KHAM',
    ...EXPECTED,
    problem: {
      vi: 'Ngày hẹn tái khám {found} trước ngày ra viện',
      en: 'The appointment {found} is before the day of discharge',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_TAI_KHAM và NGAY_RA', en: 'Check NGAY_TAI_KHAM and NGAY_RA' },
    catalogue: ['DAT-29'],
    standards: SINCE_130,
    when: [ENDS_WITH_LEAVING],
    evidence: { NGAY_TAI_KHAM: 'text', NGAY_RA: 'day' },
    holds({ NGAY_TAI_KHAM, NGAY_RA }) {
      const days = NGAY_TAI_KHAM.split(';').map((item) => item.trim())
      const early = days.find((day) => dayOf(day) !== null && day < NGAY_RA)
      return early === undefined || broken({ found: early })
    },
    valid: [
      {
        why: 'two later days',
        record: { MA_LOAI_KCB: '01', NGAY_TAI_KHAM: '20260316;20260330', NGAY_RA: '202603021000' },
      },
    ],
    invalid: [
      {
        why: 'the second of two is earlier',
        record: { MA_LOAI_KCB: '01', NGAY_TAI_KHAM: '20260316;20260301', NGAY_RA: '202603021000' },
      },
    ],
  }),
]
