/** Rules over the encounters of a person: their examples, and that no order in which encounters are read changes what is said. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allRows } from '../../../scripts/docs/catalogue/index.ts'
import { ruleCatalogue } from '../../../src/engine/inspection/catalogue.ts'
import { ruleDetail } from '../../../src/engine/inspection/rule-detail.ts'
import { rulePackOf } from '../../../src/engine/inspection/rules-config.ts'
import { encounterKindOf, type Encounter } from '../../../src/engine/rules/history/encounter.ts'
import { historyRules } from '../../../src/engine/rules/history/index.ts'
import { judgeHistory } from '../../../src/engine/judging/check-history.ts'
import {
  EXAMPLE_ENCOUNTER,
  EXAMPLE_PERIOD,
  encountersOf,
  type HistoryExample,
} from '../../../src/engine/rules/history/rule.ts'
import { plainPack, writtenRuleIds } from '../../../src/engine/judging/rule-pack.ts'
import { standards } from '../../../src/engine/standards/index.ts'
import { propertyRuns } from '../../harness/runs.ts'
import { sha256 } from '../../../src/store/reference/listed-code.ts'

const catalogue = ruleCatalogue()

const cardOf = ({ periods = [{}], isComplete = false }: HistoryExample) => ({
  periods: periods.map((change) => ({ ...EXAMPLE_PERIOD, ...change })),
  isComplete,
})

/** What is said of the last encounter of an example. */
function judged(example: HistoryExample, pack = plainPack) {
  const encounters = encountersOf(example)
  const own = encounters.at(-1)
  if (!own) throw new Error('an example has encounters')
  return judgeHistory(own, encounters, cardOf(example), pack)
}

const idsOf = (example: HistoryExample): string[] => judged(example).map(({ demand }) => demand.id)

describe.each(historyRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.valid)('holds: $why', (example) => {
    expect(idsOf(example)).not.toContain(id)
  })

  test.each(rule.invalid)('is broken: $why', (example) => {
    const found = judged(example).find(({ demand }) => demand.id === id)
    expect(found).toMatchObject({ table: rule.table, field: rule.field, dossier: { MA_LK: expect.any(String) } })
    const asked = [rule.problem, rule.remedy].flatMap(({ vi, en }) => [...`${vi}${en}`.matchAll(/\{(\w+)\}/g)])
    for (const [, name = ''] of asked) expect(found?.params).toHaveProperty(name)
  })

  test('has examples of both kinds, covers rows that exist, and points at a field of its standards', () => {
    expect([rule.valid.length > 0, rule.invalid.length > 0, rule.catalogue.length > 0]).toEqual([true, true, true])
    const rows = new Set(allRows.map((row) => row.id))
    expect(rule.catalogue.filter((row) => !rows.has(row))).toEqual([])
    for (const standard of rule.standards)
      if (rule.table !== null && rule.field !== null)
        expect(standards[standard].tables[rule.table]?.fields).toHaveProperty(rule.field)
  })

  test('is in the catalogue with its words and examples, and never above a warning', () => {
    const known = catalogue.find((each) => each.id === id)
    expect(known?.variants.flatMap(({ standards }) => standards).toSorted()).toEqual(rule.standards.toSorted())
    for (const { severity, state, source, problem } of known?.variants ?? []) {
      expect([severity, state]).toEqual(source.confidence === 'high' ? ['warning', 'active'] : ['info', 'shadow'])
      expect(source.document).toMatch(/^(QĐ|TT|CV|NĐ|NQ|Luật|Thực hành) /)
      expect([problem.vi.normalize('NFC') === problem.vi, problem.en !== '']).toEqual([true, true])
    }
    expect(ruleDetail(id).invalid).toHaveLength(rule.invalid.length)
  })

  test('can be switched off or put on trial by the deployment', () => {
    const [example] = rule.invalid
    if (!example) throw new Error('an invalid example')
    const found = (state: 'off' | 'shadow') =>
      judged(example, rulePackOf({ [id]: { state, reason: 'thử nghiệm' } }, sha256)).filter(
        ({ demand }) => demand.id === id,
      )
    expect(found('off')).toEqual([])
    expect(found('shadow')).toMatchObject([{ severity: 'info' }])
  })
})

test('no rule of another family has its id', () => {
  const ids = historyRules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => writtenRuleIds.includes(id))).toEqual([])
})

test('MA_LOAI_KCB means what its own standard says', () => {
  expect(encounterKindOf('4210', '05')).toBe('stay')
  expect(encounterKindOf('3176', '05')).toBe('chronic')
  expect(encounterKindOf('3176', null)).toBe('other')
})

/** Encounters of few persons at few facilities within few days, so that they meet. */
const encounter = fc
  .record({
    facility: fc.constantFrom('01001', '79001'),
    MA_LK: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    purpose: fc.constantFrom('management', 'payment'),
    personHash: fc.constantFrom('p', 'q', null),
    citizenHash: fc.constantFrom('c', 'd', null),
    patientHash: fc.constantFrom('m', 'n'),
    nameHash: fc.constantFrom('x', 'y'),
    birthHash: fc.constantFrom('x', 'y', null),
    kind: fc.constantFrom('visit', 'stay', 'chronic', 'course'),
    day: fc.integer({ min: 1, max: 9 }),
    days: fc.integer({ min: 0, max: 5 }),
    KET_QUA_DTRI: fc.constantFrom('1', '5'),
    MA_NOI_DEN: fc.constantFrom(null, '01001', '79001'),
    receivedAt: fc.integer({ min: 0, max: 3 }),
  } as const)
  .map(({ day, days, ...rest }): Partial<Encounter> => {
    const text = (of: number): string => String(of).padStart(2, '0')
    return { ...rest, NGAY_VAO: `202610${text(day)}0800`, NGAY_RA: `202610${text(day + days)}1000` }
  })

test('the same encounters give the same findings, in whatever order they are read', () => {
  fc.assert(
    fc.property(
      fc.array(encounter, { minLength: 1, maxLength: 8 }).chain((changes) =>
        fc.tuple(
          fc.constant(
            changes.map((change, at) => ({ ...EXAMPLE_ENCOUNTER, submissionId: `s${at}`, ...change, keyHash: '' })),
          ),
          fc.shuffledSubarray(
            changes.map((_, at) => at),
            { minLength: changes.length, maxLength: changes.length },
          ),
        ),
      ),
      ([encounters, order]) => {
        const shuffled = order.flatMap((at) => encounters[at] ?? [])
        const all = (list: readonly Encounter[]) =>
          encounters.map((own) =>
            judgeHistory(own, list, null, plainPack).map(({ demand, params }) => [demand.id, params]),
          )
        expect(all(shuffled)).toEqual(all(encounters))
      },
    ),
    { numRuns: propertyRuns() },
  )
})
