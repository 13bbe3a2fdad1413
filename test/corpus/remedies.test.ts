/** A remedy is obeyed to the letter on a whole dossier, and leads into nothing new. */
import { describe, expect, test } from 'vitest'
import { corpusFile, mutatedFile } from '../fixtures/corpus/files.ts'
import type { Choice } from '../fixtures/corpus/generate.ts'
import { mends } from '../fixtures/corpus/mends.ts'
import { choiceOf, type Change, type Mutation } from '../fixtures/corpus/mutation.ts'
import { mutations } from '../fixtures/corpus/mutations/index.ts'
import { inspect, seedCodes } from '../fixtures/inspect.ts'
import { writtenRules } from '../fixtures/written-rules.ts'

const codes = await seedCodes()
const rules = new Map(writtenRules.map((rule) => [rule.id, rule]))
const found = (file: string, { standard }: Choice): ReadonlySet<string> => {
  const { findings, refusal } = inspect(file, { codes, stated: standard })
  expect(refusal).toBeNull()
  return new Set(findings.map(({ rule }) => rule))
}

const corrects = new Map<string, ReadonlySet<string>>()
function foundInCorrect(choice: Choice): ReadonlySet<string> {
  const key = `${choice.standard} ${choice.kind}`
  const known = corrects.get(key) ?? found(corpusFile(choice), choice)
  corrects.set(key, known)
  return known
}

/** Fields that a sentence names. */
const named = (text: string): readonly string[] => text.match(/\b(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|STT)\b/g) ?? []

/** What the remedy asks to compute again. */
function computedAfter(remedy: string): readonly Change[] {
  if (remedy.includes('tính lại các số tiền của dòng và các tổng của XML1')) return [{ settled: true }]
  return /các tổng (?:khác )?của XML1/.test(remedy) ? [{ totalled: true }] : []
}

const obeying = (mutation: Mutation, steps: readonly Change[]): ReadonlySet<string> =>
  found(mutatedFile({ ...mutation, change: [...mutation.change, ...steps] }), choiceOf(mutation))

/** Whether a remedy asks for a step in so many words. */
function asks(remedy: string, step: Change): boolean {
  if ('settled' in step)
    return /tính lại các số tiền của dòng và các tổng của XML1|người bệnh tự trả|T_BHTT bằng/.test(remedy)
  if ('totalled' in step) return /các tổng (?:khác )?của XML1/.test(remedy)
  if ('leftOut' in step) return /[Bb]ỏ|Chỉ giữ/.test(remedy)
  if ('again' in step) return remedy.includes('một dòng')
  if ('returned' in step) return /[Tt]hêm/.test(remedy)
  if (!('set' in step)) return true
  const known = new Set(named(remedy))
  return Object.keys(step.set ?? {}).every((field) => known.has(field))
}

describe.each(mutations.map((mutation) => [mutation.rule, mutation] as const))('%s', (id, mutation) => {
  const choice = choiceOf(mutation)
  const rule = rules.get(id)
  const remedy = (rule?.remedy.vi ?? '').replaceAll('{field}', rule?.field ?? '')
  const known = mends[id] ?? []
  const before = new Set([...foundInCorrect(choice), ...mutation.follows])

  test.each(known)('$way', ({ steps }) => {
    for (const step of steps) expect(asks(remedy, step), `${remedy}: ${JSON.stringify(step)}`).toBe(true)
    expect([...obeying(mutation, steps)].filter((rule) => !before.has(rule)).join(' ')).toBe('')
  })

  if (known.length > 0) return
  test('to correct what the remedy names is enough', () => {
    const after = obeying(mutation, [{ restored: named(remedy) }, ...computedAfter(remedy)])
    expect([...after].filter((rule) => !before.has(rule)).join(' ')).toBe('')
  })
})
