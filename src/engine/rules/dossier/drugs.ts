import { thenRow } from '../follow-up.ts'
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
      vi: 'Thuốc này đã có ở một dòng khác có cùng NGAY_YL, SO_LUONG, LIEU_DUNG và TT_THAU',
      en: 'Another row has this drug with the same NGAY_YL, SO_LUONG, LIEU_DUNG and TT_THAU',
    },
    remedy: thenRow({
      vi: 'Bỏ dòng trùng; nếu đúng là hai lần thì cộng SO_LUONG vào một dòng',
      en: 'Leave the second row out; if it was given twice, add up SO_LUONG in one row',
    }),
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
    remedy: {
      vi: 'Ghi mã bệnh y học cổ truyền vào MA_BENH_YHCT của XML1',
      en: 'Write the code of the traditional disease into MA_BENH_YHCT of XML1',
    },
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
