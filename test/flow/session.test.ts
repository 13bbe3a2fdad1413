/** Sessions of browsers: cookies in place of tokens, their end, and what pages of others cannot do with them. */
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPerson, demoSecret } from '../../scripts/stack/accounts.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here } = await ownProvinces()
const PATH = '/v1/session'

let probe: Shared
beforeAll(async () => {
  probe = await shareStack(here)
}, 120_000)
afterAll(() => {
  probe?.close()
})

type Asked = { method?: string; cookies?: readonly string[]; origin?: string | null; body?: BodyInit; type?: string }

/** As a browser on a page of that origin; null: it says none. */
async function ask(path: string, { method = 'GET', cookies = [], origin = probe.url, body, type }: Asked = {}) {
  const response = await fetch(`${probe.url}${path}`, {
    method,
    headers: {
      ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
      ...(origin === null ? {} : { origin }),
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    set: response.headers.getSetCookie(),
    body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>,
  }
}

const signIn = (members: Record<string, string>, origin: string | null = probe.url) =>
  ask(PATH, { method: 'POST', origin, type: 'application/json', body: JSON.stringify(members) })
const own = () => ({ account: here.facility, secret: demoSecret(here.facility) })
const withPerson = () => ({
  ...own(),
  person: demoPerson(here.facility),
  personSecret: demoSecret(demoPerson(here.facility)),
})

/** What the browser sends back: `token=…` and `session=…`. */
const cookiesOf = (set: readonly string[]): { token: string; session: string } => {
  const of = (name: string): string => set.find((each) => each.startsWith(`${name}=`))?.split(';')[0] ?? ''
  return { token: of('token'), session: of('session') }
}

describe('signing in', () => {
  test('says who it is, and keeps token and session where no script reads them', async () => {
    const { status, body, set, headers } = await signIn(withPerson())
    expect(status).toBe(200)
    expect(body).toMatchObject({
      account: here.facility,
      side: 'facility',
      facility: here.facility,
      person: demoPerson(here.facility),
    })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(set).toHaveLength(2)
    for (const each of set) expect(each).toMatch(/HttpOnly/)
    for (const each of set) expect(each).toMatch(/SameSite=Strict/)
    // The session goes to its own address only.
    expect(set.find((each) => each.startsWith('session='))).toContain(`Path=${PATH}`)
    expect(JSON.stringify(body)).not.toContain(cookiesOf(set).token.slice('token='.length))
  })

  test.each([
    ['a wrong password', { secret: 'wrong' }],
    ['an account that is not there', { account: '99999' }],
    ['a person that is not there', { person: 'nobody', personSecret: 'x' }],
    ['a person with a wrong password', { person: demoPerson(here.facility), personSecret: 'x' }],
  ])('is refused for %s, without cookies', async (_, wrong) => {
    const { status, body, set } = await signIn({ ...own(), ...wrong })
    expect([status, body['code'], set]).toEqual([401, 'credentials-invalid', []])
  })

  test.each(['https://elsewhere.vn', 'null', null])('is refused for a page of %s', async (origin) => {
    const { status, body, set } = await signIn(own(), origin)
    expect([status, body['code'], set]).toEqual([403, 'origin-wrong', []])
  })
})

describe('a session', () => {
  test('reads and sends as its account, payment data with its person', async () => {
    const { token } = cookiesOf((await signIn(withPerson())).set)
    expect((await ask('/v1/submissions', { cookies: [token] })).body).toMatchObject({ facility: here.facility })
    const file = makeFile({ standard: '3176', facility: here.facility, seed: 951 })
    const sent = await ask('/v1/submissions?purpose=payment', {
      method: 'POST',
      cookies: [token],
      type: 'application/xml',
      body: file,
    })
    expect([sent.status, sent.body['authenticatedBy']]).toEqual([202, demoPerson(here.facility)])
  })

  test('changes nothing for a page of another site, or of none', async () => {
    const { token } = cookiesOf((await signIn(own())).set)
    for (const origin of ['https://elsewhere.vn', null]) {
      const { status, body } = await ask('/v1/submissions?purpose=management', {
        method: 'POST',
        cookies: [token],
        origin,
        type: 'application/xml',
        body: makeFile({ standard: '3176', facility: here.facility, seed: 952 }),
      })
      expect([status, body['code']]).toEqual([403, 'origin-wrong'])
    }
  })

  test('is no token, and a token is no session', async () => {
    const { token, session } = cookiesOf((await signIn(own())).set)
    const asToken = session.replace('session=', 'token=')
    expect((await ask('/v1/submissions', { cookies: [asToken] })).body['code']).toBe('token-invalid')
    const asSession = token.replace('token=', 'session=')
    const renewed = await ask(`${PATH}/renew`, { method: 'POST', cookies: [asSession] })
    expect([renewed.status, renewed.body['code']]).toEqual([401, 'session-ended'])
  })

  test('gets the next token, which lasts no longer than another', async () => {
    const { session } = cookiesOf((await signIn(withPerson())).set)
    const { status, body, set } = await ask(`${PATH}/renew`, { method: 'POST', cookies: [session] })
    expect([status, body['person']]).toEqual([200, demoPerson(here.facility)])
    const { exp = 0, iat = 0, person } = decodeJwt(cookiesOf(set).token.slice('token='.length))
    expect([exp - iat <= 600, person]).toEqual([true, demoPerson(here.facility)])
    expect((await ask('/v1/submissions', { cookies: [cookiesOf(set).token] })).status).toBe(200)
  })

  test('is missed where there is none', async () => {
    const { status, body } = await ask(`${PATH}/renew`, { method: 'POST' })
    expect([status, body['code']]).toEqual([401, 'session-missing'])
    expect((await ask(`${PATH}/renew`, { method: 'POST', cookies: ['session=x'] })).body['code']).toBe('session-ended')
  })

  test('goes when somebody signs out', async () => {
    const { token, session } = cookiesOf((await signIn(own())).set)
    const { status, set } = await ask(PATH, { method: 'DELETE', cookies: [token, session] })
    expect(status).toBe(204)
    for (const each of set) expect(each).toMatch(/Max-Age=0/)
    expect(set).toHaveLength(2)
  })
})

test('an Authorization header wins over a cookie', async () => {
  const { token } = cookiesOf((await signIn(own())).set)
  const response = await fetch(`${probe.url}/v1/submissions`, { headers: { cookie: token, authorization: 'Bearer x' } })
  expect(response.status).toBe(401)
})
