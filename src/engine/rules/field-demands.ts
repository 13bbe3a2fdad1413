import type { Demand, Severity, Source } from '../finding/finding.ts'
import { isBirth, isDate, isDateOrYear, isDatetime } from '../record/moment.ts'
import { cardGroups, cardProvinces } from '../standards/cards.ts'
import type { Condition, Field, Table } from '../standards/field.ts'
import type { Confidence } from '../../kernel/confidence.ts'
import type { Text, TextParams } from '../../kernel/text.ts'
import { conditionText } from './condition.ts'
import { FIELD_DEMANDS, type FieldDemandName } from './demand-texts.ts'
import { severityOf } from './severity.ts'

/** One demand on a value that is there: whether it holds, and what is said when it does not. */
export type ValueDemand = {
  demand: Demand
  params: TextParams
  /** What a value that breaks the demand changes in its sentences. */
  paramsOf?: (value: string) => TextParams
  holds: (value: string) => boolean
  /** The form of a code: asked with its code lists, which decide where they are complete. */
  byLists?: true
}

export type FieldDemands = {
  name: string
  field: Field
  required: { demand: Demand; params: TextParams; when: Condition | undefined } | null
  /** In the order in which they are asked; after a broken one the rest of the field is not judged. */
  values: readonly ValueDemand[]
}

/** Unlimited fields ("n" in the annex): gateways take 4,000 characters (one public checker, medium confidence). */
const PORTAL_TEXT_CHARACTERS = 4000

const NUMBER = /^-?\d+(?:\.\d+)?$/
const ZERO = 0x30
const COMMA_NUMBER = /^-?\d+,\d+$/

const DAY_LENGTH = 8
/** Fields that take a day without its time of day too: a wrong day of eight characters is mended as one. */
const DAY_ALONE: ReadonlySet<Field['type']> = new Set(['date-or-datetime', 'birth'])
const asDay = (value: string): TextParams => (value.length === DAY_LENGTH ? { form: 'yyyymmdd' } : {})

const DATE_FORMS = {
  date: { form: 'yyyymmdd', holds: isDate },
  datetime: { form: 'yyyymmddHHMM', holds: isDatetime },
  'date-or-datetime': { form: 'yyyymmdd[HHMM]', holds: (value: string) => isDate(value) || isDatetime(value) },
  // A year alone is a birth date of QĐ 4210 only.
  birth: { form: 'yyyymmddHHMM', holds: (value: string) => value.length >= DAY_LENGTH && isBirth(value) },
  'date-or-year': { form: { vi: 'yyyymmdd hoặc yyyy', en: 'yyyymmdd or yyyy' }, holds: isDateOrYear },
} as const

const derived = new WeakMap<Table, readonly FieldDemands[]>()

/** What a table of a decision demands of each of its fields, derived from the field list alone; once for all files. */
export function fieldDemandsOf(table: Table): readonly FieldDemands[] {
  const known = derived.get(table) ?? deriveDemands(table)
  derived.set(table, known)
  return known
}

function deriveDemands(table: Table): readonly FieldDemands[] {
  return Object.entries(table.fields).map(([name, field], at) => {
    const confidence = field.confidence ?? 'high'
    const source: Source = { document: table.document, place: `${table.place}, STT ${at + 1}`, confidence }
    const make = demandMaker(table, name, field, source)
    const { required } = field
    return {
      name,
      field,
      required: required
        ? {
            ...make('required', severityOf(required.by, confidence), { when: conditionText(required.when) }),
            when: required.when,
          }
        : null,
      values: [...typeDemands(field, make), ...lengthDemands(field, make), ...listDemands(field, make)],
    }
  })
}

type Maker = (
  name: FieldDemandName,
  severity: Severity,
  params?: TextParams,
  confidence?: Confidence,
) => { demand: Demand; params: TextParams }

const demandMaker =
  (table: Table, field: string, { vi, confidence }: Field, source: Source): Maker =>
  (name, severity, params = {}, ownConfidence = confidence ?? 'high') => ({
    demand: {
      id: `${table.id}.${field}.${name}`,
      severity,
      ...FIELD_DEMANDS[name],
      source: { ...source, confidence: ownConfidence },
    },
    params: { ...params, label: vi },
  })

function typeDemands(field: Field, make: Maker): ValueDemand[] {
  if (field.type === 'text') return []
  const severity = severityOf('gateway', field.confidence ?? 'high')
  const ofEach = (holds: (value: string) => boolean): ((value: string) => boolean) => eachItem(field, holds)
  if (field.type !== 'number') {
    const { form, holds } = DATE_FORMS[field.type]
    const demand: ValueDemand = { ...make('date', severity, { form }), holds: ofEach(holds) }
    return [DAY_ALONE.has(field.type) ? { ...demand, paramsOf: asDay } : demand]
  }
  const { decimals } = field
  const example = exampleOf(field)
  return [
    {
      ...make('decimal-comma', severity, { example }),
      holds: ofEach((value) => !value.includes(',') || !COMMA_NUMBER.test(value)),
    },
    { ...make('number', severity, { example }), holds: ofEach(isNumber) },
    ...(decimals === undefined
      ? []
      : [
          {
            ...make('decimals', 'warning', { limit: decimals }),
            holds: ofEach((value) => digitsAfterPoint(value) <= decimals),
          },
        ]),
  ]
}

