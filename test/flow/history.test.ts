/** Cards and encounters across provinces, over HTTP, with a centre, two edges, two warehouses and the register. */
import { asc, eq, gte } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { cardChecks, cards, encounters } from '../../db/register/schema.ts'
import { findings, submissions } from '../../db/warehouse/schema.ts'
import { until } from '../../scripts/stack/until.ts'
import { MOST_UNKNOWN_OF_CARD } from '../../src/centre/history/card-check-log.ts'
import { FIRST_HISTORY_ORDINAL } from '../../src/store/warehouse/history-findings.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const WITHIN_MS = 30_000
const XML = { 'content-type': 'application/xml' }
const JSON_TYPE = { 'content-type': 'application/json' }
const LINES = { 'content-type': 'application/x-ndjson' }

let stack: TestStack
let register: Opened<'register'>
const warehouses: Record<string, Opened<'warehouse'>> = {}
beforeAll(async () => {
  stack = await startTestStack({ provinces: ['01', '79'] })
  register = openDatabase('register', { url: stack.register.url, timeoutMs: 20_000 })
  for (const { code, warehouse } of stack.provinces)
    warehouses[code] = openDatabase('warehouse', { url: warehouse.url, timeoutMs: 20_000 })
}, 120_000)
afterAll(async () => {
  for (const database of [register, ...Object.values(warehouses)]) database?.$client.close()
  await stack?.dispose()
})

const warehouseOf = (facility: string): Opened<'warehouse'> => {
  const warehouse = warehouses[facility.slice(0, 2)]
  if (!warehouse) throw new Error('no such province')
  return warehouse
}

type Person = { card: string; name: string; birth: string }
let lastPerson = 0
const newPerson = (): Person => {
  lastPerson += 1
  return { card: `GD4019${String(lastPerson).padStart(9, '0')}`, name: 'TRẦN THỊ KIỂM THỬ', birth: '19750203' }
}

let lastSeed = 500
/** A file of one inpatient whose person and days are these. */
function fileOf(facility: string, { card, name, birth }: Person, day = '20261005'): string {
  const seed = (lastSeed += 1)
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', facility, seed, inpatient: true, day })
  const citizen = `0${card.slice(-11)}`
  const own = {
    MA_THE_BHYT: card,
    HO_TEN: name,
    NGAY_SINH: `${birth}0000`,
    SO_CCCD: citizen,
    MA_BN: `BN-${seed}`,
    MA_DKBD: '01001',
  }
  return wrapEnvelope([renderDossier('3176', { XML1: [{ ...summary, ...own }], ...rest })], {
    facility,
    made: '20261020',
  })
}

async function send(facility: string, file: string, purpose = 'payment'): Promise<string> {
  const response = await stack.post(facility, `/v1/submissions?purpose=${purpose}`, file, XML)
  const body = await response.json<{ id: string; dossiers: { rejected: number } }>()
  expect(body).toMatchObject({ dossiers: { rejected: 0 } })
  await until(`${body.id} to be verified`, WITHIN_MS, async () => {
    const [state] = await warehouseOf(facility).select().from(submissions).where(eq(submissions.id, body.id))
    return state?.status === 'verified' ? true : undefined
  })
  return body.id
}

const shownOf = async (facility: string, id: string): Promise<string[]> => {
  const rows = await warehouseOf(facility)
    .select()
    .from(findings)
    .where(gte(findings.ordinal, FIRST_HISTORY_ORDINAL))
    .orderBy(asc(findings.ordinal))
  return rows.filter(({ submissionId }) => submissionId === id).map(({ rule }) => rule)
}

const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  (await response.json<{ code: string }>()).code,
]

test('the same card in two provinces at once is told to the one that was received later, and to nobody else', async () => {
  const person = newPerson()
  const first = await send('01001', fileOf('01001', person))
  const second = await send('79001', fileOf('79001', person))
  expect(await shownOf('01001', first)).toEqual([])
  expect(await shownOf('79001', second)).toContain('XML1.NGAY_VAO.no-stay-elsewhere')

  const state = await (await stack.get('79001', `/v1/submissions/${second}`)).json()
  expect(state).toMatchObject({ history: 'settled', outcomes: [{ outcome: expect.stringMatching(/^accepted/) }] })
  const page = await stack.get('79001', `/v1/submissions/${second}/findings`)
  const { findings: all, findingsTotal } = await page.json<{
    findings: { rule: string; severity: string; message: { en: string } }[]
    findingsTotal: number
  }>()
  expect(findingsTotal).toBe(all.length)
  const shown = all.find(({ rule }) => rule === 'XML1.NGAY_VAO.no-stay-elsewhere')
  expect(shown?.severity).toBe('info')
  expect(shown?.message.en).toContain('01001')
  // Where and when, never who.
  for (const value of Object.values(person)) expect(JSON.stringify(all)).not.toContain(value)
}, 60_000)

