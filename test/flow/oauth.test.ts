/** The token endpoint as a stock OAuth client sees it: openid-client, against the real worker. */
import * as oauth from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoSecret } from '../../scripts/stack/accounts.ts'
import { startProbe, type Problem, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const PATH = '/oauth/token'
const FORM = 'application/x-www-form-urlencoded'
const grant = { grant_type: 'client_credentials' }
const good = { client_id: '01001', client_secret: demoSecret('01001') }
const basic = (id: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
})

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** A client that is configured with nothing but the address of the endpoint. */
const clientOf = (secret: string, how: typeof oauth.ClientSecretBasic): oauth.Configuration => {
  const server = { issuer: 'https://bhyt.example', token_endpoint: `${probe.stack.url}${PATH}` }
  const configuration = new oauth.Configuration(server, '01001', secret, how(secret))
  // The stack of the tests has no TLS.
  oauth.allowInsecureRequests(configuration)
  return configuration
}

/** What the client throws. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  )

describe('openid-client', () => {
  test.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('gets a token by %s, and the API takes it', async (_, how) => {
    const tokens = await oauth.clientCredentialsGrant(clientOf(demoSecret('01001'), how))
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600 })
    const answer = await probe.ask('GET', '/v1/webhooks', { token: tokens.access_token })
    expect(answer.status).toBe(200)
  })

  test('reads a wrong secret sent in the form as invalid_client', async () => {
    const error = await failureOf(oauth.clientCredentialsGrant(clientOf('wrong', oauth.ClientSecretPost)))
    // A 401 has a challenge, which the client reads first.
    expect(error).toBeInstanceOf(oauth.WWWAuthenticateChallengeError)
    expect(error).toMatchObject({ status: 401, cause: [{ scheme: 'basic', parameters: { realm: 'bhyt-edge' } }] })
  })

  test.each([
    ['a grant that is not offered', 'urn:ietf:params:oauth:grant-type:device_code', {}, 'unsupported_grant_type'],
    ['a scope, as there are none', 'client_credentials', { scope: 'openid' }, 'invalid_scope'],
  ])('reads the error of %s', async (_, grantType, parameters, error) => {
    const client = clientOf(demoSecret('01001'), oauth.ClientSecretBasic)
    const failure = await failureOf(oauth.genericGrantRequest(client, grantType, parameters))
    expect(failure).toBeInstanceOf(oauth.ResponseBodyError)
    expect(failure).toMatchObject({ error, status: 400 })
    // RFC 6749, section 5.2: printable ASCII without quotation mark and backslash.
    expect(failure).toMatchObject({ error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5B\x5D-\x7E]{20,}$/) })
  })
})

type Asked = { headers?: Record<string, string>; body: BodyInit; path?: string }
const form = (members: Record<string, string>): URLSearchParams => new URLSearchParams(members)
const withForm = { 'content-type': FORM }

describe('what is wrong has its name in RFC 6749, section 5.2', () => {
  const cases: readonly (readonly [string, Asked, number, string, string])[] = [
    [
      'no grant_type',
      { headers: basic('01001', demoSecret('01001')), body: form({}) },
      400,
      'invalid_request',
      'parameter-invalid',
    ],
    ['an empty grant_type', { body: form({ ...good, grant_type: '' }) }, 400, 'invalid_request', 'parameter-invalid'],
    [
      'two grant_types',
      { headers: withForm, body: `grant_type=client_credentials&${form({ ...grant, ...good }).toString()}` },
      400,
      'invalid_request',
      'parameter-invalid',
    ],
    [
      'another grant_type',
      { body: form({ ...good, grant_type: 'password' }) },
      400,
      'unsupported_grant_type',
      'grant-type-unsupported',
    ],
    [
      'Basic and a secret in the form',
      { headers: basic('01001', demoSecret('01001')), body: form({ ...grant, ...good }) },
      400,
      'invalid_request',
      'authentication-twice',
    ],
    [
      'Basic and another client in the form',
      { headers: basic('01001', demoSecret('01001')), body: form({ ...grant, client_id: '79001' }) },
      400,
      'invalid_request',
      'authentication-twice',
    ],
    [
      'a token and a secret in the form',
      { headers: { authorization: 'Bearer x' }, body: form({ ...grant, ...good }) },
      400,
      'invalid_request',
      'authentication-twice',
    ],
    [
      'a token instead of credentials',
      { headers: { authorization: 'Bearer x' }, body: form(grant) },
      401,
      'invalid_client',
      'credentials-invalid',
    ],
    ['nobody', { body: form(grant) }, 401, 'invalid_client', 'credentials-invalid'],
    [
      'a wrong secret',
      { body: form({ ...grant, ...good, client_secret: 'wrong' }) },
      401,
      'invalid_client',
      'credentials-invalid',
    ],
    [
      'JSON',
      { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...grant, ...good }) },
      400,
      'invalid_request',
      'parameter-invalid',
    ],
    [
      'a multipart form',
      { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' },
      400,
      'invalid_request',
      'parameter-invalid',
    ],
    [
      'credentials in the address',
      { path: `${PATH}?${form(good).toString()}`, body: form(grant) },
      400,
      'invalid_request',
      'query-not-taken',
    ],
    [
      'a form that is too long',
      { headers: withForm, body: 'a'.repeat(100_000) },
      413,
      'invalid_request',
      'file-too-large',
    ],
  ]

  test.each(cases)('%s', async (_, { headers = {}, body, path = PATH }, status, error, code) => {
    const answer = await probe.ask<Problem & Record<string, unknown>>('POST', path, { account: null, headers, body })
    expect({ status: answer.status, error: answer.body['error'], code: answer.body.code }).toEqual({
      status,
      error,
      code,
    })
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('www-authenticate')).toBe(
      status === 401 ? 'Basic realm="bhyt-edge", charset="UTF-8"' : null,
    )
    expect(answer.body['error_description']).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]{20,}$/)
    expect(answer.body.message.vi.length).toBeGreaterThan(5)
  })

  test('JSON is answered with what this endpoint takes', async () => {
    const { body } = await probe.ask<Problem>('POST', PATH, {
      account: null,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...grant, ...good }),
    })
    for (const text of [body.remedy.vi, body.remedy.en]) expect(text).toContain(FORM)
  })

  test('the client id in the form beside Basic, where it is the same, is no second way', async () => {
    const answer = await probe.ask('POST', PATH, {
      account: null,
      headers: basic('01001', demoSecret('01001')),
      body: form({ ...grant, client_id: '01001' }),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('pragma')).toBe('no-cache')
  })
})

test('of 300 wrong secrets ten are looked at; the others must wait, also with a right one, and no other client is held up', async () => {
  const attempt = (secret: string, client = '79001') =>
    probe.ask<Problem & Record<string, unknown>>('POST', PATH, {
      account: null,
      headers: basic(client, secret),
      body: form(grant),
    })
  const statuses: number[] = []
  for (let at = 0; at < 10; at += 1) statuses.push((await attempt(`wrong-${at}`)).status)
  // Each is held for a second, so they come at once.
  const others = Array.from({ length: 290 }, (_, at) => attempt(`wrong-${10 + at}`))
  for (const { status } of await Promise.all(others)) statuses.push(status)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(290)
  const refused = await attempt(demoSecret('79001'))
  expect([refused.status, refused.body.code, refused.body['error']]).toEqual([
    429,
    'too-many-guesses',
    'temporarily_unavailable',
  ])
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await attempt(demoSecret('province-01'), 'province-01')).status).toBe(200)
  // A minute later the right one is taken.
  await probe.advance(61_000)
  expect((await attempt(demoSecret('79001'))).status).toBe(200)
}, 60_000)
