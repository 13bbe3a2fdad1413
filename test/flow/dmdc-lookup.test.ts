import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import { changeHash } from '../../src/codes/release/chain.ts'
import type { PlannedCatalogue, PublishedRelease } from '../../src/codes/release/plan.ts'
import { publish } from '../../src/codes/release/publish.ts'
import { createSigner } from '../../src/codes/release/signature.ts'
import { unpackSnapshot } from '../../src/engine/index.ts'
import { inflate } from '../../src/store/reference/compression.ts'
import { contentHash, OPEN_START, type ListedCode } from '../../src/store/reference/listed-code.ts'
import { startProbe, type Probe, type Problem } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const LISTS = 'test-diseases'
const HEAD: PlannedCatalogue = {
  id: LISTS,
  titleVi: 'Bệnh thử',
  titleEn: 'Diseases for tests',
  owner: 'kcb',
  completeness: 'complete',
  completeFrom: null,
  ordinal: 100,
}
const DECISION = {
  catalogue: LISTS,
  document: 'QĐ 1/QĐ-BYT PL1',
  decision: 'QĐ 1/QĐ-BYT',
  annex: 'PL1',
  signedOn: '2020-01-01',
  validFrom: '2020-02-01',
  mandatoryFrom: '2020-03-01',
  oldAcceptedUntil: '2020-02-29',
  confidence: 'high',
} as const

const listed = (code: string, name: string, more: Partial<ListedCode> = {}): ListedCode => ({
  code,
  name,
  validFrom: OPEN_START,
  validTo: null,
  attributes: {},
  sourceDocument: DECISION.document,
  replacedBy: null,
  ...more,
})

const FIRST = [
  listed('E10', 'Bệnh đái tháo đường phụ thuộc insulin'),
  listed('E11', 'Bệnh đái tháo đường không phụ thuộc insulin', { attributes: { sex: 'any', group: 'E' } }),
  listed('e_1', 'Độ bão hoà 50%'),
  listed('E12', 'Bệnh cũ', { validTo: '2024-12-31', replacedBy: 'E13;E14' }),
  listed('E13', 'Bệnh mới thứ nhất', { validFrom: '2025-01-01' }),
  listed('E14', 'Bệnh mới thứ hai', { validFrom: '2025-01-01' }),
  listed('MOI1', 'Một mã bắt đầu bằng từ ấy'),
  listed('X/1', 'Mã có dấu gạch chéo'),
]
const RENAMED = listed('E10', 'Đái tháo đường típ 1')

let probe: Probe
let primary: Opened<'reference'>
let releases: { seed: string; first: PublishedRelease; second: PublishedRelease; later: PublishedRelease }

const ask = <T>(path: string) => probe.ask<T>('GET', path, { account: null })
const raw = (path: string, headers: Record<string, string> = {}) => fetch(`${probe.stack.url}${path}`, { headers })

beforeAll(async () => {
  probe = await startProbe()
  primary = openDatabase('reference', { url: probe.stack.reference.primary.url, timeoutMs: 20_000 })
  const keys = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
  const sign = await createSigner(JSON.parse(keys.dmdcSigningKey) as JWK)
  const { body } = await ask<{ release: { id: string } }>('/v1/dmdc')
  const base = { note: 'test', publishedBy: 'test', decisions: [], catalogues: [] }
  const added = FIRST.map((after) => ({ catalogue: LISTS, before: null, after }))
  const now = Date.now()
  const first = await publish(
    primary,
    { ...base, catalogues: [HEAD], decisions: [DECISION], changes: added },
    { sign, now },
  )
  const renaming = { catalogue: LISTS, before: FIRST[0] ?? RENAMED, after: RENAMED }
  const second = await publish(primary, { ...base, changes: [renaming] }, { sign, now })
  const closing = { catalogue: LISTS, before: RENAMED, after: null }
  const later = await publish(primary, { ...base, changes: [closing], effectiveAt: now + 86_400_000 }, { sign, now })
  releases = { seed: body.release.id, first, second, later }
  await probe.stack.runScheduled()
  await probe.stack.reference.caughtUp()
}, START_TIMEOUT_MS)
afterAll(async () => {
  primary?.$client.close()
  await probe?.dispose()
})

type Row = { code: string; name: string; validFrom: string | null; validTo: string | null }
type Search = { total: number; codes: Row[]; next: string | null; release: string; date: string | null }
const search = async (query: string) => (await ask<Search>(`/v1/dmdc/${LISTS}?${query}`)).body
const codesOf = ({ codes }: Search): string[] => codes.map(({ code }) => code)

