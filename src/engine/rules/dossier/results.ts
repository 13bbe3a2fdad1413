import { thenTotals } from '../follow-up.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED, SINCE_130 } from '../rule.ts'
import type { GatheredFacts } from './facts.ts'
import { dossierRule, failsAt, notEvaluated, type Verdict } from './rule.ts'

/** The fourth service of the correct dossier, whose result is the third. */
const scan = { MA_DICH_VU: '18.0015.0001', NGAY_KQ: '202610051015' }

const ADD_RESULT = {
  vi: 'Thêm kết quả vào XML4; nếu chưa có kết quả thì để trống NGAY_KQ ở XML3',
  en: 'Add the result to XML4; while there is none leave NGAY_KQ of XML3 empty',
}

/** The services that are done by their NGAY_KQ and of which XML4 has no row. */
function withoutResult(
  { done, results, unnamed }: GatheredFacts['serviceResults'],
  isMeant: (code: string) => boolean,
): Verdict {
  if (unnamed) return notEvaluated('XML4.MA_DICH_VU')
  return failsAt(
    [...done].flatMap(([code, at]) => (!isMeant(code) || results.has(code) ? [] : [{ at, params: { code } }])),
  )
}

/** CLS: results and the services they belong to. */
export const resultDossierRules = [
  dossierRule({
    id: 'XML4.MA_DICH_VU.in-XML3',
    table: 'XML4',
    field: 'MA_DICH_VU',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'XML4 có kết quả của dịch vụ không có trong XML3',
      en: 'XML4 has a result of a service that XML3 does not have',
    },
    remedy: thenTotals({
      vi: 'Sửa MA_DICH_VU của XML4, hoặc thêm dịch vụ vào XML3',
      en: 'Correct MA_DICH_VU of XML4, or add the service to XML3',
    }),
    catalogue: ['CLS-01', 'CLS-18'],
    standards: ALL_STANDARDS,
    rests: ['services'],
    evaluate: ({ services: { charged, results } }) =>
      failsAt([...results].flatMap(([code, at]) => (charged.has(code) ? [] : [{ at }]))),
    valid: [
      { why: 'a dossier without results', change: { XML4: [] } },
      {
        why: 'a test done elsewhere, of which XML4 has no room for the facility',
        change: {
          XML3: [{ MA_DICH_VU: '23.0075.1494.K.01002' }],
          XML4: [{ MA_DICH_VU: '23.0075.1494' }],
        },
      },
    ],
    invalid: [{ why: 'the only result is of another service', change: { XML4: [{ MA_DICH_VU: '23.0077.1518' }] } }],
  }),
  dossierRule({
    id: 'XML2.MA_DICH_VU.in-XML3',
    table: 'XML2',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'MA_DICH_VU của thuốc ghi dịch vụ {code}, nhưng XML3 không có dòng nào của dịch vụ này',
      en: 'MA_DICH_VU of a drug names the service {code}, but XML3 has no row of that service',
    },
    remedy: thenTotals({
      vi: 'Để trống MA_DICH_VU của XML2 nếu thuốc không dùng cho dịch vụ nào; nếu không thì sửa MA_DICH_VU, hoặc thêm dịch vụ vào XML3',
      en: 'Leave MA_DICH_VU of XML2 empty if the drug was for no service; else correct MA_DICH_VU, or add the service to XML3',
    }),
    catalogue: ['CLS-01'],
    standards: SINCE_130,
    rests: ['services'],
    evaluate: ({ services: { charged, drugs } }) =>
      failsAt([...drugs].flatMap(([code, at]) => (charged.has(code) ? [] : [{ at, params: { code } }]))),
    valid: [
      { why: 'for no service', change: { XML2: [{ MA_DICH_VU: '' }] } },
      {
        why: 'for two services of the dossier',
        change: {
          XML2: [{ MA_DICH_VU: '23.0075.1494;18.0015.0001' }],
          XML3: [{ MA_DICH_VU: '23.0075.1494' }, { MA_DICH_VU: '18.0015.0001' }],
        },
      },
    ],
    invalid: [{ why: 'for a service that was not charged', change: { XML2: [{ MA_DICH_VU: '10.0503.0491' }] } }],
  }),
  dossierRule({
    id: 'XML3.MA_DICH_VU.imaging-has-result',
    table: 'XML3',
    field: 'MA_DICH_VU',
    // Of imaging (MA_NHOM 2) the gateway asks for a row of XML4 with its conclusion, as public sources have written down.
    ...REFUSED,
    problem: {
      vi: 'Chẩn đoán hình ảnh {code} đã có NGAY_KQ ở XML3 nhưng XML4 không có kết quả',
      en: 'XML3 has NGAY_KQ of the imaging {code}, but XML4 has no result of it',
    },
    remedy: ADD_RESULT,
    catalogue: ['SVC-38', 'DOC-21'],
    standards: ALL_STANDARDS,
    rests: ['serviceResults'],
    evaluate: ({ serviceResults }) => withoutResult(serviceResults, (code) => serviceResults.imaging.has(code)),
    valid: [
      { why: 'the result is there', change: { XML3: [{}, {}, {}, scan] } },
      { why: 'no result yet', change: { XML3: [{}, {}, {}, { ...scan, NGAY_KQ: '' }], XML4: [{}, {}] } },
      {
        why: 'done elsewhere',
        change: { XML3: [{}, {}, {}, { ...scan, MA_DICH_VU: '18.0015.0001.K.01002' }], XML4: [{}, {}] },
      },
    ],
    invalid: [{ why: 'imaging without a result', change: { XML3: [{}, {}, {}, scan], XML4: [{}, {}] } }],
  }),
  dossierRule({
    id: 'XML3.MA_DICH_VU.has-result',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Thăm dò chức năng {code} đã có NGAY_KQ ở XML3 nhưng XML4 không có kết quả',
      en: 'XML3 has NGAY_KQ of the function test {code}, but XML4 has no result of it',
    },
    remedy: ADD_RESULT,
    catalogue: ['SVC-38', 'DOC-21'],
    standards: ALL_STANDARDS,
    rests: ['serviceResults'],
    evaluate: ({ serviceResults }) => withoutResult(serviceResults, (code) => !serviceResults.imaging.has(code)),
    valid: [
      { why: 'the result is there', change: { XML3: [{}, {}, {}, scan] } },
      { why: 'no result yet', change: { XML3: [{}, {}, {}, { ...scan, NGAY_KQ: '' }], XML4: [{}, {}] } },
      {
        why: 'done elsewhere',
        change: { XML3: [{}, {}, {}, { ...scan, MA_DICH_VU: '18.0015.0001.K.01002' }], XML4: [{}, {}] },
      },
    ],
    invalid: [
      {
        why: 'a function test without a result',
        change: { XML3: [{}, {}, {}, { ...scan, MA_NHOM: '3' }], XML4: [{}, {}] },
      },
    ],
  }),
  dossierRule({
    id: 'XML4.KET_LUAN.required-for-imaging',
    table: 'XML4',
    field: 'KET_LUAN',
    ...REFUSED,
    problem: {
      vi: 'Kết quả chẩn đoán hình ảnh {code} có KET_LUAN để trống',
      en: 'The result of the imaging {code} has an empty KET_LUAN',
    },
    remedy: {
      vi: 'Ghi kết luận của người đọc kết quả vào KET_LUAN',
      en: 'Write the conclusion of the reader into KET_LUAN',
    },
    catalogue: ['CLS-02'],
    standards: SINCE_130,
    rests: ['serviceResults'],
    // Under QĐ 3176 a value may stand for the conclusion.
    evaluate: ({ serviceResults: { imaging, results } }) =>
      failsAt(
        [...results].flatMap(([code, { place, hasConclusion, hasValue }]) =>
          hasConclusion || hasValue || !imaging.has(code) ? [] : [{ at: place, params: { code } }],
        ),
      ),
    valid: [
      {
        why: 'one of its rows concludes',
        change: {
          XML4: [{}, {}, { KET_LUAN: '' }, { MA_DICH_VU: scan.MA_DICH_VU, GIA_TRI: '', KET_LUAN: 'Bình thường' }],
        },
      },
      { why: 'a laboratory test, which has none', change: {} },
    ],
    invalid: [{ why: 'described, but no conclusion', change: { XML4: [{}, {}, { KET_LUAN: '' }] } }],
  }),
  dossierRule({
    id: 'XML4.MO_TA.required-for-imaging',
    table: 'XML4',
    field: 'MO_TA',
    ...EXPECTED,
    problem: {
      vi: 'Kết quả chẩn đoán hình ảnh {code} có MO_TA để trống',
      en: 'The result of the imaging {code} has an empty MO_TA',
    },
    remedy: {
      vi: 'Ghi mô tả của người đọc kết quả vào MO_TA',
      en: 'Write the description of the reader into MO_TA',
    },
    catalogue: ['CLS-02'],
    standards: SINCE_130,
    rests: ['serviceResults'],
    evaluate: ({ serviceResults: { imaging, results } }) =>
      failsAt(
        [...results].flatMap(([code, { place, hasDescription }]) =>
          hasDescription || !imaging.has(code) ? [] : [{ at: place, params: { code } }],
        ),
      ),
    valid: [{ why: 'described', change: {} }],
    invalid: [{ why: 'not described', change: { XML4: [{}, {}, { MO_TA: '' }] } }],
  }),
]
