import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.ts'
import { dossiers, failedDossiers, findings, submissions } from '../../../db/warehouse/schema.ts'
import { ENVELOPE_DEMANDS, type Finding } from '../../../src/engine/index.ts'
import { createDossierWriter } from '../../../src/centre/verification/dossier-writer.ts'
import { writeSubmission } from '../../../src/store/warehouse/write.ts'
import { readContents } from '../../../src/store/warehouse/contents/read.ts'
import { dossierName } from '../../../src/store/warehouse/dossier-keys.ts'
import { rowOf } from '../rows.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})

const of = (submissionId: string) => ({
  submissionId,
  facility: '01001',
  purpose: 'payment' as const,
  receivedAt: 1_790_000_000_000,
  receivedOn: '2026-09-21',
})

const finding = (dossier: number): Finding => ({
  demand: ENVELOPE_DEMANDS.date,
  severity: 'warning',
  dossier: { index: dossier, MA_LK: null },
  table: null,
  row: null,
  field: null,
  line: null,
  column: null,
  value: null,
  identifies: false,
  params: {},
})

/** Rows of which each is nearly a piece by itself. */
const PIECES = 5
/** So many characters that no deflation makes fewer. */
const noise = (characters: number): string => randomBytes((characters * 3) / 4).toString('base64')

const accepted = (index: number) => ({
  index,
  MA_LK: `K${index}`,
  outcome: 'accepted' as const,
  errors: 0,
  warnings: 0,
})
const rejected = (index: number) => ({ ...accepted(index), outcome: 'rejected' as const, errors: 1 })

/** What is kept of a table of the law in a submission, opened. */
async function rowsOf(table: string, submissionId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await warehouse.database.$client.execute({
    sql: 'SELECT DISTINCT dossier FROM dossier_contents WHERE submission_id = ? ORDER BY dossier',
    args: [submissionId],
  })
  const places = rows.map((row) => ({ submissionId, dossier: Number(row['dossier']) }))
  const contents = await readContents(warehouse.database, testVault, places)
  return places.flatMap((place) =>
    (contents.get(dossierName(place)) ?? [])
      .filter((row) => row.table === table)
      .map(({ ordinal, texts }) => ({ dossier: place.dossier, ordinal, ...Object.fromEntries(texts) })),
  )
}