describe('what there is', () => {
  test('catalogues come with owner, decisions and hashes, releases with the one in force', async () => {
    type Contents = {
      release: { id: string }
      catalogues: { id: string; owner: object; rows: number; contentHash: string; decisions: object[] }[]
      releases: { id: string; inForce: boolean }[]
    }
    const { body, headers } = await ask<Contents>('/v1/dmdc')
    expect(body.release.id).toBe(releases.second.id)
    expect(body.releases.map(({ id, inForce }) => [id, inForce])).toEqual([
      [releases.second.id, true],
      [releases.first.id, false],
      [releases.seed, false],
    ])
    const { catalogue: _, ...decision } = DECISION
    expect(body.catalogues.find(({ id }) => id === LISTS)).toMatchObject({
      title: { vi: 'Bệnh thử', en: 'Diseases for tests' },
      owner: { id: 'kcb', vi: 'Cục Quản lý Khám, chữa bệnh' },
      rows: FIRST.length,
      contentHash: contentHash([RENAMED, ...FIRST.slice(1)]),
      decisions: [decision],
    })
    expect(headers.get('dmdc-release')).toBe(releases.second.id)
    expect(headers.get('dmdc-lag-seconds')).toMatch(/^\d+$/)
  })

  test('every answer has an ETag, by which an unchanged one is not sent again', async () => {
    for (const path of [
      '/v1/dmdc',
      `/v1/dmdc/${LISTS}`,
      `/v1/dmdc/${LISTS}/E11`,
      '/v1/dmdc/changes',
      '/v1/dmdc/keys',
      `/v1/dmdc/releases/${releases.first.id}`,
      `/v1/dmdc/releases/${releases.first.id}/snapshot`,
    ]) {
      const answer = await raw(path)
      await answer.text()
      const etag = answer.headers.get('etag') ?? ''
      expect(etag, path).toMatch(/^"[^"]+"$/)
      const again = await raw(path, { 'if-none-match': etag })
      expect({ path, status: again.status, body: await again.text() }).toEqual({ path, status: 304, body: '' })
      expect(again.headers.get('cache-control')).toContain('public')
      if (path !== '/v1/dmdc/keys') expect(again.headers.get('dmdc-release')).toBe(releases.second.id)
      expect((await raw(path, { 'if-none-match': '"other"' })).status).toBe(200)
    }
  })
})

