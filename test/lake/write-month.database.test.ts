/** A month of the lake on real parts: written from a warehouse of sqld to R2, read by DuckDB, which nobody here wrote. */
import { DuckDBInstance } from '@duckdb/node-api'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDossierWriter } from '../../src/centre/verification/dossier-writer.ts'
import { ENVELOPE_DEMANDS } from '../../src/engine/index.ts'
import { exchangeMonth, fileKey, LAKE, newMonth, readManifest, type LakeBucket } from '../../src/lake/manifest.ts'
import { lakeDifferences } from '../../src/lake/parity.ts'
import { TABLE_NAMES, TABLES, type TableName } from '../../src/lake/tables.ts'
import { sweepLake, writeStaleMonth } from '../../src/lake/tend.ts'
import { refreshStale } from '../../src/store/warehouse/roll-ups.ts'
import { writeSubmission } from '../../src/store/warehouse/write.ts'
import { rowOf } from '../centre/rows.ts'
import { testVault } from '../store/warehouse/keys.ts'
import { startWarehouse, type TestWarehouse } from '../store/warehouse/sqld.ts'

/** Each settles several times, and starts DuckDB for each question. */
vi.setConfig({ testTimeout: 60_000 })

const DAY_MS = 24 * 60 * 60 * 1000
const SETTLE_MS = 60 * 60 * 1000
/** 21/09/2026, 14:13 in Việt Nam. */
const RECEIVED_AT = 1_790_000_000_000

let warehouse: TestWarehouse
let miniflare: Miniflare
let bucket: R2Bucket
let folder: string
beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: 'export default {}', r2Buckets: ['RAW'], cf: false })
  // The same interface by another name: Miniflare brings types of its own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  bucket = (await miniflare.getR2Bucket('RAW')) as unknown as R2Bucket
  folder = await mkdtemp(join(tmpdir(), 'bhyt-lake-'))
  warehouse = await startWarehouse()
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
  await miniflare?.dispose()
  await rm(folder, { recursive: true, force: true })
})

const keysOf = async (): Promise<string[]> => (await bucket.list({ prefix: LAKE })).objects.map(({ key }) => key)
beforeEach(async () => {
  await bucket.delete(await keysOf())
  for (const table of [
    'dossiers',
    'submissions',
    'dossier_contents',
    'findings',
    'province_days',
    'stale_days',
    'lake_months',
  ])
    await warehouse.database.$client.execute(`DELETE FROM ${table}`)
})

/** What would name a person if it came through. */
const CANARIES = [
  'NGUYỄN VĂN THỬ',
  '001080000123',
  'GD4010000000',
  'Số 1 phố Thử',
  '0912345678',
  'Đau ngực',
  'LK-CANARY',
]

const FINDING = {
  demand: ENVELOPE_DEMANDS.date,
  severity: 'warning',
  table: 'XML1',
  row: null,
  field: null,
  line: null,
  column: null,
  // A finding's value stays in the warehouse.
  value: 'NGUYỄN VĂN THỬ',
  identifies: false,
  params: {},
} as const

type Sent = { id: string; facility?: string; persons: number; fund?: string; ended?: string; isRejected?: boolean }

