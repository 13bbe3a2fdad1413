import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/engine/index.ts'
import { dossierRules } from '../../../src/engine/rules/dossier/index.ts'
import { recordRules } from '../../../src/engine/rules/record/index.ts'
import { changedDossier, fileOf, judgeRecord, packOf } from '../../fixtures/written-rules.ts'
import { inspect, rules, type Seen } from '../../fixtures/inspect.ts'
import type { StandardId } from '../../../src/engine/standards/index.ts'

const TEXTS = new Set(['text', 'code'])

/** Placeholders of its sentences that a finding has nothing to fill in. */
function unfilled({ demand: { problem, remedy }, params }: Finding): string[] {
  const asked = [problem, remedy].flatMap(({ vi, en }) => [...`${vi}${en}`.matchAll(/\{(\w+)\}/g)])
  return asked.flatMap(([, name = '']) => (['table', 'field', 'value'].includes(name) || name in params ? [] : [name]))
}

describe.each(recordRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('has examples of both kinds', () => {
    expect([rule.valid.length > 0, rule.invalid.length > 0]).toEqual([true, true])
  })

  test.each(rule.standards)('holds for its valid examples and fails for its invalid ones in QĐ %s', (standard) => {
    for (const example of rule.valid) {
      expect(judgeRecord(rule, standard, example), example.why).toMatchObject({ state: 'holds', findings: [] })
    }
    for (const example of rule.invalid) {
      const { state, findings } = judgeRecord(rule, standard, example)
      expect(state, example.why).toBe('fails')
      expect(findings, example.why).toMatchObject([{ demand: { id }, table: rule.table, field: rule.field }])
      expect(findings.flatMap(unfilled), example.why).toEqual([])
    }
  })

  test('is not evaluated where its evidence is missing or has not its form', () => {
    const [standard = '3176'] = rule.standards
    for (const example of rule.invalid) {
      const { record, xml1 } = example
      for (const [name, kind] of Object.entries(rule.evidence)) {
        for (const value of TEXTS.has(kind) ? [''] : ['', 'không rõ']) {
          const { state } = judgeRecord(rule, standard, { ...example, record: { ...record, [name]: value } })
          expect(['not evaluated', 'not asked'], `${example.why}: ${name}`).toContain(state)
        }
      }
      for (const [name, kind] of Object.entries(rule.xml1)) {
        for (const value of TEXTS.has(kind) ? [''] : ['', 'không rõ']) {
          const { state } = judgeRecord(rule, standard, { ...example, xml1: { ...xml1, [name]: value } })
          expect(['not evaluated', 'not asked'], `${example.why}: XML1.${name}`).toContain(state)
        }
      }
      if (xml1) {
        const { xml1: _, ...alone } = example
        expect(judgeRecord(rule, standard, alone).state, example.why).toBe('not evaluated')
      }
    }
  })
})

const about = ({ findings }: Seen): unknown =>
  findings.map(({ rule, severity, table, row, field, message }) => [rule, severity, table, row, field, message])

describe.each(dossierRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const pack = packOf(id)
  /** What is seen of an example, and the placeholders that nothing filled. */
  const see = (standard: StandardId, example: (typeof rule.valid)[number], reversed: boolean) => {
    const open: string[] = []
    const alsoOnFinding = (finding: Finding): void => void open.push(...unfilled(finding))
    const file = fileOf(standard, changedDossier(standard, example), { reversed })
    return { ...inspect(file, { stated: standard, pack, alsoOnFinding }), open }
  }

  test('has examples of both kinds', () => {
    expect([rule.valid.length > 0, rule.invalid.length > 0]).toEqual([true, true])
  })

  test.each(rule.standards)('holds for its valid examples, alone fails for its invalid ones in QĐ %s', (standard) => {
    const own = ({ standards = rule.standards }: { standards?: readonly StandardId[] }): boolean =>
      standards.includes(standard)
    for (const example of rule.valid.filter(own)) {
      expect(rules(see(standard, example, false)), example.why).toEqual([])
      expect(rules(see(standard, example, true)), example.why).toEqual([])
    }
    for (const example of rule.invalid.filter(own)) {
      const seen = see(standard, example, false)
      expect(seen.open, example.why).toEqual([])
      expect([...new Set(rules(seen))], example.why).toEqual([id])
      expect(about(see(standard, example, true)), example.why).toEqual(about(seen))
    }
  })
})
