import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.ts'
import { dossiers, failedDossiers, findings, submissions, XML1, XML2 } from '../../../db/warehouse/schema.ts'
import { createRow, ENVELOPE_DEMANDS, type Finding, type RawRow } from '../../../src/engine/index.ts'
import { createDossierWriter } from '../../../src/centre/verification/dossier-writer.ts'
import { writeSubmission } from '../../../src/store/warehouse/write.ts'
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

const rowOf = (values: Record<string, string>): RawRow => {
  const row = createRow()
  for (const [name, text] of Object.entries(values)) {
    row.names.push(name)
    row.texts.push(text)
    row.length += 1
  }
  return row
}

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

const accepted = (index: number) => ({
  index,
  MA_LK: `K${index}`,
  outcome: 'accepted' as const,
  errors: 0,
  warnings: 0,
})
const rejected = (index: number) => ({ ...accepted(index), outcome: 'rejected' as const, errors: 1 })

const rowsOf = async (table: typeof XML1, id: string): Promise<Record<string, unknown>[]> => {
  if (!table) throw new Error('the warehouse lacks a table')
  return warehouse.database
    .select()
    .from(table)
    .where(eq(table.submission_id, id))
    .orderBy(asc(table.dossier), asc(table.ordinal))
}

describe('what is written of a submission', () => {
  test('is every value exactly, and what is empty is absent', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('exact'), 0)
    const money = { THANH_TIEN_BV: '9999999999999.99', DON_GIA: '0.125', SO_LUONG: '-1' }
    writer.onRow('XML2', rowOf({ MA_LK: 'A', ...money, TEN_THUOC: 'Thuốc thử <&>', MA_NHOM: '' }), 1)
    writer.onDossier(accepted(1))
    expect(await writer.finish()).toBe(0)
    expect(await rowsOf(XML2, 'exact')).toMatchObject([
      {
        dossier: 1,
        ordinal: 1,
        THANH_TIEN_BV: 999_999_999_999_999,
        DON_GIA: 125,
        SO_LUONG: -1000,
        TEN_THUOC: 'Thuốc thử <&>',
        MA_NHOM: null,
      },
    ])
  })

  test('is nothing of a number that no integer of the database holds, and the rest all the same', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('huge'), 0)
    writer.onRow('XML2', rowOf({ MA_LK: 'A', THANH_TIEN_BV: '9'.repeat(30), DON_GIA: '1' }), 1)
    writer.onDossier(accepted(1))
    await writer.finish()
    expect(await rowsOf(XML2, 'huge')).toMatchObject([{ MA_LK: 'A', THANH_TIEN_BV: null, DON_GIA: 1000 }])
  })

  test('is no row of a rejected dossier, however many went ahead', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('rejected'), 0)
    for (let row = 1; row <= 9000; row += 1) {
      writer.onRow('XML2', rowOf({ MA_LK: 'A', STT: String(row) }), 1)
      await writer.drain()
    }
    expect((await rowsOf(XML2, 'rejected')).length).toBeGreaterThan(0)
    writer.onDossier(rejected(1))
    writer.onRow('XML1', rowOf({ MA_LK: 'B' }), 2)
    writer.onDossier(accepted(2))
    await writer.finish()
    expect(await rowsOf(XML2, 'rejected')).toEqual([])
    expect(await rowsOf(XML1, 'rejected')).toMatchObject([{ dossier: 2, MA_LK: 'B' }])
    expect(await warehouse.database.select().from(dossiers).where(eq(dossiers.submissionId, 'rejected'))).toHaveLength(
      2,
    )
  }, 30_000)

  test('is the last verification alone, also where an earlier one was broken off and judged otherwise', async () => {
    const earlier = createDossierWriter(warehouse.database, testVault, of('twice'), 0)
    earlier.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    for (let count = 0; count < 10; count += 1) earlier.onFinding(finding(1))
    earlier.onDossier(accepted(1))
    await earlier.finish()

    const later = createDossierWriter(warehouse.database, testVault, of('twice'), 0)
    later.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    later.onFinding(finding(1))
    later.onDossier(rejected(1))
    expect(await later.finish()).toBe(1)
    expect(await rowsOf(XML1, 'twice')).toEqual([])
    expect(await warehouse.database.select().from(findings).where(eq(findings.submissionId, 'twice'))).toHaveLength(1)
    expect(await warehouse.database.select().from(dossiers).where(eq(dossiers.submissionId, 'twice'))).toMatchObject([
      { outcome: 'rejected' },
    ])
  })

  test('is a bounded number of findings, and their true count', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('many'), 0, 3000)
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
    const writer = createDossierWriter(warehouse.database, testVault, of(id), 7)
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
  const TABLES = ['XML1', 'XML2', 'dossiers', 'dossier_costs', 'identity_hashes'] as const

  test.each(['XML1', 'XML2', 'dossiers', 'findings'] as const)(
    'at %s holds no other back, is named with its cause, and is there once the cause is mended',
    async (table) => {
      const id = `poison-${table}`
      const poisoned = table === 'findings' ? `NEW.dossier IN (${POISONS.join()})` : "NEW.MA_LK LIKE 'POISON-%'"
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
    const writer = createDossierWriter(client, testVault, of('away'), 0)
    writer.onRow('XML1', rowOf({ MA_LK: 'A' }), 1)
    writer.onDossier(accepted(1))
    await expect(writer.finish()).rejects.toThrow()
    expect(writer.refused.size).toBe(0)
  })

  test('that is larger than what is written at once leaves none of its pieces', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('large-poison'), 0)
    await warehouse.database.$client.execute(
      `CREATE TRIGGER poison BEFORE INSERT ON dossiers WHEN NEW.MA_LK = 'K1' BEGIN SELECT RAISE(ABORT, 'poison of a test'); END`,
    )
    try {
      for (let row = 1; row <= 9000; row += 1) {
        writer.onRow('XML2', rowOf({ MA_LK: 'A', STT: String(row) }), 1)
        await writer.drain()
      }
      expect((await rowsOf(XML2, 'large-poison')).length).toBeGreaterThan(0)
      writer.onDossier(accepted(1))
      await writer.finish()
    } finally {
      await warehouse.database.$client.execute('DROP TRIGGER poison')
    }
    expect([...writer.refused.keys()]).toEqual([1])
    expect(await rowsOf(XML2, 'large-poison')).toEqual([])
    expect(await dossiersOf('large-poison')).toEqual([])
  }, 30_000)

  test('is not made of texts that are long: they go in exchanges of their own', async () => {
    const writer = createDossierWriter(warehouse.database, testVault, of('long'), 0)
    const text = 'a'.repeat(1_000_000)
    for (let row = 1; row <= 12; row += 1) writer.onRow('XML4', rowOf({ MA_LK: 'A', MO_TA: text }), 1)
    writer.onDossier(accepted(1))
    await writer.finish()
    expect(writer.refused.size).toBe(0)
    const { rows } = await warehouse.database.$client.execute(
      `SELECT count(*) AS rows, min(length(MO_TA)) AS least FROM XML4 WHERE submission_id = 'long'`,
    )
    expect({ ...rows[0] }).toEqual({ rows: 12, least: 1_000_000 })
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
