/** Chains in a real database: whoever settles them, in whatever order and however often, they become the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chainOf, type AcceptedDossier } from '../../../src/edge/earlier/chain.ts'
import { settleChains, settleUnsettled, settleVersions } from '../../../src/centre/versions/settle-versions.ts'
import { refreshStale } from '../../../src/store/warehouse/roll-ups.ts'
import { textIn } from '../../harness/text-in.ts'
import { writeDossiers, type DossierRow } from '../../../src/store/warehouse/write.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const KEY = { facility: '01001', purpose: 'payment' } as const

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})

const rowOf = (submission: string, MA_LK: string | null, more: Partial<DossierRow> = {}): DossierRow => ({
  submissionId: submission,
  dossier: 1,
  MA_LK,
  outcome: 'accepted',
  errors: 0,
  warnings: 0,
  ...KEY,
  receivedAt: 10,
  receivedOn: '2026-09-21',
  contentHash: 'a',
  ...more,
})
const execute = (sql: string, args: (string | number)[] = []) => warehouse.database.$client.execute({ sql, args })
const stored = async (MA_LK: string): Promise<string[]> => {
  const { rows } = await execute(
    `SELECT submission_id, state, version, is_current, replaces_submission FROM dossiers WHERE MA_LK = ? ORDER BY received_at, submission_id`,
    [MA_LK],
  )
  return rows.map(({ submission_id: id, state, version, is_current: isCurrent, replaces_submission: follows }) =>
    [id, state, version, isCurrent, follows ?? '-'].map(String).join(' '),
  )
}
const deliver = async (row: DossierRow): Promise<void> => {
  await writeDossiers(warehouse.database, [row])
  await settleVersions(warehouse.database, row.submissionId)
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

/** A version, a correction, the correction again, and one that conflicts. */
const story = (MA_LK: string): DossierRow[] => [
  rowOf(`${MA_LK}-1`, MA_LK),
  rowOf(`${MA_LK}-2`, MA_LK, { receivedAt: 20, contentHash: 'b', correctionCode: 'wrong-data' }),
  rowOf(`${MA_LK}-3`, MA_LK, { receivedAt: 30, contentHash: 'b' }),
  rowOf(`${MA_LK}-4`, MA_LK, { receivedAt: 40, contentHash: 'c' }),
]
const end = (MA_LK: string): string[] => [
  `${MA_LK}-1 replaced 1 0 -`,
  `${MA_LK}-2 standing 2 1 ${MA_LK}-1`,
  `${MA_LK}-3 identical 2 0 ${MA_LK}-2`,
  `${MA_LK}-4 conflicting 2 0 ${MA_LK}-2`,
]

