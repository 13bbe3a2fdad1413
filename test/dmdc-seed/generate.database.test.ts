import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { codes } from '../../db/reference/schema.ts'
import { readCatalogueFile, readManifest } from '../../dmdc-seed/catalogue-file.ts'
import { generateCatalogues, writeGeneratedSeed, type GeneratedCatalogue } from '../../dmdc-seed/generate.ts'
import { loadSeed } from '../../dmdc-seed/load.ts'
import { checkCode, dayNumber, packCatalogue, unpackSnapshot, type Snapshot } from '../../src/engine/index.ts'
import { testSigner } from '../harness/signer.ts'
import { startReferencePrimary } from '../harness/sqld.ts'
import { deflate, inflate } from '../../src/store/reference/compression.ts'

const SLOWEST_MS = 60_000
const NOW = Date.UTC(2026, 10, 22)
const TODAY = 20261122

/** Rows of version 4 of the official lists, and the forms of their codes. */
const LISTS: Readonly<Record<string, { rows: number; forms: RegExp }>> = {
  drugs: { rows: 20_990, forms: /^(40\.\d{1,4}|40\.30\.\d{1,3}|40\.\d{1,4}\+40\.\d{1,4})$/ },
  services: {
    rows: 8506,
    forms:
      /^(\d{2}\.(\d{4}|\d{3}[a-z])\.\d{4}|\d{2}\.(189[5-9]|1900)|\d{2}\.\d{2}|K\d{2}\.19\d{2}|K\d{2}\.(NO[1-3]|NG[1-4]))$/,
  },
  icd10: { rows: 11_383, forms: /^[A-Z]\d{2}(\.\d{1,2})?[†*]?$/ },
  'traditional-preparations': { rows: 547, forms: /^(05C|HD)\.\d{1,3}(\.\d{1,3})?$/ },
  herbs: { rows: 349, forms: /^05V\.\d{1,3}(\.\d{1,3})?$/ },
  'traditional-diseases': { rows: 1113, forms: /^U\d{2}\.\d{3}(\.\d{1,2})?$/ },
  blood: { rows: 45, forms: /^X\d{2}$/ },
  supplies: { rows: 561, forms: /^N0[1-8]\.\d{2}\.\d{3}$/ },
  facilities: { rows: 13_572, forms: /^\d{2}[0-9A-P]\d{2}$/ },
}

const lists = await generateCatalogues(1)
const listOf = (id: string): GeneratedCatalogue => {
  const found = lists.find(({ entry }) => entry.id === id)
  if (found === undefined) throw new Error(`no list ${id}`)
  return found
}

test('all eight catalogues are made, in nine lists', () => {
  expect(lists.map(({ entry }) => entry.id)).toEqual(Object.keys(LISTS))
})

describe.each(Object.keys(LISTS))('the generated list %s', (id) => {
  const { rows } = listOf(id)
  const { rows: expected, forms } = LISTS[id] ?? { rows: 0, forms: /^$/ }

  test('has the size of version 4, and as many codes', () => {
    expect([rows.length, new Set(rows.map(({ code }) => code)).size]).toEqual([expected, expected])
  })

  test('has well-formed codes only', () => {
    expect(rows.map(({ code }) => code).filter((code) => !forms.test(code))).toEqual([])
  })

  test('has names of the length of real ones, in NFC', () => {
    const lengths = rows.map(({ name }) => name.length)
    expect(rows.filter(({ name }) => name !== name.normalize('NFC').trim() || name.length < 4)).toEqual([])
    expect(Math.max(...lengths)).toBeLessThan(200)
  })

  test('has generations of validity in order, and successors that are in the list', () => {
    expect(new Set(rows.map(({ validFrom }) => validFrom)).size).toBeGreaterThan(1)
    const known = new Set(rows.map(({ code }) => code))
    const wrong = rows.filter(
      ({ validFrom, validTo, replacedBy }) =>
        dayNumber(validFrom) > dayNumber(validTo ?? '9999-12-31') || (replacedBy !== null && !known.has(replacedBy)),
    )
    expect(wrong).toEqual([])
  })
})