/** A submission of one dossier a person, as the centre writes it. */
async function send({
  id,
  facility = '01001',
  persons,
  fund = '80.00',
  ended = '202609151000',
  isRejected = false,
}: Sent) {
  const { database } = warehouse
  await writeSubmission(database, {
    id,
    facility,
    purpose: 'payment',
    standard: '3176',
    receivedAt: RECEIVED_AT,
    bytes: 1,
    sha256: 'x',
    status: 'verified',
  })
  const of = {
    submissionId: id,
    facility,
    purpose: 'payment' as const,
    receivedAt: RECEIVED_AT,
    receivedOn: '2026-09-21',
  }
  const writer = createDossierWriter(database, of, 0, { vault: testVault })
  for (let at = 1; at <= persons; at += 1) {
    const MA_LK = `LK-CANARY-${id}-${at}`
    const identity = {
      HO_TEN: 'NGUYỄN VĂN THỬ',
      SO_CCCD: `0010800${String(at).padStart(5, '0')}`,
      MA_THE_BHYT: `GD4010000000${900 + at}`,
      DIA_CHI: 'Số 1 phố Thử',
      DIEN_THOAI: '0912345678',
      NGAY_SINH: '198005020000',
    }
    const amounts = { T_TONGCHI_BV: '100.00', T_TONGCHI_BH: '100.00', T_BHTT: fund, T_BNCCT: '20.00' }
    const xml1 = {
      MA_LK,
      ...identity,
      ...amounts,
      GIOI_TINH: '1',
      LY_DO_VV: 'Đau ngực',
      MA_KHOA: '001080000123',
      MAXA_CU_TRU: '00004',
      MA_BENH_CHINH: 'I10',
      MA_BENH_KT: 'E11.9;J18',
      NGAY_VAO: '202609100800',
      NGAY_RA: ended,
      MA_CSKCB: facility,
    }
    const drug = {
      MA_LK,
      STT: '1',
      MA_THUOC: '40.30',
      TEN_THUOC: 'Thuốc Đau ngực',
      SO_LUONG: '2.5',
      DON_GIA: '40.125',
      T_BHTT: '80.25',
    }
    writer.onRow('XML1', rowOf(xml1), at)
    writer.onRow('XML2', rowOf({ ...drug, NGAY_YL: '202609110900', THANH_TIEN_BV: '100.31' }), at)
    writer.onFinding({ ...FINDING, dossier: { index: at, MA_LK } })
    const outcome = isRejected ? ('rejected' as const) : ('accepted' as const)
    writer.onDossier({ index: at, MA_LK, outcome, errors: isRejected ? 1 : 0, warnings: 0 })
  }
  await writer.finish()
}

const clock = (now: number, store: LakeBucket = bucket) => ({
  bucket: store,
  vault: testVault,
  now,
  settleMs: SETTLE_MS,
})
/** The clock sees what is stale, and writes it once it has been so for long enough. */
async function settle(from: number, store: LakeBucket = bucket): Promise<string[]> {
  const written: string[] = []
  expect(await writeStaleMonth(warehouse.database, clock(from, store))).toBeNull()
  for (let at = from + SETTLE_MS; ; at += 1) {
    const month = await writeStaleMonth(warehouse.database, clock(at, store))
    if (month === null) return written
    written.push(`${month.province} ${month.month}`)
  }
}

/** What DuckDB reads of the files that the manifest names. */
async function query(sql: string, province = '01'): Promise<unknown[]> {
  const manifest = await readManifest(bucket, province)
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  for (const table of TABLE_NAMES) {
    const names = Object.values(manifest?.months ?? {}).flatMap(({ tables }) =>
      (tables[table] ?? []).map(({ name }) => name),
    )
    for (const name of names) {
      const object = await bucket.get(fileKey(name))
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0)))
    }
    if (names.length > 0)
      await connection.run(
        `CREATE VIEW ${table} AS SELECT * FROM read_parquet([${names.map((name) => `'${join(folder, name)}'`).join(', ')}])`,
      )
  }
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

