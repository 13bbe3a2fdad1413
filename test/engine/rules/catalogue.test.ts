import { describe, expect, test } from 'vitest'
import { allRows } from '../../../scripts/docs/catalogue/index.ts'
import { codeDemandsOf } from '../../../src/engine/codes/code-findings.ts'
import type { Demand } from '../../../src/engine/index.ts'
import { DOSSIER_DEMANDS, ENVELOPE_DEMANDS } from '../../../src/engine/rules/envelope-demands.ts'
import { FIELD_DEMANDS } from '../../../src/engine/rules/demand-texts.ts'
import { fieldDemandsOf } from '../../../src/engine/rules/field-demands.ts'
import { demandOfDossier } from '../../../src/engine/judging/check-dossier.ts'
import { dossierRules } from '../../../src/engine/rules/dossier/index.ts'
import { recordRules } from '../../../src/engine/rules/record/index.ts'
import { demandOf } from '../../../src/engine/rules/rule.ts'
import { rowDemandsOf } from '../../../src/engine/rules/row-demands.ts'
import { ruleCatalogue } from '../../../src/engine/inspection/catalogue.ts'
import { fieldsOfCondition } from '../../../src/engine/rules/condition.ts'
import { weigh } from '../../../src/engine/rules/severity.ts'
import { standards } from '../../../src/engine/standards/index.ts'
import type { TextParams } from '../../../src/kernel/text.ts'
import { writtenRules } from '../../fixtures/written-rules.ts'

type Said = { where: string; demand: Demand; params: TextParams | null }

/** What every finding has to fill in. */
const ALWAYS = ['table', 'field', 'value']

const ofStandard = Object.values(standards).flatMap((standard): Said[] =>
  Object.values(standard.tables).flatMap((table) => [
    ...fieldDemandsOf(table).flatMap(({ required, values }) =>
      [...(required ? [required] : []), ...values].map(({ demand, params }) => ({
        where: standard.id,
        demand,
        params,
      })),
    ),
    ...Object.values(rowDemandsOf(table)).map((demand) => ({ where: standard.id, demand, params: null })),
    ...[...codeDemandsOf(table).values()].flatMap((demands) =>
      Object.values(demands).map((demand) => ({ where: standard.id, demand, params: null })),
    ),
    ...recordRules
      .filter((rule) => rule.table === table.id && rule.standards.includes(standard.id))
      .map((rule) => ({ where: standard.id, demand: demandOf(rule.id, rule, table), params: null })),
  ]),
)
const ofFile = [...Object.values(ENVELOPE_DEMANDS), ...Object.values(DOSSIER_DEMANDS)].map((demand): Said => ({
  where: 'file',
  demand,
  params: null,
}))
const ofDossiers = Object.values(standards).flatMap((standard): Said[] =>
  dossierRules
    .filter((rule) => rule.standards.includes(standard.id))
    .map((rule) => ({ where: standard.id, demand: demandOfDossier(rule, standard), params: null })),
)
const said = [...ofStandard, ...ofFile, ...ofDossiers]

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted()

describe('every demand', () => {
  test('has an id of three parts, its own within its standard', () => {
    expect(
      said.filter(({ demand: { id } }) => !/^[A-Z][A-Z0-9]*\.[A-Za-z][A-Za-z0-9_]*\.[a-zA-Z0-9_-]+$/.test(id)),
    ).toEqual([])
    const keys = said.map(({ where, demand }) => `${where} ${demand.id}`)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  test('says the same in both languages, in NFC, and names its source', () => {
    for (const { demand } of said) {
      for (const { vi, en } of [demand.problem, demand.remedy]) {
        expect([vi === '', en === '', vi.normalize('NFC') === vi], demand.id).toEqual([false, false, true])
        const label = placeholders(vi).filter((name) => name !== 'label')
        expect(label, demand.id).toEqual(placeholders(en).filter((name) => name !== 'label'))
      }
      expect(demand.source.document, demand.id).toMatch(/^(QĐ|TT|CV|NĐ|NQ|Luật|Thực hành) /)
      expect(demand.source.place, demand.id).not.toBe('')
    }
  })

  test('asks only for what its findings fill in', () => {
    for (const { demand, params } of said) {
      if (!params) continue
      const known = new Set([...ALWAYS, ...Object.keys(params)])
      const asked = [demand.problem, demand.remedy].flatMap(({ vi, en }) => [...placeholders(vi), ...placeholders(en)])
      expect(
        asked.filter((name) => !known.has(name)),
        demand.id,
      ).toEqual([])
    }
  })

  test('that follows from a field has a sentence of its own', () => {
    const sentences = Object.values(FIELD_DEMANDS).map(({ problem }) => problem.en)
    expect(new Set(sentences).size).toBe(sentences.length)
  })
})

test('no field that identifies a person has a code list, whose findings name the code', () => {
  const fields = Object.values(standards).flatMap(({ tables }) =>
    Object.values(tables).flatMap((table) => Object.entries(table.fields)),
  )
  expect(fields.filter(([, { identifies, codeList }]) => identifies && codeList)).toEqual([])
})

describe.each(writtenRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('is named once, by its table and field where it has them, which every standard it is for has', () => {
    expect(writtenRules.filter((other) => other.id === id)).toHaveLength(1)
    if (rule.table === null) expect(id).toMatch(/^HOSO\./)
    else if (rule.field !== null) expect(id.startsWith(`${rule.table}.${rule.field}.`)).toBe(true)
    expect(rule.standards.length).toBeGreaterThan(0)
    for (const standard of rule.standards) {
      const { tables } = standards[standard]
      if (rule.table !== null) expect(tables).toHaveProperty(rule.table)
      if (rule.table !== null && rule.field !== null) expect(tables[rule.table]?.fields).toHaveProperty(rule.field)
      const ofXml1 = [...Object.keys(rule.xml1), ...rule.whenXml1.flatMap(fieldsOfCondition)]
      for (const name of ofXml1) expect(tables['XML1']?.fields).toHaveProperty(name)
      if ('evidence' in rule) {
        const ofRow = [...Object.keys(rule.evidence), ...rule.when.flatMap(fieldsOfCondition)]
        for (const name of ofRow) expect(tables[rule.table]?.fields).toHaveProperty(name)
      }
    }
  })

  test('covers rows of the catalogue that exist', () => {
    expect(rule.catalogue.length).toBeGreaterThan(0)
    const ids = new Set(allRows.map((row) => row.id))
    expect(rule.catalogue.filter((row) => !ids.has(row))).toEqual([])
  })

  test('has a severity that its ground and its confidence allow', () => {
    const { severity, state } = weigh(rule.by, rule.source)
    expect(rule.state).toBe(state)
    const isReported = rule.by === 'gateway' && rule.source.confidence === 'medium'
    if (isReported) expect([severity, state]).toEqual(['warning', 'active'])
    else if (rule.source.confidence !== 'high') expect([severity, state]).toEqual(['info', 'shadow'])
    if (severity === 'error') expect(['decision', 'gateway']).toContain(rule.by)
  })
})

test('a rule of a standard is in the catalogue that the senders read, with its state', () => {
  const byId = new Map(ruleCatalogue().map((rule) => [rule.id, rule]))
  for (const { id, standards: of, state } of writtenRules) {
    const variants = byId.get(id)?.variants ?? []
    expect(variants.flatMap((variant) => variant.standards).toSorted(), id).toEqual(of.toSorted())
    expect(
      variants.every((variant) => variant.state === state),
      id,
    ).toBe(true)
  }
})