describe('searching', () => {
  test.each([
    ['without accents', 'dai thao duong', ['E10', 'E11']],
    ['with accents', 'ĐÁI THÁO ĐƯỜNG', ['E10', 'E11']],
    ['all words, in any order', 'insulin thuoc', ['E11']],
    ['đ as it is written, or as d', 'đo bao hoa', ['e_1']],
    ['a code in any capitals', 'e11', ['E11']],
    ['the beginning of a code first, then by code', 'e1', ['E10', 'E11', 'E13', 'E14']],
    ['% means itself', '%', ['e_1']],
    ['_ means itself', '_', ['e_1']],
    ['a word that nobody has', 'đái%', []],
    ['a quote', "'", []],
  ])('%s: %s', async (_, words, expected) => {
    expect(codesOf(await search(`q=${encodeURIComponent(words)}&date=2026-11-22`))).toEqual(expected)
  })

  test('what stands behind the beginnings of codes is found too, after them', async () => {
    const found = await search('q=m%E1%BB%9Bi&date=2026-11-22')
    expect({ total: found.total, codes: codesOf(found) }).toEqual({ total: 3, codes: ['MOI1', 'E13', 'E14'] })
  })

  test('a day distinguishes generations, and all shows every period', async () => {
    expect(codesOf(await search('q=b%E1%BB%87nh%20c%C5%A9&date=2024-12-31'))).toEqual(['E12'])
    expect(codesOf(await search('q=b%E1%BB%87nh%20c%C5%A9&date=2025-01-01'))).toEqual([])
    expect((await search('date=all')).total).toBe(FIRST.length)
    expect((await search('')).date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test.each(['', 'q=e&'])('pages follow each other without gap or repetition (%s)', async (query) => {
    const whole = await search(`${query}date=all`)
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: Search = await search(`${query}date=all&limit=2${next === '' ? '' : `&after=${next}`}`)
      expect(page.total).toBe(whole.total)
      seen.push(...codesOf(page))
      next = page.next
    }
    expect(seen).toEqual(codesOf(whole))
  })

  test('an earlier release is shown as it was known then', async () => {
    expect((await search(`q=E10&release=${releases.first.id}`)).codes[0]?.name).toBe(FIRST[0]?.name)
    expect((await search('q=E10')).codes[0]?.name).toBe(RENAMED.name)
    expect((await search('q=E10')).release).toBe(releases.second.id)
  })

  test.each([
    ['date=2026-02-31', 400, 'parameter-invalid'],
    ['date=22.11.2026', 400, 'parameter-invalid'],
    ['limit=0', 400, 'parameter-invalid'],
    ['limit=1001', 400, 'parameter-invalid'],
    ['limit=two', 400, 'parameter-invalid'],
    ['after=elsewhere', 400, 'parameter-invalid'],
    [`q=${'a'.repeat(201)}`, 400, 'parameter-invalid'],
    ['release=1999.1.1', 404, 'release-unknown'],
  ])('%s is refused with %i %s', async (query, status, code) => {
    const answer = await ask<Problem>(`/v1/dmdc/${LISTS}?${query}`)
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('a release that is not in effect yet is as unknown as one that is not there', async () => {
    const id = releases.later.id
    expect((await ask<Problem>(`/v1/dmdc/${LISTS}?release=${id}`)).body.code).toBe('release-unknown')
    expect((await ask<Problem>(`/v1/dmdc/releases/${id}`)).body.code).toBe('release-unknown')
    expect((await ask<Problem>(`/v1/dmdc/releases/${id}/snapshot`)).body.code).toBe('release-unknown')
    expect(codesOf(await search('q=E10'))).toEqual(['E10'])
  })

  test('an unknown catalogue is reported as such', async () => {
    expect((await ask<Problem>('/v1/dmdc/no-such-list')).body.code).toBe('catalogue-unknown')
    expect((await ask<Problem>('/v1/dmdc/No_Such')).body.code).toBe('parameter-invalid')
  })
})

describe('one code', () => {
  const one = async (path: string) => (await ask<Record<string, unknown>>(`/v1/dmdc/${LISTS}/${path}`)).body

  test('is shown with its attributes and the dates of its decision', async () => {
    const { catalogue: _, ...source } = DECISION
    expect(await one('E11?date=2026-11-22')).toMatchObject({
      inForce: true,
      row: { code: 'E11', validFrom: null, attributes: { sex: 'any', group: 'E' } },
      replacements: [],
      source,
    })
  })

  test('that has expired is shown with what took its place', async () => {
    expect(await one('E12?date=2026-11-22')).toMatchObject({
      inForce: false,
      row: null,
      replacements: [
        { code: 'E13', name: 'Bệnh mới thứ nhất', inForce: true },
        { code: 'E14', name: 'Bệnh mới thứ hai', inForce: true },
      ],
      history: [{ code: 'E12', validTo: '2024-12-31' }],
    })
    expect(await one('E12?date=2024-12-31')).toMatchObject({ inForce: true, row: { code: 'E12' } })
  })

  test('that is not there is unknown, and one with a slash can be asked for', async () => {
    expect(await one('E99')).toMatchObject({ code: 'code-unknown', status: 404 })
    expect(await one('X%2F1')).toMatchObject({ code: 'X/1', inForce: true })
    expect(await one('E10?date=yesterday')).toMatchObject({ code: 'parameter-invalid', status: 400 })
  })

  test('of an earlier release is shown as it was known then', async () => {
    expect(await one(`E10?release=${releases.first.id}`)).toMatchObject({ row: { name: FIRST[0]?.name } })
  })
})

describe('the feed', () => {
  type Page = {
    page: Record<string, unknown> | null
    signature: string
    entries: (ListedCode & { number: number; kind: 'opened' | 'closed'; catalogue: string; hash: string })[]
    next: number
    more: boolean
  }
  const page = (since: number) => ask<Page>(`/v1/dmdc/changes?since=${since}`)

  test('leads from the first change to the release in force, each page signed, each entry chained', async () => {
    const { body: keys } = await ask<JSONWebKeySet>('/v1/dmdc/keys')
    let [cursor, hash, number] = [0, '', 0]
    for (;;) {
      const { body, headers } = await page(cursor)
      if (body.page === null) {
        expect(body).toEqual({ page: null, signature: null, entries: [], next: cursor, more: false })
        break
      }
      const { payload } = await compactVerify(body.signature, createLocalJWKSet(keys))
      expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(body.page)
      for (const { number: stated, kind, catalogue, hash: shown, ...row } of body.entries) {
        number += 1
        hash = changeHash(hash, number, { kind, catalogue, row })
        expect({ stated, shown }).toEqual({ stated: number, shown: hash })
      }
      expect(headers.get('cache-control')).toContain(body.more ? 'immutable' : 'max-age=10')
      cursor = body.next
    }
    expect(hash).toBe(releases.second.lastHash)
  })

  test('does not show what is not in effect yet', async () => {
    const { body } = await page(0)
    expect(body.page).not.toBeNull()
    let last: Page = body
    for (let next = body; next.page !== null; next = (await page(next.next)).body) last = next
    expect(last.page?.['release']).toBe(releases.second.id)
    expect(last.entries.map(({ kind, code }) => [kind, code])).toEqual([
      ['closed', 'E10'],
      ['opened', 'E10'],
    ])
  })

  test.each(['since=-1', 'since=x', 'since=1.5', `since=${'9'.repeat(30)}`])('%s is refused', async (query) => {
    expect((await ask<Problem>(`/v1/dmdc/changes?${query}`)).body.code).toBe('parameter-invalid')
  })

  test('a snapshot is the signed release and then every row in order, which hash to what was signed', async () => {
    const response = await raw(`/v1/dmdc/releases/${releases.first.id}/snapshot`)
    expect(response.headers.get('content-type')).toContain('application/x-ndjson')
    const [head = '', ...lines] = (await response.text()).trimEnd().split('\n')
    const { body: keys } = await ask<JSONWebKeySet>('/v1/dmdc/keys')
    const signed = JSON.parse(head) as { release: { id: string }; signature: string }
    expect(signed.release.id).toBe(releases.first.id)
    const { payload } = await compactVerify(signed.signature, createLocalJWKSet(keys))
    const claims = JSON.parse(new TextDecoder().decode(payload)) as {
      catalogues: { catalogue: string; rows: number; contentHash: string }[]
    }
    const rows = lines.map((line) => JSON.parse(line) as ListedCode & { catalogue: string })
    const hashes = claims.catalogues.map(({ catalogue }) => {
      const own = rows.filter((row) => row.catalogue === catalogue)
      return { catalogue, rows: own.length, contentHash: contentHash(own) }
    })
    expect(hashes).toEqual(
      claims.catalogues.map(({ catalogue, rows: count, contentHash: hash }) => ({
        catalogue,
        rows: count,
        contentHash: hash,
      })),
    )
    const keysInOrder = rows.map(({ catalogue, code, validFrom }) => `${catalogue}\n${code}\n${validFrom}`)
    expect(keysInOrder).toEqual([...keysInOrder].sort())
  })
})

describe('a packed catalogue', () => {
  test('is the list that edges load, under its hash for ever', async () => {
    const { body } = await ask<{ catalogues: { id: string; hash: string; rows: number }[] }>('/v1/dmdc')
    const head = body.catalogues.find(({ id }) => id === LISTS)
    const answer = await raw(`/v1/dmdc/packed/${head?.hash}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    expect(answer.headers.get('cache-control')).toContain('immutable')
    const release = { id: releases.second.id, number: 2, publishedAt: 0 }
    const { catalogues } = await unpackSnapshot(release, [new Uint8Array(await answer.arrayBuffer())], inflate)
    expect(catalogues.get(LISTS)?.hash).toBe(head?.hash)
  })

  test('that no release in force has is refused', async () => {
    const unknown = await ask<Problem>(`/v1/dmdc/packed/${'0'.repeat(64)}`)
    expect([unknown.status, unknown.body.code]).toEqual([404, 'packed-list-unknown'])
    const wrong = await ask<Problem>('/v1/dmdc/packed/x')
    expect([wrong.status, wrong.body.code]).toEqual([400, 'parameter-invalid'])
  })
})

test(
  'while the replica is away a look-up is answered with 503 and when to come back',
  async () => {
    await probe.stack.reference.replica.kill()
    const { status, headers, body } = await ask<Problem>(`/v1/dmdc/${LISTS}`)
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'lists-unavailable' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    const fhir = await raw(`/fhir/CodeSystem/$lookup?system=urn:bhyt-edge:dmdc:${LISTS}&code=E11`)
    expect(fhir.status).toBe(503)
    expect(await fhir.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'transient' }] })
  },
  START_TIMEOUT_MS,
)
