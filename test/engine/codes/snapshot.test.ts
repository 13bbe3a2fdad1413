import { deflateRawSync, inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_CODE_BYTES } from '../../../src/engine/codes/code-index.ts'
import type { CatalogueHead, CodeRow, CodeState } from '../../../src/engine/codes/snapshot.ts'
import { dayNumber, lookUp, packCatalogue, unpackSnapshot } from '../../../src/engine/codes/snapshot.ts'
import { propertyRuns } from '../../harness/runs.ts'
import { deflate, inflate } from '../../../src/store/reference/compression.ts'

const RELEASE = { id: '2026.11.1', number: 1, publishedAt: 1 }
const OPEN = '0001-01-01'

const complete = (id: string, completeFrom: string | null = null): CatalogueHead => ({
  id,
  completeness: 'complete',
  completeFrom,
})
const row = (code: string, validFrom = OPEN, validTo: string | null = null): CodeRow => ({ code, validFrom, validTo })
const snapshotOf = async (...catalogues: [CatalogueHead, CodeRow[]][]) => {
  const packed = await Promise.all(catalogues.map(([head, rows]) => packCatalogue(head, rows, deflate)))
  return unpackSnapshot(
    RELEASE,
    packed.map(({ bytes }) => bytes),
    inflate,
  )
}

const beds = await snapshotOf([
  complete('beds'),
  [
    row('always'),
    row('old', OPEN, '2025-07-31'),
    row('new', '2025-06-19'),
    row('gap', '2020-01-01', '2020-12-31'),
    row('gap', '2022-01-01', '2022-12-31'),
    row('both', '2023-02-15', '2025-12-31'),
    row('both', '2025-07-01'),
    row('inside', '2020-01-01', '2025-12-31'),
    row('inside', '2021-01-01', '2021-06-30'),
  ],
])

describe('as of a day', () => {
  test.each([
    ['always', 20261122, { state: 'valid' }],
    ['old', 20250731, { state: 'valid', validTo: 20250731 }],
    ['old', 20250801, { state: 'expired', validTo: 20250731 }],
    ['new', 20250618, { state: 'not-yet', validFrom: 20250619 }],
    ['new', 20250619, { state: 'valid', validFrom: 20250619 }],
    ['gap', 20191231, { state: 'not-yet', validFrom: 20200101 }],
    ['gap', 20201231, { state: 'valid', validFrom: 20200101, validTo: 20201231 }],
    ['gap', 20210601, { state: 'expired', validTo: 20201231 }],
    ['gap', 20220101, { state: 'valid', validFrom: 20220101, validTo: 20221231 }],
    ['gap', 20230101, { state: 'expired', validTo: 20221231 }],
    ['both', 20250801, { state: 'valid', validFrom: 20230215, validTo: 20251231 }],
    ['both', 20260101, { state: 'valid', validFrom: 20250701 }],
    ['inside', 20220101, { state: 'valid', validFrom: 20200101, validTo: 20251231 }],
    ['inside', 20260101, { state: 'expired', validTo: 20251231 }],
    ['ALWAYS', 20261122, { state: 'unknown' }],
    ['', 20261122, { state: 'unknown' }],
  ])('%s on %i', (code, asOf, expected) => {
    expect(lookUp(beds, ['beds'], code, asOf)).toEqual({
      validFrom: undefined,
      validTo: undefined,
      partial: false,
      ...expected,
    })
  })
})

const lists = await snapshotOf(
  [complete('whole', '2024-07-01'), [row('a'), row('x', '2025-01-01', '2025-12-31')]],
  [{ id: 'demo', completeness: 'partial', completeFrom: null }, [row('b'), row('y', OPEN, '2025-12-31')]],
  [complete('other'), [row('c')]],
)

