import { describe, expect, test } from 'vitest'
import { codeDemandsOf } from '../../src/dmdc/code-findings.ts'
import type { Demand } from '../../src/finding/finding.ts'
import { DOSSIER_DEMANDS, ENVELOPE_DEMANDS } from '../../src/rules/envelope-demands.ts'
import { FIELD_DEMANDS } from '../../src/rules/demand-texts.ts'
import { fieldDemandsOf } from '../../src/rules/field-demands.ts'
import { breaks, recordRules } from '../../src/rules/record-rules.ts'
import { rowDemandsOf } from '../../src/rules/row-demands.ts'
import { standards } from '../../src/standards/index.ts'
import type { TextParams } from '../../src/text.ts'

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
      .map(({ demand }) => ({ where: standard.id, demand, params: {} })),
  ]),
)
const ofFile = [...Object.values(ENVELOPE_DEMANDS), ...Object.values(DOSSIER_DEMANDS)].map((demand): Said => ({
  where: 'file',
  demand,
  params: null,
}))
const said = [...ofStandard, ...ofFile]

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
      expect(demand.source.document, demand.id).toMatch(/^(QĐ|TT|CV) /)
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

describe.each(recordRules.map((rule) => [rule.demand.id, rule] as const))('%s', (id, rule) => {
  test('is named by its table and field, which every standard it is for has', () => {
    expect(id.startsWith(`${rule.table}.${rule.field}.`)).toBe(true)
    for (const standard of rule.standards) {
      const names = [rule.field, ...Object.keys(rule.evidence)]
      for (const name of names) expect(standards[standard].tables[rule.table]?.fields).toHaveProperty(name)
    }
  })

  test('holds for its valid examples, fails for its invalid ones, and says nothing without evidence', () => {
    expect([rule.valid.length > 0, rule.invalid.length > 0]).toEqual([true, true])
    for (const { why, record } of rule.valid)
      expect(
        breaks(rule, (name) => record[name] ?? ''),
        why,
      ).toBe(false)
    for (const { why, record } of rule.invalid) {
      expect(
        breaks(rule, (name) => record[name] ?? ''),
        why,
      ).toBe(true)
      for (const missing of Object.keys(rule.evidence)) {
        for (const value of ['', 'không rõ']) {
          expect(
            breaks(rule, (name) => (name === missing ? value : (record[name] ?? ''))),
            missing,
          ).toBe(false)
        }
      }
    }
  })
})
