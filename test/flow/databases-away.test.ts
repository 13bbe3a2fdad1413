/** What is asked while a database is away is answered that it may be asked again, whatever it is; nothing of it is a fault. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProbe, type Problem, type Probe } from '../harness/probe.ts'
import { startResolver, type TestResolver } from '../harness/resolver.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 120_000
const headers = { 'content-type': 'application/json' }

let probe: Probe
let resolver: TestResolver
beforeAll(async () => {
  resolver = await startResolver()
  resolver.set('his.example.vn', '118.70.0.1')
  probe = await startProbe({ vars: { WEBHOOK_RESOLVER_URL: resolver.url } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
  await resolver?.stop()
})

type Asked = readonly [account: string, method: string, path: string, body?: object]

const person = { id: 'gd', title: 'Giám đốc' }
const proposal = { kind: 'new', catalogue: 'drugs', name: 'Thuốc thử nghiệm', evidence: 'Quyết định trúng thầu' }
const outage = { cause: 'network', channel: 'web-service', from: new Date(Date.now() - 3_600_000).toISOString() }

const ofReference: readonly Asked[] = [
  ['province-01', 'POST', '/v1/facilities/01001/persons', person],
  ['province-01', 'POST', '/v1/facilities/01001/persons/demo/end', { validTo: '2026-12-31' }],
  ['01001', 'POST', '/v1/dmdc/proposals', proposal],
  ['ministry', 'POST', '/v1/dmdc/drafts', { note: 'Đợt bổ sung' }],
  ['ministry', 'GET', '/v1/dmdc/drafts'],
]
const ofWarehouse: readonly Asked[] = [
  ['01001', 'POST', '/v1/outages', outage],
  ['01001', 'GET', '/v1/outages'],
  ['01001', 'PUT', '/v1/manifests/2026-11-20?purpose=management', { entries: [] }],
  ['01001', 'GET', '/v1/results'],
  ['01001', 'GET', '/v1/webhooks'],
  ['01001', 'POST', '/v1/webhooks', { url: 'https://his.example.vn/hook' }],
  ['province-01', 'GET', '/v1/regions/01/volumes?from=2026-10-01&to=2026-10-31'],
]
const holder = { card: 'GD4019000000001', name: 'TRẦN THỊ KIỂM THỬ', birth: '19750203' }
const ofRegister: readonly Asked[] = [['01001', 'POST', '/v1/card-checks', holder]]

const nameOf = ([account, method, path]: Asked): string => `${account} ${method} ${path}`
const ask = ([account, method, path, body]: Asked) =>
  probe.ask<Problem>(method, path, {
    account,
    headers: body === undefined ? {} : headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

test(
  'every route says so, and is as before when the database is back',
  async () => {
    for (const account of ['01001', 'province-01', 'ministry']) await probe.stack.token(account)
    const { reference, warehouse, register } = probe.stack
    for (const [database, all] of [
      [reference.primary, ofReference],
      [warehouse, ofWarehouse],
      [register, ofRegister],
    ] as const) {
      await database.kill()
      for (const each of all) {
        const { status, body, headers: answered } = await ask(each)
        expect([status, body.code], nameOf(each)).toEqual([503, expect.stringMatching(/-unavailable$/)])
        expect(Number(answered.get('retry-after')), nameOf(each)).toBeGreaterThan(0)
      }
      await database.restart()
      for (const each of all) expect((await ask(each)).status, nameOf(each)).toBeLessThan(500)
    }
  },
  TEST_TIMEOUT_MS,
)
