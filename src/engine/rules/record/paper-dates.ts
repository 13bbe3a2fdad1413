import { standards } from '../../standards/index.ts'
import type { StandardId } from '../../standards/field.ts'
import { ALL_STANDARDS, EXPECTED, broken } from '../rule.ts'
import type { RowId } from '../row-id.ts'
import { recordRule, type RecordRule } from './rule.ts'

/** The standards whose table has all of these fields. */
export const standardsWith = (table: string, ...fields: readonly string[]): readonly StandardId[] =>
  ALL_STANDARDS.filter((id) => fields.every((field) => field in (standards[id].tables[table]?.fields ?? {})))

type Pair = {
  readonly table: string
  readonly first: string
  readonly second: string
  readonly catalogue: readonly RowId[]
}

/** Two days of one row, of which the second cannot come before the first. */
const IN_ORDER: readonly Pair[] = [
  { table: 'XML6', first: 'NGAYBD_DTRI_LAO', second: 'NGAYKT_DTRI_LAO', catalogue: ['DOC-27'] },
  { table: 'XML6', first: 'NGAY_XN_TLVR', second: 'NGAY_KQ_XN_TLVR', catalogue: ['DOC-27'] },
  { table: 'XML6', first: 'NGAY_XN_PCR', second: 'NGAY_KQ_XN_PCR', catalogue: ['DOC-27'] },
  { table: 'XML6', first: 'NGAY_BAT_DAU_XU_TRI', second: 'NGAY_KET_THUC_XU_TRI', catalogue: ['DOC-27'] },
  { table: 'XML8', first: 'NGAY_SINHCON', second: 'NGAY_CONCHET', catalogue: ['DOC-27'] },
  { table: 'XML9', first: 'NGAYSINH_NND', second: 'NGAYCAP_CCCD_NND', catalogue: ['DOC-05'] },
  { table: 'XML9', first: 'NGAY_SINH_CON', second: 'NGAY_CT', catalogue: ['DOC-20'] },
  { table: 'XML10', first: 'TU_NGAY', second: 'DEN_NGAY', catalogue: ['DOC-07'] },
  { table: 'XML15', first: 'NGAYBD_DTRI_LAO', second: 'NGAYKT_DTRI_LAO', catalogue: ['DOC-18'] },
  { table: 'CHECKIN', first: 'GT_THE_TU', second: 'GT_THE_DEN', catalogue: ['ADM-22'] },
  { table: 'CHECKIN', first: 'NGAY_VAO', second: 'NGAY_YL', catalogue: ['DAT-05'] },
]

const inOrder = ({ table, first, second, catalogue }: Pair): readonly RecordRule[] =>
  recordRule({
    name: `not-before-${first}`,
    tables: [table],
    field: second,
    ...EXPECTED,
    problem: { vi: `${second} trước ${first} ({from})`, en: `${second} is before ${first} ({from})` },
    remedy: { vi: `Kiểm tra lại ${first} và ${second}`, en: `Check ${first} and ${second}` },
    catalogue,
    standards: standardsWith(table, first, second),
    evidence: { [first]: 'day', [second]: 'day' },
    holds(values) {
      const from = values[first] ?? ''
      return (values[second] ?? '') >= from || broken({ from })
    },
    valid: [{ why: 'the same day', record: { [first]: '20260302', [second]: '20260302' } }],
    invalid: [{ why: 'the day before', record: { [first]: '20260302', [second]: '20260301' } }],
  })

type OfStay = {
  readonly field: string
  readonly tables: readonly string[]
  readonly from: 'NGAY_VAO' | 'NGAY_RA'
  /** What is looked at with it. */
  readonly beside?: string
  readonly catalogue: readonly RowId[]
}

/** Days of papers that cannot come before the stay begins or ends. */
const OF_STAY: readonly OfStay[] = [
  { field: 'NGAY_CT', tables: ['XML7', 'XML8', 'XML10', 'XML11'], from: 'NGAY_VAO', catalogue: ['DOC-20'] },
  { field: 'TU_NGAY', tables: ['XML10'], from: 'NGAY_VAO', catalogue: ['DOC-07'] },
  {
    field: 'NGOAITRU_TUNGAY',
    tables: ['XML7'],
    from: 'NGAY_RA',
    beside: ', NGOAITRU_DENNGAY, SO_NGAY_NGHI',
    catalogue: ['DAT-31'],
  },
]

const notBeforeStay = ({ field, tables, from, beside = '', catalogue }: OfStay): readonly RecordRule[] =>
  recordRule({
    name: `not-before-${from}`,
    tables,
    field,
    ...EXPECTED,
    problem: { vi: `${field} trước ngày ${from} của XML1 ({from})`, en: `${field} is before ${from} of XML1 ({from})` },
    remedy: {
      vi: `Kiểm tra lại ${field}${beside}, và ${from} của XML1`,
      en: `Check ${field}${beside}, and ${from} of XML1`,
    },
    catalogue,
    standards: standardsWith(tables[0] ?? '', field),
    evidence: { [field]: 'day' },
    xml1: { [from]: 'day' },
    holds(values, xml1) {
      const day = xml1[from] ?? ''
      return (values[field] ?? '') >= day || broken({ from: day })
    },
    valid: [{ why: 'the same day', record: { [field]: '20260302' }, xml1: { [from]: '202603020800' } }],
    invalid: [{ why: 'the day before', record: { [field]: '20260301' }, xml1: { [from]: '202603020800' } }],
  })

/** What the discharge paper and the summary repeat of XML1; the gateway's sheet does not ask for it, as it does for other papers. */
const sameStay = (field: 'NGAY_VAO' | 'NGAY_RA'): readonly RecordRule[] =>
  recordRule({
    name: 'same-as-XML1',
    tables: ['XML7', 'XML8'],
    field,
    ...EXPECTED,
    problem: {
      vi: `${field} khác với ${field} của XML1 ({from})`,
      en: `${field} differs from ${field} of XML1 ({from})`,
    },
    remedy: {
      vi: `Ghi ${field} như ở XML1, hoặc sửa ${field} ở XML1`,
      en: `Write ${field} as in XML1, or correct it in XML1`,
    },
    catalogue: ['DOC-27'],
    standards: standardsWith('XML7', field),
    evidence: { [field]: 'moment' },
    xml1: { [field]: 'moment' },
    holds(values, xml1) {
      const from = xml1[field] ?? ''
      return values[field] === from || broken({ from })
    },
    valid: [{ why: 'the same', record: { [field]: '202603020800' }, xml1: { [field]: '202603020800' } }],
    invalid: [{ why: 'a minute later', record: { [field]: '202603020801' }, xml1: { [field]: '202603020800' } }],
  })

/** DOC: days of papers, compared with each other and with the stay. */
export const paperDateRules: readonly (readonly RecordRule[])[] = [
  ...IN_ORDER.map(inOrder),
  ...OF_STAY.map(notBeforeStay),
  sameStay('NGAY_VAO'),
  sameStay('NGAY_RA'),
]
