import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/engine/index.ts'
import { createFieldFinder, createRow, type RawRow } from '../../../src/engine/record/row.ts'
import { createRowCheck } from '../../../src/engine/judging/check-row.ts'
import { fieldDemandsOf } from '../../../src/engine/rules/field-demands.ts'
import { severityOf } from '../../../src/engine/rules/severity.ts'
import { standards } from '../../../src/engine/standards/index.ts'
import type { Condition, Field, Standard, Table } from '../../../src/engine/standards/index.ts'
import { doneElsewhere, withoutLastDay } from '../../../src/engine/standards/forms.ts'
import { makeRow, type Row } from '../../fixtures/dossier.ts'

type Case = readonly [where: string, standard: Standard, table: Table, name: string, field: Field]

const everyTable = Object.values(standards).flatMap((standard) =>
  Object.values(standard.tables).map((table) => [`QĐ ${standard.id} ${table.id}`, standard, table] as const),
)
const everyField = everyTable.flatMap(([where, standard, table]) =>
  Object.entries(table.fields).map(([name, field]): Case => [`${where}.${name}`, standard, table, name, field]),
)
const fieldsWith = (has: (field: Field) => unknown): Case[] => everyField.filter(([, , , , field]) => has(field))

const checks = new Map<Table, ReturnType<typeof createRowCheck>>()

function rawRow(entries: readonly (readonly [string, string])[]): RawRow {
  const row = createRow()
  for (const [at, [name, text]] of entries.entries()) {
    row.names[at] = name
    row.texts[at] = text
    row.lines[at] = at + 10
    row.columns[at] = 5
    row.length = at + 1
  }
  return row
}

function check(standard: Standard, table: Table, row: Row | readonly (readonly [string, string])[]): Finding[] {
  const judge = checks.get(table) ?? createRowCheck(standard, table)
  checks.set(table, judge)
  const findings: Finding[] = []
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an array is told from a record right here
  const entries = Array.isArray(row) ? (row as readonly (readonly [string, string])[]) : Object.entries(row)
  const raw = rawRow(entries)
  createFieldFinder(Object.keys(table.fields))(raw)
  judge(raw, { index: 1, MA_LK: null }, (finding) => findings.push(finding))
  return findings
}

const ids = (findings: readonly Finding[]): string[] => findings.map(({ demand }) => demand.id)
const fullRow = ({ id }: Standard, table: Table, overrides: Row = {}): Row =>
  makeRow(id, table.id, overrides, { full: true })

/** The broken value raises this one demand, at its field and place, with this severity, and nothing else. */
function expectOnly([, standard, table, name]: Case, value: string, demand: string, severity: string): void {
  const row = fullRow(standard, table, { [name]: value })
  const [finding, ...others] = check(standard, table, row)
  expect(ids(others)).toEqual([])
  expect(finding).toMatchObject({
    demand: { id: `${table.id}.${name}.${demand}`, source: { document: table.document } },
    severity,
    table: table.id,
    field: name,
    line: Object.keys(row).indexOf(name) + 10,
    column: 5,
    value,
  })
}

