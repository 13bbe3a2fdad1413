import { ALL_STANDARDS, CHECKERS, EXPECTED, SINCE_130 } from '../rule.ts'
import { dossierRule, failsAt, notEvaluated } from './rule.ts'

const EXAMINED = [{ field: 'MA_LOAI_KCB', in: ['01'] }]
const examination = { MA_NHOM: '13', NGAY_YL: '202610050800', NGAY_KQ: '202610051000' }
const CHECK_ORDERS = {
  vi: 'Kiểm tra lại NGAY_YL, NGAY_TH_YL và NGAY_KQ của dòng khám và dòng cận lâm sàng ở XML3',
  en: 'Check NGAY_YL, NGAY_TH_YL and NGAY_KQ of the examination and of the test in XML3',
}

/** DAT: the order of things across tables and rows. */
export const timeDossierRules = [
  dossierRule({
    id: 'XML4.NGAY_KQ.not-before-order',
    table: 'XML4',
    field: 'NGAY_KQ',
    by: 'practice',
    source: { ...CHECKERS, confidence: 'high' },
    problem: {
      vi: 'NGAY_KQ trước NGAY_YL của dịch vụ đó ở XML3 ({ordered})',
      en: 'NGAY_KQ is earlier than NGAY_YL of that service in XML3 ({ordered})',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_KQ của XML4 và NGAY_YL của XML3',
      en: 'Check NGAY_KQ of XML4 and NGAY_YL of XML3',
    },
    catalogue: ['DAT-08'],
    standards: ALL_STANDARDS,
    rests: ['serviceTimes'],
    evaluate: ({ serviceTimes: { charged, results } }) =>
      failsAt(
        results.flatMap(({ code, time, place }) => {
          const ordered = charged.get(code)?.firstOrder ?? ''
          return time < ordered ? [{ at: place, params: { ordered } }] : []
        }),
      ),
    valid: [
      {
        why: 'after the first of two orders',
        change: {
          XML3: [
            { MA_DICH_VU: '23.0075.1494', NGAY_YL: '202610050900' },
            { MA_DICH_VU: '23.0075.1494', NGAY_YL: '202610050800' },
          ],
          XML4: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '202610050830' }],
        },
      },
    ],
    invalid: [
      {
        why: 'a minute early',
        change: {
          XML3: [{ MA_DICH_VU: '23.0075.1494', NGAY_YL: '202610050831' }],
          XML4: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '202610050830' }],
        },
      },
    ],
  }),
  dossierRule({
    id: 'XML4.NGAY_KQ.same-as-XML3',
    table: 'XML4',
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_KQ khác với NGAY_KQ của dịch vụ đó ở XML3 ({expected})',
      en: 'NGAY_KQ differs from NGAY_KQ of that service in XML3 ({expected})',
    },
    remedy: { vi: 'Ghi cùng NGAY_KQ ở XML3 và XML4', en: 'Write the same NGAY_KQ in XML3 and XML4' },
    catalogue: ['DAT-21'],
    standards: ALL_STANDARDS,
    rests: ['serviceTimes'],
    evaluate: ({ serviceTimes: { charged, results } }) =>
      failsAt(
        results.flatMap(({ code, time, place }) => {
          const known = charged.get(code)?.results
          if (!known || known.size === 0 || known.has(time)) return []
          return [{ at: place, params: { expected: [...known].slice(0, 3).join(', ') } }]
        }),
      ),
    valid: [
      {
        why: 'XML3 has none yet',
        change: {
          XML3: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '' }],
          XML4: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '202610051015' }],
        },
      },
    ],
    invalid: [
      {
        why: 'a minute later',
        change: {
          XML3: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '202610051014' }],
          XML4: [{ MA_DICH_VU: '23.0075.1494', NGAY_KQ: '202610051015' }],
        },
      },
    ],
  }),
  dossierRule({
    id: 'XML3.NGAY_YL.test-not-before-examination',
    table: 'XML3',
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_YL của cận lâm sàng trước khi khám bệnh ({examined})',
      en: 'NGAY_YL of a test is earlier than the examination ({examined})',
    },
    remedy: CHECK_ORDERS,
    catalogue: ['DAT-13'],
    standards: ALL_STANDARDS,
    whenXml1: EXAMINED,
    rests: ['serviceTimes'],
    evaluate({ serviceTimes: { firstExamination, firstTest } }) {
      if (!firstTest || firstExamination === '') return notEvaluated('XML3.NGAY_YL')
      const isEarly = firstTest.time < firstExamination
      return failsAt(isEarly ? [{ at: firstTest.place, params: { examined: firstExamination } }] : [])
    },
    valid: [{ why: 'the same minute', change: { XML3: [examination, { MA_NHOM: '1', NGAY_YL: '202610050800' }] } }],
    invalid: [{ why: 'a minute early', change: { XML3: [examination, { MA_NHOM: '1', NGAY_YL: '202610050759' }] } }],
  }),
  dossierRule({
    id: 'XML3.NGAY_YL.test-not-after-examination',
    table: 'XML3',
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_YL của cận lâm sàng sau khi đã khám xong ({examined})',
      en: 'NGAY_YL of a test is later than the end of the examination ({examined})',
    },
    remedy: CHECK_ORDERS,
    catalogue: ['DAT-14'],
    standards: SINCE_130,
    whenXml1: EXAMINED,
    rests: ['serviceTimes'],
    evaluate({ serviceTimes: { lastExamination, lastTest } }) {
      if (!lastTest || lastExamination === '') return notEvaluated('XML3.NGAY_KQ')
      const isLate = lastTest.time > lastExamination
      return failsAt(isLate ? [{ at: lastTest.place, params: { examined: lastExamination } }] : [])
    },
    valid: [{ why: 'the same minute', change: { XML3: [examination, { MA_NHOM: '2', NGAY_YL: '202610051000' }] } }],
    invalid: [{ why: 'a minute late', change: { XML3: [examination, { MA_NHOM: '2', NGAY_YL: '202610051001' }] } }],
  }),
]
