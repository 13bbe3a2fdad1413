import { compactVerify, createLocalJWKSet } from 'jose'
import { asc, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { changePages, changes, codes, releases, snapshots } from '../../../db/reference/schema.ts'
import { changeHash } from '../../../src/codes/release/chain.ts'
import type { PlannedCatalogue, ReleasePlan, RowChange } from '../../../src/codes/release/plan.ts'
import { publish } from '../../../src/codes/release/publish.ts'
import { contentHash, listedCode, type ListedCode } from '../../../src/store/reference/listed-code.ts'
import { loadPublished } from '../../../src/store/reference/load-release.ts'
import { lookUp, openPublished } from '../../../src/engine/index.ts'
import type { Sqld } from '../../../scripts/stack/sqld.ts'
import { testKeys } from '../../harness/signer.ts'
import { startReferencePrimary } from '../../harness/sqld.ts'
import { inflate } from '../../../src/store/reference/compression.ts'

const NOW = Date.UTC(2026, 10, 22, 3)
const DAY = 24 * 60 * 60 * 1000
const { sign, publicKeys } = await testKeys()

const head = (id: string, ordinal = 0): PlannedCatalogue => ({
  id,
  titleVi: id,
  titleEn: id,
  owner: 'kcb',
  completeness: 'complete',
  completeFrom: null,
  ordinal,
})
const row = (code: string, more: Partial<ListedCode> = {}): ListedCode => ({
  code,
  validFrom: '0001-01-01',
  validTo: null,
  name: `Mã ${code}`,
  attributes: {},
  sourceDocument: 'QĐ 1/QĐ-BYT',
  replacedBy: null,
  ...more,
})
const opens = (catalogue: string, ...rows: ListedCode[]): RowChange[] =>
  rows.map((after) => ({ catalogue, before: null, after }))
const plan = (changed: RowChange[], more: Partial<ReleasePlan> = {}): ReleasePlan => ({
  note: 'thử',
  publishedBy: 'test',
  catalogues: [],
  decisions: [],
  changes: changed,
  ...more,
})

describe('publishing', () => {
  let sqld: Sqld
  let primary: Opened<'reference'>
  beforeAll(async () => {
    sqld = await startReferencePrimary()
    primary = openDatabase('reference', { url: sqld.url, timeoutMs: 20_000 })
  })
  afterAll(() => sqld.stop())
  beforeEach(async () => {
    // In the order of who refers to whom.
    await primary.batch([
      primary.run('DELETE FROM change_pages'),
      primary.run('DELETE FROM changes'),
      primary.run('DELETE FROM snapshots'),
      primary.run('DELETE FROM snapshot_bodies'),
      primary.run('DELETE FROM codes'),
      primary.run('DELETE FROM releases'),
      primary.run('DELETE FROM decisions'),
      primary.run('DELETE FROM catalogues'),
    ])
  })

  const first = (): Promise<unknown> =>
    publish(primary, plan(opens('list', row('A'), row('B')), { catalogues: [head('list')] }), { sign, now: NOW })
  const look = async (code: string, now: number): Promise<string> => {
    const loaded = await loadPublished(primary, null, now)
    if (loaded.catalogues === 'unchanged') throw new Error('nothing was held')
    const snapshot = await openPublished({ ...loaded, catalogues: loaded.catalogues }, inflate)
    return lookUp(snapshot, ['list'], code, 20261122).state
  }
  const standing = async (): Promise<ListedCode[]> =>
    (await primary.select().from(codes).where(isNull(codes.untilRelease))).map(listedCode)

  test('a release has year, month and ordinal of Việt Nam, and counts on', async () => {
    await first()
    const lastOfNovember = Date.UTC(2026, 10, 30, 17)
    const second = await publish(primary, plan(opens('list', row('C'))), { sign, now: NOW + 1 })
    const third = await publish(primary, plan(opens('list', row('D'))), { sign, now: lastOfNovember })
    expect([second.id, second.number, third.id, third.number]).toEqual(['2026.11.2', 2, '2026.12.1', 3])
  })

  test('what changed is closed and opened, never deleted; an earlier release can still be read', async () => {
    await first()
    const renamed = row('A', { name: 'Tên mới' })
    const changed: RowChange[] = [
      { catalogue: 'list', before: row('A'), after: renamed },
      { catalogue: 'list', before: row('B'), after: null },
    ]
    const { number } = await publish(primary, plan(changed), { sign, now: NOW + 1 })
    expect(await standing()).toEqual([renamed])
    const closed = await primary.select().from(codes).where(eq(codes.untilRelease, number)).orderBy(asc(codes.code))
    expect(closed.map(listedCode)).toEqual([row('A'), row('B')])
  })

  test('a row that does not stand as it was taken is a conflict, and nothing is written', async () => {
    await first()
    const stale: RowChange[] = [
      { catalogue: 'list', before: row('A', { name: 'Khác' }), after: row('A', { name: 'Mới' }) },
    ]
    await expect(publish(primary, plan(stale), { sign, now: NOW + 1 })).rejects.toMatchObject({
      code: 'release-conflict',
      params: { catalogue: 'list', code: 'A' },
    })
    await expect(publish(primary, plan(opens('list', row('B'))), { sign, now: NOW + 1 })).rejects.toMatchObject({
      code: 'release-conflict',
    })
    expect(await primary.select().from(releases)).toHaveLength(1)
    expect(await standing()).toEqual([row('A'), row('B')])
  })

  test('of two that publish at once one wins and the other gets a conflict', async () => {
    await first()
    const attempts = await Promise.allSettled(
      ['X', 'Y', 'Z'].map((code) => publish(primary, plan(opens('list', row(code))), { sign, now: NOW + 1 })),
    )
    const won = attempts.filter(({ status }) => status === 'fulfilled')
    expect(won.length).toBeGreaterThan(0)
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'release-conflict' })
    expect(await primary.select().from(releases)).toHaveLength(1 + won.length)
    expect(await standing()).toHaveLength(2 + won.length)
  })

  test('a code of a catalogue that nobody made is refused', async () => {
    await expect(publish(primary, plan(opens('none', row('A'))), { sign, now: NOW })).rejects.toMatchObject({
      code: 'catalogue-unknown',
    })
  })

  test('it is used from its day on, and none may come before the one it follows', async () => {
    await first()
    await publish(primary, plan(opens('list', row('C')), { effectiveAt: NOW + DAY }), { sign, now: NOW + 1 })
    expect(await look('C', NOW + DAY - 1)).toBe('unknown')
    expect(await look('C', NOW + DAY)).toBe('valid')
    await expect(publish(primary, plan(opens('list', row('D'))), { sign, now: NOW + 2 })).rejects.toMatchObject({
      code: 'release-too-early',
      params: { release: '2026.11.2' },
    })
  })

  test('the chain of changes has no gap, and every page and release is signed', async () => {
    const many = Array.from({ length: 1500 }, (_, at) => row(`N${at}`))
    await publish(primary, plan(opens('list', ...many), { catalogues: [head('list')] }), { sign, now: NOW })
    const [one] = many
    const change: RowChange[] = [
      { catalogue: 'list', before: one ?? null, after: row('N0', { attributes: { b: '2', a: '1' } }) },
    ]
    await publish(primary, plan(change), { sign, now: NOW + 1 })

    const chained = await primary.select().from(changes).orderBy(asc(changes.number))
    let hash = ''
    for (const [at, entry] of chained.entries()) {
      expect(entry.number).toBe(at + 1)
      hash = changeHash(hash, entry.number, { kind: entry.kind, catalogue: entry.catalogue, row: listedCode(entry) })
      expect(entry.hash).toBe(hash)
    }
    const pages = await primary.select().from(changePages).orderBy(asc(changePages.number))
    expect(pages.map(({ firstChange, lastChange }) => [firstChange, lastChange])).toEqual([
      [1, 1000],
      [1001, 1500],
      [1501, 1502],
    ])
    const keys = createLocalJWKSet(publicKeys)
    for (const { signature, firstChange, lastChange, previousHash, lastHash } of pages) {
      const { payload } = await compactVerify(signature, keys)
      expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
        firstChange,
        lastChange,
        previousHash,
        lastHash,
      })
    }
    const [, second] = await primary.select().from(releases).orderBy(asc(releases.number))
    const { payload } = await compactVerify(second?.signature ?? '', keys)
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      id: '2026.11.2',
      lastHash: hash,
      catalogues: [{ catalogue: 'list', rows: 1500, contentHash: contentHash(await standing()) }],
    })
  })

  test('an untouched catalogue keeps its snapshot; the same content has the same hash', async () => {
    await publish(
      primary,
      plan([...opens('list', row('A')), ...opens('other', row('A'))], { catalogues: [head('list'), head('other', 1)] }),
      {
        sign,
        now: NOW,
      },
    )
    await publish(primary, plan(opens('list', row('B'))), { sign, now: NOW + 1 })
    await publish(primary, plan([{ catalogue: 'list', before: row('B'), after: null }]), { sign, now: NOW + 2 })
    const held = await primary.select().from(snapshots).orderBy(asc(snapshots.release), asc(snapshots.catalogue))
    const hashes = (catalogue: string): string[] =>
      held.filter((each) => each.catalogue === catalogue).map(({ hash }) => hash)
    expect(new Set(hashes('other')).size).toBe(1)
    expect(hashes('list')[0]).toBe(hashes('list')[2])
    expect(hashes('list')[0]).not.toBe(hashes('list')[1])
  })
})
