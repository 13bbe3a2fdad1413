/** A dossier read whole: what was sent, row by row, with its findings; for whom, with which reason, and how each reading is noted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDossier, renderDossier, wrapEnvelope, type Row, type Tables } from '../fixtures/dossier.ts'
import { keyOf, makeVisit } from '../fixtures/synthetic.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import { codeOf, type Problem } from '../harness/probe.ts'

const { here, there } = await ownProvinces()
const SEED = 61
const KEY = keyOf(here.facility, SEED, 0)
const PERSON = makeVisit('3176', here.facility, SEED, 0).name
const REASON = 'Giám định theo đơn khiếu nại'

type Whole = Problem & {
  standard: string
  shown: { submission: string; dossier: number; version: number | null }
  outcome: string
  rejected: { submission: string; dossier: number; receivedAt: string }[]
  versions: { submission: string; version: number; state: string }[]
  unmasked: boolean
  tables: { table: string; total: number; rows: { row: string; values: Row; masked: string[] }[] }[]
  findings: { rule: string; table: string | null; row: string | null; field: string | null }[]
  findingsTotal: number
  next: number | null
}

let probe: Shared
let first: string
let second: string

const NOTE = { DIEN_BIEN_LS: 'Dữ liệu thử nghiệm đã sửa', THOI_DIEM_DBLS: '202601010800' }
const sent: Tables = makeDossier({ standard: '3176', facility: here.facility, seed: SEED })
/** The first note of XML5 is another one, of a moment before the encounter: a warning. */
const changed: Tables = {
  ...sent,
  XML5: (sent['XML5'] ?? []).map((row, at) => (at === 0 ? { ...row, ...NOTE } : row)),
}
const fileOf = (tables: Tables, made: string): string =>
  wrapEnvelope([renderDossier('3176', tables)], { facility: here.facility, made })

async function deliver(file: string, more = ''): Promise<string> {
  const { status, body } = await probe.ask<{ id: string }>('POST', `/v1/submissions?purpose=management${more}`, {
    headers: { 'content-type': 'application/xml' },
    body: file,
  })
  expect(status).toBe(202)
  await probe.settled(body.id)
  return body.id
}

const whole = (account: string, query: Readonly<Record<string, string>> = {}, MA_LK = KEY) =>
  probe.ask<Whole>(
    'GET',
    `/v1/dossiers/${MA_LK}?${new URLSearchParams({ facility: here.facility, purpose: 'management', ...query }).toString()}`,
    { account },
  )
/** Rows without what is empty, as a dossier is kept. */
const filled = (rows: readonly Row[] = []): Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')))
const shownOf = ({ tables }: Whole): Record<string, Row[]> =>
  Object.fromEntries(tables.map(({ table, rows }) => [table, rows.map(({ values }) => values)]))
const sentAs = (tables: Tables): Record<string, Row[]> =>
  Object.fromEntries(
    Object.entries(tables).flatMap(([table, rows]) => (rows.length === 0 ? [] : [[table, filled(rows)] as const])),
  )
const accessesOf = async (account: string) =>
  (
    await probe.ask<{ accesses: { account: string; kind: string; query: string; reason: string; unmasked: number }[] }>(
      'GET',
      `/v1/accesses?province=${here.code}`,
      { account },
    )
  ).body.accesses

beforeAll(async () => {
  probe = await shareStack(here)
  first = await deliver(fileOf(sent, '20261015'))
  second = await deliver(
    fileOf(changed, '20261016'),
    `&${new URLSearchParams({ correction: 'missing-data', reason: 'Bổ sung diễn biến lâm sàng' }).toString()}`,
  )
}, 180_000)
afterAll(() => {
  probe?.close()
})

test('a facility reads what it sent, row by row, of the version that counts and of older ones', async () => {
  const current = await whole(here.facility)
  expect([current.status, current.body.standard, current.body.unmasked]).toEqual([200, '3176', true])
  expect(current.body.shown).toEqual({ submission: second, dossier: 1, version: 2 })
  expect(current.body.versions).toMatchObject([
    { submission: first, version: 1, state: 'replaced' },
    { submission: second, version: 2, state: 'standing' },
  ])
  expect(shownOf(current.body)).toEqual(sentAs(changed))
  expect(current.body.tables.every(({ total, rows }) => total === rows.length)).toBe(true)
  for (const version of ['1', `${first}-1`]) {
    const { body } = await whole(here.facility, { version })
    expect([body.shown.submission, shownOf(body)]).toEqual([first, sentAs(sent)])
  }
})

test('each finding about a cell leads to a row that is shown', async () => {
  const { body } = await whole(here.facility)
  const asked = await probe.ask<{ findings: Whole['findings']; findingsTotal: number }>(
    'GET',
    `/v1/submissions/${second}/findings`,
  )
  expect(body.findings).toEqual(asked.body.findings)
  expect(body.findingsTotal).toBe(asked.body.findingsTotal)
  const atRows = body.findings.filter(({ row }) => row !== null)
  expect(atRows.length).toBeGreaterThan(0)
  for (const { table, row } of atRows)
    expect(body.tables.find((each) => each.table === table)?.rows.some((each) => each.row === row)).toBe(true)
})