describe.each(everyTable)('%s', (_, standard, table) => {
  test('a correct row raises nothing, with every field filled or only those asked for', () => {
    expect(ids(check(standard, table, fullRow(standard, table)))).toEqual([])
    expect(ids(check(standard, table, makeRow(standard.id, table.id)))).toEqual([])
  })

  test('the order of its fields does not matter', () => {
    expect(ids(check(standard, table, Object.entries(fullRow(standard, table)).toReversed()))).toEqual([])
  })

  test('an element that the decision does not know is named, with the nearest that it knows', () => {
    const far = check(standard, table, [...Object.entries(fullRow(standard, table)), ['KHONG_AI_BIET_THE_NAY', '1']])
    expect(far).toMatchObject([{ demand: { id: `${table.id}.element.known`, severity: 'warning' }, identifies: true }])
    const name = Object.keys(table.fields).find((each) => each.length > 5) ?? ''
    const entries = Object.entries(fullRow(standard, table))
    const misspelt = entries.map(([each, value]) => [each === name ? `${name}X` : each, value] as const)
    const near = check(standard, table, misspelt).filter(({ demand }) => demand.id !== `${table.id}.${name}.required`)
    expect(near).toMatchObject([{ demand: { id: `${table.id}.element.spelling` }, params: { nearest: name } }])
    // Renamed, it would be there twice.
    const beside = check(standard, table, [...entries, [`${name}X`, '1']])
    expect(beside).toMatchObject([{ demand: { id: `${table.id}.element.known` } }])
  })

  test('an element of another decision is said to be that', () => {
    const others = Object.values(standards).filter((other) => other !== standard && other.tables[table.id])
    const names = new Set(others.flatMap((other) => Object.keys(other.tables[table.id]?.fields ?? {})))
    for (const name of names) {
      if (Object.hasOwn(table.fields, name)) continue
      const findings = check(standard, table, [...Object.entries(fullRow(standard, table)), [name, '']])
      expect(findings, name).toMatchObject([{ demand: { id: `${table.id}.element.of-this-standard` }, field: name }])
    }
  })

  test('every field given twice is reported', () => {
    const row = fullRow(standard, table)
    for (const [name, value] of Object.entries(row)) {
      const findings = check(standard, table, [...Object.entries(row), [name, value]])
      expect(findings, name).toMatchObject([
        {
          demand: { id: `${table.id}.element.once`, severity: 'error' },
          field: name,
          line: Object.keys(row).length + 10,
        },
      ])
    }
  })
})

/** Values of the condition's fields under which it holds; those of a full row are unlike the kinds that are left out. */
function under(condition: Condition | undefined): Row {
  if (!condition || 'present' in condition || 'unlike' in condition) return {}
  if ('all' in condition) return Object.assign({}, ...condition.all.map(under))
  if ('allAbsent' in condition) return Object.fromEntries(condition.allAbsent.map((name) => [name, '']))
  return { [condition.field]: 'in' in condition ? (condition.in[0] ?? '') : '1' }
}

/** A value of each kind of code that conditions leave out. */
const LIKE = new Map<string, string>([
  [doneElsewhere.regex, '23.0075.1494.K.01001'],
  [withoutLastDay.regex, 'QN5970000000000'],
])

/** Values under which the condition does not hold: one row for each part of it. */
function against(condition: Condition): Row[] {
  if ('all' in condition) return condition.all.flatMap(against)
  if ('present' in condition) return [{ [condition.present]: '' }]
  // Of a full row none is absent.
  if ('allAbsent' in condition) return [{}]
  const { field } = condition
  if ('unlike' in condition) return [{ [field]: LIKE.get(condition.unlike.regex) ?? '' }]
  return [{ [field]: 'notIn' in condition ? (condition.notIn[0] ?? '') : '' }]
}

describe('a required field', () => {
  test.each(fieldsWith(({ required }) => required))(
    '%s may not be empty',
    (...[where, standard, table, name, field]) => {
      const { by = 'annex', when } = field.required ?? {}
      const severity = severityOf(by, field.confidence ?? 'high')
      const companions = when && 'allAbsent' in when ? [name, ...when.allAbsent] : [name]
      const expected = companions.map((each) => `${table.id}.${each}.required`)
      const findings = check(standard, table, fullRow(standard, table, { ...under(when), [name]: '' }))
      expect(ids(findings).toSorted(), where).toEqual(expected.toSorted())
      const own = findings.find((finding) => finding.field === name)
      expect(own).toMatchObject({ severity, value: '' })
      const absent = Object.entries(fullRow(standard, table, under(when))).filter(([each]) => each !== name)
      expect(ids(check(standard, table, absent))).toContain(`${table.id}.${name}.required`)
    },
  )

  test.each(fieldsWith(({ required }) => required?.when))(
    '%s may be empty where its condition does not hold',
    (...[, standard, table, name, field]) => {
      const when = field.required?.when
      if (!when) throw new Error('filtered')
      for (const values of against(when)) {
        const others = 'allAbsent' in when ? {} : under(when)
        const row = fullRow(standard, table, { ...others, ...values, [name]: '' })
        expect(ids(check(standard, table, row)), JSON.stringify(values)).not.toContain(`${table.id}.${name}.required`)
      }
    },
  )
})