describe('in a snapshot', () => {
  let snapshot: Snapshot
  beforeAll(async () => {
    const packed = await Promise.all(
      lists.map(({ entry, rows }) =>
        packCatalogue(
          { id: entry.id, completeness: entry.completeness, completeFrom: entry.completeFrom ?? null },
          rows,
          deflate,
        ),
      ),
    )
    snapshot = await unpackSnapshot(
      { id: 'generated', number: 1, publishedAt: 0 },
      packed.map(({ bytes }) => bytes),
      inflate,
    )
  })

  test('every code in force today is valid where its field looks it up', () => {
    const medicines = ['drugs', 'traditional-preparations', 'herbs', 'blood']
    const wrong = lists.flatMap(({ entry: { id }, rows }) =>
      rows
        .filter(
          ({ validFrom, validTo }) => dayNumber(validFrom) <= TODAY && dayNumber(validTo ?? '9999-12-31') >= TODAY,
        )
        .map(({ code }) => checkCode(snapshot, medicines.includes(id) ? medicines : [id], code, TODAY))
        .filter(({ state }) => state !== 'valid'),
    )
    expect(wrong).toEqual([])
  })

  test.each(['KT', 'NAT', 'KTNAT'])('blood carries the suffix .%s, and only blood of the list does', (suffix) => {
    const code = listOf('blood').rows.find(({ validFrom }) => validFrom === '0001-01-01')?.code ?? ''
    expect(checkCode(snapshot, ['drugs', 'blood'], `${code}.${suffix}`, TODAY)).toMatchObject({ state: 'valid', code })
    expect(checkCode(snapshot, ['drugs', 'blood'], `X99.${suffix}`, TODAY).state).toBe('unknown')
  })

  test('old and new examination codes are both valid in the weeks that QĐ 2010 gives', () => {
    const state = (code: string, day: number) => checkCode(snapshot, ['services'], code, day).state
    const states = [20250618, 20250619, 20250731, 20250801].map((day) => [state('02.1899', day), state('02.04', day)])
    expect(states).toEqual([
      ['valid', 'not-yet'],
      ['valid', 'valid'],
      ['valid', 'valid'],
      ['expired', 'valid'],
    ])
  })
})

describe('written as a seed', () => {
  const folders: string[] = []
  const write = async (seed: number): Promise<URL> => {
    const folder = await mkdtemp(join(tmpdir(), 'bhyt-generated-'))
    folders.push(folder)
    const directory = pathToFileURL(`${folder}/`)
    await writeGeneratedSeed(directory, { release: '2026.11.90', lists: await generateCatalogues(seed) })
    return directory
  }
  const bytesIn = async (directory: URL): Promise<string[]> => {
    const files = (await readdir(directory, { recursive: true })).filter((file) => /\.(csv|json)$/.test(file)).sort()
    return Promise.all(files.map(async (file) => `${file}\n${await readFile(new URL(file, directory), 'utf8')}`))
  }
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

  test('the same seed gives the same bytes, another seed other ones', { timeout: SLOWEST_MS }, async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map(async (seed) => bytesIn(await write(seed))))
    expect(again).toEqual(first)
    expect(first).toHaveLength(10)
    expect(other?.filter((text, at) => text === first?.[at])).toEqual([])
  })

  test('files hold the rows, and are those their manifest names', { timeout: SLOWEST_MS }, async () => {
    const directory = await write(1)
    for (const entry of (await readManifest(directory)).catalogues) {
      const { rows, sha256 } = await readCatalogueFile(entry, directory)
      expect([rows.length, sha256]).toEqual([entry.rows, entry.sha256])
      expect(rows).toEqual(listOf(entry.id).rows)
    }
  })

  test('it loads into a real sqld', { timeout: SLOWEST_MS }, async () => {
    const primary = await startReferencePrimary()
    try {
      const database = openDatabase('reference', { url: primary.url, timeoutMs: SLOWEST_MS })
      const loaded = await loadSeed(database, { now: NOW, sign: await testSigner(), directory: await write(1) })
      expect(loaded).toMatchObject({ release: '2026.11.90', catalogues: 9, rows: 57_066, changed: true })
      expect(await database.select({ n: count() }).from(codes).where(eq(codes.catalogue, 'drugs'))).toEqual([
        { n: 20_990 },
      ])
    } finally {
      await primary.stop()
    }
  })
})