test('the register holds nobody by name or number', async () => {
  const rows = JSON.stringify([await register.select().from(encounters), await register.select().from(cards)])
  expect(rows).toContain('01001')
  expect(rows).not.toMatch(/GD401|KIỂM THỬ|19750203/)
})

describe('cards', () => {
  const lineOf = ({ card, name, birth }: Person, more: object = {}): string =>
    JSON.stringify({ card, name, birth, validFrom: '2026-01-01', validTo: '2099-12-31', ...more })
  const post = (body: string, headers: Record<string, string> = LINES, query = ''): Promise<Response> =>
    stack.post('bhxh', `/v1/cards${query}`, body, headers)

  test('are taken line by line, the same again changes nothing, and a dossier of one that changed is looked at again', async () => {
    const person = newPerson()
    const id = await send('01001', fileOf('01001', person))
    expect(await shownOf('01001', id)).toEqual([])
    const wrong = lineOf(person, { name: 'LÊ VĂN GIẢ LẬP', initialFacility: '79001', validTo: '2026-06-30' })
    const report = { lines: 1, cards: 1, problems: [], problemsTotal: 0, registerComplete: null }
    expect(await (await post(wrong)).json()).toEqual({ ...report, changed: 1 })
    expect(await (await post(wrong)).json()).toEqual({ ...report, changed: 0 })
    await stack.runScheduled()
    expect(await shownOf('01001', id)).toEqual(['HOSO.card.valid', 'HOSO.card.name', 'XML1.MA_DKBD.as-registered'])

    const csv = `card,name,birth,validFrom,validTo,initialFacility,status\r\n${person.card},"Trần Thị  Kiểm thử",1975-02-03,2026-01-01,,01001,\r\n`
    expect(await (await post(csv, { 'content-type': 'text/csv' })).json()).toEqual({ ...report, changed: 1 })
    await stack.runScheduled()
    expect(await shownOf('01001', id)).toEqual([])
  }, 60_000)

  test('that are not there are unknown only once the register is said to be whole', async () => {
    const broken = `${lineOf(newPerson())}\n{}`
    expect(await (await post(broken, LINES, '?complete=true')).json()).toMatchObject({
      registerComplete: null,
      problemsTotal: 1,
    })
    expect(await (await post(lineOf(newPerson()), LINES, '?complete=true')).json()).toMatchObject({
      registerComplete: true,
    })
    const id = await send('01001', fileOf('01001', newPerson()))
    expect(await shownOf('01001', id)).toEqual(['HOSO.card.known'])
    await post(lineOf(newPerson()), LINES, '?complete=false')
  }, 60_000)

  test.each([
    ['no JSON', 'card', { field: 'line', expected: { vi: 'một đối tượng JSON', en: 'a JSON object' } }],
    ['a list', '[]', { field: 'line', expected: { vi: 'một đối tượng' } }],
    ['a number that is no card', lineOf({ ...newPerson(), card: '12' }), { field: 'card' }],
    [
      'no name',
      lineOf({ ...newPerson(), name: ' ' }),
      { field: 'name', expected: { vi: 'không để trống', en: 'not empty' } },
    ],
    ['a day that is none', lineOf({ ...newPerson(), birth: '19750231' }), { field: 'birth' }],
    [
      'an end before its begin',
      lineOf(newPerson(), { validTo: '2025-12-31' }),
      { field: 'validTo', expected: { en: '>= validFrom' } },
    ],
    ['a facility that is none', lineOf(newPerson(), { initialFacility: 'x' }), { field: 'initialFacility' }],
    ['a state that is none', lineOf(newPerson(), { status: 'lost' }), { field: 'status' }],
    ['a member that nobody knows', lineOf(newPerson(), { address: 'x' }), { field: 'line' }],
    ['a line that is too long', JSON.stringify({ name: 'x'.repeat(20_000) }), { field: 'line' }],
  ])('with %s are reported by their line, and those beside them count', async (_, line, problem) => {
    const response = await post(`${lineOf(newPerson())}\n${line}\n\n${lineOf(newPerson())}`)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      lines: 3,
      cards: 2,
      problemsTotal: 1,
      problems: [{ line: 2, ...problem }],
    })
    for (const said of ['GD401', 'KIỂM THỬ', '19750']) expect(text).not.toContain(said)
  })

  test('are refused as a whole where nothing can be read, or who sends may not', async () => {
    const line = lineOf(newPerson())
    expect(await codeOf(await post(line, { 'content-type': 'application/pdf' }))).toEqual([
      415,
      'media-type-unsupported',
    ])
    expect(await codeOf(await post('a,b\n1,2', { 'content-type': 'text/csv' }))).toEqual([422, 'cards-header-wrong'])
    expect(await codeOf(await post(line, LINES, '?complete=maybe'))).toEqual([400, 'parameter-invalid'])
    for (const account of ['01001', 'province-01'])
      expect(await codeOf(await stack.post(account, '/v1/cards', line, LINES))).toEqual([403, 'role-not-allowed'])
    expect((await stack.post(undefined, '/v1/cards', line, LINES)).status).toBe(401)
    const [edge] = stack.provinces
    const headers = { ...LINES, authorization: `Bearer ${await stack.token('bhxh')}` }
    // As a stream: what fetch holds itself it would send again after a 421 (Fetch, "HTTP-network-or-cache fetch").
    const body = new Blob([line]).stream()
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    const atEdge = await fetch(`${edge?.url}/v1/cards`, init)
    expect(await codeOf(atEdge)).toEqual([421, 'centre-only'])
  })
})

