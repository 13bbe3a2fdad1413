import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compactVerify, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { count } from 'drizzle-orm'
import { openDatabase } from '../../src/store/database.ts'
import { changes, codes } from '../../db/reference/schema.ts'
import { draftChanges } from '../../db/reference/workflow.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import { hiding, workbook } from '../fixtures/spreadsheet.ts'
import { codeOf, startProbe, type Answer, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

type Row = {
  code: string
  name: string
  attributes: Record<string, string>
  validFrom: string | null
  validTo: string | null
}
type View = { id: string; rows: number; fileHash: string; party: string; catalogue: string }
type Differences = {
  view: View
  release: string
  counts: Record<string, number>
  differences: { kind: string; code: string; fields: string[]; ours: Row | null; theirs: Row | null }[]
  next: number | null
}
type Delta = {
  entriesTotal: number
  entriesHash: string
  entries: { kind: string; row: Row }[]
  next: number | null
  signature: string
}

const PATH = '/v1/dmdc/foreign'
const get = <T>(path: string, account = 'ministry') => probe.ask<T>('GET', `${PATH}${path}`, { account })
type Kept = View & { warnings: number; problems: { code: string; sheet: string }[] }
const post = (path: string, body: BodyInit, type = 'application/json', account = 'ministry') =>
  probe.ask<Kept>('POST', `${PATH}${path}`, { account, headers: { 'content-type': type }, body })

/** Our sexes as BHXH might hold them: one missing, one more, one renamed, one spelt and one dated otherwise. */
const oursOf = async (catalogue: string): Promise<Row[]> => {
  const empty = await post(`/bhxh/${catalogue}`, JSON.stringify({ rows: [{ code: 'none', name: 'none' }] }))
  const { body } = await get<Differences>(`/bhxh/${catalogue}/differences?kind=missing-there&view=${empty.body.id}`)
  return body.differences.flatMap(({ ours }) => (ours === null ? [] : [ours]))
}
const plain = ({ code, name, validFrom, validTo }: Pick<Row, 'code' | 'name' | 'validFrom' | 'validTo'>) => ({
  code,
  name: name.normalize('NFC'),
  validFrom,
  validTo,
})

describe('another side’s copy', () => {
  test('is compared with ours by kind, page by page, and a signed delta leads either side to the other', async () => {
    const ours = await oursOf('treatment-results')
    expect(ours.length).toBeGreaterThan(5)
    const [first, second, third, fourth, ...rest] = ours.map(plain)
    if (!first || !second || !third || !fourth) throw new Error('the list is shorter than it was')
    const theirs = [
      { ...second, name: `${second.name} (khác)` },
      { ...third, name: third.name.toUpperCase().normalize('NFD') },
      { ...fourth, validTo: '2030-12-31' },
      { code: '99', name: 'Chỉ có ở bên kia', validFrom: null, validTo: null },
      ...rest,
    ]
    const { status, body: view } = await post('/bhxh/treatment-results', JSON.stringify({ rows: theirs }))
    expect({ status, rows: view.rows }).toEqual({ status: 201, rows: theirs.length })

    const { body } = await get<Differences>('/bhxh/treatment-results/differences')
    expect(body.view.id).toBe(view.id)
    expect(body.counts).toEqual({
      'missing-here': 1,
      'missing-there': 1,
      renamed: 1,
      'other-dates': 1,
      'other-attributes': 0,
      spelling: 1,
    })
    expect(body.differences.map(({ kind, code }) => [kind, code])).toEqual([
      ['missing-there', first.code],
      ['renamed', second.code],
      ['spelling', third.code],
      ['other-dates', fourth.code],
      ['missing-here', '99'],
    ])
    const renamed = await get<Differences>('/bhxh/treatment-results/differences?kind=renamed')
    expect([renamed.body.differences.length, renamed.body.counts['spelling'], renamed.body.next]).toEqual([1, 1, null])
    const page = await get<Differences>('/bhxh/treatment-results/differences?limit=2&after=2')
    expect([page.body.differences.map(({ kind }) => kind), page.body.next]).toEqual([['spelling', 'other-dates'], 4])

    for (const [direction, from, to] of [
      ['to-them', theirs, ours.map(plain)],
      ['to-us', ours.map(plain), theirs],
    ] as const) {
      const entries = await signedEntries(`/bhxh/treatment-results/delta?direction=${direction}&limit=3`)
      const held = new Map(from.map((row) => [`${row.code} ${row.validFrom}`, JSON.stringify(plain(row))]))
      for (const { kind, row } of entries)
        if (kind === 'closed') held.delete(`${row.code} ${row.validFrom}`)
        else held.set(`${row.code} ${row.validFrom}`, JSON.stringify(plain(row)))
      expect([...held.values()].sort()).toEqual(to.map((row) => JSON.stringify(plain(row))).sort())
    }
  })

  test('changes nothing of ours, and earlier copies stay', async () => {
    const primary = openDatabase('reference', { url: probe.stack.reference.primary.url, timeoutMs: 10_000 })
    const counted = async () =>
      Promise.all(
        [codes, changes, draftChanges].map(
          async (table) => (await primary.select({ rows: count() }).from(table))[0]?.rows,
        ),
      )
    const before = await counted()
    const first = await post('/bhxh/sexes', JSON.stringify({ rows: [{ code: '1', name: 'x' }] }))
    await post('/bhxh/sexes', JSON.stringify({ rows: [{ code: '2', name: 'y' }] }))
    await get('/bhxh/sexes/differences')
    await get('/bhxh/sexes/delta?direction=to-us')
    expect(await counted()).toEqual(before)
    primary.$client.close()
    const { body } = await get<{ views: View[] }>('')
    expect(body.views.filter(({ catalogue }) => catalogue === 'sexes')).toHaveLength(2)
    const earlier = await get<Differences>(`/bhxh/sexes/differences?view=${first.body.id}`)
    expect(earlier.body.view.id).toBe(first.body.id)
  })

  test('comes as a file too, and its hash is that of the bytes', async () => {
    const csv = 'code,name,valid_from,valid_to\n1,Nam,,\n2,Nữ,,\n'
    const { status, body } = await post('/bhxh/sexes', csv, 'text/csv')
    expect({ status, rows: body.rows, hash: body.fileHash }).toEqual({
      status: 201,
      rows: 2,
      hash: createHash('sha256').update(csv).digest('hex'),
    })
  })

  test('what Excel hides in their file is compared, and reported', async () => {
    const rows = [
      ['code', 'name'],
      ['1', 'Nam'],
      ['2', 'Nữ'],
    ]
    const bytes = workbook([{ name: 'GT', rows }], { rewrite: hiding(3) })
    const { status, body } = await post('/bhxh/sexes', new Uint8Array(bytes), 'application/octet-stream')
    expect({ status, rows: body.rows, warnings: body.warnings }).toEqual({ status: 201, rows: 2, warnings: 2 })
    expect(body.problems.map(({ code, sheet }) => [code, sheet])).toEqual([
      ['columns-hidden', 'GT'],
      ['rows-hidden', 'GT'],
    ])
  })

  test.each([
    [
      'twice the same',
      '{"rows":[{"code":"1","name":"a"},{"code":"1","name":"b"}]}',
      'application/json',
      422,
      'row-invalid',
    ],
    ['half a row', '{"rows":[{"code":"1"}]}', 'application/json', 422, 'row-invalid'],
    ['no JSON', '{"rows":', 'application/json', 400, 'parameter-invalid'],
    ['no rows', '{"rows":[]}', 'application/json', 400, 'parameter-invalid'],
    ['no spreadsheet', '<html></html>', 'application/octet-stream', 400, 'spreadsheet-unreadable'],
    ['wrong headings', 'a,b\n1,2\n', 'text/csv', 422, 'row-invalid'],
    ['another kind', 'x', 'image/png', 415, 'media-type-unsupported'],
  ])('with %s is refused', async (_, body, type, status, code) => {
    expect(codeOf(await post('/bhxh/sexes', body, type))).toEqual([status, code])
  })

  test('is the ministry’s matter, of a list and a party that there are', async () => {
    const body = JSON.stringify({ rows: [{ code: '1', name: 'x' }] })
    expect(codeOf(await post('/bhxh/sexes', body, 'application/json', 'province-01'))).toEqual([
      403,
      'role-not-allowed',
    ])
    expect(codeOf(await get('/bhxh/sexes/differences', '01001'))).toEqual([403, 'role-not-allowed'])
    expect(codeOf(await post('/bhxh/nothing', body))).toEqual([404, 'catalogue-unknown'])
    expect(codeOf(await post('/nobody/sexes', body))).toEqual([400, 'parameter-invalid'])
    expect(codeOf(await get('/bhxh/fuels/differences'))).toEqual([404, 'view-unknown'])
  })
})

/** All pages of a delta: each is what its signature says, and together they are what the hash says. */
async function signedEntries(path: string): Promise<Delta['entries']> {
  const { dmdcPublicKeys } = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
  const { keys } = JSON.parse(dmdcPublicKeys) as { keys: JWK[] }
  const key = await importJWK(keys[0] ?? {}, 'ES256')
  const entries: Delta['entries'] = []
  for (let after: number | null = 0; after !== null;) {
    const answer: Answer<Delta> = await get<Delta>(`${path}&after=${after}`)
    const { next, signature, ...shown }: Delta = answer.body
    const { payload } = await compactVerify(signature, key)
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(shown)
    entries.push(...shown.entries)
    const hash = createHash('sha256')
      .update(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
      .digest('hex')
    if (next === null) expect([entries.length, hash]).toEqual([shown.entriesTotal, shown.entriesHash])
    after = next
  }
  return entries
}
