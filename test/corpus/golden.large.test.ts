import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { goldenCases } from '../fixtures/corpus/golden.ts'
import { shownElsewhere } from '../fixtures/corpus/golden-elsewhere.ts'
import { inspect, seedCodes } from '../fixtures/inspect.ts'

const codes = await seedCodes()
/** The largest of them have 40 MB and 10,000 dossiers. */
const LARGE_MS = 240_000

describe('golden cases', { timeout: LARGE_MS }, () => {
  test.each(goldenCases)('$what', async ({ file, refused = null, says = [], rejected = [], codes: own }) => {
    const { refusal, findings, dossiers } = inspect(file(), { codes: own ? await own() : codes })
    expect(refusal?.code ?? null).toBe(refused)
    // What was said before a refusal does not count.
    if (refused !== null) return
    expect(findings.map(({ dossier, rule }) => `${dossier?.index ?? '-'} ${rule}`)).toEqual(says)
    expect(dossiers.flatMap(({ outcome, index }) => (outcome === 'rejected' ? [index] : []))).toEqual(rejected)
  })
})

test.each(shownElsewhere)('$what is shown by another test, or not by one file', async (shown) => {
  if ('why' in shown) {
    expect(shown.why).toMatch(/^\p{Lu}.+\.$/u)
    return
  }
  const text = await readFile(new URL(`../../${shown.test}`, import.meta.url), 'utf8')
  expect(text).toContain(shown.title)
})