describe('what is written of a submission', () => {
  test('is every value exactly, and what is empty is absent', async () => {
    const writer = createDossierWriter(warehouse.database, of('exact'), 0, { vault: testVault })
    const money = { THANH_TIEN_BV: '9999999999999.99', DON_GIA: '0.125', SO_LUONG: '-1' }
    writer.onRow('XML2', rowOf({ MA_LK: 'A', ...money, TEN_THUOC: 'Thuốc thử <&>', MA_NHOM: '' }), 1)
    writer.onDossier(accepted(1))
    expect(await writer.finish()).toBe(0)
    expect(await rowsOf('XML2', 'exact')).toEqual([
      { dossier: 1, ordinal: 1, MA_LK: 'A', ...money, TEN_THUOC: 'Thuốc thử <&>' },
    ])
  })

  test('can be read by nobody without the key, whatever it is', async () => {
    const texts = { HO_TEN: 'NGUYỄN VĂN THỬ', LY_DO_VV: 'Đau ngực từ sáng', DIEN_BIEN: 'Bệnh nhân kể về gia đình' }
    const writer = createDossierWriter(warehouse.database, of('sealed'), 0, { vault: testVault })
    writer.onRow('XML1', rowOf({ MA_LK: 'A', ...texts }), 1)
    writer.onDossier(accepted(1))
    await writer.finish()
    expect(await rowsOf('XML1', 'sealed')).toMatchObject([texts])
    const { rows } = await warehouse.database.$client.execute('SELECT sealed FROM dossier_contents')
    const all = Buffer.concat(rows.map((row) => Buffer.from(row['sealed'] as ArrayBuffer)))
    for (const text of Object.values(texts)) expect(all.includes(text)).toBe(false)
  })

  test('is no row of a rejected dossier, however many went ahead', async () => {
    const writer = createDossierWriter(warehouse.database, of('rejected'), 0, { vault: testVault })
    for (let row = 1; row <= PIECES; row += 1) {
      writer.onRow('XML2', rowOf({ MA_LK: 'A', STT: String(row), TEN_THUOC: noise(1_100_000) }), 1)
      await writer.drain()
    }
    expect((await rowsOf('XML2', 'rejected')).length).toBeGreaterThan(0)
    writer.onDossier(rejected(1))
    writer.onRow('XML1', rowOf({ MA_LK: 'B' }), 2)
    writer.onDossier(accepted(2))
    await writer.finish()
    expect(await rowsOf('XML2', 'rejected')).toEqual([])
    expect(await rowsOf('XML1', 'rejected')).toMatchObject([{ dossier: 2, MA_LK: 'B' }])
    expect(await warehouse.database.select().from(dossiers).where(eq(dossiers.submissionId, 'rejected'))).toHaveLength(
      2,
    )
  }, 30_000)

  test('is the last verification alone, also where an earlier one was broken off and judged otherwise', async () => {
    const earlier = createDossierWriter(warehouse.database, of('twice'), 0, { vault: testVault })
    earlier.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    for (let count = 0; count < 10; count += 1) earlier.onFinding(finding(1))
    earlier.onDossier(accepted(1))
    await earlier.finish()

    const later = createDossierWriter(warehouse.database, of('twice'), 0, { vault: testVault })
    later.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    later.onFinding(finding(1))
    later.onDossier(rejected(1))
    expect(await later.finish()).toBe(1)
    expect(await rowsOf('XML1', 'twice')).toEqual([])
    expect(await warehouse.database.select().from(findings).where(eq(findings.submissionId, 'twice'))).toHaveLength(1)
    expect(await warehouse.database.select().from(dossiers).where(eq(dossiers.submissionId, 'twice'))).toMatchObject([
      { outcome: 'rejected' },
    ])
  })

  test('is a bounded number of findings, and their true count', async () => {
    const writer = createDossierWriter(warehouse.database, of('many'), 0, { vault: testVault, keptFindings: 3000 })
    for (let count = 0; count < 3005; count += 1) {
      writer.onFinding(finding(1))
      if (count % 1000 === 0) await writer.drain()
    }
    expect(await writer.finish()).toBe(3005)
    const [{ count } = { count: 0 }] = (
      await warehouse.database.$client.execute(`SELECT count(*) AS count FROM findings WHERE submission_id = 'many'`)
    ).rows
    expect(count).toBe(3000)
  })
})