describe('a month that was written', () => {
  test('holds every current dossier with its lines and diagnoses, as another engine reads them', async () => {
    await send({ id: 'a', persons: 6 })
    await send({ id: 'b', facility: '01002', persons: 1, fund: '0.07' })
    await send({ id: 'c', facility: '79001', persons: 2 })
    await send({ id: 'd', persons: 3, isRejected: true })
    expect(await settle(RECEIVED_AT)).toEqual(['01 2026-09', '79 2026-09'])
    expect(
      await query(
        'SELECT count(*) AS n, sum(fund)::VARCHAR AS fund, count(DISTINCT person) AS persons FROM encounters',
      ),
    ).toEqual([{ n: '7', fund: '480.07', persons: '6' }])
    expect(
      await query(`SELECT e.facility, e.age_years, e.stay_days, e.department, e.residence_commune, e.ended_on::VARCHAR AS ended, e.ended_precision,
        l.code, l.quantity::VARCHAR AS quantity, l.unit_price::VARCHAR AS price, l.day_of_stay, l.line_total::VARCHAR AS total
        FROM encounters e JOIN lines l USING (encounter) GROUP BY ALL ORDER BY 1`),
    ).toEqual(
      [
        ['01001', '00004', '2026-09-15', 'day'],
        ['01002', null, '2026-09-01', 'month'],
      ].map(([facility, commune, ended, precision]) => ({
        facility,
        age_years: 46,
        stay_days: 5,
        // A number where a code should be does not come through.
        department: null,
        residence_commune: commune,
        ended,
        ended_precision: precision,
        code: '40.30',
        quantity: '2.500',
        price: '40.125',
        day_of_stay: 1,
        total: '100.31',
      })),
    )
    expect(await query('SELECT position, diagnosis, count(*) AS n FROM diagnoses GROUP BY ALL ORDER BY 1')).toEqual([
      { position: 0, diagnosis: 'I10', n: '7' },
      { position: 1, diagnosis: 'E11.9', n: '7' },
      { position: 2, diagnosis: 'J18', n: '7' },
    ])
    expect(await query('SELECT outcome, count(*) AS n FROM events GROUP BY 1 ORDER BY 1')).toEqual([
      { outcome: 'accepted', n: '7' },
      { outcome: 'rejected', n: '3' },
    ])
    expect(await query('SELECT count(*) AS n FROM encounters', '79')).toEqual([{ n: '2' }])
  })

  test('names nobody: no identity and no free text is in any cell of any file', async () => {
    await send({ id: 'a', persons: 6 })
    await settle(RECEIVED_AT)
    for (const table of ['encounters', 'lines', 'diagnoses', 'findings', 'events'] as const) {
      const cells = JSON.stringify(await query(`SELECT * FROM ${table}`))
      expect(cells).toContain('01001')
      for (const canary of CANARIES) expect(cells, `${table}: ${canary}`).not.toContain(canary)
    }
    const keys = await keysOf()
    for (const key of keys) for (const canary of CANARIES) expect(key).not.toContain(canary)
  })

  test('says the same again in the same files, whoever writes it', async () => {
    await send({ id: 'a', persons: 6 })
    await settle(RECEIVED_AT)
    const before = await readManifest(bucket, '01')
    await warehouse.database.$client.execute(
      "INSERT INTO lake_months (province, month, is_taken) VALUES ('01', '2026-09', 0)",
    )
    await settle(RECEIVED_AT + DAY_MS)
    const after = await readManifest(bucket, '01')
    expect(after?.months['2026-09']?.tables).toEqual(before?.months['2026-09']?.tables)
    expect(after?.months['2026-09']?.writtenAt).toBeGreaterThan(before?.months['2026-09']?.writtenAt ?? 0)
  })

  test('is written anew when a dossier is replaced or its findings change, and not before it has settled', async () => {
    await send({ id: 'a', persons: 6 })
    await settle(RECEIVED_AT)
    expect(await settle(RECEIVED_AT + DAY_MS)).toEqual([])
    await send({ id: 'b', persons: 6, fund: '70.00' })
    await warehouse.database.$client.execute("UPDATE dossiers SET is_current = 0 WHERE submission_id = 'a'")
    expect(await settle(RECEIVED_AT + 2 * DAY_MS)).toEqual(['01 2026-09'])
    expect(await query('SELECT count(*) AS n, sum(fund)::VARCHAR AS fund FROM encounters')).toEqual([
      { n: '6', fund: '420.00' },
    ])
    const warnings = "SELECT count(*) AS n FROM findings WHERE severity = 'warning'"
    expect(await query(warnings)).toEqual([{ n: '12' }])
    // As the history does when it finds something else.
    await warehouse.database.$client.execute("DELETE FROM findings WHERE submission_id = 'b' AND dossier = 1")
    expect(await settle(RECEIVED_AT + 3 * DAY_MS)).toEqual(['01 2026-09'])
    expect(await query(warnings)).toEqual([{ n: '11' }])
  })
})

/** The same bucket, which dies instead of its write `at` (from 1), before or after it is done. */
function dying(at: number, when: 'before' | 'after'): LakeBucket {
  let writes = 0
  return new Proxy(bucket, {
    get(target, name) {
      if (name !== 'put') {
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? member.bind(target) : member
      }
      return async (...args: Parameters<R2Bucket['put']>) => {
        writes += 1
        if (writes === at && when === 'before') throw new Error('died')
        const put = await target.put(...args)
        if (writes === at) throw new Error('died')
        return put
      }
    },
  })
}

test('a writer that dies at any write leaves the month as it was, and the next one ends the same', async () => {
  await send({ id: 'a', persons: 6 })
  await settle(RECEIVED_AT)
  const before = await readManifest(bucket, '01')
  await send({ id: 'b', persons: 5, fund: '10.00' })
  expect(await writeStaleMonth(warehouse.database, clock(RECEIVED_AT + DAY_MS))).toBeNull()
  const writes = 5
  let now = RECEIVED_AT + 2 * DAY_MS
  for (let at = 1; at <= writes; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const isDone = at === writes && when === 'after'
      await expect(writeStaleMonth(warehouse.database, clock(now, dying(at, when)))).rejects.toThrow('died')
      if (!isDone) expect(await readManifest(bucket, '01')).toEqual(before)
      // Somebody holds it still, as far as anybody can know.
      expect(await writeStaleMonth(warehouse.database, clock(now + 1))).toBeNull()
      now += SETTLE_MS
    }
  }
  expect(await writeStaleMonth(warehouse.database, clock(now))).toEqual({ province: '01', month: '2026-09' })
  expect(await query('SELECT count(*) AS n, sum(fund)::VARCHAR AS fund FROM encounters')).toEqual([
    { n: '11', fund: '530.00' },
  ])
  expect(await writeStaleMonth(warehouse.database, clock(now + DAY_MS))).toBeNull()
})

