/** Roll-ups against the facts they follow from, and months against days, whatever happened in between. */
import type { Row } from '@libsql/client/web'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { populate } from '../../../bench/region-data.ts'
import { LEAST_PERSONS, refreshFacility, refreshStale } from '../../../src/store/warehouse/roll-ups.ts'
import { textIn } from '../../harness/text-in.ts'
import { startWarehouse, type TestWarehouse } from './sqld.ts'

let warehouse: TestWarehouse
const run = async (sql: string): Promise<Omit<Row, number>[]> =>
  (await warehouse.database.$client.execute(sql)).rows.map((row) => ({ ...row }))

beforeAll(async () => {
  warehouse = await startWarehouse()
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  for (const table of ['dossier_costs', 'findings', 'dossiers']) await run(`DELETE FROM ${table}`)
  const shape = { province: '01', facilities: 4, firstDay: '2026-06-20', days: 50, seed: 5 }
  await populate(warehouse.database, { ...shape, dossiers: 300 })
  await refreshAll()
})

async function refreshAll(): Promise<void> {
  while (await refreshStale(warehouse.database)) {
    // Some days at a time.
  }
  expect(await run('SELECT * FROM stale_days')).toEqual([])
}

const columnsOf = async (table: string): Promise<string[]> =>
  (await run(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => textIn(name))

const KEPT = ['facility_days', 'province_days', 'facility_months', 'province_months', 'rule_days', 'finding_days']

async function everythingKept(): Promise<unknown[]> {
  const found: unknown[] = []
  for (const table of KEPT)
    found.push(await run(`SELECT * FROM ${table} ORDER BY ${(await columnsOf(table)).join(', ')}`))
  return found
}

/** What months are distinguished by. */
const KEYS = {
  facility: ['facility', 'month', 'purpose'],
  province: ['province', 'dimension', 'key', 'month', 'purpose'],
}

async function expectMonthsOfDays(): Promise<void> {
  for (const [area, keys] of Object.entries(KEYS)) {
    const columns = await columnsOf(`${area}_months`)
    const sums = columns.map((name) => {
      if (name === 'month') return 'substr(day, 1, 7) AS month'
      return keys.includes(name) ? name : `sum(${name}) AS ${name}`
    })
    const key = keys.join(', ')
    const months = await run(`SELECT * FROM ${area}_months ORDER BY ${key}`)
    expect(months).toEqual(await run(`SELECT ${sums.join(', ')} FROM ${area}_days GROUP BY ${key} ORDER BY ${key}`))
    expect(months.length).toBeGreaterThan(0)
  }
}

/** A refresh that fails behind its last row, as one does whose server goes away. */
async function breakOff(refresh: () => Promise<unknown>): Promise<void> {
  await run("CREATE TRIGGER away BEFORE DELETE ON stale_days BEGIN SELECT RAISE(ABORT, 'away'); END")
  await expect(refresh()).rejects.toThrow('away')
  await run('DROP TRIGGER away')
}

const of = (facility: string) => () => refreshFacility(warehouse.database, facility)
const some = () => refreshStale(warehouse.database)
const change = (sql: string) => () => run(sql)

test('whatever is changed, refreshed in part or broken off: months are the sum of days, and all is as if counted anew', async () => {
  const more = { province: '01', facilities: 4, firstDay: '2026-07-25', days: 12, seed: 9, firstNumber: 9000 }
  const steps: (() => Promise<unknown>)[] = [
    change("UPDATE dossiers SET is_current = 0, state = 'replaced' WHERE dossier % 7 = 0"),
    () => breakOff(of('01001')),
    of('01001'),
    change('UPDATE dossiers SET person_hash = NULL, card_hash = NULL WHERE dossier % 5 = 0'),
    () => breakOff(some),
    () => populate(warehouse.database, { ...more, dossiers: 100 }),
    some,
    change("UPDATE dossiers SET timeliness = 'late', outcome = 'accepted' WHERE dossier % 11 = 0"),
    of('01002'),
    change("DELETE FROM findings WHERE rule LIKE '%3'"),
    some,
    // The last of a month: nothing is left of it.
    change("DELETE FROM dossiers WHERE received_on < '2026-07-01'"),
    of('01003'),
    some,
  ]
  for (const step of steps) {
    await step()
    await expectMonthsOfDays()
  }
  await refreshAll()
  await expectMonthsOfDays()
  const kept = await everythingKept()
  expect(await run("SELECT * FROM facility_months WHERE month = '2026-06'")).toEqual([])
  for (const table of KEPT) await run(`DELETE FROM ${table}`)
  await run(`INSERT INTO stale_days (area, day)
    SELECT facility, received_on FROM dossiers UNION SELECT substr(facility, 1, 2), received_on FROM dossiers`)
  await refreshAll()
  expect(await everythingKept()).toEqual(kept)
}, 60_000)

test('a day proves five persons where five stand behind a count, and those that are not known are one', async () => {
  await run("UPDATE dossiers SET person_hash = NULL WHERE received_on > '2026-07-20'")
  await run("UPDATE dossiers SET person_hash = dossier % 4 WHERE received_on BETWEEN '2026-07-01' AND '2026-07-05'")
  await refreshAll()
  const persons = (where: string): string =>
    `count(DISTINCT CASE WHEN ${where} THEN coalesce(d.person_hash, 'nobody') END) >= ${LEAST_PERSONS}`
  const isCurrent = "d.is_current = 1 AND d.outcome <> 'rejected'"
  const proofs = [
    `${persons('1')} AS five_received, ${persons("d.outcome = 'accepted'")} AS five_accepted`,
    `${persons(isCurrent)} AS five_current, ${persons(`${isCurrent} AND d.timeliness IS 'in-time'`)} AS five_in_time`,
  ].join(', ')
  const found = await run(
    `SELECT day, purpose, five_received, five_accepted, five_current, five_in_time FROM province_days WHERE dimension = 'all' ORDER BY 1, 2`,
  )
  expect(found).toEqual(
    await run(`SELECT d.received_on AS day, d.purpose, ${proofs} FROM dossiers d GROUP BY 1, 2 ORDER BY 1, 2`),
  )
  expect(new Set(found.map((row) => row['five_received']))).toEqual(new Set([0, 1]))
})
