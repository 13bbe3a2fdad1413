/** A facility's list of a day against a real warehouse. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  compareManifest,
  type ManifestComparison,
  type ManifestDifference,
} from '../../../src/centre/results/manifests/compare.ts'
import {
  manifestHistory,
  MOST_ENTRIES,
  putManifest,
  standingManifest,
  type ManifestEntry,
  type ManifestKey,
} from '../../../src/centre/results/manifests/manifest.ts'
import { writeDossiers, type DossierRow } from '../../../src/store/warehouse/write.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const KEY: ManifestKey = { facility: '01001', purpose: 'payment', day: '2026-11-20' }
const HASH = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

let warehouse: TestWarehouse
let submissions: number
let puts: number
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  submissions = 0
  puts = 0
  const tables = ['manifests', 'manifest_entries', 'dossiers', 'submissions']
  await warehouse.database.$client.batch(
    tables.map((table) => `DELETE FROM ${table}`),
    'write',
  )
})

const arrive = (MA_LK: string, own: Partial<DossierRow> = {}): Promise<void> => {
  const id = String((submissions += 1)).padStart(6, '0')
  const row: DossierRow = {
    submissionId: `s${id}`,
    dossier: 1,
    MA_LK,
    outcome: 'accepted',
    errors: 0,
    warnings: 0,
    facility: KEY.facility,
    purpose: KEY.purpose,
    receivedAt: submissions,
    receivedOn: KEY.day,
    contentHash: HASH,
    isCurrent: true,
    ...own,
  }
  return writeDossiers(warehouse.database, [row])
}
const entry = (MA_LK: string, hash: string | null = null): ManifestEntry => ({ MA_LK, hash })
const put = (entries: readonly ManifestEntry[], key = KEY): Promise<void> => {
  puts += 1
  return putManifest(warehouse.database, key, entries, { id: `m${puts}`, account: 'a', now: puts })
}
const compare = async (
  page: { list?: ManifestDifference; after?: string; limit?: number } = {},
  key = KEY,
): Promise<ManifestComparison> => {
  const manifest = await standingManifest(warehouse.database, key)
  if (!manifest) throw new Error('there is no manifest')
  return compareManifest(warehouse.database, manifest, { list: undefined, after: undefined, limit: 100, ...page })
}
const keysOf = ({ lists }: ManifestComparison): Record<string, string[]> =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map(({ MA_LK }) => MA_LK)]))
const NONE = { missing: [], unknown: [], different: [], rejected: [] }

describe('a manifest that agrees', () => {
  test('has nothing to tell, with and without hashes', async () => {
    await arrive('A')
    await arrive('B')
    await put([entry('A', HASH), entry('B')])
    const shown = await compare()
    expect(keysOf(shown)).toEqual(NONE)
    expect(shown.counts).toEqual({
      declared: 2,
      agreed: 2,
      received: 2,
      missing: 0,
      unknown: 0,
      different: 0,
      rejected: 0,
      verifying: 0,
    })
  })

  test('may be empty', async () => {
    await put([])
    expect(keysOf(await compare())).toEqual(NONE)
  })
})

describe('reported is', () => {
  test('as missing what was declared and never arrived', async () => {
    await arrive('A')
    await put([entry('A'), entry('B', HASH)])
    const { lists } = await compare()
    expect(lists).toEqual({
      ...NONE,
      missing: [{ MA_LK: 'B', declared: HASH, held: null, submission: null, dossier: null, receivedOn: null }],
    })
  })

  test('not as missing what arrived on another day: a file of before midnight may come after it', async () => {
    await arrive('A', { receivedOn: '2026-11-21' })
    await put([entry('A', HASH)])
    expect(keysOf(await compare())).toEqual(NONE)
  })

  test('as unknown what arrived on the day and was never declared, also where it was rejected', async () => {
    await arrive('A')
    await arrive('B', { outcome: 'rejected' })
    await arrive('C', { receivedOn: '2026-11-21' })
    await put([])
    const shown = await compare()
    expect(keysOf(shown)).toEqual({ ...NONE, unknown: ['A', 'B'] })
    expect(shown.lists.unknown[0]).toMatchObject({ held: HASH, submission: 's000001', dossier: 1, receivedOn: KEY.day })
  })

  test('not as unknown what the manifest of another day declares', async () => {
    await arrive('A')
    await put([entry('A')], { ...KEY, day: '2026-11-19' })
    await put([])
    expect(keysOf(await compare())).toEqual(NONE)
  })

  test('as different what has another content than the version that counts', async () => {
    await arrive('A', { contentHash: OTHER, isCurrent: false })
    await arrive('A')
    await arrive('B', { contentHash: OTHER })
    await arrive('B', { isCurrent: false })
    await put([entry('A', HASH), entry('B', HASH)])
    const shown = await compare()
    expect(shown.lists).toEqual({
      ...NONE,
      different: [{ MA_LK: 'B', declared: HASH, held: OTHER, submission: 's000003', dossier: 1, receivedOn: KEY.day }],
    })
    expect(shown.counts).toMatchObject({ declared: 2, agreed: 1, different: 1 })
  })

  test('not as different what lost its hash with a person’s identity', async () => {
    await arrive('A', { contentHash: null })
    await put([entry('A', HASH)])
    expect(keysOf(await compare())).toEqual(NONE)
  })

  test('as rejected what arrived and was never accepted, not what was mended', async () => {
    await arrive('A', { outcome: 'rejected' })
    await arrive('B', { outcome: 'rejected', contentHash: OTHER })
    await arrive('B')
    await put([entry('A', OTHER), entry('B', HASH)])
    expect(keysOf(await compare())).toEqual({ ...NONE, rejected: ['A'] })
  })

  test('nothing of another purpose or another facility', async () => {
    await arrive('A', { purpose: 'management' })
    await arrive('B', { facility: '01002' })
    await put([entry('A'), entry('B')])
    expect(keysOf(await compare())).toEqual({ ...NONE, missing: ['A', 'B'] })
  })

  test('how many files the centre is still reading', async () => {
    await warehouse.database.$client.execute(
      "INSERT INTO submissions (id, facility, purpose, standard, received_at, bytes, sha256, status) VALUES ('x', '01001', 'payment', '3176', 1, 1, 'x', 'verifying')",
    )
    await put([])
    expect((await compare()).counts.verifying).toBe(1)
  })

  test('each list page by page, whole in the end', async () => {
    const keys = Array.from({ length: 25 }, (_, at) => `K${String(at).padStart(2, '0')}`)
    await put(keys.map((key) => entry(key)))
    const seen: string[] = []
    let after: string | null = null
    do {
      const { lists, next }: ManifestComparison = await compare({
        list: 'missing',
        limit: 10,
        ...(after === null ? {} : { after }),
      })
      seen.push(...lists.missing.map(({ MA_LK }) => MA_LK))
      after = next.missing
    } while (after !== null)
    expect(seen).toEqual(keys)
    expect((await compare({ limit: 10 })).next).toMatchObject({ missing: 'K09', unknown: null })
  })
})

describe('a manifest that is put again', () => {
  const history = async () =>
    (await manifestHistory(warehouse.database, KEY)).map(({ declared, replacedAt }) => [declared, replacedAt])
  const entriesHeld = async (): Promise<unknown> =>
    (await warehouse.database.$client.execute('SELECT count(*) AS n FROM manifest_entries')).rows[0]?.['n']

  test('the same, in whatever order, changes nothing', async () => {
    await put([entry('A', HASH), entry('B')])
    await put([entry('B'), entry('A', HASH)])
    expect(await history()).toEqual([[2, null]])
    expect(await entriesHeld()).toBe(2)
  })

  test('otherwise, replaces the earlier one, of which the time stays known and the entries go', async () => {
    await put([entry('A'), entry('B')])
    await put([entry('A')])
    expect(await history()).toEqual([
      [1, null],
      [2, 2],
    ])
    expect(keysOf(await compare()).missing).toEqual(['A'])
    expect(await entriesHeld()).toBe(1)
  })

  test('by two at once, is one of the two whole', async () => {
    const lists = ['A', 'B'].map((name) => Array.from({ length: 50 }, (_, at) => entry(`${name}${at}`)))
    await Promise.all(lists.map((list) => put(list)))
    const { missing } = keysOf(await compare())
    expect(missing).toHaveLength(50)
    expect(new Set(missing?.map((key) => key[0])).size).toBe(1)
    expect(await entriesHeld()).toBe(50)
  })

  test('after one that was broken off, stands as if that had never been', async () => {
    await put([entry('A')])
    await warehouse.database.$client.batch(
      ['2026-11-20', '2026-11-19'].flatMap((day) => [
        `INSERT INTO manifests (id, facility, purpose, day, state, at, by, declared, digest)
           VALUES ('broken ${day}', '01001', 'payment', '${day}', 'staged', 2, 'a', 9, 'x')`,
        `INSERT INTO manifest_entries (manifest, MA_LK) VALUES ('broken ${day}', 'X')`,
      ]),
      'write',
    )
    expect(keysOf(await compare()).missing).toEqual(['A'])
    const key = { id: 'later', account: 'a', now: 2 * 60 * 60 * 1000 }
    await putManifest(warehouse.database, KEY, [entry('B')], key)
    expect(keysOf(await compare()).missing).toEqual(['B'])
    expect(await history()).toHaveLength(2)
    expect(await entriesHeld()).toBe(1)
  })

  test('with an MA_LK that stands there twice is refused, with its row, and nothing is kept', async () => {
    await expect(put([entry('A'), entry('B'), entry('A', HASH)])).rejects.toMatchObject({
      code: 'row-invalid',
      params: { row: 3, field: 'MA_LK' },
    })
    expect(await history()).toEqual([])
  })
})

test('the largest list is compared whole', async () => {
  const entries = Array.from({ length: MOST_ENTRIES }, (_, at) => entry(`LK${String(at).padStart(8, '0')}`, HASH))
  await arrive('LK00000007')
  await put(entries)
  const { counts, lists, next } = await compare({ limit: 3 })
  expect(counts).toMatchObject({ declared: MOST_ENTRIES, agreed: 1, missing: MOST_ENTRIES - 1 })
  expect(lists.missing).toHaveLength(3)
  expect(next.missing).toBe('LK00000002')
}, 120_000)
