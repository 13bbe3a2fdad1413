import { newbornAge } from '../../standards/thresholds.ts'
import { isDate } from '../../record/moment.ts'
import { daysBetween, numberAt } from '../elapsed.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_4750 } from '../rule.ts'
import { dossierRule, fails, HOLDS, notEvaluated } from './rule.ts'

/** DOC: papers that a kind of encounter asks for. */
export const paperDossierRules = [
  dossierRule({
    id: 'HOSO.XML7.required-for-inpatients',
    table: null,
    field: null,
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'Hồ sơ nội trú (MA_LOAI_KCB {kind}) không có giấy ra viện (XML7)',
      en: 'An inpatient dossier (MA_LOAI_KCB {kind}) has no discharge paper (XML7)',
    },
    remedy: { vi: 'Thêm XML7 vào hồ sơ', en: 'Add XML7 to the dossier' },
    catalogue: ['DOC-01'],
    standards: SINCE_4750,
    // Whoever left without leave (3) was given no paper.
    whenXml1: [
      { field: 'MA_LOAI_KCB', in: ['03', '04', '09'] },
      { field: 'MA_LOAI_RV', notIn: ['3'] },
    ],
    xml1: { MA_LOAI_KCB: 'text' },
    rests: ['papers'],
    evaluate: ({ papers }, { MA_LOAI_KCB }) => (papers.has('XML7') ? HOLDS : fails({ kind: MA_LOAI_KCB })),
    valid: [
      { why: 'an inpatient with the paper', inpatient: true, more: ['XML7'], change: {} },
      { why: 'the patient left without leave', inpatient: true, change: { XML1: { MA_LOAI_RV: '3' }, XML7: [] } },
    ],
    invalid: [{ why: 'an inpatient without the paper', inpatient: true, change: { XML7: [] } }],
  }),
  dossierRule({
    id: 'HOSO.XML8.required-for-newborns',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'Trẻ {age} ngày tuổi điều trị nội trú nhưng hồ sơ không có tóm tắt hồ sơ bệnh án (XML8), cần cho trẻ đến {most} ngày tuổi',
      en: 'An inpatient is {age} days old, but the dossier has no summary of the record (XML8), which is expected up to {most} days',
    },
    remedy: { vi: 'Thêm XML8 vào hồ sơ', en: 'Add XML8 to the dossier' },
    catalogue: ['DOC-04'],
    standards: SINCE_4750,
    whenXml1: [{ field: 'MA_LOAI_KCB', in: ['03', '04'] }],
    xml1: { NGAY_SINH: 'birth', NGAY_VAO: 'moment' },
    rests: ['papers'],
    evaluate({ papers }, { NGAY_SINH, NGAY_VAO }, { day }) {
      const most = numberAt(newbornAge, day)
      if (most === null) return notEvaluated(newbornAge.name)
      const born = NGAY_SINH.slice(0, 8)
      if (!isDate(born)) return notEvaluated('XML1.NGAY_SINH')
      const age = daysBetween(born, NGAY_VAO)
      return papers.has('XML8') || age < 0 || age >= most ? HOLDS : fails({ age, most })
    },
    valid: [
      { why: 'an adult', inpatient: true, change: {} },
      {
        why: 'a newborn with the summary',
        inpatient: true,
        more: ['XML8'],
        standards: ['3176'],
        change: { XML1: { NGAY_SINH: '202610010300' } },
      },
    ],
    invalid: [
      {
        why: 'a newborn without it',
        inpatient: true,
        standards: ['3176'],
        change: { XML1: { NGAY_SINH: '202610010300' } },
      },
    ],
  }),
  dossierRule({
    id: 'HOSO.XML13.required-for-transfers',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'MA_LOAI_RV của XML1 là {found} (chuyển tuyến) nhưng hồ sơ không có giấy chuyển tuyến (XML13)',
      en: 'MA_LOAI_RV of XML1 is {found} (transfer), but the dossier has no transfer paper (XML13)',
    },
    remedy: { vi: 'Thêm XML13 vào hồ sơ, hoặc sửa MA_LOAI_RV', en: 'Add XML13 to the dossier, or correct MA_LOAI_RV' },
    catalogue: ['DOC-10'],
    standards: SINCE_4750,
    whenXml1: [{ field: 'MA_LOAI_RV', in: ['2'] }],
    xml1: { MA_LOAI_RV: 'code' },
    rests: ['papers'],
    evaluate: ({ papers }, { MA_LOAI_RV }) => (papers.has('XML13') ? HOLDS : fails({ found: MA_LOAI_RV })),
    valid: [{ why: 'with the paper', more: ['XML13'], change: {} }],
    invalid: [{ why: 'without the paper', change: { XML1: { MA_LOAI_RV: '2', MA_NOI_DEN: '01002' } } }],
  }),
  dossierRule({
    id: 'HOSO.XML14.required-for-appointments',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'XML1 có NGAY_TAI_KHAM nhưng hồ sơ không có giấy hẹn khám lại (XML14)',
      en: 'XML1 has NGAY_TAI_KHAM, but the dossier has no appointment paper (XML14)',
    },
    remedy: {
      vi: 'Thêm XML14 vào hồ sơ, hoặc để trống NGAY_TAI_KHAM',
      en: 'Add XML14 to the dossier, or leave NGAY_TAI_KHAM empty',
    },
    catalogue: ['DOC-12'],
    standards: SINCE_4750,
    xml1Also: { NGAY_TAI_KHAM: 'text' },
    rests: ['papers'],
    evaluate: ({ papers }, { NGAY_TAI_KHAM }) => (NGAY_TAI_KHAM === '' || papers.has('XML14') ? HOLDS : fails()),
    valid: [
      { why: 'no appointment', change: { XML1: { NGAY_TAI_KHAM: '' } } },
      { why: 'an appointment and its paper', more: ['XML14'], change: { XML1: { NGAY_TAI_KHAM: '20261019' } } },
    ],
    invalid: [{ why: 'an appointment without paper', change: { XML1: { NGAY_TAI_KHAM: '20261019' } } }],
  }),
  dossierRule({
    id: 'HOSO.XML5.required-for-inpatients',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'Hồ sơ nội trú (MA_LOAI_KCB {kind}) không có diễn biến lâm sàng (XML5)',
      en: 'An inpatient dossier (MA_LOAI_KCB {kind}) has no clinical notes (XML5)',
    },
    remedy: { vi: 'Thêm XML5 vào hồ sơ', en: 'Add XML5 to the dossier' },
    catalogue: ['DOC-13'],
    standards: ALL_STANDARDS,
    whenXml1: [{ field: 'MA_LOAI_KCB', in: ['03', '04', '09'] }],
    xml1: { MA_LOAI_KCB: 'text' },
    rests: ['papers'],
    evaluate: ({ papers }, { MA_LOAI_KCB }) => (papers.has('XML5') ? HOLDS : fails({ kind: MA_LOAI_KCB })),
    valid: [
      { why: 'an inpatient with notes', inpatient: true, change: {} },
      { why: 'an examination without', change: { XML5: [] } },
    ],
    invalid: [{ why: 'an inpatient without notes', inpatient: true, change: { XML5: [] } }],
  }),
]
