/**
 * What follows from other values is not typed: amounts of a line, totals of the summary, days of treatment, keys and line numbers. By the
 * formulas of QĐ 130 and what amended it; what was typed by hand stays.
 */
import {
  daysBetween,
  formatDecimal,
  minus,
  notBeyondNothing,
  parseDecimal,
  product,
  rounded,
  share,
  toScale,
  total,
  type Decimal,
} from '../../../src/engine/index.ts'
import { headTable, tableOf, type Draft, type EntryRow, type Values } from './draft.ts'

const MONEY_PLACES = 2
const ZERO: Decimal = { units: 0, scale: MONEY_PLACES }

type Computed = Record<string, string>
type Read = (name: string) => Decimal | null

const money = (value: Decimal): string => formatDecimal(toScale(value, MONEY_PLACES))
const readerOf =
  (values: Values): Read =>
  (name) =>
    parseDecimal(values[name] ?? '')

const SOURCES = ['T_NGUONKHAC_NSNN', 'T_NGUONKHAC_VTNN', 'T_NGUONKHAC_VTTN', 'T_NGUONKHAC_CL'] as const

/** Who pays for a line: support for the patient is taken off T_BNTT, then T_BNCCT, then T_BHTT. */
function partsOf(all: Decimal, insured: Decimal, read: Read): Computed {
  const [given, ...others] = SOURCES.map((name) => read(name) ?? ZERO)
  const support = total(given ?? ZERO, ...others)
  const parts = {
    T_NGUONKHAC: money(support),
    ...Object.fromEntries(SOURCES.map((name) => [name, money(read(name) ?? ZERO)])),
  }
  const rate = read('MUC_HUONG')
  if (rate === null) return parts
  const own = minus(all, insured)
  const fund = rounded(share(insured, rate))
  const shared = minus(insured, fund)
  const ofShared = notBeyondNothing(minus(support, own), all)
  const ofFund = notBeyondNothing(minus(minus(support, own), shared), all)
  return {
    ...parts,
    T_BNTT: money(notBeyondNothing(minus(own, support), all)),
    T_BNCCT: money(notBeyondNothing(minus(shared, ofShared), all)),
    T_BHTT: money(minus(fund, ofFund)),
  }
}

const UNINSURED = '2'

/** The share of the price that is within the benefits: all of it, unless something else is typed; nothing beyond them. */
const insuredShare = (values: Values): string => (values['PHAM_VI'] === UNINSURED ? '0' : '100')

function drugAmounts(values: Values): Computed {
  const defaults = { TYLE_TT_BH: values['TYLE_TT_BH'] || insuredShare(values) }
  const read = readerOf({ ...values, ...defaults })
  const [quantity, price, rate] = [read('SO_LUONG'), read('DON_GIA'), read('TYLE_TT_BH')]
  if (!quantity || !price || !rate) return defaults
  const whole = product(quantity, price)
  const [all, insured] = [rounded(whole), rounded(share(whole, rate))]
  return { ...defaults, THANH_TIEN_BV: money(all), THANH_TIEN_BH: money(insured), ...partsOf(all, insured, read) }
}

function serviceAmounts(values: Values): Computed {
  const defaults = {
    TYLE_TT_DV: values['TYLE_TT_DV'] || '100',
    TYLE_TT_BH: values['TYLE_TT_BH'] || insuredShare(values),
    DON_GIA_BH: values['DON_GIA_BH'] || (values['DON_GIA_BV'] ?? ''),
  }
  const read = readerOf({ ...values, ...defaults })
  const [quantity, price, rate] = [read('SO_LUONG'), read('DON_GIA_BV'), read('TYLE_TT_DV')]
  const [ofFund, insuredRate] = [read('DON_GIA_BH'), read('TYLE_TT_BH')]
  if (!quantity || !price || !rate || !ofFund || !insuredRate) return defaults
  const all = rounded(share(product(quantity, price), rate))
  const insured = rounded(share(share(product(quantity, ofFund), rate), insuredRate))
  return { ...defaults, THANH_TIEN_BV: money(all), THANH_TIEN_BH: money(insured), ...partsOf(all, insured, read) }
}

/** MA_NHOM of supplies. */
const SUPPLIES: ReadonlySet<string> = new Set(['10', '11'])
/** Cards whose fund settles by itself: the fees are not theirs. */
const SETTLED_APART = /(?:^|;)\s*(?:QN|CA|CY)/

const sumOf = (rows: readonly Values[], name: string): Decimal =>
  rows.reduce((sum, values) => total(sum, readerOf(values)(name) ?? ZERO), ZERO)

