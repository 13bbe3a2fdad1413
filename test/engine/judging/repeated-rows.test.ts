import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/engine/finding/finding.ts'
import { plainPack, writtenRuleIds } from '../../../src/engine/judging/rule-pack.ts'
import { planFor, type RulePlan } from '../../../src/engine/judging/rule-plan.ts'
import { recordRules } from '../../../src/engine/rules/record/index.ts'
import { createTally } from '../../../src/engine/judging/tally.ts'
import { standards, type StandardId } from '../../../src/engine/standards/index.ts'
import { makeDossier, type Row } from '../../fixtures/dossier.ts'
import { RECEIVED } from '../../fixtures/inspect.ts'
import { rawRow } from '../../fixtures/written-rules.ts'
import { propertyRuns } from '../../harness/runs.ts'

const STANDARD: StandardId = '3176'
const TABLES = ['XML2', 'XML3', 'XML4'] as const
type TableId = (typeof TABLES)[number]

const correct = makeDossier({ standard: STANDARD })
const xml1: Row = correct['XML1']?.[0] ?? {}

/** Values that some rule of the table looks at, right and wrong, by field. */
const changesOf = (table: TableId): readonly Row[] => [
  {},
  ...recordRules
    .filter((rule) => rule.table === table && rule.standards.includes(STANDARD))
    .flatMap(({ valid, invalid }) => [...valid, ...invalid].map(({ record }) => record)),
]

type Line = { table: TableId; row: Row }

/** Rows that change a little from one to the next, and often not at all. */
const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc
    .constantFrom(...TABLES)
    .chain((table) =>
      fc
        .constantFrom(...changesOf(table))
        .map((change): Line => ({ table, row: { ...correct[table]?.[0], ...change } })),
    ),
  { minLength: 2, maxLength: 12 },
)
const repeated = lines.chain((some) =>
  fc
    .array(fc.nat({ max: some.length - 1 }), { minLength: 2, maxLength: 25 })
    .map((picks) => picks.flatMap((pick) => some[pick] ?? [])),
)

/** A dossier whose rows have nothing in common with any other. */
function disturb(plan: RulePlan): void {
  const run = plan.open({ ...opening(), tally: createTally(writtenRuleIds) })
  for (const table of ['XML1', ...TABLES]) run.row(table, rawRow(STANDARD, table, { STT: '0' }))
  run.close()
}

const opening = () => ({
  ref: { index: 1, MA_LK: null },
  report: (_finding: Finding) => {},
  tally: createTally(writtenRuleIds),
  received: RECEIVED,
  isHoso: true,
})

/** What the rules say of these rows, in order, and how they are counted; `between` runs before each row. */
function judged(plan: RulePlan, rows: readonly Line[], xml1At: 'first' | 'last', between: () => void) {
  const said: unknown[] = []
  const tally = createTally(writtenRuleIds)
  const report = ({ demand, row, field, value, params }: Finding): void => {
    said.push([demand.id, row, field, value, params])
  }
  const run = plan.open({ ...opening(), report, tally })
  const summary = { table: 'XML1', row: xml1 }
  for (const { table, row } of xml1At === 'first' ? [summary, ...rows] : [...rows, summary]) {
    between()
    run.row(table, rawRow(STANDARD, table, row))
  }
  run.close()
  return { said, counts: tally.counts() }
}

describe('rows that repeat the one before', () => {
  const plan = planFor(plainPack, standards[STANDARD])

  test.each(['first', 'last'] as const)('are reported and counted as if each stood alone, XML1 %s', (xml1At) => {
    fc.assert(
      fc.property(repeated, (rows) => {
        const alone = judged(plan, rows, xml1At, () => {
          disturb(plan)
        })
        plan.forget()
        expect(judged(plan, rows, xml1At, () => {})).toEqual(alone)
      }),
      { numRuns: propertyRuns() },
    )
  })

  test('are reported again where they are wrong, each at its own place', () => {
    const wrong = { table: 'XML2' as const, row: { ...correct['XML2']?.[0], T_BHTT: '-1' } }
    const { said } = judged(plan, [wrong, wrong, wrong], 'first', () => {})
    const times = said.filter((each) => Array.isArray(each) && each[0] === 'XML2.T_BHTT.not-negative')
    expect(times).toHaveLength(3)
  })

  test('of another dossier are judged by its own XML1', () => {
    const row = { table: 'XML2' as const, row: correct['XML2']?.[0] ?? {} }
    const run = (summary: Row) => {
      const tally = createTally(writtenRuleIds)
      const opened = plan.open({ ...opening(), tally })
      opened.row('XML1', rawRow(STANDARD, 'XML1', summary))
      opened.row(row.table, rawRow(STANDARD, row.table, row.row))
      opened.close()
      return tally.counts().filter(({ id, failed }) => id.startsWith('XML2.') && failed > 0).length
    }
    expect(run(xml1)).toBe(0)
    expect(run({ ...xml1, NGAY_RA: '202001010800', NGAY_VAO: '202001010700' })).toBeGreaterThan(0)
    expect(run(xml1)).toBe(0)
  })
})