test('what no manifest names is swept once nobody can still read it, and what one names stays', async () => {
  await send({ id: 'a', persons: 6 })
  await settle(RECEIVED_AT)
  const left = `${LAKE}encounters/province=01/month=2026-09/${'0'.repeat(32)}.parquet`
  await bucket.put(left, 'x')
  const sweepAll = async (from: number): Promise<number> => {
    let swept = 0
    for (let minute = 0; minute < TABLE_NAMES.length; minute += 1)
      swept += await sweepLake(bucket, from + minute * 60_000)
    return swept
  }
  expect(await sweepAll(Date.now())).toBe(0)
  expect(await sweepAll(Date.now() + 8 * DAY_MS)).toBe(1)
  expect(await query('SELECT count(*) AS n FROM encounters')).toEqual([{ n: '6' }])
})

/** The same bucket, in which the first two who read wait for each other, so that both have read before either writes. */
function meeting(): LakeBucket {
  let [reads, meet] = [0, () => {}]
  const both = new Promise<void>((resolve) => {
    meet = resolve
  })
  return new Proxy(bucket, {
    get(target, name) {
      if (name !== 'get') {
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? member.bind(target) : member
      }
      return async (key: string) => {
        const object = await target.get(key)
        reads += 1
        if (reads === 2) meet()
        await both
        return object
      }
    },
  })
}

test('two that exchange months of a province at once both get into its manifest, the first time and later', async () => {
  for (const [one, other] of [
    ['2026-08', '2026-09'],
    ['2026-10', '2026-11'],
  ] as const) {
    const store = meeting()
    await Promise.all([one, other].map((month) => exchangeMonth(store, '01', month, newMonth(RECEIVED_AT))))
    expect(Object.keys((await readManifest(bucket, '01'))?.months ?? {})).toEqual(expect.arrayContaining([one, other]))
  }
  expect(Object.keys((await readManifest(bucket, '01'))?.months ?? {})).toHaveLength(4)
})

test('the files of a province and its own figures have one sum, and whatever is missing is found', async () => {
  const { database } = warehouse
  await send({ id: 'a', persons: 6 })
  await send({ id: 'b', persons: 2, ended: '202608151000', fund: '0.01' })
  await send({ id: 'c', facility: '79001', persons: 2 })
  // Nothing is said of what is not written yet.
  expect(await lakeDifferences(database, bucket)).toEqual([])
  await settle(RECEIVED_AT)
  for (let round = 0; round < 10; round += 1) if (!(await refreshStale(database))) break
  const { rows } = await database.$client.execute(
    "SELECT sum(T_BHTT) AS sum FROM province_months WHERE dimension = 'all'",
  )
  expect(Number(rows[0]?.['sum'])).toBe(6 * 8000 + 2 + 2 * 8000)
  expect(await lakeDifferences(database, bucket)).toEqual([])
  await database.$client.execute(
    "UPDATE province_months SET T_BHTT = T_BHTT + 1 WHERE province = '01' AND dimension = 'all'",
  )
  expect(await lakeDifferences(database, bucket)).toEqual([{ province: '01', lake: 48_002n, figures: 48_003n }])
})

test('every table that has rows has the columns of the list, in their order and types', async () => {
  await send({ id: 'a', persons: 1 })
  await settle(RECEIVED_AT)
  const types = { text: 'VARCHAR', int: 'INTEGER', day: 'DATE', money: 'DECIMAL(18,2)', quantity: 'DECIMAL(18,3)' }
  for (const table of ['encounters', 'lines', 'diagnoses', 'events'] satisfies TableName[]) {
    const described = await query(`DESCRIBE ${table}`)
    expect(described).toMatchObject(
      TABLES[table].map(({ name, type }) => ({ column_name: name, column_type: types[type] })),
    )
  }
})
