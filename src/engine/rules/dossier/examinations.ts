import { thenTotals } from '../follow-up.ts'
import { examinationSpacing, shortestVisitWithImaging } from '../../standards/thresholds.ts'
import { minutesAt, minutesBetween } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED } from '../rule.ts'
import { dossierRule, fails, failsAt, HOLDS, notEvaluated } from './rule.ts'

const EXAMINED = [{ field: 'MA_LOAI_KCB', in: ['01'] }]
const INPATIENT = [{ field: 'MA_LOAI_KCB', in: ['03', '04', '09'] }]
const first = { MA_NHOM: '13', NGAY_YL: '202610050800' }

/** EXM: how many examinations there were, and how long they took. */
export const examinationDossierRules = [
  dossierRule({
    id: 'XML3.MA_NHOM.one-examination-for-inpatients',
    table: 'XML3',
    field: 'MA_NHOM',
    ...EXPECTED,
    problem: {
      vi: 'Hồ sơ nội trú có {count} lần tiền khám (MA_NHOM 13), nhiều hơn 1',
      en: 'An inpatient dossier has {count} examinations (MA_NHOM 13), more than 1',
    },
    remedy: thenTotals({
      vi: 'Chỉ giữ lần khám trước khi vào viện, bỏ các dòng khám khác',
      en: 'Keep only the examination before admission and leave the others out',
    }),
    catalogue: ['SVC-08', 'EXM-08'],
    standards: ALL_STANDARDS,
    whenXml1: INPATIENT,
    rests: ['examinations'],
    evaluate: ({ examinations: { rows } }) =>
      failsAt(rows.slice(1).map(({ place }) => ({ at: place, params: { count: rows.length } }))),
    valid: [{ why: 'one, before admission', inpatient: true, change: {} }],
    invalid: [{ why: 'two', inpatient: true, change: { XML3: [first, first] } }],
  }),
  dossierRule({
    id: 'XML3.NGAY_YL.examinations-apart',
    table: 'XML3',
    field: 'NGAY_YL',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_YL của hai lần khám cách nhau {found} phút, ít hơn {least} phút',
      en: 'NGAY_YL of two examinations are {found} minutes apart, less than {least}',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_YL của các dòng khám; giữ nguyên nếu đúng',
      en: 'Check NGAY_YL of the examinations; leave them as they are if they are right',
    },
    catalogue: ['EXM-01'],
    standards: ALL_STANDARDS,
    whenXml1: EXAMINED,
    rests: ['examinations'],
    evaluate({ examinations: { rows } }, _xml1, { day }) {
      const least = minutesAt(examinationSpacing, day)
      if (least === null) return notEvaluated(examinationSpacing.name)
      if (rows.length < 2) return HOLDS
      if (rows.some(({ time }) => time === '')) return notEvaluated('XML3.NGAY_YL')
      const sorted = rows.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.place.line - b.place.line))
      return failsAt(
        sorted.flatMap(({ time, place }, at) => {
          const before = sorted[at - 1]
          const found = before ? minutesBetween(before.time, time) : least
          return found < least ? [{ at: place, params: { found, least } }] : []
        }),
      )
    },
    valid: [{ why: 'a quarter of an hour', change: { XML3: [first, { ...first, NGAY_YL: '202610050815' }] } }],
    invalid: [{ why: 'a minute less', change: { XML3: [first, { ...first, NGAY_YL: '202610050814' }] } }],
  }),
  dossierRule({
    id: 'XML1.NGAY_RA.imaging-takes-time',
    table: 'XML1',
    field: 'NGAY_RA',
    ...EXPECTED,
    problem: {
      vi: 'Lần khám có chẩn đoán hình ảnh chỉ kéo dài {found} phút từ NGAY_VAO đến NGAY_RA, ít hơn {least} phút',
      en: 'A visit with imaging lasts {found} minutes from NGAY_VAO to NGAY_RA, less than {least}',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO và NGAY_RA', en: 'Check NGAY_VAO and NGAY_RA' },
    catalogue: ['EXM-24'],
    standards: ALL_STANDARDS,
    whenXml1: EXAMINED,
    xml1: { NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    rests: ['examinations'],
    evaluate({ examinations: { hasImaging } }, { NGAY_VAO, NGAY_RA }, { day }) {
      if (!hasImaging) return HOLDS
      const least = minutesAt(shortestVisitWithImaging, day)
      if (least === null) return notEvaluated(shortestVisitWithImaging.name)
      const found = minutesBetween(NGAY_VAO, NGAY_RA)
      // A visit that ends before it begins is another rule's finding.
      return found >= least || found < 0 ? HOLDS : fails({ found, least })
    },
    valid: [
      {
        why: 'ten minutes',
        change: { XML1: { NGAY_VAO: '202610050800', NGAY_RA: '202610050810' } },
      },
      {
        why: 'nine, without imaging',
        change: { XML1: { NGAY_VAO: '202610050800', NGAY_RA: '202610050809' }, XML3: [{}] },
      },
    ],
    invalid: [
      {
        why: 'nine minutes',
        change: { XML1: { NGAY_VAO: '202610050800', NGAY_RA: '202610050809' } },
      },
    ],
  }),
]