/** A number that the field then takes: as long as it may be, with decimals where it may have some. */
function exampleOf({ length = LONG, decimals }: Field): string {
  if (length === 1) return '1'
  if (length <= SHORT) return '80'
  return decimals === 0 || length < LONG ? '1250' : '12500.50'
}
const SHORT = 3
const LONG = '12500.50'.length

/** As NUMBER; the whole numbers that most are need no expression. */
function isNumber(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const digit = value.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return NUMBER.test(value)
  }
  return value !== ''
}

/** Digits that only pad (`12.500`) are no precision. */
function digitsAfterPoint(value: string): number {
  const point = value.indexOf('.')
  if (point < 0) return 0
  let end = value.length
  while (value[end - 1] === '0') end -= 1
  return Math.max(end - point - 1, 0)
}

function lengthDemands(field: Field, make: Maker): ValueDemand[] {
  const { length, gatewayLength, lengthConfidence = field.confidence ?? 'high' } = field
  const within = (limit: number) => (value: string) => value.length <= limit || characterCount(value) <= limit
  const wholeCode = field.form || field.codeList || field.allowed || field.card ? WHOLE_CODE : NOT_A_CODE
  const limited = (name: FieldDemandName, severity: Severity, limit: number, confidence: Confidence): ValueDemand => ({
    ...make(name, severity, { limit, wholeCode }, confidence),
    holds: within(limit),
  })
  if (length === undefined) {
    return field.type === 'text' && gatewayLength === undefined
      ? [limited('portal-length', 'info', PORTAL_TEXT_CHARACTERS, 'medium')]
      : gatewayLength === undefined
        ? []
        : [limited('max-length', severityOf('gateway', lengthConfidence), gatewayLength, lengthConfidence)]
  }
  if (gatewayLength === undefined || gatewayLength <= length) {
    return [limited('max-length', severityOf('gateway', lengthConfidence), length, lengthConfidence)]
  }
  return [
    limited('max-length', severityOf('gateway', lengthConfidence), gatewayLength, lengthConfidence),
    limited('annex-length', severityOf('annex', lengthConfidence), length, lengthConfidence),
  ]
}

/** A code that is cut to fit is another code. */
const WHOLE_CODE: Text = { vi: '; không cắt bớt mã mà ghi lại mã đúng', en: '; do not cut a code, write the right one' }
const NOT_A_CODE: Text = { vi: '', en: '' }

/** The annex counts characters; a decomposed letter (NFD) is one. */
const characterCount = (value: string): number => [...value.normalize('NFC')].length

function listDemands(field: Field, make: Maker): ValueDemand[] {
  const { allowed, form, separator, maxItems, parallelTo, codeList, card, confidence = 'high' } = field
  const demands: ValueDemand[] = []
  if (separator) {
    const clean = (value: string): boolean =>
      // Codes contain no comma, so a comma where `;` is asked for is a wrong separator.
      !(separator === ';' && value.includes(',')) && (parallelTo !== undefined || !hasEmptyItem(value, separator))
    demands.push({ ...make('separator', 'warning', { separator }), holds: clean })
    if (maxItems !== undefined) {
      const few = (value: string): boolean => value.split(separator).length <= maxItems
      demands.push({ ...make('max-items', 'warning', { limit: maxItems }), holds: few })
    }
  }
  if (allowed) {
    const values = new Set(Object.keys(allowed))
    const params = { list: Object.keys(allowed).join(', ') }
    const known = eachItem(field, (value) => values.has(value))
    demands.push({ ...make('allowed-values', severityOf('gateway', confidence), params), holds: known })
  }
  if (form) {
    const pattern = new RegExp(form.regex)
    const words: Text = { vi: form.vi, en: form.en }
    const fits = eachItem(field, (value) => pattern.test(value))
    const ofForm = { ...make('form', severityOf(form.by, confidence), { form: words }), holds: fits }
    demands.push(codeList ? { ...ofForm, byLists: true } : ofForm)
  }
  return card ? [...demands, ...cardDemands(field, make)] : demands
}

const WHOLE_CARD = /^[A-Z]{2}[1-5]\d{12}$/

/**
 * What the first characters of a card number say. The card look-up refuses a wrong benefit digit (053) and a wrong province (052); that
 * the lists here hold every group is one source, so these are warnings.
 */
function cardDemands(field: Field, make: Maker): ValueDemand[] {
  const severity = severityOf('gateway', 'medium')
  const groups: Readonly<Record<string, string>> = cardGroups
  const ofCard = (name: FieldDemandName, holds: (card: string) => boolean): ValueDemand => ({
    ...make(name, severity, {}, 'medium'),
    // A card of another form is the finding of the form.
    holds: eachItem(field, (card) => !WHOLE_CARD.test(card) || holds(card)),
  })
  return [
    ofCard('card-group', (card) => card.slice(0, 2) in groups),
    ofCard('card-benefit', (card) => groups[card.slice(0, 2)]?.includes(card.charAt(2)) ?? true),
    ofCard('card-province', (card) => cardProvinces.has(card.slice(3, 5))),
  ]
}

/** A list is judged item by item; what is wrong with the separators is another demand's finding. */
const eachItem = ({ separator }: Field, holds: (value: string) => boolean): ((value: string) => boolean) =>
  separator === undefined
    ? holds
    : (value) =>
        value.includes(separator)
          ? value.split(separator).every((item) => item.trim() === '' || holds(item.trim()))
          : holds(value)

const hasEmptyItem = (value: string, separator: string): boolean =>
  value.includes(separator) && value.split(separator).some((item) => item.trim() === '')