test('rows come page by page, none twice', async () => {
  const all: Record<string, Row[]> = {}
  let pages = 0
  for (let after: number | null = 0; after !== null; pages += 1) {
    const { body }: { body: Whole } = await whole(here.facility, { after: String(after), limit: '3' })
    for (const { table, rows } of body.tables)
      if (rows.length > 0) all[table] = [...(all[table] ?? []), ...rows.map(({ values }) => values)]
    after = body.next
  }
  expect(pages).toBeGreaterThan(2)
  expect(all).toEqual(sentAs(changed))
})

test.each([here.department, 'bhxh'])(
  '%s states a reason, sees persons masked, and unmasked where it asks so',
  async (account) => {
    expect(codeOf(await whole(account))).toEqual([403, 'reason-needed'])
    expect(codeOf(await whole(account, { unmask: 'true' }))).toEqual([403, 'reason-needed'])
    const masked = await whole(account, { reason: REASON })
    expect([masked.status, masked.body.unmasked]).toEqual([200, false])
    expect(JSON.stringify(masked.body)).not.toContain(PERSON)
    const [summary] = masked.body.tables.find(({ table }) => table === 'XML1')?.rows ?? []
    expect(summary?.masked).toEqual(expect.arrayContaining(['HO_TEN', 'MA_THE_BHYT', 'SO_CCCD']))
    expect(summary?.values['HO_TEN']).toMatch(/\(\d+\)$/)
    const unmasked = await whole(account, { reason: REASON, unmask: 'true' })
    expect(shownOf(unmasked.body)).toEqual(sentAs(changed))
    const [last, before] = (await accessesOf(here.department)).filter((access) => access.account === account)
    expect([last, before]).toMatchObject([
      { kind: 'dossier', reason: REASON, unmasked: 1 },
      { kind: 'dossier', reason: REASON, unmasked: 0 },
    ])
    expect(JSON.parse(last?.query ?? '')).toEqual({ MA_LK: KEY, purpose: 'management', version: `${second}-1` })
  },
)

test('it is closed to those of other provinces and to other duties, and what is not there is a problem', async () => {
  for (const account of [there.department, there.facility])
    expect(codeOf(await whole(account, { reason: REASON }))).toEqual([403, 'not-yours'])
  for (const account of ['analyst', 'operator', 'auditor'])
    expect(codeOf(await whole(account, { reason: REASON }))).toEqual([403, 'role-not-allowed'])
  for (const query of [{ version: '7' }, { version: `${'0'.repeat(32)}-1` }, { purpose: 'payment' }])
    expect(codeOf(await whole(here.facility, query))).toEqual([404, 'dossier-unknown'])
  for (const query of [{ version: 'x' }, { limit: '0' }, { after: '-1' }])
    expect(codeOf(await whole(here.facility, query))).toEqual([400, 'parameter-invalid'])
})

describe('a rejected dossier, of which the warehouse keeps no rows', () => {
  const OTHER = keyOf(here.facility, SEED, 1)
  const made: Tables = makeDossier({ standard: '3176', facility: here.facility, seed: SEED }, 1)
  /** A kind of encounter that is in no list. */
  const wrong: Tables = { ...made, XML1: (made['XML1'] ?? []).map((row) => ({ ...row, MA_LOAI_KCB: '99' })) }
  const person = String(made['XML1']?.[0]?.['HO_TEN'])
  let rejected: string

  beforeAll(async () => {
    // Behind another one, so that its number in the file is not the first.
    const file = wrapEnvelope([renderDossier('3176', sent), renderDossier('3176', wrong)], {
      facility: here.facility,
      made: '20261017',
    })
    rejected = await deliver(file)
  }, 60_000)

  test('is read out of the stored file by the facility that sent it, with what was found', async () => {
    const { status, body } = await whole(here.facility, {}, OTHER)
    expect([status, body.outcome, body.versions]).toEqual([200, 'rejected', []])
    expect(body.shown).toEqual({ submission: rejected, dossier: 2, version: null })
    expect(body.rejected).toMatchObject([{ submission: rejected, dossier: 2 }])
    expect(shownOf(body)).toEqual(sentAs(wrong))
    expect(body.findings).toContainEqual(expect.objectContaining({ table: 'XML1', field: 'MA_LOAI_KCB' }))
  })

  test.each([here.department, 'bhxh'])(
    '%s reads it as any other: with a reason, masked, and noted',
    async (account) => {
      expect(codeOf(await whole(account, {}, OTHER))).toEqual([403, 'reason-needed'])
      const { body } = await whole(account, { reason: REASON, version: `${rejected}-2`, limit: '1' }, OTHER)
      expect(JSON.stringify(body)).not.toContain(person)
      expect(body.tables.flatMap(({ rows }) => rows)).toHaveLength(1)
      expect(body.next).toBe(1)
      const last = (await accessesOf(here.department)).find((access) => access.account === account)
      expect(JSON.parse(last?.query ?? '')).toEqual({ MA_LK: OTHER, purpose: 'management', version: `${rejected}-2` })
    },
  )

  test('is found by its own MA_LK only, and by nobody of another facility', async () => {
    expect(codeOf(await whole(here.facility, { version: `${rejected}-2` }))).toEqual([404, 'dossier-unknown'])
    expect(codeOf(await whole(there.facility, { reason: REASON }, OTHER))).toEqual([403, 'not-yours'])
  })
})
