/** How often each rule is said, over HTTP, on generated dossiers of two provinces; and the alarm that the clock raises. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { populate } from '../../bench/region-data.ts'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const PATH = '/v1/operations/rules'
const DAY_MS = 24 * 60 * 60 * 1000
const VIETNAM_MS = 7 * 60 * 60 * 1000
const DOSSIERS = 400
/** A rule that is said of every fourth dossier. */
const FREQUENT = 'XML1.NGAY_RA.not-before-NGAY_VAO'

let stack: TestStack
let database: Opened<'warehouse'>
let yesterday: string

type Hit = {
  rule: string
  dossiers: number | null
  share: number | null
  alarm: boolean
  severity: string | null
  state: string
  list: string
}
type Hits = { provinces: { province: string; received: number | null; rules: Hit[] }[]; unanswered: string[] }

const ask = async (account: string, query: string): Promise<{ status: number; body: Hits & { code?: string } }> => {
  const response = await stack.get(account, `${PATH}?${query}`)
  return { status: response.status, body: await response.json() }
}
const period = (): string => `from=${yesterday}&to=${yesterday}`

beforeAll(async () => {
  stack = await startTestStack()
  database = openDatabase('warehouse', { url: stack.warehouse.url, timeoutMs: 20_000 })
  yesterday = new Date(Date.now() + VIETNAM_MS - DAY_MS).toISOString().slice(0, 10)
  const shape = { facilities: 4, firstDay: yesterday, days: 1, seed: 7, dossiers: DOSSIERS }
  await populate(database, { ...shape, province: '01' })
  await populate(database, { ...shape, province: '79', dossiers: 40, firstNumber: 100_000 })
  await database.$client
    .execute(`INSERT INTO findings (submission_id, ordinal, dossier, facility, received_on, rule, severity, table_id, field, told)
    SELECT submission_id, 1000 + dossier, dossier, facility, received_on, '${FREQUENT}', 'error', 'XML1', 'NGAY_RA', '{}'
    FROM dossiers WHERE rowid % 4 = 0`)
}, 120_000)
afterAll(async () => {
  database?.$client.close()
  await stack?.dispose()
})

test('every rule is shown with its share, severity, state, and as many dossiers as the list it opens', async () => {
  const { status, body } = await ask('province-01', period())
  expect(status).toBe(200)
  const [own] = body.provinces
  expect([body.provinces.length, own?.province, own?.received]).toEqual([1, '01', DOSSIERS])
  const [first, ...rest] = own?.rules ?? []
  expect(first).toMatchObject({
    rule: FREQUENT,
    dossiers: DOSSIERS / 4,
    share: 0.25,
    alarm: true,
    severity: expect.stringMatching(/^(error|warning|info)$/) as string,
    state: expect.stringMatching(/^(active|shadow)$/) as string,
  })
  expect(rest.length).toBeGreaterThan(3)
  expect(rest.every(({ alarm }) => !alarm)).toBe(true)
  // Made-up rules of the generator are none of ours.
  expect(rest.every(({ state, severity }) => state === 'retired' && severity === null)).toBe(true)
  for (const { dossiers, list } of [first, rest[0]].flatMap((hit) => hit ?? [])) {
    const response = await stack.get('province-01', `${list}&limit=1000`)
    expect((await response.json<{ dossiers: unknown[] }>()).dossiers).toHaveLength(dossiers ?? -1)
  }
})

test('the ministry is shown every province, beside each other, or one; few dossiers raise no alarm', async () => {
  const { body } = await ask('ministry', period())
  expect(body.provinces.map(({ province, received }) => [province, received])).toEqual([
    ['01', DOSSIERS],
    ['79', 40],
  ])
  expect(body.unanswered).toEqual([])
  const few = body.provinces[1]?.rules.find(({ rule }) => rule === FREQUENT)
  expect(few).toMatchObject({ dossiers: 10, share: 0.25, alarm: false })
  const one = await ask('ministry', `${period()}&province=79`)
  expect(one.body.provinces.map(({ province }) => province)).toEqual(['79'])
  const facility = await ask('ministry', `${period()}&facility=01001`)
  const received = facility.body.provinces[0]?.received ?? 0
  expect(received).toBeGreaterThan(0)
  expect(received).toBeLessThan(DOSSIERS)
})

test.each([
  ['01001', '', 403, 'role-not-allowed'],
  ['province-01', '&province=79', 403, 'not-yours'],
  ['province-01', '&facility=79001', 403, 'not-yours'],
  ['province-01', '&province=01&facility=79001', 403, 'not-yours'],
  ['ministry', '&province=1', 400, 'parameter-invalid'],
  ['ministry', '&facility=x', 400, 'parameter-invalid'],
  ['ministry', '&from=2026-02-31', 400, 'parameter-invalid'],
])('%s asking %s is refused: %i %s', async (account, query, status, code) => {
  const answer = await ask(account, query.includes('from') ? `to=${yesterday}${query}` : `${period()}${query}`)
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('when a day is over the log names each rule that was said too often, once, and no data', async () => {
  const lines = (): Record<string, unknown>[] =>
    stack
      .log()
      .split('\n')
      .filter((line) => line.includes('"rule-alarm"'))
      .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>)
  expect(lines()).toEqual([])
  for (let minute = 0; minute < 3; minute += 1) await stack.runScheduled()
  const [alarm, ...more] = lines()
  expect(more).toEqual([])
  expect(alarm).toMatchObject({
    event: 'rule-alarm',
    level: 'warning',
    province: '01',
    day: yesterday,
    rule: FREQUENT,
    dossiers: DOSSIERS / 4,
    received: DOSSIERS,
  })
  const { rows } = await database.$client.execute('SELECT * FROM rule_alarms')
  expect(rows).toHaveLength(1)
})
