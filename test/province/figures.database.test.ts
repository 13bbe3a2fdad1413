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
/** Whole months that are over at NOW; before them nothing was received. */
const CLOSED = { from: '2026-06-01', to: '2026-08-31' }
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
  for (const [id, by] of cases) await answerFigure(region, id, by, MONTHS, { isStated: true })
  for (const [id, by] of cases) await answerFigure(region, id, by, CLOSED)
  expect(spies.map(({ mock }) => mock.calls.length)).toEqual([2 * cases.length, 0])
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

const ofPeople = cases.filter(([figure, dimension]) => !isAboutFacilities(figure, dimension))

test('what rests on fewer than five persons is withheld, and no sum gives it away', async () => {
  for (const [id, by] of ofPeople) {
    const figure = figures[id]
    const shown = await answerFigure(region, figure.id, by, PERIOD, { isStated: true })
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

describe('what is about people', () => {
  test.each([
    ['of days within a month', PERIOD],
    ['of a month that is not over', { from: '2026-09-01', to: '2026-09-30' }],
    ['of whole months and some days', MONTHS],
    ['of one facility', { ...CLOSED, facility: '01003' }],
  ])('%s needs a reason', async (_, filters) => {
    for (const [id, by] of ofPeople) {
      await expect(answerFigure(region, id, by, filters)).rejects.toMatchObject({ code: 'reason-needed' })
      expect((await answerFigure(region, id, by, filters, { isStated: true })).rows.length).toBeGreaterThan(0)
    }
  })

  /** All stretches of whole months, each with the months it is of. */
  const MONTHS_THERE = ['2026-06', '2026-07', '2026-08']
  const STRETCHES = MONTHS_THERE.flatMap((_, first) =>
    MONTHS_THERE.slice(first).map((__, more) => MONTHS_THERE.slice(first, first + more + 1)),
  )
  const daysOf = (months: readonly string[]): Filters => ({
    from: `${months[0]}-01`,
    to: lastDayOf(months.at(-1) ?? ''),
  })
  const lastDayOf = (month: string): string => (month === '2026-06' ? `${month}-30` : `${month}-31`)

  test('of overlapping periods, purposes and wholes can be subtracted, and what is left is of nobody or of five and more', async () => {
    let differences = 0
    for (const [id, by] of ofPeople) {
      const figure = figures[id]
      const purposes: readonly Filters['purpose'][] =
        figure.purpose === undefined ? [undefined, 'management', 'payment'] : ['payment']
      const answers = new Map<string, Map<string, readonly (number | null)[]>>()
      for (const months of STRETCHES)
        for (const purpose of purposes) {
          const { rows } = await answerFigure(region, id, by, { ...daysOf(months), purpose })
          answers.set(`${months.join()} ${purpose ?? 'both'}`, new Map(rows.map(({ key, counts }) => [key, counts])))
        }
      const assertOfMany = async (key: string, at: number, filters: Filters): Promise<void> => {
        const column = figure.columns[at]
        if (!column) throw new Error('no column')
        const isFew = await isOfFew(region, { figure, by, key, column, filters })
        expect(isFew, `${id} by ${by}, ${key}, ${column.id}, ${JSON.stringify(filters)}`).toBe(false)
        differences += 1
      }
      const columns = figure.columns.map((_, at) => at)
      const keys = new Set([...answers.values()].flatMap((rows) => [...rows.keys()]))
      for (const key of keys)
        for (const at of columns) {
          const cell = (months: readonly string[], purpose: string): number | null => {
            const row = answers.get(`${months.join()} ${purpose}`)?.get(key)
            return row === undefined ? null : (row[at] ?? null)
          }
          for (const long of STRETCHES)
            for (const short of STRETCHES)
              for (const purpose of purposes) {
                const [a, b] = [cell(long, purpose ?? 'both'), cell(short, purpose ?? 'both')]
                const left = long.filter((month) => !short.includes(month))
                const isWithin = short.every((month) => long.includes(month)) && short[0] === long[0]
                if (!isWithin || left.length === 0 || a === null || b === null) continue
                await assertOfMany(key, at, { ...daysOf(left), purpose: purpose ?? figure.purpose })
              }
          for (const months of STRETCHES) {
            const [both, payment] = [cell(months, 'both'), cell(months, 'payment')]
            if (both !== null && payment !== null)
              await assertOfMany(key, at, { ...daysOf(months), purpose: 'management' })
          }
        }
    }
    expect(differences).toBeGreaterThan(50)
  }, 120_000)

  test('is the sum of its months, to the last đồng, where all of them show it', async () => {
    let compared = 0
    for (const [id, by] of ofPeople) {
      const whole = await answerFigure(region, id, by, CLOSED)
      const months = await Promise.all(MONTHS_THERE.map((month) => answerFigure(region, id, by, daysOf([month]))))
      const exact = await answerFigure(region, id, by, CLOSED, { isStated: true })
      for (const row of whole.rows.filter(({ counts: [count] }) => count !== null)) {
        const parts = months.map(({ rows }) => rows.find(({ key }) => key === row.key)?.counts[0] ?? 0)
        expect(row.counts[0]).toBe(parts.reduce((sum, part) => sum + part, 0))
        const known = exact.rows.find(({ key }) => key === row.key)
        if (known?.counts[0] === null) continue
        expect([row.counts[0], row.amounts]).toEqual([known?.counts[0], known?.amounts])
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(5)
  })
})
