/** Every figure against the list it opens, on generated data of all kinds in a real database. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { populate } from '../../bench/region-data.ts'
import { answerFigure } from '../../src/province/answer-figure.ts'
import { count, type Counted } from '../../src/province/count.ts'
import { dimensions } from '../../src/province/dimensions.ts'
import { isOfFew, listDossiers, type Cut, type ListedDossier } from '../../src/province/dossier-list.ts'
import { figures, type DimensionId, type Figure, type FigureId } from '../../src/province/figures.ts'
import type { Filters } from '../../src/province/filters.ts'
import { Region } from '../../src/province/region.ts'
import { scopeOf } from '../../src/province/scope.ts'
import { textIn } from '../harness/text-in.ts'
import { refreshStale } from '../../src/store/warehouse/roll-ups.ts'
import { startWarehouse, type TestWarehouse } from '../store/warehouse/sqld.ts'

const PERIOD = { from: '2026-09-03', to: '2026-09-24' }
/** Two whole months between some days of two others. */
const MONTHS = { from: '2026-06-25', to: '2026-09-20' }
/** Between the days on which payment data is due, so that some of it is missing and some is not. */
const NOW = Date.parse('2026-09-25T10:00:00+07:00')
const CALLER = { role: 'province', account: 'province-01', province: '01' } as const

let warehouse: TestWarehouse
let region: Region
let other: Region
beforeAll(async () => {
  warehouse = await startWarehouse()
  const shape = { facilities: 12, firstDay: '2026-09-01', days: 28, seed: 7 }
  await populate(warehouse.database, { ...shape, province: '01', dossiers: 1200 })
  const before = { firstDay: '2026-06-20', days: 73, firstNumber: 50_000 }
  await populate(warehouse.database, { ...shape, ...before, province: '01', dossiers: 800 })
  await populate(warehouse.database, { ...shape, province: '79', dossiers: 500, firstNumber: 100_000 })
  // Who comes every other day: many dossiers of one person at one facility, of four at another.
  await warehouse.database.$client.batch(
    [
      "UPDATE dossiers SET person_hash = 'one' WHERE facility = '01002'",
      "UPDATE dossiers SET person_hash = 'of four ' || dossier % 4 WHERE facility = '01003'",
    ],
    'write',
  )
  const warehouses = { names: ['*'], openPrimary: () => warehouse.database, openReplica: () => null }
  region = await Region.open(scopeOf(CALLER, '01'), warehouses, NOW)
  other = await Region.open(scopeOf({ role: 'ministry', account: 'm', department: null }, '79'), warehouses, NOW)
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})

const everyDossier = async (of: Region, cut: Cut): Promise<ListedDossier[]> => {
  const found: ListedDossier[] = []
  for (let after: string | undefined; ;) {
    const page = await listDossiers(of, cut, { after, limit: 397, vault: null, isUnmasked: false, hasReason: true })
    found.push(...page.dossiers)
    if (page.next === null) return found
    after = page.next
  }
}

const counted = async (of: Region, figure: Figure, by: DimensionId, filters: Filters): Promise<readonly Counted[]> =>
  (await count(of, figure, [by], filters))[0] ?? []

const cases = Object.values(figures).flatMap((figure) =>
  figure.by.map((by): [FigureId, DimensionId] => [figure.id, by]),
)
const filterSets: Filters[] = [
  PERIOD,
  { ...PERIOD, facility: '01002', purpose: 'management' },
  MONTHS,
  { ...MONTHS, facility: '01003' },
]

/** Of many rows the first, the last and some between; of few all. */
const sampled = <T>(rows: readonly T[]): T[] => {
  const step = Math.max(1, Math.ceil(rows.length / 6))
  return rows.filter((_, at) => at % step === 0 || at === rows.length - 1)
}

/** Every cell of a figure equals the number of rows of its list, each of them once and all of the province. */
async function expectParity(figure: Figure, by: DimensionId, filters: Filters): Promise<number> {
  const rows = await counted(region, figure, by, filters)
  let cells = 0
  for (const { key, counts, amounts, isFew } of sampled(rows)) {
    for (const [at, column] of figure.columns.entries()) {
      const cut: Cut = { figure, by, key, column, filters }
      const listed = await everyDossier(region, cut)
      expect(listed.length, `${figure.id} by ${by}, ${key}, ${column.id}`).toBe(counts[at])
      expect(new Set(listed.map(({ submission, dossier }) => `${submission} ${dossier}`)).size).toBe(listed.length)
      expect(listed.every(({ facility }) => facility.startsWith('01'))).toBe(true)
      if (listed.length > 0) expect(isFew[at], `few of ${key}, ${column.id}`).toBe(await isOfFew(region, cut))
      cells += 1
    }
    if (figure.amounts.length > 0 && by !== 'cost-group') {
      const [column] = figure.columns
      const listed = await everyDossier(region, { figure, by, key, column, filters })
      const sum = listed.reduce((total, { T_BHTT }) => total + BigInt((T_BHTT ?? '0').replace('.', '')), 0n)
      expect(sum).toBe(amounts[figure.amounts.findIndex(({ id }) => id === 'T_BHTT')])
    }
  }
  return cells
}

