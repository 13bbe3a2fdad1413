import { thenRow } from '../follow-up.ts'
import { compare, formatDecimal, type Decimal } from '../../record/decimal.ts'
import type { StandardId } from '../../standards/field.ts'
import { fullRate } from '../../standards/thresholds.ts'
import { isReturned, ZERO } from '../money.ts'
import { ALL_STANDARDS, ASKED, EXPECTED, type RecordVerdict, SINCE_130, broken } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

const ONE: Decimal = { units: 1, scale: 0 }
const PLACEHOLDER = /^[\W_]+$/
const OLD: readonly StandardId[] = ['4210']
const LINES = ['XML2', 'XML3'] as const

/** What is charged, and who pays which part of it. */
const AMOUNTS: readonly { field: string; tables: readonly string[]; standards: readonly StandardId[] }[] = [
  { field: 'THANH_TIEN_BV', tables: LINES, standards: SINCE_130 },
  { field: 'THANH_TIEN_BH', tables: LINES, standards: SINCE_130 },
  { field: 'THANH_TIEN', tables: LINES, standards: OLD },
  ...['T_BNTT', 'T_BNCCT', 'T_BHTT', 'T_NGUONKHAC'].map((field) => ({
    field,
    tables: ['XML1', ...LINES],
    standards: ALL_STANDARDS,
  })),
  { field: 'T_THUOC', tables: ['XML1'], standards: ALL_STANDARDS },
  { field: 'T_VTYT', tables: ['XML1'], standards: ALL_STANDARDS },
  { field: 'T_TONGCHI_BV', tables: ['XML1'], standards: SINCE_130 },
  { field: 'T_TONGCHI_BH', tables: ['XML1'], standards: SINCE_130 },
  { field: 'T_TONGCHI', tables: ['XML1'], standards: OLD },
]

/** Shares of a hundred. */
const SHARES: readonly { field: string; tables: readonly string[]; standards: readonly StandardId[] }[] = [
  { field: 'MUC_HUONG', tables: LINES, standards: ALL_STANDARDS },
  { field: 'TYLE_TT_BH', tables: LINES, standards: SINCE_130 },
  { field: 'TYLE_TT_DV', tables: ['XML3'], standards: SINCE_130 },
  { field: 'TYLE_TT', tables: LINES, standards: OLD },
]

/** A share that is written as a part of one: above nothing, and at most one. */
const isPartOfOne = (share: Decimal): boolean => share.units > 0 && compare(share, ONE) <= 0

function isShare(share: Decimal | undefined, day: string): RecordVerdict {
  const whole = thresholdAt(fullRate, day)
  if (!whole || !share) return null
  return (share.units >= 0 && compare(share, whole.value) <= 0) || broken({ found: formatDecimal(share) })
}