const typeSeverity = (field: Field): string => severityOf('gateway', field.confidence ?? 'high')

test.each(fieldsWith(({ type }) => type === 'number'))('%s takes numbers with a point', (...of) => {
  const field = of[4]
  for (const value of ['mười', '1.000.000', '1e3', '+1', '1 0']) expectOnly(of, value, 'number', typeSeverity(field))
  expectOnly(of, '1,5', 'decimal-comma', typeSeverity(field))
})

test.each(fieldsWith(({ decimals }) => decimals !== undefined))(
  '%s has so many digits after the point at most',
  (...of) => {
    expectOnly(of, `0.${'1'.repeat((of[4].decimals ?? 0) + 1)}`, 'decimals', 'warning')
  },
)

test.each(fieldsWith(({ type }) => /date|birth/.test(type)))('%s takes days of the calendar', (...of) => {
  for (const value of ['20240230', '06/05/2024', '2024-05-06', '202405062460']) {
    expectOnly(of, value, 'date', typeSeverity(of[4]))
  }
})

const limits = (field: Field): [demand: string, limit: number, severity: string][] => {
  const confidence = field.lengthConfidence ?? field.confidence ?? 'high'
  const { length, gatewayLength } = field
  if (length === undefined && gatewayLength === undefined) return [['portal-length', 4000, 'info']]
  const largest = Math.max(length ?? 0, gatewayLength ?? 0)
  const hard: [string, number, string] = ['max-length', largest, severityOf('gateway', confidence)]
  const soft = length !== undefined && length < largest
  return soft ? [hard, ['annex-length', length, severityOf('annex', confidence)]] : [hard]
}

test.each(fieldsWith(({ type }) => type === 'text'))('%s is measured in characters', (...of) => {
  const [, standard, table, name, field] = of
  for (const [demand, limit, severity] of limits(field)) {
    expectOnly(of, 'ế'.repeat(limit + 1), demand, severity)
    // Letters decomposed, or beyond the basic plane, are one character each; only the form of a code may mind them.
    for (const letter of ['e\u0302\u0301', '𝟙']) {
      const findings = ids(check(standard, table, fullRow(standard, table, { [name]: letter.repeat(limit) })))
      expect(findings).not.toContain(`${table.id}.${name}.${demand}`)
    }
  }
})

test.each(fieldsWith(({ type, length }) => type === 'number' && length))('%s has so many digits at most', (...of) => {
  const [hard] = limits(of[4])
  if (hard) expectOnly(of, '1'.repeat(hard[1] + 1), 'max-length', hard[2])
})

test.each(fieldsWith(({ allowed }) => allowed))('%s takes the values of its list', (...of) => {
  const [, standard, table, name, field] = of
  const { allowed = {}, length = 2, separator } = field
  const outside = ['9', '99', '7', 'ZZ', '0', '8'].find(
    (value) => !Object.hasOwn(allowed, value) && value.length <= length && (field.type === 'text' || /\d/.test(value)),
  )
  expect(outside).toBeDefined()
  expectOnly(of, outside ?? '', 'allowed-values', typeSeverity(field))
  for (const value of Object.keys(allowed)) {
    const findings = ids(check(standard, table, fullRow(standard, table, { [name]: value })))
    expect(
      findings.filter((id) => id.startsWith(`${table.id}.${name}.`)),
      value,
    ).toEqual([])
  }
  if (separator)
    expectOnly(
      of,
      [...Object.keys(allowed).slice(0, 1), outside].join(separator),
      'allowed-values',
      typeSeverity(field),
    )
})

// The form of a code is asked with its lists, which decide: test/engine/codes/code-findings.test.ts.
test.each(fieldsWith(({ form, codeList }) => form && !codeList))('%s has its form', (...of) => {
  const field = of[4]
  const severity = severityOf(field.form?.by ?? 'annex', field.confidence ?? 'high')
  const { type, length = 4, form } = field
  const broken = (type === 'number' ? ['00', '-1'] : ['?']).find(
    (value) => value.length <= length && !new RegExp(form?.regex ?? '').test(value),
  )
  expectOnly(of, broken ?? '', 'form', severity)
})

