/** The questions that come with the lake, each asked of rows made by hand, by the engine that people use. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LakeCell, LakeColumn } from '../../src/lake/column.ts'
import { createTableFile } from '../../src/lake/parquet.ts'
import { TABLE_NAMES, TABLES, type TableName } from '../../src/lake/tables.ts'
import { epochDay } from '../../src/lake/values.ts'

const FOLDER = join(import.meta.dirname, '../../src/lake/questions')
const names = (await readdir(FOLDER)).map((name) => name.replace(/\.sql$/, '')).toSorted()
const textOf = (name: string): Promise<string> => readFile(join(FOLDER, `${name}.sql`), 'utf8')

type Row = Readonly<Record<string, LakeCell>>
const scope = (facility: string, at: number): Row => ({
  province: facility.slice(0, 2),
  month: '2026-09',
  facility,
  purpose: 'payment',
  encounter: `${facility}-${at}`,
})

/** Visits of so many persons to a facility, each with a drug at that price and a picture. */
function visits(
  facility: string,
  persons: number,
  price: bigint,
  more: Row = {},
): Record<'encounters' | 'lines', Row[]> {
  const each = Array.from({ length: persons }, (_, at) => scope(facility, at))
  return {
    encounters: each.map((row, at) => ({
      ...row,
      person: `p${facility}${at}`,
      encounter_type: '03',
      age_years: 30,
      main_diagnosis: 'A90',
      stay_days: 4,
      ended_on: epochDay('2026-09-15'),
      ended_precision: 'day',
      total: 20_000n,
      fund: 16_000n,
      co_payment: 4000n,
      self_paid: 0n,
      other_sources: 0n,
      ...more,
    })),
    lines: each.flatMap((row) => [
      {
        ...row,
        kind: 'drug',
        code: '40.30',
        registration: 'VD-1-12',
        cost_group: '4',
        quantity: 2000n,
        unit_price: price,
        line_total: price / 5n,
        line_fund: price / 5n,
        line_co_payment: 0n,
        line_self_paid: 0n,
      },
      {
        ...row,
        kind: 'service',
        code: '18.0001',
        cost_group: '2',
        quantity: 1000n,
        unit_price: 50_000n,
        line_total: 5000n,
        line_fund: 5000n,
        line_co_payment: 0n,
        line_self_paid: 0n,
      },
    ]),
  }
}

const cheap = visits('01001', 6, 1_000_000n, { referred_to: '01929' })
const dear = visits('79001', 5, 2_000_000n)
const few = visits('48001', 4, 1_000_000n)
const SAMPLE: Readonly<Record<TableName, Row[]>> = {
  encounters: [
    ...[cheap, dear, few].flatMap(({ encounters }) => encounters),
    ...cheap.encounters.map((row) => ({ ...row, purpose: 'management' })),
  ],
  lines: [cheap, dear, few].flatMap(({ lines }) => lines),
  diagnoses: [],
  findings: [{ ...scope('01001', 1), rule: 'XML1.MA_LK.required', severity: 'error' }],
  assessments: [],
  events: [
    { ...scope('01001', 1), received_month: '2026-09', outcome: 'rejected', timeliness: null },
    { ...scope('01001', 2), received_month: '2026-09', outcome: 'accepted', timeliness: 'late' },
  ],
}

let folder: string
let connection: DuckDBConnection
let instance: DuckDBInstance
async function load(tables: Readonly<Record<TableName, Row[]>>): Promise<void> {
  for (const table of TABLE_NAMES) {
    const file = createTableFile(table)
    const columns: readonly LakeColumn[] = TABLES[table]
    for (const row of tables[table]) file.add(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))
    const path = join(folder, `${table}.parquet`)
    await writeFile(path, file.finish())
    await connection.run(`CREATE OR REPLACE VIEW ${table} AS SELECT * FROM read_parquet('${path}')`)
  }
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bhyt-questions-'))
  instance = await DuckDBInstance.create()
  connection = await instance.connect()
})
afterAll(async () => {
  connection?.closeSync()
  instance?.closeSync()
  await rm(folder, { recursive: true, force: true })
})
const ask = async (name: string) => (await connection.runAndReadAll(await textOf(name))).getRowObjectsJson()

test.each(names)('%s says what it asks, in both languages, and whose it is', async (name) => {
  const text = await textOf(name)
  for (const key of ['vi', 'en', 'owner']) expect(text).toMatch(new RegExp(`^-- ${key}: .{5,}$`, 'm'))
})

test('each answers nothing of an empty lake', async () => {
  await load({ encounters: [], lines: [], diagnoses: [], findings: [], assessments: [], events: [] })
  for (const name of names) expect(await ask(name), name).toEqual([])
})

describe('of a small lake', () => {
  beforeAll(() => load(SAMPLE))

  test('spending: sums of each group where five encounters share it', async () => {
    expect(await ask('spending')).toMatchObject([
      { province: '01', cost_group: '2', encounters: '6', total: '300.00' },
      { province: '01', cost_group: '4', encounters: '6', total: '12000.00' },
      { province: '79', cost_group: '2', encounters: '5', total: '250.00' },
      { province: '79', cost_group: '4', encounters: '5', total: '20000.00' },
    ])
  })
  test('drug-prices: median and spread over facilities, and what lies above', async () => {
    expect(await ask('drug-prices')).toMatchObject([
      {
        code: '40.30',
        facilities: '3',
        median_price: '1000.000',
        least: '1000.000',
        most: '2000.000',
        prices_above: '1',
      },
    ])
  })
  test('stays, referrals and outbreaks: no cell of fewer than five persons', async () => {
    expect(await ask('stays')).toMatchObject([
      { main_diagnosis: 'A90', facility: '01001', average_days: 4 },
      { main_diagnosis: 'A90', facility: '79001' },
    ])
    expect(await ask('referrals')).toMatchObject([{ from_facility: '01001', to_facility: '01929', encounters: '6' }])
    expect(await ask('outbreaks')).toMatchObject([
      { category: 'A90', province: '01', week: '2026-09-14', encounters: '6' },
    ])
  })
  test('diagnoses: of each age group and quarter', async () => {
    expect(await ask('diagnoses')).toEqual([
      { ages: '15-59', quarter: '2026-Q3', main_diagnosis: 'A90', encounters: '15' },
    ])
  })
  test('other-sources: shares of the whole', async () => {
    expect(await ask('other-sources')).toMatchObject([
      { province: '01', fund_percent: 80, co_payment_percent: 20, self_paid_percent: 0 },
      { province: '79', fund_percent: 80 },
    ])
  })
  test('rejections and rules: of facilities, not of persons', async () => {
    expect(await ask('rejections')).toEqual([
      { facility: '01001', received_month: '2026-09', dossiers: '2', rejected_percent: 50, late_percent: 100 },
    ])
    expect(await ask('rules')).toMatchObject([{ rule: 'XML1.MA_LK.required', findings: '1', facilities: '1' }])
  })
  test('per-hundred-visits: a picture a visit is a hundred', async () => {
    expect(await ask('per-hundred-visits')).toMatchObject([
      { facility: '01001', visits: '6', imaging_per_hundred: 100, drug_lines_per_hundred: 100 },
      { facility: '79001' },
    ])
  })
  test('price-change: half of what was paid at twice the least price', async () => {
    expect(await ask('price-change')).toMatchObject([
      { province: '79', fund: '20000.00', less: 10_000 },
      { province: '01', less: 0 },
    ])
  })
})
