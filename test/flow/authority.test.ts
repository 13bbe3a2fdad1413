/** What a token may still do once its account or its person has ended, and that accounts change over the API alone, each change in the audit trail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOKEN_PATH } from '../../scripts/stack/accounts.ts'
import { makeFile } from '../fixtures/dossier.ts'
import type { Answer, Problem } from '../harness/probe.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here, there } = await ownProvinces()
const REASON = 'Kiểm thử quyền của tài khoản'
const PERSONS = `/v1/facilities/${here.facility}/persons`

type Made = Problem & { id: string; secret: string; duties: string[]; pendingBy: string | null }
type Token = Problem & { access_token: string; expires_in: number }

let probe: Shared
beforeAll(async () => {
  probe = await shareStack(here)
}, 180_000)
afterAll(() => {
  probe?.close()
})

const operate = <T = Made>(method: string, path: string, json?: object): Promise<Answer<T>> =>
  probe.ask<T>(method, path, { account: 'operator', ...(json === undefined ? {} : { json }) })
const signIn = (id: string, secret: string, fields: Record<string, string> = {}): Promise<Answer<Token>> =>
  probe.ask('POST', TOKEN_PATH, {
    account: null,
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
  })

/** An account of its own, made as an operator makes it, and a token of it. */
async function made(id: string, scope: object): Promise<{ secret: string; token: string }> {
  const account = await operate('POST', '/v1/accounts', { id, reason: REASON, ...scope })
  expect([account.status, account.body.code]).toEqual([201, undefined])
  await probe.caughtUp()
  const { status, body } = await signIn(id, account.body.secret)
  expect(status).toBe(200)
  expect(body.expires_in).toBeLessThanOrEqual(600)
  return { secret: account.body.secret, token: body.access_token }
}
const sender = { role: 'facility', duties: ['sender'], facility: here.facility }

describe('a person who was ended', () => {
  test('can with the old token neither register a successor nor end anybody else', async () => {
    const registered = await probe.ask<Made>('POST', PERSONS, {
      account: here.department,
      json: { id: 'leaver', title: 'Giám đốc' },
    })
    const legitimate = { id: 'stays', title: 'Kế toán trưởng' }
    expect((await probe.ask('POST', PERSONS, { account: here.department, json: legitimate })).status).toBe(201)
    await probe.caughtUp()
    const { secret } = await made(`${here.facility}-his`, sender)
    const fields = { person: 'leaver', person_secret: registered.body.secret }
    const token = (await signIn(`${here.facility}-his`, secret, fields)).body.access_token
    // While in force, it may.
    const early = { id: 'assistant', title: 'Kế toán' }
    expect((await probe.ask('POST', PERSONS, { token, json: early })).status).toBe(201)

    expect((await probe.ask('POST', `${PERSONS}/leaver/end`, { account: here.department, json: {} })).status).toBe(200)
    for (const [path, json] of [
      [PERSONS, { id: 'successor', title: 'Giám đốc' }],
      [`${PERSONS}/stays/end`, {}],
      ['/v1/webhooks', { url: 'http://127.0.0.1:9/none' }],
    ] as const) {
      const { status, body } = await probe.ask<Problem>('POST', path, { token, json })
      expect([path, status, body.code]).toEqual([path, 401, 'authority-ended'])
    }
    const { body } = await probe.ask<{ persons: { id: string; validTo: string | null }[] }>('GET', PERSONS)
    expect(body.persons.find(({ id }) => id === 'stays')?.validTo).toBeNull()
    expect(body.persons.map(({ id }) => id)).not.toContain('successor')
  })
})