describe('a dossier that the database does not take', () => {
  const ROWS = 40
  const POISONS = [3, 17]
  const dossiersOf = async (id: string): Promise<number[]> =>
    (
      await warehouse.database
        .select()
        .from(dossiers)
        .where(eq(dossiers.submissionId, id))
        .orderBy(asc(dossiers.dossier))
    ).map(({ dossier }) => dossier)
  const write = async (id: string) => {
    const writer = createDossierWriter(warehouse.database, of(id), 7, { vault: testVault })
    for (let dossier = 1; dossier <= ROWS; dossier += 1) {
      const MA_LK = POISONS.includes(dossier) ? `POISON-${dossier}` : `K${dossier}`
      writer.onRow(
        'XML1',
        rowOf({ MA_LK, HO_TEN: 'NGUYỄN VĂN THỬ', MA_THE_BHYT: `DN401000000${1000 + dossier}` }),
        dossier,
      )
      writer.onRow('XML2', rowOf({ MA_LK, THANH_TIEN_BV: '10', MA_NHOM: '4' }), dossier)
      writer.onFinding(finding(dossier))
      writer.onDossier({ ...accepted(dossier), MA_LK })
      await writer.drain()
    }
    expect(await writer.finish()).toBe(ROWS)
    return writer.refused
  }
  const others = Array.from({ length: ROWS }, (_, at) => at + 1).filter((dossier) => !POISONS.includes(dossier))
  const TABLES = ['dossier_contents', 'dossiers', 'dossier_costs', 'identity_hashes'] as const

  test.each(['dossier_contents', 'dossiers', 'findings'] as const)(
    'at %s holds no other back, is named with its cause, and is there once the cause is mended',
    async (table) => {
      const id = `poison-${table}`
      const poisoned = `NEW.dossier IN (${POISONS.join()}) AND NEW.submission_id = '${id}'`
      await warehouse.database.$client.execute(
        `CREATE TRIGGER poison BEFORE INSERT ON "${table}" WHEN ${poisoned} BEGIN SELECT RAISE(ABORT, 'poison of a test'); END`,
      )
      try {
        const refused = await write(id)
        expect([...refused.keys()].sort((a, b) => a - b)).toEqual(POISONS)
        for (const cause of refused.values()) expect(cause).toContain('poison of a test')
      } finally {
        await warehouse.database.$client.execute('DROP TRIGGER poison')
      }
      expect(await dossiersOf(id)).toEqual(others)
      for (const each of TABLES) {
        const { rows } = await warehouse.database.$client.execute({
          sql: `SELECT DISTINCT dossier FROM "${each}" WHERE submission_id = ? ORDER BY dossier`,
          args: [id],
        })
        expect([each, rows.map((row) => row['dossier'])]).toEqual([each, others])
      }
      const failed = await warehouse.database.select().from(failedDossiers).where(eq(failedDossiers.submissionId, id))
      expect(failed).toMatchObject(POISONS.map((dossier) => ({ dossier, facility: '01001', failedAt: 7 })))

      expect((await write(id)).size).toBe(0)
      expect(await dossiersOf(id)).toHaveLength(ROWS)
      expect(await warehouse.database.select().from(failedDossiers).where(eq(failedDossiers.submissionId, id))).toEqual(
        [],
      )
    },
    30_000,
  )

  test('is not found where the database itself fails: then the whole is tried again', async () => {
    const client = openDatabase('warehouse', { url: 'http://127.0.0.1:1', timeoutMs: 2000 })
    const writer = createDossierWriter(client, of('away'), 0, { vault: testVault })
    writer.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    writer.onDossier(accepted(1))
    await expect(writer.finish()).rejects.toThrow()
    expect(writer.refused.size).toBe(0)
  })

  test('that is larger than what is written at once leaves none of its pieces', async () => {
    const writer = createDossierWriter(warehouse.database, of('large-poison'), 0, { vault: testVault })
    await warehouse.database.$client.execute(
      `CREATE TRIGGER poison BEFORE INSERT ON dossiers WHEN NEW.MA_LK = 'K1' BEGIN SELECT RAISE(ABORT, 'poison of a test'); END`,
    )
    try {
      for (let row = 1; row <= PIECES; row += 1) {
        writer.onRow('XML2', rowOf({ MA_LK: 'A', STT: String(row), TEN_THUOC: noise(1_100_000) }), 1)
        await writer.drain()
      }
      expect((await rowsOf('XML2', 'large-poison')).length).toBeGreaterThan(0)
      writer.onDossier(accepted(1))
      await writer.finish()
    } finally {
      await warehouse.database.$client.execute('DROP TRIGGER poison')
    }
    expect([...writer.refused.keys()]).toEqual([1])
    expect(await rowsOf('XML2', 'large-poison')).toEqual([])
    expect(await dossiersOf('large-poison')).toEqual([])
  }, 30_000)

  test('is not made of texts that are long: they go in exchanges of their own', async () => {
    const writer = createDossierWriter(warehouse.database, of('long'), 0, { vault: testVault })
    const text = noise(700_000)
    for (let row = 1; row <= 12; row += 1) {
      writer.onRow('XML4', rowOf({ MA_LK: 'A', MO_TA: text }), 1)
      await writer.drain()
    }
    writer.onDossier(accepted(1))
    await writer.finish()
    expect(writer.refused.size).toBe(0)
    const found = await rowsOf('XML4', 'long')
    expect(found.map(({ MO_TA }) => MO_TA === text)).toEqual(Array.from({ length: 12 }, () => true))
    expect(found.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
  }, 30_000)
})

test('what is verified stays verified, whatever a slower message has to say', async () => {
  const row = {
    id: 's',
    facility: '01001',
    purpose: 'payment' as const,
    standard: '3176',
    receivedAt: 1,
    bytes: 2,
    sha256: 'x',
  }
  const state = async () => (await warehouse.database.select().from(submissions).where(eq(submissions.id, 's')))[0]
  await writeSubmission(warehouse.database, { ...row, status: 'failed', failure: 'no' })
  await writeSubmission(warehouse.database, { ...row, status: 'verifying' })
  expect(await state()).toMatchObject({ status: 'verifying' })
  await writeSubmission(warehouse.database, {
    ...row,
    status: 'verified',
    verifiedAt: 3,
    failure: null,
    findingsTotal: 0,
  })
  await writeSubmission(warehouse.database, { ...row, status: 'verifying' })
  await writeSubmission(warehouse.database, { ...row, status: 'failed', failure: 'late' })
  expect(await state()).toMatchObject({ status: 'verified', failure: null, verifiedAt: 3 })
})