describe('what the lists can prove', () => {
  test.each<[string[], string, number, CodeState, boolean, string]>([
    [['whole'], 'z', 20261122, 'unknown', false, 'a complete list proves it'],
    [['whole'], 'z', 20240630, 'unknown', true, 'before the list is complete it proves nothing'],
    [['demo'], 'z', 20261122, 'unknown', true, 'a partial list proves nothing'],
    [['demo'], 'b', 20261122, 'valid', true, 'but knows what it knows'],
    [['demo'], 'y', 20261122, 'expired', true, 'and what has ended'],
    [['whole', 'demo'], 'z', 20261122, 'unknown', true, 'the partial one might know it'],
    [['whole', 'other'], 'z', 20261122, 'unknown', false, 'both prove it'],
    [['whole', 'other'], 'c', 20261122, 'valid', false, 'one that knows it suffices'],
    [['other', 'whole'], 'x', 20261122, 'expired', false, 'having ended outweighs being unknown'],
    [['whole', 'missing'], 'z', 20261122, 'unknown', true, 'a missing list might know it'],
    [['missing'], 'a', 20261122, 'no-catalogue', true, 'nothing was asked'],
    [[], 'a', 20261122, 'no-catalogue', true, 'nothing was asked'],
  ])('%j %s on %i is %s (partial: %s): %s', (ids, code, asOf, state, partial) => {
    expect(lookUp(lists, ids, code, asOf)).toMatchObject({ state, partial })
  })
})

