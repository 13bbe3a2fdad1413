import { thenRow } from '../follow-up.ts'
import { compare, formatDecimal } from '../../record/decimal.ts'
import { ALL_STANDARDS, ASKED, REFUSED, SINCE_130, broken } from '../rule.ts'
import { bidBeforeOrder } from './bids.ts'
import { recordRule } from './rule.ts'

const ONE = { units: 1, scale: 0 }
/** Stents, and the sizes of each. */
const STENT = /^N06\.02\.020(?:\.|$)/

/** VTY: rows of supplies. */
export const supplyRules = [
  recordRule({
    name: 'required-for-supplies',
    tables: ['XML3'],
    field: 'MA_VAT_TU',
    // The annex: the code of the supply that was used.
    ...ASKED,
    problem: {
      vi: 'Dòng vật tư (MA_NHOM {group}) có MA_VAT_TU để trống',
      en: 'The row of a supply (MA_NHOM {group}) has an empty MA_VAT_TU',
    },
    remedy: {
      vi: 'Ghi MA_VAT_TU và TEN_VAT_TU, hoặc sửa MA_NHOM',
      en: 'Write MA_VAT_TU and TEN_VAT_TU, or correct MA_NHOM',
    },
    catalogue: ['VTY-07'],
    standards: ALL_STANDARDS,
    // A row with neither code has findings of its own.
    when: [{ field: 'MA_NHOM', in: ['10', '11'] }, { present: 'MA_DICH_VU' }],
    evidence: { MA_NHOM: 'code' },
    also: { MA_VAT_TU: 'text' },
    holds: ({ MA_NHOM, MA_VAT_TU }) => MA_VAT_TU !== '' || broken({ group: MA_NHOM }),
    valid: [{ why: 'a supply', record: { MA_NHOM: '10', MA_VAT_TU: 'N03.01.070', MA_DICH_VU: '10.0001.0001' } }],
    invalid: [{ why: 'only the service it was used in', record: { MA_NHOM: '10', MA_DICH_VU: '10.0001.0001' } }],
  }),
  recordRule({
    name: 'one-stent-a-row',
    tables: ['XML3'],
    field: 'SO_LUONG',
    ...REFUSED,
    problem: {
      vi: 'Dòng stent có SO_LUONG {found}, nhiều hơn 1',
      en: 'The row of a stent has SO_LUONG {found}, more than 1',
    },
    remedy: thenRow({
      vi: 'Mỗi stent ghi một dòng, SO_LUONG là 1',
      en: 'Write a row with SO_LUONG 1 for each stent',
    }),
    catalogue: ['VTY-02'],
    standards: ALL_STANDARDS,
    when: [{ present: 'MA_VAT_TU' }],
    evidence: { MA_VAT_TU: 'text', SO_LUONG: 'decimal' },
    holds: ({ MA_VAT_TU, SO_LUONG }) =>
      compare(SO_LUONG, ONE) <= 0 || !STENT.test(MA_VAT_TU) || broken({ found: formatDecimal(SO_LUONG) }),
    valid: [
      { why: 'one stent', record: { MA_VAT_TU: 'N06.02.020.0001', SO_LUONG: '1' } },
      { why: 'two syringes', record: { MA_VAT_TU: 'N03.01.070', SO_LUONG: '2' } },
      { why: 'another supply whose number begins alike', record: { MA_VAT_TU: 'N06.02.0201', SO_LUONG: '2' } },
    ],
    invalid: [{ why: 'two stents', record: { MA_VAT_TU: 'N06.02.020', SO_LUONG: '2' } }],
  }),
  bidBeforeOrder({
    tables: ['XML3'],
    catalogue: ['VTY-12'],
    standards: SINCE_130,
    when: [{ present: 'TT_THAU' }],
    valid: [{ why: 'the same year', record: { TT_THAU: '00.01;G1;N1;2026', NGAY_YL: '202603020800' } }],
    invalid: [{ why: 'the next year', record: { TT_THAU: '00.01;G1;N1;2027', NGAY_YL: '202603020800' } }],
  }),
]