function totals(head: Values, drugs: readonly Values[], services: readonly Values[]): Computed {
  const lines = [...drugs, ...services]
  const supplies = services.filter(({ MA_NHOM = '' }) => SUPPLIES.has(MA_NHOM))
  const fees = lines.filter(({ MA_PTTT = '' }) => MA_PTTT === '1')
  const [insured, shared] = [sumOf(lines, 'THANH_TIEN_BH'), sumOf(lines, 'T_BNCCT')]
  return {
    T_THUOC: money(sumOf(drugs, 'THANH_TIEN_BV')),
    T_VTYT: money(sumOf(supplies, 'THANH_TIEN_BV')),
    T_TONGCHI_BV: money(sumOf(lines, 'THANH_TIEN_BV')),
    T_TONGCHI_BH: money(insured),
    T_BNTT: money(sumOf(lines, 'T_BNTT')),
    T_BNCCT: money(shared),
    T_BHTT: money(minus(insured, shared)),
    T_NGUONKHAC: money(sumOf(lines, 'T_NGUONKHAC')),
    T_BHTT_GDV: money(SETTLED_APART.test(head['MA_THE_BHYT'] ?? '') ? ZERO : sumOf(fees, 'T_BHTT')),
  }
}

const MOMENT = /^\d{12}$/
/** Kinds of encounter that have no days of treatment (QĐ 4750, XML1). */
const WITHOUT_DAYS: ReadonlySet<string> = new Set(['1', '7', '9'])

function calendar(head: Values): Computed {
  const { NGAY_VAO = '', NGAY_RA = '', NGAY_TTOAN = '', MA_LOAI_KCB = '' } = head
  const settled = MOMENT.test(NGAY_TTOAN) ? NGAY_TTOAN : NGAY_RA
  const month = MOMENT.test(settled) ? { NAM_QT: settled.slice(0, 4), THANG_QT: settled.slice(4, 6) } : {}
  if (MA_LOAI_KCB === '' || !MOMENT.test(NGAY_VAO) || !MOMENT.test(NGAY_RA)) return month
  const isWithout = WITHOUT_DAYS.has(MA_LOAI_KCB.replace(/^0+/, ''))
  return { ...month, SO_NGAY_DTRI: isWithout ? '0' : String(daysBetween(NGAY_VAO, NGAY_RA) + 1) }
}

/** The values with what is computed, where the table has such a field and nobody typed another value. */
function filled({ values, byHand }: EntryRow, fields: Readonly<Record<string, unknown>>, computed: Computed): Values {
  const own = Object.entries(computed).filter(([name]) => Object.hasOwn(fields, name) && !byHand.includes(name))
  return { ...values, ...Object.fromEntries(own) }
}

const AMOUNTS: Readonly<Record<string, (values: Values) => Computed>> = { XML2: drugAmounts, XML3: serviceAmounts }

/** Every row of the draft as it is sent: what was typed, and what follows from it. */
export function wholeRows(draft: Draft): Readonly<Record<string, readonly Values[]>> {
  const head = headTable(draft.kind)
  const fieldsOf = (id: string) => tableOf(draft.standard, id).fields
  const first = draft.tables[head]?.[0]
  const key = { MA_LK: first?.values['MA_LK'] ?? '' }
  const rowsOf = (id: string, computedOf: (values: Values) => Computed): readonly Values[] =>
    (draft.tables[id] ?? []).map((row, at) => {
      // What is typed into a field that could be computed takes part in what follows from it.
      const begun = filled(row, fieldsOf(id), { ...key, STT: String(at + 1) })
      const byHand = Object.fromEntries(row.byHand.map((name) => [name, row.values[name] ?? '']))
      return filled(row, fieldsOf(id), { ...begun, ...computedOf(begun), ...byHand })
    })
  const lines = Object.fromEntries(Object.entries(AMOUNTS).map(([id, amounts]) => [id, rowsOf(id, amounts)] as const))
  const ofVisit = (values: Values): Computed =>
    draft.kind === 'visit' ? { ...totals(values, lines['XML2'] ?? [], lines['XML3'] ?? []), ...calendar(values) } : {}
  const rest = Object.keys(draft.tables)
    .filter((id) => id !== head && !(id in AMOUNTS))
    .map((id) => [id, rowsOf(id, () => ({}))] as const)
  const all = { [head]: rowsOf(head, ofVisit), ...lines, ...Object.fromEntries(rest) }
  return Object.fromEntries(Object.entries(all).filter(([, rows]) => rows.length > 0))
}

const LINE_COMPUTED: ReadonlySet<string> = new Set([
  'THANH_TIEN_BV',
  'THANH_TIEN_BH',
  'T_NGUONKHAC',
  'T_BNTT',
  'T_BNCCT',
  'T_BHTT',
])
const HEAD_COMPUTED: ReadonlySet<string> = new Set([
  'T_THUOC',
  'T_VTYT',
  'T_TONGCHI_BV',
  'T_TONGCHI_BH',
  'T_BNTT',
  'T_BNCCT',
  'T_BHTT',
  'T_NGUONKHAC',
  'T_BHTT_GDV',
  'NAM_QT',
  'THANG_QT',
  'SO_NGAY_DTRI',
])

/** Whether the value of a field follows from others. */
export const isComputed = (table: string, name: string): boolean =>
  table === 'XML1' ? HEAD_COMPUTED.has(name) : table in AMOUNTS && LINE_COMPUTED.has(name)
