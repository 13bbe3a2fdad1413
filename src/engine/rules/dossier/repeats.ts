import { thenRow } from '../follow-up.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_130, SINCE_4750 } from '../rule.ts'
import { dossierRule, fails, failsAt, HOLDS } from './rule.ts'

const NUMBERED = ['XML2', 'XML3', 'XML4', 'XML5'] as const
const GLUCOSE = '23.0075.1494'

/** STR and DUP: what a table of a dossier says twice. */
export const repeatDossierRules = [
  ...NUMBERED.map((table) =>
    dossierRule({
      id: `${table}.STT.unique`,
      table,
      field: 'STT',
      by: 'annex',
      source: { confidence: 'medium' },
      problem: { vi: 'STT trùng với một dòng trước của {table}', en: 'An earlier row of {table} has the same STT' },
      remedy: {
        vi: 'Đánh lại STT của các dòng tăng dần từ 1, không lặp lại',
        en: 'Number STT of the rows from 1 on, each number once',
      },
      catalogue: ['STR-22', 'DUP-14'],
      standards: ALL_STANDARDS,
      rests: ['lineNumbers'],
      evaluate: ({ lineNumbers }) => failsAt(lineNumbers.again(table).map((at) => ({ at }))),
      valid: [
        { why: 'with a gap', change: { [table]: [{ STT: '1' }, { STT: '3' }] } },
        { why: 'not in order', change: { [table]: [{ STT: '2' }, { STT: '1' }] } },
      ],
      invalid: [{ why: 'the third as the first', change: { [table]: [{ STT: '1' }, { STT: '2' }, { STT: '1' }] } }],
    }),
  ),
  dossierRule({
    id: 'XML3.MA_VAT_TU.not-repeated',
    table: 'XML3',
    field: 'MA_VAT_TU',
    ...EXPECTED,
    problem: {
      vi: 'Vật tư này đã có ở dòng khác có cùng MA_DICH_VU, NGAY_YL, SO_LUONG và đơn giá',
      en: 'Another row has this supply with the same MA_DICH_VU, NGAY_YL, SO_LUONG and price',
    },
    remedy: thenRow({
      vi: 'Bỏ dòng lặp; nếu đúng là hai lần thì cộng SO_LUONG vào một dòng',
      en: 'Leave the second row out; if it was used twice, add up SO_LUONG in one row',
    }),
    catalogue: ['DUP-06'],
    standards: ALL_STANDARDS,
    rests: ['repeats'],
    evaluate: ({ repeats }) => failsAt(repeats.supplies.map((at) => ({ at }))),
    valid: [{ why: 'another supply', change: { XML3: [supply('1', 'N03.01.070'), supply('2', 'N03.01.020')] } }],
    invalid: [
      {
        why: 'the same',
        standards: SINCE_130,
        change: { XML3: [priced('1', 'DON_GIA_BV'), priced('2', 'DON_GIA_BV')] },
      },
      { why: 'the same', standards: ['4210'], change: { XML3: [priced('1', 'DON_GIA'), priced('2', 'DON_GIA')] } },
    ],
  }),
  dossierRule({
    id: 'XML3.MA_DICH_VU.not-repeated',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Dịch vụ này đã có ở dòng khác có cùng NGAY_YL',
      en: 'Another row has this service with the same NGAY_YL',
    },
    remedy: thenRow({
      vi: 'Bỏ dòng lặp; nếu thực hiện nhiều lần thì cộng SO_LUONG vào một dòng hoặc sửa NGAY_YL',
      en: 'Leave the second row out; if it was done more than once, add up SO_LUONG in one row or correct NGAY_YL',
    }),
    catalogue: ['DUP-06', 'DUP-07'],
    standards: ALL_STANDARDS,
    rests: ['repeats'],
    evaluate: ({ repeats }) => failsAt(repeats.services.map((at) => ({ at }))),
    valid: [{ why: 'another service', change: { XML3: [{ MA_DICH_VU: GLUCOSE }, { MA_DICH_VU: '23.0051.1494' }] } }],
    invalid: [{ why: 'the same minute', change: { XML3: [{ MA_DICH_VU: GLUCOSE }, { MA_DICH_VU: GLUCOSE }] } }],
  }),
  dossierRule({
    id: 'XML5.STT.note-not-repeated',
    table: 'XML5',
    field: 'STT',
    ...EXPECTED,
    problem: {
      vi: 'Dòng diễn biến giống hệt một dòng khác cùng thời điểm',
      en: 'The note is the same as another one of the same minute',
    },
    remedy: { vi: 'Bỏ dòng lặp, hoặc ghi đúng diễn biến', en: 'Leave the second row out, or write what was observed' },
    catalogue: ['DUP-08'],
    standards: ALL_STANDARDS,
    rests: ['repeats'],
    evaluate: ({ repeats }) => failsAt(repeats.notes.map((at) => ({ at }))),
    valid: [
      { why: 'another text', standards: SINCE_130, change: { XML5: [note('tỉnh'), note('tỉnh, hết sốt')] } },
      { why: 'another text', standards: ['4210'], change: { XML5: [earlierNote('tỉnh'), earlierNote('hết sốt')] } },
    ],
    invalid: [
      { why: 'the same', standards: SINCE_130, change: { XML5: [note('tỉnh'), note('tỉnh')] } },
      { why: 'the same', standards: ['4210'], change: { XML5: [earlierNote('tỉnh'), earlierNote('tỉnh')] } },
    ],
  }),
  dossierRule({
    id: 'XML1.CAN_NANG_CON.with-birth-paper',
    table: 'XML1',
    field: 'CAN_NANG_CON',
    ...EXPECTED,
    problem: {
      vi: 'Có giấy chứng sinh (XML9) nhưng CAN_NANG_CON để trống',
      en: 'There is a birth paper (XML9), but CAN_NANG_CON is empty',
    },
    remedy: {
      vi: 'Ghi vào CAN_NANG_CON cân nặng của từng con (gam), cách nhau bằng ;',
      en: 'Write into CAN_NANG_CON the weight of each child in grams, separated by ;',
    },
    catalogue: ['ADM-69'],
    standards: SINCE_4750,
    rests: ['papers'],
    xml1Also: { CAN_NANG_CON: 'text' },
    evaluate: ({ papers }, { CAN_NANG_CON }) => (papers.has('XML9') && CAN_NANG_CON === '' ? fails() : HOLDS),
    valid: [{ why: 'with the weight', more: ['XML9'], change: { XML1: { CAN_NANG_CON: '3100' } } }],
    invalid: [{ why: 'without', more: ['XML9'], change: { XML1: { CAN_NANG_CON: '' } } }],
  }),
  dossierRule({
    id: 'HOSO.XML9.with-CAN_NANG_CON',
    table: null,
    field: null,
    ...EXPECTED,
    problem: {
      vi: 'Có CAN_NANG_CON nhưng không có giấy chứng sinh (XML9)',
      en: 'CAN_NANG_CON is present, but there is no birth paper (XML9)',
    },
    remedy: {
      vi: 'Thêm XML9 vào hồ sơ, hoặc để trống CAN_NANG_CON',
      en: 'Add XML9 to the dossier, or leave CAN_NANG_CON empty',
    },
    catalogue: ['ADM-69'],
    standards: SINCE_130,
    xml1: { CAN_NANG_CON: 'text' },
    rests: ['papers'],
    evaluate: ({ papers }) => (papers.has('XML9') ? HOLDS : fails()),
    valid: [{ why: 'with the paper', more: ['XML9'], change: { XML1: { CAN_NANG_CON: '3100' } } }],
    invalid: [{ why: 'without', change: { XML1: { CAN_NANG_CON: '3100' } } }],
  }),
]

function supply(STT: string, MA_VAT_TU: string) {
  return { STT, MA_VAT_TU, TEN_VAT_TU: 'Vật tư thử nghiệm', SO_LUONG: '1' }
}

function priced(STT: string, field: 'DON_GIA' | 'DON_GIA_BV') {
  return { ...supply(STT, 'N03.01.070'), MA_DICH_VU: '', TEN_DICH_VU: '', [field]: '750' }
}

function note(DIEN_BIEN_LS: string) {
  return { DIEN_BIEN_LS, THOI_DIEM_DBLS: '202605130900' }
}

function earlierNote(DIEN_BIEN: string) {
  return { DIEN_BIEN, NGAY_YL: '202405060900' }
}