describe('the published form', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const period = fc
    .tuple(fc.option(day, { nil: OPEN }), fc.option(day))
    .filter(([from, to]) => to === null || to >= from)
  const codeText = fc.string({
    minLength: 1,
    maxLength: 9,
    // One, two and three bytes of UTF-8, the character that words are filled up with, and half of a pair.
    unit: fc.constantFrom('K', '2', '9', '.', '†', 'Đ', '"', '\\', '\n', '\0', '\ud83d'),
  })
  const rowsOf = fc.uniqueArray(
    fc.tuple(codeText, period).map(([code, [validFrom, validTo]]): CodeRow => ({ code, validFrom, validTo })),
    { selector: ({ code, validFrom }) => `${code} ${validFrom}`, maxLength: 60 },
  )
  const pack = (...rows: CodeRow[]) => packCatalogue(complete('list'), rows, deflate)
  const unpack = (...bodies: Uint8Array[]) => unpackSnapshot(RELEASE, bodies, inflate)

  test('answers as a search through the rows does', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, codeText, day, async (rows, other, asOf) => {
        const snapshot = await snapshotOf([complete('list'), rows])
        for (const code of [other, ...rows.map((entry) => entry.code)]) {
          const periods = rows.filter((entry) => entry.code === code)
          const { state } = lookUp(snapshot, ['list'], code, dayNumber(asOf))
          const holds = periods.some(({ validFrom, validTo }) => validFrom <= asOf && asOf <= (validTo ?? '9999-12-31'))
          const begun = periods.some(({ validFrom }) => validFrom <= asOf)
          expect(state).toBe(periods.length === 0 ? 'unknown' : holds ? 'valid' : begun ? 'expired' : 'not-yet')
        }
      }),
      { numRuns: propertyRuns() },
    )
  })

  test('knows each of ten thousand codes that differ little, and none between them', async () => {
    const codes = Array.from({ length: 10_000 }, (_, at) => `40.${at * 3}`)
    const snapshot = await snapshotOf([complete('list'), codes.map((code) => row(code))])
    const state = (code: string) => lookUp(snapshot, ['list'], code, 20261122).state
    expect(codes.filter((code) => state(code) !== 'valid')).toEqual([])
    expect(
      codes.filter((code) => state(`${code} `) !== 'unknown' || state(code.slice(0, -1) + '?') !== 'unknown'),
    ).toEqual([])
  })

  // 300 and 70,000 histories take two and four bytes each where they are numbered.
  test.each([300, 70_000])('keeps %i codes with a history each apart', async (count) => {
    const dayAfter = (at: number) => new Date(Date.UTC(2000, 0, 1 + at)).toISOString().slice(0, 10)
    const rows = Array.from({ length: count }, (_, at) =>
      row(`${at}`, dayAfter(at % 300), dayAfter(300 + Math.floor(at / 300))),
    )
    const snapshot = await snapshotOf([complete('list'), rows])
    const wrong = rows.filter(({ code, validFrom, validTo }) => {
      const answer = lookUp(snapshot, ['list'], code, dayNumber(validFrom))
      return answer.validFrom !== dayNumber(validFrom) || answer.validTo !== dayNumber(validTo ?? '')
    })
    expect(wrong).toEqual([])
  })

  test('has one hash for the same rows in any order, and another for other rows or another head', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, async (rows) => {
        expect((await pack(...rows.toReversed())).hash).toBe((await pack(...rows)).hash)
      }),
      { numRuns: propertyRuns() },
    )
    const hashes = await Promise.all([
      pack(row('a')),
      pack(row('b')),
      pack(row('a', '2026-01-01')),
      packCatalogue(complete('list', '2026-01-01'), [row('a')], deflate),
      packCatalogue(complete('other'), [row('a')], deflate),
      packCatalogue({ id: 'list', completeness: 'partial', completeFrom: null }, [row('a')], deflate),
    ])
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(hashes.length)
  })

  test('says how many rows it holds, and the snapshot keeps its hash', async () => {
    const { rows, hash, bytes } = await pack(row('a', OPEN, '2025-12-31'), row('a', '2026-01-01'), row('b'))
    expect(rows).toBe(3)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect((await unpack(bytes)).catalogues.get('list')?.hash).toBe(hash)
  })

  test('is read the same from within a larger buffer', async () => {
    const { bytes } = await pack(row('a'))
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 3)
    const snapshot = await unpack(larger.subarray(3, 3 + bytes.length))
    expect(lookUp(snapshot, ['list'], 'a', 20261122).state).toBe('valid')
  })

  test('the hash is of the content, however well it is compressed', async () => {
    const { hash, bytes } = await pack(row('a'), row('b'))
    const header = bytes.subarray(0, 37)
    const stored = Buffer.concat([header, deflateRawSync(inflateRawSync(bytes.subarray(37)), { level: 0 })])
    expect(stored.length).not.toBe(bytes.length)
    expect((await unpack(new Uint8Array(stored))).catalogues.get('list')?.hash).toBe(hash)
  })

  test('refuses rows that contradict each other, and codes that no column can hold', async () => {
    await expect(pack(row('a'), row('a'))).rejects.toThrow('list a: two rows from 0001-01-01')
    await expect(pack(row('a', '2025-01-02', '2025-01-01'))).rejects.toThrow('before it begins')
    await expect(pack(row('a', '2025-02-30'))).rejects.toThrow('not a day: 2025-02-30')
    await expect(pack(row(''))).rejects.toThrow('a code is empty')
    await expect(pack(row('x'.repeat(MAX_CODE_BYTES + 1)))).rejects.toThrow('more than 255 bytes')
    await expect(pack(row('Đ'.repeat(MAX_CODE_BYTES / 2 + 1)))).rejects.toThrow('more than 255 bytes')
  })

  test('takes codes up to the longest, and knows no longer one', async () => {
    const longest = ['x'.repeat(MAX_CODE_BYTES), '†'.repeat(MAX_CODE_BYTES / 3)]
    const snapshot = await snapshotOf([complete('list'), longest.map((code) => row(code))])
    const states = [...longest, `${longest[0]}x`, `${longest[1]}†`].map(
      (code) => lookUp(snapshot, ['list'], code, 20261122).state,
    )
    expect(states).toEqual(['valid', 'valid', 'unknown', 'unknown'])
  })

  test('refuses what is not whole: another form, another content, a byte less, a byte changed', async () => {
    const { bytes } = await pack(...Array.from({ length: 100 }, (_, at) => row(`code ${at}`)))
    const other = await pack(row('a'))
    const changed = (at: number) => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))
    const swapped = Uint8Array.from([...bytes.subarray(0, 37), ...other.bytes.subarray(37)])
    await expect(unpack(new Uint8Array())).rejects.toThrow('not a catalogue packed in format 2')
    await expect(unpack(changed(0))).rejects.toThrow('not a catalogue packed in format 2')
    await expect(unpack(changed(4))).rejects.toThrow('not a catalogue packed in format 2')
    await expect(unpack(swapped)).rejects.toThrow('does not match its hash')
    for (let at = 5; at < 37; at += 1) await expect(unpack(changed(at))).rejects.toThrow('does not match its hash')
    for (let at = 37; at < bytes.length; at += 1) {
      await expect(unpack(changed(at))).rejects.toThrow(/does not (decompress|match its hash)/)
      await expect(unpack(bytes.subarray(0, at))).rejects.toThrow(/does not (decompress|match its hash)/)
    }
  })

  test('refuses a small body that would become a very large one', async () => {
    const { bytes } = await pack(row('a'))
    const bomb = Buffer.concat([bytes.subarray(0, 37), deflateRawSync(new Uint8Array(64 * 1024 * 1024))])
    await expect(unpack(new Uint8Array(bomb))).rejects.toThrow('does not decompress')
  })

  test('an empty list knows nothing and breaks nothing', async () => {
    expect(lookUp(await snapshotOf([complete('list'), []]), ['list'], 'a', 20261122).state).toBe('unknown')
  })
})
