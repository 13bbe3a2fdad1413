import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { dossierRule, failsAt } from './rule.ts'

/** MED: drugs of a whole dossier. */
export const drugDossierRules = [
  dossierRule({
    id: 'XML2.MA_THUOC.once-per-order',
    table: 'XML2',
    field: 'MA_THUOC',
    ...EXPECTED,
    problem: {
      vi: 'Thuốc này đã có ở một dòng khác cùng thời điểm y lệnh, số lượng, liều dùng và thông tin thầu',
      en: 'Another row has the same drug, order, quantity, dose and bid',
    },
    remedy: { vi: 'Bỏ dòng trùng, hoặc cộng số lượng', en: 'Leave the second row out, or add up the quantities' },
    catalogue: ['MED-14'],
    standards: ALL_STANDARDS,
    rests: ['drugLines'],
    evaluate: ({ drugLines: { repeated } }) => failsAt(repeated.map((at) => ({ at }))),
    valid: [
      {
        why: 'ordered again later',
        change: {
          XML2: [
            { STT: '1', NGAY_YL: '202610050800' },
            { STT: '2', NGAY_YL: '202610051400' },
          ],
        },
      },
    ],
    invalid: [
      {
        why: 'three times the same',
        change: {
          XML2: ['1', '2', '3'].map((STT) => ({
            STT,
            MA_THUOC: '40.48',
            SO_LUONG: '10',
            LIEU_DUNG: '1 viên/lần * 1 lần/ngày * 10 ngày [1 viên/ngày]',
            NGAY_YL: '202610050800',
          })),
        },
      },
    ],
  }),
  dossierRule({
    id: 'XML1.MA_BENH_YHCT.for-traditional-drugs',
    table: 'XML1',
    field: 'MA_BENH_YHCT',
    ...EXPECTED,
    problem: {
      vi: 'Có thuốc y học cổ truyền nhưng MA_BENH_YHCT của XML1 để trống',
      en: 'There is a drug of traditional medicine, but MA_BENH_YHCT of XML1 is empty',
    },
    remedy: { vi: 'Ghi mã bệnh y học cổ truyền ở XML1', en: 'Write the traditional diagnosis in XML1' },
    catalogue: ['MED-19'],
    standards: SINCE_130,
    xml1Also: { MA_BENH_YHCT: 'text' },
    rests: ['drugLines'],
    evaluate: ({ drugLines: { traditional } }, { MA_BENH_YHCT }) =>
      failsAt(traditional && MA_BENH_YHCT === '' ? [{ at: traditional }] : []),
    valid: [
      {
        why: 'with a diagnosis',
        change: { XML1: { MA_BENH_YHCT: 'U62.392.5' }, XML2: [{ MA_THUOC: '05C.158.3' }] },
      },
    ],
    invalid: [{ why: 'without one', change: { XML1: { MA_BENH_YHCT: '' }, XML2: [{ MA_THUOC: '05V.12' }] } }],
  }),
]
