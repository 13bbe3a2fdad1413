import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { and, count, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isAway } from '../../src/store/failures.ts'
import { openDatabase } from '../../src/store/database.ts'
import { codes, releases } from '../../db/reference/schema.ts'
import { type Manifest, readManifest, seedDirectory } from '../../dmdc-seed/catalogue-file.ts'
import { loadSeed } from '../../dmdc-seed/load.ts'
import { beat } from '../../src/store/reference/heartbeat.ts'
import { loadPublished } from '../../src/store/reference/load-release.ts'
import { lookUp, openPublished, type CodeState, type Snapshot } from '../../src/engine/index.ts'
import { catchUp, type Sqld } from '../../scripts/stack/sqld.ts'
import { testSigner } from '../harness/signer.ts'
import { startReferencePrimary, startTestSqld } from '../harness/sqld.ts'
import { inflate } from '../../src/store/reference/compression.ts'

const NOW = Date.UTC(2026, 10, 22)
const SLOWEST_MS = 60_000

const sign = await testSigner()
const seed = await readManifest()

const open = ({ url }: Pick<Sqld, 'url'>, timeoutMs = SLOWEST_MS) => openDatabase('reference', { url, timeoutMs })

describe('the seed in a real sqld', () => {
  let primary: Sqld
  beforeAll(async () => {
    primary = await startReferencePrimary()
  }, SLOWEST_MS)
  afterAll(() => primary.stop())

  test('loads whole in one release, and a second load changes nothing', { timeout: SLOWEST_MS }, async () => {
    const database = open(primary)
    const manifest = await readManifest()
    const rows = manifest.catalogues.reduce((sum, entry) => sum + entry.rows, 0)

    expect(await loadSeed(database, { now: NOW, sign })).toEqual({
      release: manifest.release.id,
      catalogues: manifest.catalogues.length,
      rows,
      changed: true,
    })

    expect(await loadSeed(database, { now: NOW + 1, sign })).toMatchObject({ changed: false })
    expect(await database.select({ n: count() }).from(codes)).toEqual([{ n: rows }])
    expect(await database.select({ at: releases.publishedAt }).from(releases)).toEqual([{ at: NOW }])
  })

  test('codes stay text on the way in and out', async () => {
    const route = await open(primary)
      .select({ code: codes.code, name: codes.name, attributes: codes.attributes })
      .from(codes)
      .where(and(eq(codes.catalogue, 'drug-routes'), eq(codes.code, '2.10')))
    expect(route).toEqual([{ code: '2.10', name: 'Tiêm', attributes: '{"confidence":"high"}' }])
  })

  test('what was published is read back in one batch, and stays behind when it is held already', async () => {
    const database = open(primary)
    await loadSeed(database, { now: NOW, sign })
    await beat(database, NOW)
    await beat(database, NOW + 60_000)
    const published = await loadPublished(database, null, NOW)
    expect(published).toMatchObject({ release: { id: seed.release.id, publishedAt: NOW }, beatAt: NOW + 60_000 })
    expect(published.catalogues).toHaveLength(seed.catalogues.length)
    expect(await loadPublished(database, seed.release.id, NOW)).toEqual({ ...published, catalogues: 'unchanged' })
  })

  test(
    'a replica has codes and heartbeat, and answers on after the primary is gone',
    { timeout: SLOWEST_MS },
    async () => {
      const source = await startReferencePrimary()
      await loadSeed(open(source), { now: NOW, sign })
      await beat(open(source), NOW)
      const replica = await startTestSqld({ primaryGrpcUrl: source.grpcUrl })
      try {
        expect(await source.appliedFrame()).toBeGreaterThan(0)
        await catchUp(source, replica)
        await source.stop()
        expect(await loadPublished(open(replica), null, NOW)).toMatchObject({
          release: { id: seed.release.id },
          beatAt: NOW,
        })
      } finally {
        await replica.stop()
        await source.stop()
      }
    },
  )
})

