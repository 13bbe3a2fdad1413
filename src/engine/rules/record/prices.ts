import { thenRow } from '../follow-up.ts'
import { highestUnitPrice } from '../../standards/thresholds.ts'
import { compare, formatDecimal } from '../../record/decimal.ts'
import { differenceOf } from '../money.ts'
import { ALL_STANDARDS, broken, EXPECTED, SINCE_130 } from '../rule.ts'
import type { StandardId } from '../../standards/field.ts'
import { thresholdAt } from '../threshold-at.ts'
import { recordRule } from './rule.ts'

/** `XX.YYYY.0000` has no price, `_TB` was not carried through, `_TT` has no price under local anaesthesia. */
export const WITHOUT_PRICE = /^\d{2}\.\w{4}\.0000|_(?:TB|TT)$/

const BEDS = ['14', '15', '16']

/** The field of the unit price, by standard. */
const PRICES = [
  { tables: ['XML2'], field: 'DON_GIA', prices: 'DON_GIA', standards: ALL_STANDARDS },
  { tables: ['XML3'], field: 'DON_GIA', prices: 'DON_GIA', standards: ['4210'] },
  { tables: ['XML3'], field: 'DON_GIA_BV', prices: 'DON_GIA_BV, DON_GIA_BH', standards: SINCE_130 },
] as const satisfies readonly {
  tables: readonly string[]
  field: string
  /** What is written or checked together. */
  prices: string
  standards: readonly StandardId[]
}[]

/** FIN: prices and quantities. */
export const priceRules = [
  ...PRICES.map(({ tables, field, prices, standards }) =>
    recordRule({
      name: 'above-zero',
      tables,
      field,
      ...EXPECTED,
      problem: { vi: `${field} là {found}, không lớn hơn 0`, en: `${field} is {found}, not above 0` },
      remedy: thenRow({
        vi: `Ghi đơn giá vào ${prices}, hoặc bỏ dòng`,
        en: `Write the price into ${prices}, or leave the row out`,
      }),
      catalogue: ['FIN-35'],
      standards,
      evidence: { [field]: 'decimal', SO_LUONG: 'decimal' },
      also: { MA_DICH_VU: 'text', MA_VAT_TU: 'text' },
      // What has no price, or was not carried through, must be 0; supplies used in it have a price of their own.
      holds({ [field]: price, SO_LUONG, MA_DICH_VU, MA_VAT_TU }) {
        if (price === undefined || price.units > 0) return true
        const mayBeFree =
          SO_LUONG.units === 0 || (tables[0] === 'XML3' && MA_VAT_TU === '' && WITHOUT_PRICE.test(MA_DICH_VU))
        return (mayBeFree && price.units === 0) || broken({ found: formatDecimal(price) })
      },
      valid: [
        { why: 'a price', record: { [field]: '0.001', SO_LUONG: '1' } },
        ...(tables[0] === 'XML3'
          ? [{ why: 'broken off', record: { [field]: '0.000', SO_LUONG: '1', MA_DICH_VU: '10.0502.0491_TB' } }]
          : []),
      ],
      invalid: [
        { why: 'no price', record: { [field]: '0.000', SO_LUONG: '1' } },
        { why: 'below 0', record: { [field]: '-0.001', SO_LUONG: '1' } },
        { why: 'below 0 of what was given back', record: { [field]: '-11800', SO_LUONG: '-1' } },
        { why: 'below 0 of nothing', record: { [field]: '-1', SO_LUONG: '0' } },
        { why: 'a supply without a price', record: { [field]: '0.000', SO_LUONG: '1', MA_VAT_TU: 'N03.01.070' } },
      ],
    }),
  ),
  ...PRICES.map(({ tables, field, prices, standards }) =>
    recordRule({
      name: 'not-unusually-high',
      tables,
      field,
      ...EXPECTED,
      problem: {
        vi: `${field} là {found}, cao hơn thường gặp ({expected})`,
        en: `${field} is {found}, higher than usual ({expected})`,
      },
      remedy: thenRow({
        vi: `Kiểm tra lại ${prices} và DON_VI_TINH`,
        en: `Check ${prices} and DON_VI_TINH`,
      }),
      catalogue: ['FIN-36'],
      standards,
      isDated: true,
      evidence: { [field]: 'decimal' },
      holds(values, _xml1, day) {
        const most = thresholdAt(highestUnitPrice, day)
        const price = values[field]
        if (!most || price === undefined) return null
        if (compare(price, most.value) <= 0) return true
        const { found, expected } = differenceOf(price, most.value)
        return broken({ found, expected })
      },
      valid: [{ why: 'fifty million', record: { [field]: '50000000.000' } }],
      invalid: [{ why: 'a thousandth more', record: { [field]: '50000000.001' } }],
    }),
  ),
  recordRule({
    name: 'above-zero',
    tables: ['XML2', 'XML3'],
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: { vi: 'SO_LUONG là {found}, không lớn hơn 0', en: 'SO_LUONG is {found}, not above 0' },
    remedy: thenRow({
      vi: 'Dòng trả lại thuốc, vật tư (SO_LUONG âm) thì giữ nguyên; nếu không thì ghi SO_LUONG thực tế sử dụng, hoặc bỏ dòng',
      en: 'Leave a row of something returned (SO_LUONG below 0) as it is; else write into SO_LUONG what was used, or leave the row out',
    }),
    catalogue: ['FIN-37'],
    standards: ALL_STANDARDS,
    // A bed in a third ward on the same day has the quantity 0 by the decision.
    when: [{ field: 'MA_NHOM', notIn: BEDS }],
    evidence: { SO_LUONG: 'decimal', MA_NHOM: 'code' },
    holds: ({ SO_LUONG }) => SO_LUONG.units > 0 || broken({ found: formatDecimal(SO_LUONG) }),
    valid: [{ why: 'a part of a bottle', record: { MA_NHOM: '4', SO_LUONG: '0.125' } }],
    invalid: [
      { why: 'nothing', record: { MA_NHOM: '4', SO_LUONG: '0' } },
      { why: 'given back', record: { MA_NHOM: '10', SO_LUONG: '-1' } },
    ],
  }),
]