test.each(fieldsWith(({ separator }) => separator))('%s has its separator between values only', (...of) => {
  const [, standard, table, name, field] = of
  const { separator = ';' } = field
  const value = fullRow(standard, table)[name] ?? ''
  const withEmptyPlaces = [`${value}${separator}`, `${separator}${value}`, `${value}${separator}${separator}${value}`]
  if (field.parallelTo !== undefined) {
    for (const text of withEmptyPlaces) {
      expect(ids(check(standard, table, fullRow(standard, table, { [name]: text })))).toEqual([])
    }
    expectOnly(of, `${value};${value},`, 'date', typeSeverity(field))
    return
  }
  for (const text of withEmptyPlaces) {
    if (text.length <= (field.length ?? 4000)) expectOnly(of, text, 'separator', 'warning')
  }
  const two = `${value}${separator} ${value}`
  if (two.length <= (field.length ?? 4000))
    expect(ids(check(standard, table, fullRow(standard, table, { [name]: two })))).toEqual([])
})

test.each(fieldsWith(({ card }) => card))('%s is a card of a known group, benefit and province', (...of) => {
  const [where] = of
  // The card of a newborn has one group and one benefit, by its form.
  const ofNewborn = where.endsWith('XML9.MA_THE_TAM')
  expectOnly(of, 'XX4010000000000', ofNewborn ? 'form' : 'card-group', 'warning')
  expectOnly(of, 'TE4010000000000', ofNewborn ? 'form' : 'card-benefit', 'warning')
  expectOnly(of, 'TE1030000000000', 'card-province', 'warning')
})

test.each(fieldsWith(({ type }) => type === 'birth'))('%s may leave month, day and time unknown', (...of) => {
  const [, standard, table, name] = of
  for (const value of ['197200000000', '197205000000']) {
    expect(ids(check(standard, table, fullRow(standard, table, { [name]: value })))).toEqual([])
  }
})

test.each(fieldsWith(({ type }) => type === 'date' || type === 'date-or-year'))('%s takes no day 00', (...of) => {
  const [finding] = check(of[1], of[2], fullRow(of[1], of[2], { [of[3]]: '19720000' }))
  expect(finding?.demand.id).toBe(`${of[2].id}.${of[3]}.date`)
  // What is said to be right is then taken.
  const form = finding?.params['form']
  const asked = typeof form === 'object' ? form.en : String(form)
  for (const each of asked.split(' or ')) {
    const value = each.replace('yyyy', '1972').replace('mm', '05').replace('dd', '06')
    expect(ids(check(of[1], of[2], fullRow(of[1], of[2], { [of[3]]: value })))).toEqual([])
  }
})

test.each(fieldsWith(({ type }) => type === 'number'))('%s takes the number that its remedy shows', (...of) => {
  const [finding] = check(of[1], of[2], fullRow(of[1], of[2], { [of[3]]: 'mười' }))
  const example = finding?.params['example']
  const shown = fullRow(of[1], of[2], { [of[3]]: typeof example === 'string' ? example : '' })
  const own = ids(check(of[1], of[2], shown)).filter((id) => id.startsWith(`${of[2].id}.${of[3]}.`))
  // A field with a list or a form of its own says more than that it is a number.
  expect(own.filter((id) => !/\.(allowed-values|form)$/.test(id))).toEqual([])
})

test.each(fieldsWith(({ maxItems }) => maxItems))('%s has so many values at most', (...of) => {
  expectOnly(of, Array.from({ length: (of[4].maxItems ?? 0) + 1 }, () => 'I10').join(';'), 'max-items', 'warning')
})

test('every demand that the field lists derive is broken by a test above', () => {
  const known =
    /\.(required|number|decimal-comma|decimals|date|max-length|annex-length|portal-length|allowed-values|form|separator|max-items|card-group|card-benefit|card-province)$/
  const derived = everyTable.flatMap(([, , table]) =>
    fieldDemandsOf(table).flatMap(({ required, values }) => [
      required?.demand.id,
      ...values.map(({ demand }) => demand.id),
    ]),
  )
  expect(derived.filter((id) => id !== undefined && !known.test(id))).toEqual([])
})