describe.each([
  ['counted from the facts', async () => {}],
  [
    'counted from the roll-ups',
    async () => {
      while (await refreshStale(warehouse.database)) {
        // Some days at a time.
      }
      const { rows } = await warehouse.database.$client.execute('SELECT count(*) AS n FROM stale_days')
      expect(rows[0]?.['n']).toBe(0)
    },
  ],
  [
    'counted from both, where some days changed since',
    async () => {
      await warehouse.database.$client.execute(
        `UPDATE dossiers SET is_current = 0 WHERE dossier % 5 = 0
           AND (received_on BETWEEN '2026-09-10' AND '2026-09-12' OR received_on IN ('2026-06-28', '2026-07-09', '2026-08-31'))`,
      )
    },
  ],
])('every figure, %s,', (_, prepare) => {
  beforeAll(prepare, 60_000)
  test.each(cases)(
    '%s by %s equals the list it opens',
    async (id, by) => {
      let cells = 0
      for (const filters of filterSets) cells += await expectParity(figures[id], by, filters)
      expect(cells).toBeGreaterThan(0)
    },
    120_000,
  )
})

test('findings of one rule equal their list, by facility, week and in all', async () => {
  const [first] = await counted(region, figures.findings, 'rule', PERIOD)
  const rule = first?.key ?? ''
  for (const filters of [
    { ...PERIOD, rule },
    { ...PERIOD, rule, facility: '01001' },
  ])
    for (const by of ['facility', 'week', 'total', 'rule', 'field'] as const)
      expect(await expectParity(figures.findings, by, filters)).toBeGreaterThan(0)
}, 60_000)

test('provinces that share a database do not see each other', async () => {
  for (const [id, by] of cases) {
    const figure = figures[id]
    const [own, others] = [await counted(region, figure, by, PERIOD), await counted(other, figure, by, PERIOD)]
    const both = (own[0]?.counts[0] ?? 0) + (others[0]?.counts[0] ?? 0)
    expect(both).toBeGreaterThan(0)
  }
  const sum = async (of: Region): Promise<number> =>
    (await counted(of, figures.volumes, 'facility', { from: '2026-01-01', to: '2026-12-31' })).reduce(
      (total, { counts }) => total + (counts[0] ?? 0),
      0,
    )
  expect([await sum(region), await sum(other)]).toEqual([2000, 500])
})

test('a figure is one exchange with the database, suppression and total included', async () => {
  const { $client } = warehouse.database
  const spies = [vi.spyOn($client, 'batch'), vi.spyOn($client, 'execute')]
  for (const [id, by] of cases) await answerFigure(region, id, by, MONTHS)
  expect(spies.map(({ mock }) => mock.calls.length)).toEqual([cases.length, 0])
  for (const spy of spies) spy.mockRestore()
})

test('what is missing is so as of today: nothing before the first due day, everything behind the last', async () => {
  const missingAsOf = async (day: string): Promise<number> => {
    const warehouses = { names: ['*'], openPrimary: () => warehouse.database, openReplica: () => null }
    const then = await Region.open(scopeOf(CALLER, '01'), warehouses, Date.parse(`${day}T12:00:00+07:00`))
    const at = figures.timeliness.columns.findIndex(({ id }) => id === 'missing')
    const [row] = await counted(then, figures.timeliness, 'total', PERIOD)
    return row?.counts[at] ?? 0
  }
  const { rows } = await warehouse.database.$client.execute({
    sql: `SELECT count(*) AS n, min(payment_due_on) AS first, max(payment_due_on) AS last FROM dossiers
          WHERE substr(facility, 1, 2) = '01' AND received_on BETWEEN :from AND :to AND is_current = 1 AND payment_due_on IS NOT NULL`,
    args: PERIOD,
  })
  const first = textIn(rows[0]?.['first'])
  expect(Number(rows[0]?.['n'])).toBeGreaterThan(0)
  expect([await missingAsOf(first), await missingAsOf('2027-01-01')]).toEqual([0, rows[0]?.['n']])
  expect(await missingAsOf('2026-09-25')).toBeGreaterThan(0)
})

/** Files, rejections, rules and deadlines: what facilities are supervised by. */
const isAboutFacilities = (id: string, by: string): boolean =>
  ['volumes', 'timeliness', 'findings'].includes(id) && by !== 'encounter-type'

test('what is counted about facilities is shown, however few persons it rests on', async () => {
  for (const [id, by] of cases.filter(([figure, dimension]) => isAboutFacilities(figure, dimension))) {
    const given = await answerFigure(region, figures[id].id, by, PERIOD)
    expect([id, by, given.suppressed]).toEqual([id, by, 0])
    expect(given.rows.flatMap(({ counts }) => counts)).not.toContain(null)
  }
}, 60_000)

test('what rests on fewer than five persons is withheld, and no sum gives it away', async () => {
  for (const [id, by] of cases.filter(([figure, dimension]) => !isAboutFacilities(figure, dimension))) {
    const figure = figures[id]
    const shown = await answerFigure(region, figure.id, by, PERIOD)
    const whole = await counted(region, figure, by, shown.filters)
    for (const [at, column] of figure.columns.entries()) {
      for (const { key, counts } of shown.rows) {
        const value = counts[at]
        if (value === null || value === 0) continue
        const cut: Cut = { figure, by, key, column, filters: shown.filters }
        const persons = await isOfFew(region, cut)
        expect(persons, `${figure.id} by ${by}, ${key}, ${column.id}: ${value}`).toBe(false)
      }
      // One cell alone would be the difference between the total and the others.
      const total = shown.total?.counts[at]
      const withheld = shown.rows.filter(({ counts }) => counts[at] === null).length
      if (dimensions[by].isPartition && total !== null && total !== undefined) expect(withheld).not.toBe(1)
    }
    expect(shown.rows.map(({ key }) => key)).toEqual(whole.map(({ key }) => key))
  }
}, 60_000)
