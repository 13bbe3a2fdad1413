/** The findings of a province out of a real warehouse: all of them, as they were told, and nothing else fetched. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { populate } from '../../bench/region-data.ts'
import type { Opened } from '../../src/store/database.ts'
import { listFindings, type ListedFinding } from '../../src/province/finding-list.ts'
import { Region } from '../../src/province/region.ts'
import { scopeOf } from '../../src/province/scope.ts'
import { textIn } from '../harness/text-in.ts'
import { startWarehouse, type TestWarehouse } from '../store/warehouse/sqld.ts'

const FILTERS = { from: '2026-01-01', to: '2026-02-28' }

let warehouse: TestWarehouse
let region: Region
/** Every text that the warehouse has answered, and what it was asked. */
const fetched: string[] = []
const asked: Parameters<Opened<'warehouse'>['$client']['batch']>[0][number][] = []

/** The same database, and what it answers kept. */
function watched(database: Opened<'warehouse'>): Opened<'warehouse'> {
  const batch: Opened<'warehouse'>['$client']['batch'] = async (statements, ...more) => {
    asked.push(...statements)
    const results = await database.$client.batch(statements, ...more)
    for (const row of results.flatMap(({ rows }) => rows)) fetched.push(Object.values(row).map(textIn).join('\n'))
    return results
  }
  const client = new Proxy(database.$client, {
    get: (target, name) => (name === 'batch' ? batch : Reflect.get(target, name)),
  })
  return new Proxy(database, {
    get: (target, name): unknown => (name === '$client' ? client : Reflect.get(target, name)),
  })
}

beforeAll(async () => {
  warehouse = await startWarehouse()
  const shape = { facilities: 5, firstDay: FILTERS.from, days: 59, seed: 5 }
  await populate(warehouse.database, { ...shape, province: '01', dossiers: 300 })
  await populate(warehouse.database, { ...shape, province: '79', dossiers: 100, firstNumber: 100_000 })
  // About a file as a whole, and a value of which every character has to be kept apart in JSON.
  await warehouse.database.$client.batch([
    {
      sql: `UPDATE findings SET table_id = NULL, field = NULL, told = json_set(told, '$.dossier', NULL, '$.row', NULL, '$.value', NULL)
            WHERE rowid % 7 = 0`,
      args: [],
    },
    {
      sql: `UPDATE findings SET told = json_set(told, '$.value', ?) WHERE rowid % 7 = 1`,
      args: ['"\\n\u0001\n{[,]}ờ😀'],
    },
  ])
  const warehouses = { names: ['*'], openPrimary: () => watched(warehouse.database), openReplica: () => null }
  const caller = { role: 'ministry', account: 'm', department: null } as const
  region = await Region.open(scopeOf(caller, '01'), warehouses, Date.parse('2026-03-01T12:00:00+07:00'))
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})

async function everyFinding(limit: number): Promise<ListedFinding[]> {
  const all: ListedFinding[] = []
  for (let after: string | undefined, more = true; more;) {
    const { findings, next } = await listFindings(region, FILTERS, { after, limit })
    all.push(...findings)
    after = next ?? undefined
    more = next !== null
  }
  return all
}

test('pages together hold every finding of the province once, errors first, as it was told', async () => {
  const { rows } = await warehouse.database.$client.execute(
    `SELECT * FROM findings WHERE facility LIKE '01%'
     ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, received_on, submission_id, ordinal`,
  )
  const expected = rows.map((row) => {
    const { dossier, row: line, value, message, remedy } = JSON.parse(textIn(row['told']))
    return {
      receivedOn: row['received_on'],
      facility: row['facility'],
      submission: row['submission_id'],
      ordinal: row['ordinal'],
      MA_LK: dossier?.MA_LK ?? null,
      rule: row['rule'],
      severity: row['severity'],
      table: row['table_id'],
      row: line,
      field: row['field'],
      value,
      message,
      remedy,
    }
  })
  expect(expected.length).toBeGreaterThan(100)
  expect(new Set(expected.map(({ severity }) => severity)).size).toBeGreaterThan(1)
  for (const limit of [7, 1000]) expect(await everyFinding(limit)).toEqual(expected)
})

test('only what is listed is fetched: of each finding, not its source', async () => {
  fetched.length = 0
  const all = await everyFinding(1000)
  expect(fetched).toHaveLength(all.length)
  for (const words of ['QĐ 3176/QĐ-BYT', 'confidence'])
    expect(fetched.filter((text) => text.includes(words))).toEqual([])
})

test('each page is a piece of one index, whatever it is filtered by: nothing is scanned, nothing sorted', async () => {
  const { findings, next } = await listFindings(region, FILTERS, { after: undefined, limit: 10 })
  asked.length = 0
  const [{ rule, facility, table } = { rule: '', facility: '', table: '' }] = findings
  for (const filters of [{}, { severity: 'error' }, { rule }, { facility }, { table }] as const)
    await listFindings(
      region,
      { ...FILTERS, ...filters, table: filters.table ?? undefined },
      { after: next ?? '', limit: 10 },
    )
  expect(asked.length).toBeGreaterThanOrEqual(5)
  for (const statement of asked) {
    if (typeof statement === 'string' || Array.isArray(statement) || !/ findings f /.test(statement.sql)) continue
    const { rows } = await warehouse.database.$client.execute({
      sql: `EXPLAIN QUERY PLAN ${statement.sql}`,
      args: statement.args ?? [],
    })
    const plan = rows.map((row) => textIn(row['detail'])).join('\n')
    expect(plan).toMatch(/SEARCH f USING INDEX findings_by_severity \(severity=\? AND/)
    expect(plan).not.toMatch(/SCAN f|TEMP B-TREE/)
  }
})

test('a cursor that was not given by this list is refused, not taken for a beginning', async () => {
  for (const after of ['', 'x', '~1', 'x~', 'x~-1', 'x~1~2', 'worst~2026-01-01~x~1', 'error~yesterday~x~1']) {
    await expect(listFindings(region, FILTERS, { after, limit: 1 })).rejects.toMatchObject({
      code: 'parameter-invalid',
    })
  }
})

test('findings are filtered by severity, table and MA_LK', async () => {
  const all = await everyFinding(1000)
  const [some] = all
  if (!some) throw new Error('there are findings')
  const filters = { severity: 'error', table: some.table ?? '', MA_LK: some.MA_LK ?? '' } as const
  for (const [name, value] of Object.entries(filters)) {
    const { findings } = await listFindings(region, { ...FILTERS, [name]: value }, { after: undefined, limit: 1000 })
    expect(findings).toEqual(
      all.filter((each) => Object.entries(each).some(([key, held]) => key === name && held === value)),
    )
  }
})
