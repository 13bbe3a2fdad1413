import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEncounterDays } from '../../../src/engine/codes/encounter-days.ts'
import type { Finding } from '../../../src/engine/index.ts'
import { createTableCheck, type TableCheck } from '../../../src/engine/inspection/check-table.ts'
import type { DossierInspection } from '../../../src/engine/inspection/inspect-dossier.ts'
import { createRow } from '../../../src/engine/record/row.ts'
import { plainPack, writtenRuleIds } from '../../../src/engine/judging/rule-pack.ts'
import { planFor } from '../../../src/engine/judging/rule-plan.ts'
import { createTally } from '../../../src/engine/judging/tally.ts'
import { standards, type StandardId } from '../../../src/engine/standards/index.ts'
import { makeDossier } from '../../fixtures/dossier.ts'
import { RECEIVED, seedCodes } from '../../fixtures/inspect.ts'
import { propertyRuns } from '../../harness/runs.ts'

const STANDARD: StandardId = '3176'
const TABLES = ['XML1', 'XML2', 'XML3'] as const
type TableId = (typeof TABLES)[number]
type Element = readonly [name: string, text: string]
type Line = { table: TableId; elements: readonly Element[]; day: number | null }

const standard = standards[STANDARD]
const correct = makeDossier({ standard: STANDARD })
const codes = { ...(await seedCodes()), stale: false }
const plan = planFor(plainPack, standard)

const elementsOf = (table: TableId): readonly Element[] => Object.entries(correct[table]?.[0] ?? {})

/** One thing is wrong with the row, or nothing. */
const changed = (table: TableId): fc.Arbitrary<readonly Element[]> => {
  const own = elementsOf(table)
  const field = fc.nat({ max: own.length - 1 })
  const value = fc.constantFrom('', 'x', '-1', '0', '1', '99.9999', '202601010800', 'A00', '3')
  return fc.oneof(
    fc.constant(own),
    fc.tuple(field, value).map(([at, text]) => own.map(([name, was], nth): Element => [name, nth === at ? text : was])),
    field.map((at) => own.filter((_, nth) => nth !== at)),
    fc.tuple(field, value).map(([at, text]): readonly Element[] => [...own, [own[at]?.[0] ?? 'STT', text]]),
    value.map((text): readonly Element[] => [['KHONG_CO_TRUONG_NAY', text], ...own]),
  )
}

/** Rows of several tables, which come back in any order; now and then another day counts for their codes. */
const rows: fc.Arbitrary<readonly Line[]> = fc
  .array(
    fc.constantFrom(...TABLES).chain((table) =>
      fc.record({
        table: fc.constant(table),
        elements: changed(table),
        day: fc.constantFrom(null, 20260702, 20180101),
      }),
    ),
    { minLength: 2, maxLength: 6 },
  )
  .chain((some) =>
    fc
      .array(fc.nat({ max: some.length - 1 }), { minLength: 2, maxLength: 20 })
      .map((picks) => picks.flatMap((pick) => some[pick] ?? [])),
  )

/** What is said of the rows, in order; `anew` makes ready for each of them as if it were the first. */
function said(lines: readonly Line[], anew: boolean): unknown[] {
  const findings: unknown[] = []
  const report = ({ demand, severity, row, field, value, line, params }: Finding): void => {
    findings.push([demand.id, severity, row, field, value, line, params])
  }
  const checks = new Map<string, TableCheck>()
  const row = createRow()
  const ref = { index: 1, MA_LK: null }
  const opening = { ref, report, tally: createTally(writtenRuleIds), received: RECEIVED, isHoso: true }
  for (const { table, elements, day } of lines) {
    const shape = standard.tables[table]
    const check = (anew ? undefined : checks.get(table)) ?? (shape && createTableCheck(standard, shape, codes, plan))
    if (!check) throw new Error(`no ${table}`)
    checks.set(table, check)
    for (const [at, [name, text]] of elements.entries()) {
      row.names[at] = name
      row.texts[at] = text
      row.lines[at] = at + 10
      row.columns[at] = 5
    }
    row.length = elements.length
    const days = createEncounterDays(RECEIVED)
    if (day !== null) days.settle(day)
    const run = plan.open(opening)
    const dossier: DossierInspection = {
      ref,
      days,
      report,
      note() {},
      lose() {},
      applyRules: (_, id, taken) => {
        run.row(id, taken)
      },
      close: () => ({ ...ref, outcome: 'accepted', errors: 0, warnings: 0 }),
    }
    check(row, dossier)
    if (day === null) days.settle(null)
  }
  return findings
}

test('of a row that repeats the one before is said what would be said of it alone', () => {
  fc.assert(
    fc.property(rows, (lines) => {
      expect(said(lines, false)).toEqual(said(lines, true))
    }),
    { numRuns: propertyRuns() },
  )
})

test('what is wrong in every row is said of every row', () => {
  const elements = elementsOf('XML3').map(([name, text]): Element => [name, name === 'MA_NHOM' ? '99' : text])
  const lines = Array.from({ length: 3 }, (): Line => ({ table: 'XML3', elements, day: 20260702 }))
  const times = said(lines, false).filter((each) => Array.isArray(each) && String(each[0]).startsWith('XML3.MA_NHOM.'))
  expect(times.length).toBeGreaterThan(0)
  expect(times.length % lines.length).toBe(0)
})
