import { describe, expect, test } from 'vitest'
import { ruleCatalogue } from '../../src/engine/index.ts'
import { mutate, choiceOf, type Mutation } from '../fixtures/corpus/mutation.ts'
import { mutations } from '../fixtures/corpus/mutations/index.ts'
import { corpusFile, mutatedFile } from '../fixtures/corpus/files.ts'
import type { Choice } from '../fixtures/corpus/generate.ts'
import { inspect, seedCodes, type Seen } from '../fixtures/inspect.ts'
import { writtenRules } from '../fixtures/written-rules.ts'

const codes = await seedCodes()
const catalogue = new Map(ruleCatalogue().map((rule) => [rule.id, rule]))
const see = (file: string, { standard }: Choice): Seen => inspect(file, { codes, stated: standard })

/** Rules that the correct dossier has already. */
const baselines = new Map<string, ReadonlySet<string>>()
function baselineOf(mutation: Mutation): ReadonlySet<string> {
  const choice = choiceOf(mutation)
  const key = `${choice.standard} ${choice.kind}`
  const known = baselines.get(key) ?? new Set(see(corpusFile(choice), choice).findings.map(({ rule }) => rule))
  baselines.set(key, known)
  return known
}

describe.each(mutations.map((mutation) => [mutation.rule, mutation] as const))('%s', (rule, mutation) => {
  const choice = choiceOf(mutation)

  test('is broken by its mutation, which says nothing else but what follows from it', () => {
    const before = baselineOf(mutation)
    const { findings, refusal, result } = see(mutatedFile(mutation), choice)
    expect(refusal).toBeNull()
    const raised = new Set(findings.map((finding) => finding.rule).filter((id) => !before.has(id)))
    expect([...raised].toSorted()).toEqual([rule, ...mutation.follows].toSorted())

    const own = catalogue.get(rule)?.variants.find(({ standards }) => standards.includes(choice.standard))
    const severities = findings.filter((finding) => finding.rule === rule).map(({ severity }) => severity)
    const expected = own?.state === 'shadow' ? 'info' : own?.severity
    expect(new Set(severities)).toEqual(new Set([expected]))
    // An error rejects the dossier, nothing else does.
    const isRejected = findings.some(({ severity }) => severity === 'error')
    expect(result?.dossiers.rejected).toBe(isRejected ? 1 : 0)
  })
})

test('every written rule has a mutation', () => {
  const mutated = new Set(mutations.map(({ rule }) => rule))
  expect(writtenRules.map(({ id }) => id).filter((id) => !mutated.has(id))).toEqual([])
})

test('mutations speak of rules that exist in their standard, and each only once', () => {
  for (const mutation of mutations) {
    const { standard } = choiceOf(mutation)
    for (const id of [mutation.rule, ...mutation.follows]) {
      expect(
        catalogue.get(id)?.variants.flatMap(({ standards }) => standards),
        id,
      ).toContain(standard)
    }
    expect(mutation.follows).not.toContain(mutation.rule)
  }
  expect(new Set(mutations.map(({ rule }) => rule)).size).toBe(mutations.length)
})

test('a change that finds nothing to change is a fault of the mutation', () => {
  const change = [{ table: 'XML3', row: { MA_DICH_VU: 'nowhere' }, set: {} }]
  expect(() => mutate({ rule: 'XML3', kind: 'outpatient', change, follows: [] })).toThrow('has no row')
})