describe('a seed that must not be loaded', () => {
  let primary: Sqld
  let folder: string
  beforeAll(async () => {
    primary = await startReferencePrimary()
  }, SLOWEST_MS)
  afterAll(() => primary.stop())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bhyt-seed-'))
    await cp(seedDirectory, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const load = () => loadSeed(open(primary), { now: NOW, sign, directory: pathToFileURL(`${folder}/`) })
  const editManifest = async (edit: (manifest: Manifest) => void) => {
    const file = join(folder, 'manifest.json')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest
    edit(manifest)
    await writeFile(file, JSON.stringify(manifest))
  }

  test('a file that changed behind its manifest is named, and nothing is written', async () => {
    const file = join(folder, 'catalogues/fuels.csv')
    await writeFile(file, `${await readFile(file, 'utf8')}X1,Thêm,,,,\n`)
    await expect(load()).rejects.toThrow(
      /catalogues\/fuels\.csv is not the file the manifest names \(16 rows, manifest 15;/,
    )
    expect(await open(primary).select().from(releases)).toEqual([])
  })

  test('a published release keeps its content; another id publishes the change', { timeout: SLOWEST_MS }, async () => {
    await load()
    await editManifest(({ catalogues }) => {
      for (const entry of catalogues) entry.titleVi += ' (sửa)'
    })
    await expect(load()).rejects.toThrow(`release ${seed.release.id} is published with other content`)
    await editManifest(({ release }) => {
      release.id = '2026.11.99'
    })
    expect(await load()).toMatchObject({ release: '2026.11.99', changed: true })
    expect((await loadPublished(open(primary), null, NOW)).release.id).toBe('2026.11.99')
  })
})

describe('the seed as of a day', () => {
  let snapshot: Snapshot
  let primary: Sqld
  beforeAll(async () => {
    primary = await startReferencePrimary()
    await loadSeed(open(primary), { now: NOW, sign })
    const { catalogues, ...published } = await loadPublished(open(primary), null, NOW)
    if (catalogues === 'unchanged') throw new Error('nothing was held')
    snapshot = await openPublished({ ...published, catalogues }, inflate)
  }, SLOWEST_MS)
  afterAll(() => primary.stop())

  test.each<[string, string, number, CodeState, boolean, string]>([
    ['encounter-types', '11', 20260618, 'not-yet', false, 'QĐ 1804 is not signed yet'],
    ['encounter-types', '11', 20260619, 'valid', false, 'QĐ 1804 may be used from its signing'],
    ['encounter-types', '01', 20260715, 'valid', false, 'both lists are legal'],
    ['encounter-types', '17', 20261122, 'unknown', false, 'no list has it'],
    ['patient-categories', '1.10', 20251231, 'valid', true, 'the last day of QĐ 824'],
    ['patient-categories', '1.10', 20260101, 'expired', false, 'COVID-19 ended with QĐ 824'],
    ['patient-categories', '1.1', 20260101, 'valid', false, 'another code than 1.10'],
    ['patient-categories', '3.10', 20260101, 'unknown', false, '3.1 is not 3.10'],
    ['cost-groups', '19', 20261122, 'valid', false, 'QĐ 4750 added it'],
    ['cost-groups', '5', 20261122, 'expired', false, 'ended with QĐ 4210'],
    ['cost-groups', '5', 20240101, 'valid', true, 'QĐ 4210 was still in force'],
    ['services', '02.1899', 20250731, 'valid', true, 'the last day of the old examination codes'],
    ['services', '02.1899', 20250801, 'expired', true, 'the day after'],
    ['services', '02.03', 20250619, 'valid', true, 'the first day of the new examination codes'],
    ['services', 'K27.NO2', 20250618, 'not-yet', true, 'the day before'],
    ['services', 'K27.1939', 20250801, 'expired', true, 'the old bed code'],
    ['provinces', '74', 20250630, 'valid', true, 'Bình Dương on its last day'],
    ['provinces', '74', 20250701, 'expired', true, 'merged into 79'],
    ['provinces', '79', 20250701, 'valid', true, 'in both generations'],
    ['communes', '00001', 20250701, 'expired', true, 'an old commune'],
    ['communes', '06970', 20250701, 'valid', true, 'Ba Chẽ'],
    ['communes', '06978', 20250701, 'valid', true, 'Ba Chẽ as another source writes it'],
    ['departments', 'K51', 20260618, 'not-yet', true, 'QĐ 1804 brought it'],
    ['treatment-results', '8', 20261122, 'valid', false, 'QĐ 4750 added it'],
    ['treatment-results', '9', 20261122, 'unknown', false, 'no list has it'],
    ['traditional-diseases', 'U51.631.2', 20260830, 'valid', true, 'sixty days after QĐ 1978'],
    ['traditional-diseases', 'U51.631.2', 20260831, 'expired', true, 'the day after'],
    ['icd10', 'G01*', 20260630, 'valid', true, 'the last day of QĐ 4469'],
    ['icd10', 'I10', 20260701, 'valid', true, 'the first day of TT 06/2026'],
    ['icd10', 'Q87.11', 20260601, 'expired', true, 'became Q87.1'],
    ['blood', 'anything', 20261122, 'unknown', true, 'an empty list proves nothing'],
    ['icd10', 'Z99.9', 20261122, 'unknown', true, 'a demo subset proves nothing'],
  ])('%s %s on %i is %s (partial: %s): %s', (catalogue, code, asOf, state, partial) => {
    expect(lookUp(snapshot, [catalogue], code, asOf)).toMatchObject({ state, partial })
  })
})

describe('a database that does not answer', () => {
  let silent: Server
  beforeAll(async () => {
    silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
  })
  afterAll(() => {
    silent.close()
  })

  test('yields an error after its timeout', async () => {
    const address = silent.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const database = openDatabase('reference', { url: `http://127.0.0.1:${address.port}`, timeoutMs: 150 })
    const started = performance.now()
    await expect(loadPublished(database, null, NOW)).rejects.toSatisfy(isAway)
    await expect(database.select().from(releases)).rejects.toSatisfy(isAway)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

test('an integer above 2^53 is an error as a number and exact as a bigint', { timeout: SLOWEST_MS }, async () => {
  const sqld = await startTestSqld()
  try {
    const huge = 'select 9007199254740993 as n'
    await expect(open(sqld).$client.execute(huge)).rejects.toThrow(RangeError)
    const exact = openDatabase('reference', { url: sqld.url, timeoutMs: SLOWEST_MS, integers: 'bigint' })
    expect((await exact.$client.execute(huge)).rows[0]?.['n']).toBe(9007199254740993n)
  } finally {
    await sqld.stop()
  }
})
