import { describe, expect, test } from 'vitest'
import { standards } from '../../src/engine/index.ts'
import { expectedInfos } from '../fixtures/corpus/expected-infos.ts'
import { carried, corpusFile, standardIds } from '../fixtures/corpus/files.ts'
import { generateAssessment, generateCheckIn, generateDossier } from '../fixtures/corpus/generate.ts'
import { kindIds, kinds } from '../fixtures/corpus/kinds/index.ts'
import { inspect, seedCodes } from '../fixtures/inspect.ts'
import { propertyRuns } from '../harness/runs.ts'

const codes = await seedCodes()
const SEEDS = Array.from({ length: propertyRuns(2) }, (_, at) => at + 1)
/** Travels by itself, in no dossier. */
const DOCUMENTS = new Set(['CHECKIN', 'XML12'])

describe.each(carried)('a dossier of QĐ %s: %s', (standard, kind) => {
  const expected = expectedInfos.filter((info) => info.standard === standard && info.kind === kind)

  test.each(SEEDS)('has no error, no warning and no info that is not explained, with seed %i', (seed) => {
    const { findings, refusal, result } = inspect(corpusFile({ standard, kind, seed }), { codes })
    expect(refusal).toBeNull()
    expect(findings.map(({ severity, rule }) => [severity, rule])).toEqual(expected.map(({ rule }) => ['info', rule]))
    expect(result).toMatchObject({ standard, dossiers: { counted: 1, accepted: 1, acceptedWithWarnings: 0 } })
  })

  test('is the same to the byte with the same seed, another one with another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => corpusFile({ standard, kind, seed }))
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  test('is of the kind it claims to be', () => {
    const { XML1: [summary = {}] = [] } = generateDossier({ standard, kind, seed: 1 })
    const { encounter, earlierEncounter, cards } = kinds[kind]
    expect(summary['MA_LOAI_KCB']).toBe(standard === '4210' ? earlierEncounter : encounter)
    const list = summary[standard === '4210' ? 'MA_THE' : 'MA_THE_BHYT'] ?? ''
    expect(list === '' ? 0 : list.split(';').length).toBe(cards.length)
  })
})

test('a kind that a standard cannot carry is said with its reason, and not made', () => {
  for (const standard of standardIds) {
    for (const kind of kindIds) {
      const reason = kinds[kind].absent?.[standard]
      if (reason === undefined) continue
      expect(reason).toMatch(/^\p{Lu}.+\.$/u)
      expect(() => generateDossier({ standard, kind, seed: 1 })).toThrow(reason)
    }
  }
})

test.each(standardIds)('every table of QĐ %s has rows in some kind of encounter', (standard) => {
  const kindsOf = carried.filter(([each]) => each === standard).map(([, kind]) => kind)
  const met = kindsOf.flatMap((kind) =>
    Object.entries(generateDossier({ standard, kind, seed: 1 })).flatMap(([id, rows]) => (rows.length > 0 ? [id] : [])),
  )
  const asked = Object.keys(standards[standard].tables).filter((id) => !DOCUMENTS.has(id))
  expect([...new Set(met)].toSorted()).toEqual(asked.toSorted())
})

test.each(['130', '4750', '3176'] as const)('check-ins and assessments of QĐ %s have nothing wrong', (stated) => {
  for (const seed of SEEDS) {
    for (const kind of kindIds) {
      const seen = inspect(generateCheckIn({ standard: stated, kind, seed }), { codes, stated })
      expect(seen.findings, kind).toEqual([])
      expect(seen.result?.dossiers).toMatchObject({ counted: 1, accepted: 1 })
    }
    expect(inspect(generateAssessment(stated, seed), { codes, stated }).findings).toEqual([])
  }
})

test('nobody real is in it: names say that they are tests, numbers begin with zeros', () => {
  for (const [standard, kind] of carried) {
    const { XML1: [summary = {}] = [] } = generateDossier({ standard, kind, seed: 1 })
    expect(summary['HO_TEN']).toMatch(/THỬ|GIẢ|MẪU|TEST|SYNTHETIC/)
    expect(summary['SO_CCCD'] ?? '').toMatch(/^(|T?0{3}\d+)$/)
    const cards = (summary['MA_THE_BHYT'] ?? summary['MA_THE'] ?? '').split(';')
    for (const card of cards) expect(card).toMatch(/^(|[A-Z]{2}\d010{3}\d+)$/)
  }
})

test('expected infos speak of kinds that their standard carries, each with a sentence', () => {
  for (const { standard, kind, why } of expectedInfos) {
    expect(carried).toContainEqual([standard, kind])
    expect(why).toMatch(/^\p{Lu}.+\.$/u)
  }
})