/** STR: what the form of one value alone cannot show. */
export const structureRules = [
  ...AMOUNTS.map(({ field, tables, standards }) =>
    recordRule({
      name: 'not-negative',
      tables,
      field,
      // The annexes define no amount below nothing; what is given back is left out, as programs in use write it.
      ...ASKED,
      problem: { vi: `${field} là số âm`, en: `${field} is negative` },
      remedy: tables.includes('XML1')
        ? {
            vi: `Kiểm tra lại ${field}; chỉ dòng trả lại thuốc, vật tư (SO_LUONG âm) mới có số tiền âm, còn tổng của XML1 thì không`,
            en: `Check ${field}; only a row of something returned (SO_LUONG below 0) has negative amounts, a total of XML1 has none`,
          }
        : {
            vi: `Kiểm tra lại ${field}; dòng trả lại thuốc, vật tư thì SO_LUONG và mọi số tiền cùng là số âm`,
            en: `Check ${field}; in a row of something returned, SO_LUONG and all amounts are negative`,
          },
      catalogue: ['STR-09'],
      standards,
      evidence: { [field]: 'decimal' },
      also: { SO_LUONG: 'decimal' },
      // A row of something returned has one finding, that of its quantity.
      holds: (values) => (values[field]?.units ?? 0) >= 0 || isReturned(values.SO_LUONG),
      valid: [
        { why: 'nothing', record: { [field]: '0.00' } },
        // XML1 has no quantity.
        ...(tables.includes('XML1')
          ? []
          : [{ why: 'something returned', record: { [field]: '-1180.00', SO_LUONG: '-1.000' } }]),
      ],
      invalid: [{ why: 'less than nothing', record: { [field]: '-0.01' } }],
    }),
  ),
  ...SHARES.map(({ field, tables, standards }) =>
    recordRule({
      name: 'at-most-100',
      tables,
      field,
      ...ASKED,
      problem: { vi: `${field} là {found}, ngoài khoảng 0 đến 100`, en: `${field} is {found}, not between 0 and 100` },
      remedy: thenRow({
        vi: `Ghi ${field} theo phần trăm, từ 0 đến 100, ví dụ 80`,
        en: `Write ${field} in percent, from 0 to 100, for example 80`,
      }),
      catalogue: ['STR-11'],
      standards,
      isDated: true,
      evidence: { [field]: 'decimal' },
      holds: (values, _xml1, day) => isShare(values[field], day),
      valid: [{ why: 'all of it', record: { [field]: '100' } }],
      invalid: [
        { why: 'more than all', record: { [field]: '101' } },
        { why: 'less than nothing', record: { [field]: '-1' } },
      ],
    }),
  ),
  ...SHARES.map(({ field, tables, standards }) =>
    recordRule({
      name: 'in-percent',
      tables,
      field,
      ...EXPECTED,
      problem: {
        vi: `${field} là {found}, có vẻ ghi theo phần của 1 chứ không theo phần trăm`,
        en: `${field} is {found}; this looks like a part of 1 instead of a percentage`,
      },
      remedy: thenRow({
        vi: `Ghi ${field} theo phần trăm, ví dụ 80 thay cho 0.8`,
        en: `Write ${field} in percent, for example 80 instead of 0.8`,
      }),
      catalogue: ['STR-12'],
      standards,
      evidence: { [field]: 'decimal' },
      holds(values) {
        const share = values[field] ?? ZERO
        return !isPartOfOne(share) || broken({ found: formatDecimal(share) })
      },
      valid: [
        { why: 'in percent', record: { [field]: '80' } },
        { why: 'nothing', record: { [field]: '0' } },
      ],
      invalid: [{ why: 'a part of one', record: { [field]: '0.8' } }],
    }),
  ),
  recordRule({
    name: 'without-spaces',
    tables: ['XML1'],
    field: 'MA_LK',
    ...EXPECTED,
    problem: { vi: 'MA_LK có dấu cách', en: 'MA_LK has spaces' },
    remedy: {
      vi: 'Bỏ dấu cách trong MA_LK, ở mọi bảng của hồ sơ',
      en: 'Remove the spaces from MA_LK in every table of the dossier',
    },
    catalogue: ['STR-20'],
    standards: ALL_STANDARDS,
    evidence: { MA_LK: 'text' },
    holds: ({ MA_LK }) => !/\s/.test(MA_LK),
    valid: [{ why: 'none', record: { MA_LK: '01001.0001' } }],
    invalid: [{ why: 'one', record: { MA_LK: '01001 0001' } }],
  }),
  recordRule({
    name: 'not-a-placeholder',
    tables: ['XML1'],
    field: 'MA_LK',
    ...EXPECTED,
    problem: { vi: 'MA_LK không có chữ số hoặc chữ cái', en: 'MA_LK has neither digits nor letters' },
    remedy: {
      vi: 'Ghi MA_LK là mã riêng của đợt KCB này, ở mọi bảng của hồ sơ',
      en: 'Write into MA_LK a key that only this encounter has, in every table of the dossier',
    },
    catalogue: ['STR-20'],
    standards: ALL_STANDARDS,
    evidence: { MA_LK: 'text' },
    holds: ({ MA_LK }) => !PLACEHOLDER.test(MA_LK),
    valid: [{ why: 'a key', record: { MA_LK: '1' } }],
    invalid: [{ why: 'lines only', record: { MA_LK: '___' } }],
  }),
]
