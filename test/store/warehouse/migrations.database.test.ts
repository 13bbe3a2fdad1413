/** A warehouse of the first version goes forward with what it holds. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { projectRoot } from '../../../scripts/stack/bundle.ts'
import { settleUnsettled } from '../../../src/centre/versions/settle-versions.ts'
import { startSqld, type Sqld } from '../../../scripts/stack/sqld.ts'

const MIGRATIONS = join(projectRoot, 'db/warehouse/migrations')
const ROWS = [
  `INSERT INTO submissions (id, facility, purpose, standard, received_at, bytes, sha256, status)
     VALUES ('s', '01001', 'management', '3176', ${Date.parse('2026-09-20T18:00:00Z')}, 1, 'x', 'verified')`,
  "INSERT INTO dossiers (submission_id, dossier, MA_LK, outcome, errors, warnings) VALUES ('s', 1, 'LK', 'accepted', 0, 0)",
  `INSERT INTO XML1 (submission_id, dossier, ordinal, MA_LK, HO_TEN, MA_THE_BHYT, NGAY_VAO, NGAY_RA, MA_BENH_CHINH, T_TONGCHI_BV, MA_LOAI_KCB, KET_QUA_DTRI)
     VALUES ('s', 1, 1, 'LK', 'Nguyễn Thị Thử', 'DN4010000000001', '202609010800', '202609051000', 'I10', 35050, '3', 1000)`,
  "INSERT INTO XML2 (submission_id, dossier, ordinal, MA_NHOM, THANH_TIEN_BV) VALUES ('s', 1, 1, 4000, 10000)",
  "INSERT INTO XML3 (submission_id, dossier, ordinal, MA_NHOM, THANH_TIEN_BV, MA_BAC_SI) VALUES ('s', 1, 1, 4000, 20000, 'BS1'), ('s', 1, 2, 1000, 5050, NULL)",
  // Sent twice, before there were versions; and a message at check-in.
  `INSERT INTO submissions (id, facility, purpose, standard, received_at, bytes, sha256, status)
     VALUES ('t', '01001', 'management', '3176', ${Date.parse('2026-09-22T18:00:00Z')}, 1, 'x', 'verified')`,
  "INSERT INTO dossiers (submission_id, dossier, MA_LK, outcome, errors, warnings) VALUES ('t', 1, 'TWICE', 'accepted', 0, 0), ('t', 2, 'TWICE', 'accepted', 0, 0), ('t', 3, 'LK', 'accepted', 0, 0), ('t', 4, 'BAD', 'rejected', 1, 0)",
  "INSERT INTO CHECKIN (submission_id, dossier, ordinal, MA_LK) VALUES ('t', 3, 1, 'LK')",
  "INSERT INTO findings (submission_id, ordinal, dossier, rule, severity, table_id, field, told) VALUES ('s', 1, 1, 'R', 'warning', 'XML1', 'F', '{}')",
]

const BEFORE_MONTHS = 10
const MEASURES = `received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late,
  undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC`
const kept = (received: number): string =>
  `${received}, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 500, 0, ${received * 10}, 0, 0, 0`
const KEPT_DAYS = [
  `INSERT INTO facility_days (facility, day, purpose, ${MEASURES}) VALUES ('01002', '2026-08-30', 'payment', ${kept(2)}),
     ('01002', '2026-08-31', 'payment', ${kept(3)}), ('01002', '2026-09-01', 'payment', ${kept(4)})`,
  `INSERT INTO province_days (province, dimension, key, day, purpose, ${MEASURES}) VALUES ('01', 'diagnosis', 'I10', '2026-08-30', 'payment', ${kept(2)}),
     ('01', 'diagnosis', 'I10', '2026-08-31', 'payment', ${kept(3)}), ('01', 'diagnosis', 'A90', '2026-08-31', 'payment', ${kept(7)})`,
]

let directory: string
let sqld: Sqld
let database: Opened<'warehouse'>
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-migrations-'))
  sqld = await startSqld({ name: 'warehouse', directory: join(directory, 'data') })
  database = openDatabase('warehouse', { url: sqld.url, timeoutMs: 60_000 })
  await migrate(database, { migrationsFolder: await firstOf(1) })
  await database.$client.batch(ROWS, 'write')
  // Days were kept before months were.
  await migrate(database, { migrationsFolder: await firstOf(BEFORE_MONTHS) })
  await database.$client.batch(KEPT_DAYS, 'write')
  await migrate(database, { migrationsFolder: MIGRATIONS })
}, 60_000)
/** The folder of so many of the first migrations. */
async function firstOf(count: number): Promise<string> {
  const folder = join(directory, `first-${count}`)
  await cp(MIGRATIONS, folder, { recursive: true })
  const path = join(folder, 'meta/_journal.json')
  // drizzle-kit's own file.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: unknown[] }
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }))
  return folder
}
afterAll(async () => {
  database?.$client.close()
  await sqld?.kill()
  await rm(directory, { recursive: true, force: true })
})

