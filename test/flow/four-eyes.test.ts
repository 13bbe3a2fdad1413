/** Nobody approves what they made: releases, changes in another's draft, roll-backs, erasures, accounts. A stack where no one person may do everything. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { addChanges, type DraftChange } from '../../src/codes/drafts/draft.ts'
import { CookieJar } from '../harness/cookie-jar.ts'
import { START_TIMEOUT_MS, startTestStack, type TestStack } from '../harness/stack.ts'

const REASON = 'Theo đơn của người bệnh'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({ vars: { DMDC_ONE_PERSON: 'false' } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await stack?.dispose()
})

type Said = { status: number; body: { code?: string; id: string; requests: { id: string }[]; erasures: object[] } }
const post = async (account: string, path: string, body: object = {}): Promise<Said> => {
  const response = await stack.post(account, path, JSON.stringify(body), { 'content-type': 'application/json' })
  return { status: response.status, body: await response.json() }
}
const saidOf = ({ status, body }: Said): [number, string | undefined] => [status, body.code]

const added: DraftChange = {
  kind: 'added',
  catalogue: 'drugs',
  before: null,
  after: {
    code: '40.9999',
    validFrom: '2026-12-01',
    validTo: null,
    name: 'Hoạt chất thử',
    attributes: {},
    sourceDocument: 'QĐ 1/QĐ-BYT',
    replacedBy: null,
  },
}

test('whoever put a change into another’s draft may not approve it either', async () => {
  const { body } = await post('ministry', '/v1/dmdc/drafts', { note: 'Bổ sung hoạt chất' })
  const primary = openDatabase('reference', { url: stack.reference.primary.url, timeoutMs: 10_000 })
  await addChanges(primary, { draft: body.id, changes: [added], author: 'ministry-duoc' })
  primary.$client.close()
  const step = (account: string, name: string) => post(account, `/v1/dmdc/drafts/${body.id}/${name}`)
  expect((await step('ministry', 'submit')).status).toBe(200)
  expect(saidOf(await step('ministry-duoc', 'approve'))).toEqual([403, 'draft-own'])
  expect(saidOf(await step('ministry', 'approve'))).toEqual([403, 'draft-own'])
  expect(saidOf(await step('ministry-kcb', 'approve'))).toEqual([403, 'department-not-allowed'])
})

/** A second curator of the whole ministry, agreed to by two operators, and what it asks. */
async function secondCurator(): Promise<(path: string, body?: object) => Promise<Said>> {
  const made = await stack.post(
    'operator',
    '/v1/accounts',
    JSON.stringify({ id: 'curator-2', role: 'ministry', duties: ['curator'], reason: REASON }),
    { 'content-type': 'application/json' },
  )
  const { secret } = await made.json<{ secret: string }>()
  expect((await post('operator-2', '/v1/accounts/curator-2/approve', { reason: REASON })).status).toBe(200)
  await stack.reference.caughtUp()
  const signedIn = await fetch(`${stack.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`curator-2:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = await signedIn.json<{ access_token: string }>()
  return async (path, body = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(`${stack.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: await response.json() }
  }
}

test('a roll-back is asked for by one and published by another', async () => {
  type Contents = { releases: { id: string; restores?: string | null; publishedBy?: string }[] }
  const newest = async (): Promise<Contents['releases'][number] | undefined> =>
    (await (await stack.get(undefined, '/v1/dmdc')).json<Contents>()).releases[0]
  const before = (await newest())?.id ?? ''
  const second = await secondCurator()
  // Something to go back from: made by one account, approved and published by the other.
  const { body: draft } = await post('ministry', '/v1/dmdc/drafts', { note: 'Bổ sung nhầm' })
  const primary = openDatabase('reference', { url: stack.reference.primary.url, timeoutMs: 10_000 })
  await addChanges(primary, { draft: draft.id, changes: [added], author: 'ministry' })
  primary.$client.close()
  await post('ministry', `/v1/dmdc/drafts/${draft.id}/submit`)
  expect((await second(`/v1/dmdc/drafts/${draft.id}/approve`)).status).toBe(200)
  expect((await second(`/v1/dmdc/drafts/${draft.id}/publish`)).status).toBe(201)

  const path = `/v1/dmdc/releases/${before}/restore`
  expect((await post('ministry', path, { note: 'Quay lại' })).status).toBe(202)
  // The same account as often as it likes.
  expect((await post('ministry', path, { note: 'Quay lại' })).status).toBe(202)
  const published = await second(path, { note: 'Đồng ý quay lại' })
  expect([published.status, published.body]).toEqual([201, expect.objectContaining({ changes: 1 })])
  await stack.reference.caughtUp()
  expect((await newest())?.id).toBe(published.body.id)
  // What was asked for has been done: the next roll-back begins with one account again.
  expect((await second(path, { note: 'Quay lại' })).status).toBe(202)
})

describe('an erasure', () => {
  test('begins when a second operator agrees, and not before', async () => {
    const asked = await post('operator', '/v1/operations/erasures', { citizenNumber: '001234567890', reason: REASON })
    expect([asked.status, asked.body.erasures]).toEqual([202, []])
    const id = asked.body.requests[0]?.id ?? ''
    const path = `/v1/operations/erasures/${id}/approve`
    expect(saidOf(await post('operator', path))).toEqual([403, 'erasure-own'])
    expect(saidOf(await post('operator-2', '/v1/operations/erasures/none/approve'))).toEqual([404, 'erasure-unknown'])
    const approved = await post('operator-2', path)
    expect(approved.status).toBe(202)
    expect(approved.body.erasures).toMatchObject([{ by: 'operator, operator-2', reason: REASON }])
    const listed: Said['body'] = await (await stack.get('auditor', '/v1/operations/erasures')).json()
    expect(listed).toMatchObject({ erasures: [{}], requests: [] })
  })
})

describe('an account that sees more than one facility', () => {
  const scope = { role: 'ministry', duties: ['operator'], reason: REASON }
  test('gets no token before a second operator agrees, to its making, to each change and to each secret', async () => {
    const made = await stack.post('operator', '/v1/accounts', JSON.stringify({ id: 'puppet', ...scope }), {
      'content-type': 'application/json',
    })
    const { secret, pendingBy } = await made.json<{ secret: string; pendingBy: string }>()
    expect(pendingBy).toBe('operator')
    const signIn = async (password = secret): Promise<number> => {
      const response = await fetch(`${stack.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`puppet:${password}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
      await response.text()
      return response.status
    }
    expect(await signIn()).toBe(401)
    expect(saidOf(await post('operator', '/v1/accounts/puppet/approve', { reason: REASON }))).toEqual([
      403,
      'account-own',
    ])
    expect((await post('operator-2', '/v1/accounts/puppet/approve', { reason: REASON })).status).toBe(200)
    await expect.poll(signIn, { timeout: 20_000 }).toBe(200)
    // Whoever takes it over by a new secret waits for the second person again.
    expect((await post('operator', '/v1/accounts/puppet/secret', { reason: REASON })).status).toBe(200)
    await expect.poll(() => signIn(), { timeout: 20_000 }).toBe(401)
  })

  test('of one facility alone needs nobody else', async () => {
    const one = { id: '01002', role: 'facility', facility: '01002', duties: ['sender'], reason: REASON }
    expect((await post('operator', '/v1/accounts', one)).body).toMatchObject({ pendingBy: null })
  })
})

test('a lost second factor is taken away by two operators, whatever else is done meanwhile, and the audit trail has it', async () => {
  const id = '01001-lost'
  const scope = { role: 'facility', duties: ['sender'], facility: '01001', holder: 'person' }
  const made = await stack.post('operator', '/v1/accounts', JSON.stringify({ id, reason: REASON, ...scope }), {
    'content-type': 'application/json',
  })
  const { secret } = await made.json<{ secret: string }>()
  const signIn = async (): Promise<[CookieJar, number]> => {
    const jar = new CookieJar(stack.url)
    return [jar, (await jar.ask('POST', '/v1/session', { account: id, secret })).status]
  }
  const [jar, entered] = await signIn()
  expect(entered).toBe(200)
  const { body: begun } = await jar.ask('POST', '/v1/sign-in/codes')
  const code = new TOTP({ secret: Secret.fromBase32(String(begun['secret'])) }).generate()
  expect((await jar.ask('POST', '/v1/sign-in/codes/confirm', { code })).status).toBe(200)

  const step = (account: string, name: string) => post(account, `/v1/accounts/${id}/${name}`, { reason: REASON })
  expect((await step('operator', 'second-factor/reset')).status).toBe(200)
  expect((await jar.ask('POST', '/v1/session/renew')).body['code']).toBe('session-ended')
  expect((await signIn())[1]).toBe(401)
  expect(saidOf(await step('operator', 'approve'))).toEqual([403, 'account-own'])
  // Nobody gets round the second person.
  await step('operator', 'disable')
  await step('operator', 'enable')
  expect((await signIn())[1]).toBe(401)
  expect((await step('operator-2', 'approve')).status).toBe(200)
  expect((await signIn())[1]).toBe(200)
  const answer = await stack.get('auditor', `/v1/accounts/changes?account=${id}`)
  const { changes } = await answer.json<{ changes: { action: string; by: string }[] }>()
  expect(changes.map(({ action, by }) => [action, by])).toEqual([
    ['made', 'operator'],
    ['factor-added', id],
    ['factors-reset', 'operator'],
    ['disabled', 'operator'],
    ['enabled', 'operator'],
    ['approved', 'operator-2'],
  ])
})