describe('a card check', () => {
  const ask = (question: object, account: string | undefined = '01001'): Promise<Response> =>
    stack.post(account, '/v1/card-checks', JSON.stringify(question), JSON_TYPE)
  /** Days that lie within the last months, whenever this runs. */
  const recently = (daysAgo: number): string =>
    new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000).toISOString().slice(0, 10).replaceAll('-', '')

  test('shows status and encounters of every province to a facility, and is kept', async () => {
    const person = newPerson()
    const line = JSON.stringify({ ...person, validFrom: '2020-01-01', initialFacility: '01001' })
    await stack.post('bhxh', '/v1/cards', line, LINES)
    for (const purpose of ['management', 'payment']) await send('79001', fileOf('79001', person, recently(60)), purpose)
    const answer = await (await ask(person)).json<{ encounters: { facility: string }[] }>()
    expect(answer).toMatchObject({ status: 'valid', validFrom: '2020-01-01', validTo: null, initialFacility: '01001' })
    expect(answer.encounters.map(({ facility }) => facility)).toContain('79001')
    const kept = await register.select().from(cardChecks)
    expect(kept.at(-1)).toMatchObject({
      account: '01001',
      facility: '01001',
      answer: 'valid',
      encounters: answer.encounters.length,
    })
    expect(JSON.stringify(kept)).not.toContain(person.card)
  }, 60_000)

  test('shows nothing of a person to whoever knows a number only', async () => {
    const person = newPerson()
    await stack.post('bhxh', '/v1/cards', JSON.stringify({ ...person, validFrom: '2020-01-01' }), LINES)
    await send('79001', fileOf('79001', person, recently(60)))
    const answerTo = async (question: object): Promise<object> => {
      const { checkedAt: _, ...answer } = await (await ask(question)).json<Record<string, unknown>>()
      return answer
    }
    // One answer for every mismatch, and for a card that is not there.
    const unknown = await answerTo(newPerson())
    expect(unknown).toMatchObject({ status: 'unknown', validFrom: null, encounters: [] })
    for (const question of [
      { ...person, name: 'LÊ THỊ GIẢ LẬP' },
      { ...person, birth: '1976' },
    ])
      expect(await answerTo(question)).toEqual(unknown)
    expect(await (await ask({ ...person, birth: '1975' })).json()).toMatchObject({ status: 'valid', encounters: [{}] })
  }, 60_000)

  test('says what it cannot know', async () => {
    expect(await (await ask(newPerson())).json()).toMatchObject({
      status: 'unknown',
      registerComplete: false,
      encounters: [],
    })
  })

  test.each([
    ['no card', { name: 'A', birth: '1975' }],
    ['a card that is none', { ...newPerson(), card: '1' }],
    ['no name', { ...newPerson(), name: '' }],
    ['a birth that is none', { ...newPerson(), birth: '31/12/1975' }],
    ['more than is asked for', { ...newPerson(), phone: '0' }],
  ])('with %s is refused', async (_, question) => {
    expect(await codeOf(await ask(question))).toEqual([400, 'parameter-invalid'])
  })

  test('cannot be asked until a birth date is found, by many at once neither; others go on', async () => {
    const person = newPerson()
    await stack.post('bhxh', '/v1/cards', JSON.stringify({ ...person, validFrom: '2020-01-01' }), LINES)
    const guesses = Array.from({ length: 34 }, (_, at) => ({ ...person, birth: String(1940 + at) }))
    const answers = await Promise.all(guesses.map((guess) => ask(guess)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(MOST_UNKNOWN_OF_CARD)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const refused = answers.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(3600)
    // Right or wrong, that facility is not answered of that card any more; another one is, and so is another card.
    expect((await ask(person)).status).toBe(429)
    expect(await (await ask(person, '79001')).json()).toMatchObject({ status: 'valid' })
    expect((await ask(newPerson())).status).toBe(200)
    const log = await stack.get('01001-auditor', '/v1/card-checks?answer=refused')
    const { checks } = await log.json<{ checks: { facility: string; card: string }[] }>()
    expect(checks.length).toBeGreaterThanOrEqual(30)
    expect(new Set(checks.map(({ facility }) => facility))).toEqual(new Set(['01001']))
    expect(new Set(checks.map(({ card }) => card)).size).toBe(1)
  }, 60_000)

  test('is logged for the auditor of the facility, its Sở Y tế and the insurer, each within its own', async () => {
    await ask(newPerson(), '79001')
    const seen = async (account: string, query = ''): Promise<Set<string>> => {
      const { checks } = await (
        await stack.get(account, `/v1/card-checks${query}`)
      ).json<{ checks: { facility: string }[] }>()
      return new Set(checks.map(({ facility }) => facility))
    }
    expect(await seen('01001-auditor')).toEqual(new Set(['01001']))
    expect(await seen('province-79')).toEqual(new Set(['79001']))
    for (const account of ['bhxh', 'auditor']) expect(await seen(account)).toEqual(new Set(['01001', '79001']))
    expect(await codeOf(await stack.get('01001-auditor', '/v1/card-checks?facility=79001'))).toEqual([403, 'not-yours'])
    expect(await codeOf(await stack.get('01001', '/v1/card-checks'))).toEqual([403, 'role-not-allowed'])
  })

  test('is for facilities', async () => {
    for (const account of ['ministry', 'province-01'])
      expect(await codeOf(await ask(newPerson(), account))).toEqual([403, 'role-not-allowed'])
  })
})

test('a person who is forgotten leaves the register, and what was said because of them is taken back', async () => {
  const person = newPerson()
  await send('01001', fileOf('01001', person))
  const id = await send('79001', fileOf('79001', person))
  expect(await shownOf('79001', id)).toContain('XML1.NGAY_VAO.no-stay-elsewhere')
  const before = (await register.select().from(encounters)).length
  const body = JSON.stringify({ card: person.card, reason: 'Theo đơn của người bệnh' })
  expect((await stack.post('ministry', '/v1/operations/erasures', body, JSON_TYPE)).status).toBe(202)
  expect((await register.select().from(encounters)).length).toBe(before - 2)
  await stack.runScheduled()
  expect(await shownOf('79001', id)).toEqual([])
}, 60_000)

test('files that arrive at once, the later first, twice, leave what the right order leaves', async () => {
  const [one, other] = [newPerson(), newPerson()]
  const files = [one, other].map((person): [string, string] => [fileOf('01001', person), fileOf('79001', person)])
  const [inOrder, atOnce] = files
  if (!inOrder || !atOnce) throw new Error('two persons')
  const first = await send('01001', inOrder[0])
  const second = await send('79001', inOrder[1])
  const expected = [await shownOf('01001', first), await shownOf('79001', second)].flat()
  expect(expected).not.toEqual([])
  const ids = await Promise.all([send('79001', atOnce[1]), send('01001', atOnce[0]), send('79001', atOnce[1])])
  expect(ids[0]).toBe(ids[2])
  const shown = [await shownOf('79001', ids[0]), await shownOf('01001', ids[1])].flat()
  expect(shown).toEqual(expected)
}, 60_000)