describe('a chain in the warehouse', () => {
  test('is the same in whatever order its deliveries arrive, each of them twice', async () => {
    const orders = permutations([0, 1, 2, 3])
    for (const [at, order] of orders.entries()) {
      const rows = story(`P${at}`)
      for (const index of order) await deliver(rows[index] ?? rowOf('none', null))
      for (const index of order) await deliver(rows[index] ?? rowOf('none', null))
      expect(await stored(`P${at}`)).toEqual(end(`P${at}`))
    }
  }, 60_000)

  test('is the same when many consumers settle it at the same moment', async () => {
    const stories = Array.from({ length: 12 }, (_, at) => story(`R${at}`))
    await Promise.all(stories.flat().map((row) => deliver(row)))
    for (const at of stories.keys()) expect(await stored(`R${at}`)).toEqual(end(`R${at}`))
  }, 60_000)

  test('is not written over by a consumer that read it before another delivery came, and crashed behind its write', async () => {
    const [first, second, ...others] = story('G').map((row) => [row])
    await writeDossiers(
      warehouse.database,
      [first, others[0]].flatMap((row) => row ?? []),
    )
    const { $client: client } = warehouse.database
    const batch: typeof client.batch = async (statements, mode) => {
      for (const row of [second, others[1]].flatMap((some) => some ?? [])) await deliver(row)
      await client.batch(statements, mode)
      throw new Error('crash')
    }
    const crashing = { ...client, execute: client.execute.bind(client), batch }
    const slow = new Proxy(warehouse.database, {
      get: (target, name): unknown => (name === '$client' ? crashing : Reflect.get(target, name)),
    })
    await expect(settleChains(slow, KEY, ['G'])).rejects.toThrow('crash')
    expect(await stored('G')).toEqual(end('G'))
  })

  test('is the same after a crash between writing and settling, by the next delivery or by the clock', async () => {
    const [first, second, ...others] = story('C')
    await writeDossiers(
      warehouse.database,
      [first, second].flatMap((row) => row ?? []),
    )
    await writeDossiers(warehouse.database, others)
    expect(await settleUnsettled(warehouse.database)).toBe(false)
    expect(await stored('C')).toEqual(end('C'))
  })

  test('a dossier alone, or without MA_LK, stands; a rejected one is in no chain', async () => {
    await writeDossiers(warehouse.database, [
      rowOf('alone', 'A1'),
      rowOf('alone', null, { dossier: 2 }),
      rowOf('alone', 'A3', { dossier: 3, outcome: 'rejected' }),
    ])
    await deliver(rowOf('alone', 'A4', { dossier: 4 }))
    const { rows } = await execute(
      "SELECT dossier, state, is_current FROM dossiers WHERE submission_id = 'alone' ORDER BY dossier",
    )
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { dossier: 1, state: 'standing', is_current: 1 },
      { dossier: 2, state: 'standing', is_current: 1 },
      { dossier: 3, state: null, is_current: 1 },
      { dossier: 4, state: 'standing', is_current: 1 },
    ])
  })

  test('one that is rejected when it is verified again gives its place back', async () => {
    await deliver(rowOf('x1', 'X'))
    await deliver(rowOf('x2', 'X', { receivedAt: 20, contentHash: 'b' }))
    await deliver(rowOf('x1', 'X', { outcome: 'rejected' }))
    expect(await stored('X')).toEqual(['x1 null 1 1 -', 'x2 standing 1 1 -'])
  })

  test('other purposes, facilities and kinds of message have chains of their own', async () => {
    await deliver(rowOf('o1', 'O'))
    await deliver(rowOf('o2', 'O', { receivedAt: 20, contentHash: 'b', purpose: 'management' }))
    await deliver(rowOf('o3', 'O', { receivedAt: 30, contentHash: 'b', facility: '01002' }))
    await deliver(rowOf('o4', 'O', { receivedAt: 40, contentHash: 'b', kind: 'check-in' }))
    expect((await stored('O')).map((row) => row.slice(3))).toEqual(Array.from({ length: 4 }, () => 'standing 1 1 -'))
  })

  test('a submission of thousands is settled, those alone and those in chains', async () => {
    const many = Array.from({ length: 6000 }, (_, at) => at + 1)
    const rows = (submission: string, more: Partial<DossierRow>) =>
      many.map((dossier) =>
        rowOf(submission, dossier % 2 === 0 ? `M${dossier}` : `${submission}-${dossier}`, { dossier, ...more }),
      )
    await writeDossiers(warehouse.database, rows('m1', {}))
    await settleVersions(warehouse.database, 'm1')
    await writeDossiers(warehouse.database, rows('m2', { receivedAt: 20, contentHash: 'b', correctionCode: 'other' }))
    await settleVersions(warehouse.database, 'm2')
    const { rows: counts } = await execute(
      "SELECT submission_id, state, count(*) AS n FROM dossiers WHERE submission_id IN ('m1', 'm2') GROUP BY 1, 2 ORDER BY 1, 2",
    )
    expect(counts.map((row) => ({ ...row }))).toEqual([
      { submission_id: 'm1', state: 'replaced', n: 3000 },
      { submission_id: 'm1', state: 'standing', n: 3000 },
      { submission_id: 'm2', state: 'standing', n: 6000 },
    ])
  }, 60_000)

  test('what is stored is what the chain says, with assessments and agreements', async () => {
    const rows = story('Z')
    await execute("INSERT INTO agreements VALUES ('Z-2', 1, 'agreed', 'Đồng ý', 'bhxh', 50)")
    for (const row of rows.toReversed()) await deliver({ ...row, ...(row.receivedAt === 10 ? { assessedAt: 15 } : {}) })
    const entries = rows.map((row): AcceptedDossier => ({
      submission: row.submissionId,
      dossier: 1,
      receivedAt: row.receivedAt ?? 0,
      contentHash: row.contentHash ?? null,
      hasReason: row.correctionCode !== undefined,
      assessedAt: row.receivedAt === 10 ? 15 : null,
      agreement: row.submissionId === 'Z-2' ? 'agreed' : null,
      state: null,
    }))
    expect(await stored('Z')).toEqual(
      chainOf(entries).map(
        ({ entry, state, version, follows }) =>
          `${entry.submission} ${state} ${version} ${state === 'standing' ? 1 : 0} ${follows?.submission ?? '-'}`,
      ),
    )
    expect(await stored('Z')).toEqual(end('Z'))
  })
})

test('settling makes the days stale that lose a dossier, and what is settled already makes none', async () => {
  while (await refreshStale(warehouse.database));
  await deliver(rowOf('d1', 'D', { receivedOn: '2026-10-01' }))
  while (await refreshStale(warehouse.database));
  await deliver(
    rowOf('d2', 'D', { receivedOn: '2026-10-02', receivedAt: 20, contentHash: 'b', correctionCode: 'other' }),
  )
  const stale = async () =>
    (await execute('SELECT area, day FROM stale_days ORDER BY 1, 2')).rows.map(
      ({ area, day }) => `${textIn(area)} ${textIn(day)}`,
    )
  expect(await stale()).toEqual(['01 2026-10-01', '01 2026-10-02', '01001 2026-10-01', '01001 2026-10-02'])
  while (await refreshStale(warehouse.database));
  const { rows } = await execute("SELECT day, current FROM facility_days WHERE day >= '2026-10-01' ORDER BY day")
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { day: '2026-10-01', current: 0 },
    { day: '2026-10-02', current: 1 },
  ])
  await settleVersions(warehouse.database, 'd2')
  await settleChains(warehouse.database, KEY, ['D'])
  expect(await stale()).toEqual([])
})