describe('an account that was disabled', () => {
  test('gets no token, and with the old one writes no authority; it sends for the life of that token at most', async () => {
    const id = `${here.facility}-old`
    const { secret, token } = await made(id, sender)
    expect((await operate('POST', `/v1/accounts/${id}/disable`, { reason: REASON })).status).toBe(200)
    const webhook = await probe.ask<Problem>('POST', '/v1/webhooks', {
      token,
      json: { url: 'http://127.0.0.1:9/none' },
    })
    expect([webhook.status, webhook.body.code]).toEqual([401, 'authority-ended'])
    const outage = {
      cause: 'power',
      channel: 'all',
      from: '2026-11-20T08:00:00+07:00',
      to: '2026-11-20T18:00:00+07:00',
    }
    expect((await probe.ask<Problem>('POST', '/v1/outages', { token, json: outage })).body.code).toBe('authority-ended')
    await probe.caughtUp()
    expect((await signIn(id, secret)).status).toBe(401)
    const file = makeFile({ standard: '3176', facility: here.facility, seed: 2311 })
    expect((await probe.submit(file, { token })).status).toBe(202)
    // Enabled again it is what it was.
    expect((await operate('POST', `/v1/accounts/${id}/enable`, { reason: REASON })).status).toBe(200)
    await probe.caughtUp()
    expect((await signIn(id, secret)).status).toBe(200)
  })

  test('that was given other duties has those of now, whatever its token says', async () => {
    const id = `so-${here.code}`
    const { token } = await made(id, { role: 'province', duties: ['supervisor'], provinces: [here.code] })
    const change = { duties: ['auditor'], provinces: [here.code], reason: REASON }
    expect((await operate('PUT', `/v1/accounts/${id}`, change)).body.duties).toEqual(['auditor'])
    const { body } = await probe.ask<Problem>('POST', PERSONS, { token, json: { id: 'x9', title: 'Kế toán' } })
    expect(body.code).toBe('role-not-allowed')
  })

  test('with a new secret is not signed in to with the old one', async () => {
    const id = `${here.facility}-rolled`
    const { secret } = await made(id, sender)
    const renewed = await operate('POST', `/v1/accounts/${id}/secret`, { reason: REASON })
    await probe.caughtUp()
    expect((await signIn(id, secret)).status).toBe(401)
    expect((await signIn(id, renewed.body.secret)).status).toBe(200)
  })
})

describe('scope', () => {
  test('of purposes: an account for management data sends no payment data', async () => {
    const { token } = await made(`${here.facility}-desk`, { ...sender, purposes: ['management'] })
    const file = makeFile({ standard: '3176', facility: here.facility, seed: 2312 })
    const payment = await probe.submit(file, { token, purpose: 'payment' })
    expect([payment.status, payment.body.code]).toEqual([403, 'purpose-not-allowed'])
    expect((await probe.submit(file, { token, purpose: 'management' })).status).toBe(202)
  })

  test('of several old codes: one Sở reads the facilities of each, and of no other', async () => {
    const { token } = await made(`so-joined-${here.code}`, {
      role: 'province',
      duties: ['supervisor'],
      provinces: [here.code, there.code],
    })
    for (const facility of [here.facility, there.facility])
      expect((await probe.ask('GET', `/v1/facilities/${facility}/persons`, { token })).status).toBe(200)
    const other = await probe.ask<Problem>('GET', '/v1/facilities/01001/persons', { token })
    expect(other.body.code).toBe('not-yours')
    for (const code of [here.code, there.code])
      expect((await probe.ask('GET', `/v1/results?province=${code}`, { token })).status).toBe(200)
    expect((await probe.ask<Problem>('GET', '/v1/results', { token })).body.code).toBe('parameter-invalid')
  })

  test.each<[string, object, string]>([
    ['a facility without its code', { role: 'facility', duties: ['sender'] }, 'facility'],
    ['a Sở without a code', { role: 'province', duties: ['supervisor'] }, 'provinces'],
    ['a duty of another side', { ...sender, duties: ['operator'] }, 'duties'],
    ['an auditor with another duty', { role: 'ministry', duties: ['auditor', 'operator'] }, 'duties'],
    ['a person by itself', { ...sender, duties: ['person'] }, 'duties'],
    ['a department that there is not', { role: 'ministry', duties: ['curator'], department: 'nobody' }, 'department'],
    ['purposes of nobody who sends', { role: 'ministry', duties: ['analyst'], purposes: ['payment'] }, 'purposes'],
  ])('refuses %s', async (_, scope, parameter) => {
    const { status, body } = await operate<Problem>('POST', '/v1/accounts', {
      id: 'wrong-one',
      reason: REASON,
      ...scope,
    })
    expect([status, body.code]).toEqual([400, 'parameter-invalid'])
    expect(body.message.en).toContain(parameter)
  })
})

test('each change is in the audit trail, by whom and why, and no secret', async () => {
  const id = `${here.facility}-audited`
  const { secret } = await made(id, sender)
  await operate('POST', `/v1/accounts/${id}/disable`, { reason: REASON })
  await operate('POST', `/v1/accounts/${id}/disable`, { reason: REASON })
  const { body } = await probe.ask<{ changes: object[] }>('GET', `/v1/accounts/changes?account=${id}`, {
    account: 'auditor',
  })
  expect(body.changes).toMatchObject([
    { account: id, action: 'made', by: 'operator', reason: REASON, state: { duties: ['sender'] } },
    { account: id, action: 'disabled', by: 'operator', reason: REASON },
  ])
  expect(JSON.stringify(body)).not.toContain(secret)
  expect(JSON.stringify(body)).not.toMatch(/scrypt|secretHash/)
  expect((await operate<Problem>('POST', '/v1/accounts', { id, reason: REASON, ...sender })).body.code).toBe(
    'account-taken',
  )
})