const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await database.$client.execute(sql)).rows.map((row) => ({ ...row }))

test('what identifies has gathered in one column of its row, and has no other', async () => {
  expect(await ask('SELECT identity FROM XML1')).toEqual([
    { identity: 'plain.{"HO_TEN":"Nguyễn Thị Thử","MA_THE_BHYT":"DN4010000000001"}' },
  ])
  expect(await ask('SELECT identity FROM XML3 ORDER BY ordinal')).toEqual([
    { identity: 'plain.{"MA_BAC_SI":"BS1"}' },
    { identity: null },
  ])
  await expect(ask('SELECT x.HO_TEN FROM XML1 x')).rejects.toThrow('no such column')
})

test('dossiers have become facts, by the day of Việt Nam', async () => {
  expect(await ask("SELECT * FROM dossiers WHERE submission_id = 's'")).toMatchObject([
    {
      facility: '01001',
      purpose: 'management',
      received_on: '2026-09-21',
      began_on: '2026-09-01',
      ended_on: '2026-09-05',
      MA_LOAI_KCB: '03',
      KET_QUA_DTRI: '1',
      icd_chapter: 'IX',
      T_TONGCHI_BV: 35_050,
      version: 1,
      is_current: 1,
      kind: 'dossier',
      state: 'standing',
    },
  ])
  expect(await ask('SELECT MA_NHOM, lines, T_TONGCHI_BV FROM dossier_costs ORDER BY MA_NHOM')).toEqual([
    { MA_NHOM: '1', lines: 1, T_TONGCHI_BV: 5050 },
    { MA_NHOM: '4', lines: 2, T_TONGCHI_BV: 30_000 },
  ])
  expect(await ask('SELECT facility, received_on FROM findings')).toEqual([
    { facility: '01001', received_on: '2026-09-21' },
  ])
})

test('a fact that does not say whose it is, what for and when it came is refused', async () => {
  for (const missing of ['facility', 'purpose', 'received_at', 'received_on']) {
    const given = ['facility', 'purpose', 'received_at', 'received_on'].filter((name) => name !== missing)
    const insert = `INSERT INTO dossiers (submission_id, dossier, outcome, errors, warnings, ${given.join(', ')})
      VALUES ('u', 1, 'accepted', 0, 0, ${given.map(() => "'1'").join(', ')})`
    await expect(ask(insert)).rejects.toThrow(`NOT NULL constraint failed: dossiers.${missing}`)
  }
})

test('what is alone stands; what was sent twice is left to the clock, which settles it', async () => {
  const states =
    "SELECT dossier, kind, state, version, is_current FROM dossiers WHERE submission_id = 't' ORDER BY dossier"
  const alone = [
    { dossier: 3, kind: 'check-in', state: 'standing', version: 1, is_current: 1 },
    { dossier: 4, kind: 'dossier', state: null, version: 1, is_current: 1 },
  ]
  const twice = { kind: 'dossier', state: null, version: 1, is_current: 1 }
  expect(await ask(states)).toEqual([{ dossier: 1, ...twice }, { dossier: 2, ...twice }, ...alone])
  expect(await settleUnsettled(database)).toBe(false)
  expect(await ask(states)).toEqual([
    { dossier: 1, ...twice, state: 'standing' },
    { dossier: 2, ...twice, state: 'conflicting', is_current: 0 },
    ...alone,
  ])
})

test('roll-ups of all that was there are asked for', async () => {
  expect(await ask('SELECT area, day FROM stale_days ORDER BY area, day')).toEqual([
    { area: '01', day: '2026-09-21' },
    { area: '01', day: '2026-09-23' },
    { area: '01001', day: '2026-09-21' },
    { area: '01001', day: '2026-09-23' },
  ])
})

test('days that were kept have become months, are kept still, and prove nothing of persons', async () => {
  expect(
    await ask('SELECT facility, month, purpose, received, T_BHTT, five_received FROM facility_months ORDER BY month'),
  ).toEqual([
    { facility: '01002', month: '2026-08', purpose: 'payment', received: 5, T_BHTT: 50, five_received: 0 },
    { facility: '01002', month: '2026-09', purpose: 'payment', received: 4, T_BHTT: 40, five_received: 0 },
  ])
  expect(await ask('SELECT dimension, key, month, received FROM province_months ORDER BY key')).toEqual([
    { dimension: 'diagnosis', key: 'A90', month: '2026-08', received: 7 },
    { dimension: 'diagnosis', key: 'I10', month: '2026-08', received: 5 },
  ])
  expect(await ask('SELECT key, day, received, T_BHTT, five_received FROM province_days ORDER BY key, day')).toEqual([
    { key: 'A90', day: '2026-08-31', received: 7, T_BHTT: 70, five_received: 0 },
    { key: 'I10', day: '2026-08-30', received: 2, T_BHTT: 20, five_received: 0 },
    { key: 'I10', day: '2026-08-31', received: 3, T_BHTT: 30, five_received: 0 },
  ])
})
