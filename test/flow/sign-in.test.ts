/** How people sign in at the portal: one-time codes, recovery codes, what a policy asks for, sessions and their end (resets: four-eyes.test.ts). */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOKEN_PATH } from '../../scripts/stack/accounts.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import { CookieJar, type Browsed } from '../harness/cookie-jar.ts'

const { here } = await ownProvinces()
const REASON = 'Kiểm thử đăng nhập của người dùng'
const STEP_MS = 30_000

let probe: Shared
beforeAll(async () => {
  probe = await shareStack(here)
}, 120_000)
afterAll(() => {
  probe?.close()
})

type Made = { id: string; password: string }
let number = 0

/** An account of a person, as an operator makes it. */
async function person(
  scope: object = { role: 'facility', duties: ['sender'], facility: here.facility },
): Promise<Made> {
  const id = `${here.facility}-person-${(number += 1)}`
  const json = { id, holder: 'person', reason: REASON, ...scope }
  const { status, body } = await probe.ask<{ secret: string }>('POST', '/v1/accounts', { account: 'operator', json })
  expect(status).toBe(201)
  return { id, password: body.secret }
}
const browser = (): CookieJar => new CookieJar(probe.url)
const signIn = (jar: CookieJar, { id, password }: Made): Promise<Browsed> =>
  jar.ask('POST', '/v1/session', { account: id, secret: password })
const inBrowser = async (who: Made): Promise<CookieJar> => {
  const jar = browser()
  expect((await signIn(jar, who)).status).toBe(200)
  return jar
}

/** What a telephone shows: `later` steps of thirty seconds from now. */
const codeOf = (secret: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + later * STEP_MS })

type Enrolled = { secret: string; recoveryCodes: string[] }
/** Begun and confirmed with the code of now; the next one is good for the first sign-in. */
async function enrol(jar: CookieJar): Promise<Enrolled> {
  const { body: begun } = await jar.ask('POST', '/v1/sign-in/codes')
  const secret = String(begun['secret'])
  const { status, body } = await jar.ask('POST', '/v1/sign-in/codes/confirm', { code: codeOf(secret) })
  expect(status).toBe(200)
  return { secret, recoveryCodes: body['recoveryCodes'] as string[] }
}

describe('one-time codes', () => {
  test('are asked for once the first is shown; the secret is shown once, sealed at rest', async () => {
    const who = await person()
    const jar = await inBrowser(who)
    const { body } = await jar.ask('POST', '/v1/sign-in/codes')
    expect(String(body['address'])).toMatch(/^otpauth:\/\/totp\/.*secret=/)
    // Nothing is asked for before the first code.
    expect((await signIn(browser(), who)).status).toBe(200)
    expect((await jar.ask('POST', '/v1/sign-in/codes/confirm', { code: '000000' })).body['code']).toBe('code-wrong')
    const code = codeOf(String(body['secret']))
    expect((await jar.ask('POST', '/v1/sign-in/codes/confirm', { code })).status).toBe(200)
    const step = await signIn(browser(), who)
    expect([step.status, step.body]).toEqual([202, { next: 'second-factor', ways: ['code', 'recovery-code'] }])
    expect((await jar.ask('GET', '/v1/sign-in')).body).toMatchObject({ recoveryCodesLeft: 10, isPerson: true })
    expect((await jar.ask('POST', '/v1/sign-in/codes')).body['code']).toBe('factor-state')
  })

  test('open nothing before they are right, and each is taken once', async () => {
    const who = await person()
    const { secret } = await enrol(await inBrowser(who))
    const jar = browser()
    await signIn(jar, who)
    expect((await jar.ask('GET', '/v1/submissions')).status).toBe(401)
    const next = codeOf(secret, 1)
    const entered = await jar.ask('POST', '/v1/session/code', { code: next })
    expect([entered.status, entered.body['account']]).toEqual([200, who.id])
    expect((await jar.ask('GET', '/v1/submissions')).status).toBe(200)

    const again = browser()
    await signIn(again, who)
    // The code of then, and that by which they were set up.
    for (const code of [next, codeOf(secret)])
      expect((await again.ask('POST', '/v1/session/code', { code })).body['code']).toBe('code-wrong')
    expect((await again.ask('GET', '/v1/submissions')).status).toBe(401)
  })

  test('cannot be guessed: after five wrong ones nobody is let in for a while, with a right one neither', async () => {
    const who = await person()
    const { secret, recoveryCodes } = await enrol(await inBrowser(who))
    const answers: unknown[] = []
    for (let at = 0; at < 6; at += 1) {
      const jar = browser()
      await signIn(jar, who)
      answers.push((await jar.ask('POST', '/v1/session/code', { code: '000000' })).body['code'])
    }
    expect(answers).toEqual([...Array(5).fill('code-wrong'), 'too-many-guesses'])
    const jar = browser()
    await signIn(jar, who)
    for (const code of [codeOf(secret, 1), recoveryCodes[0]]) {
      const { status, headers } = await jar.ask('POST', '/v1/session/code', { code })
      expect([status, Number(headers.get('retry-after')) > 600]).toEqual([429, true])
    }
  })

  test('a recovery code is taken in their place, once, however it is typed', async () => {
    const who = await person()
    const { recoveryCodes } = await enrol(await inBrowser(who))
    const [first = ''] = recoveryCodes
    for (const [code, status] of [
      [first.toLowerCase().replaceAll('-', ' '), 200],
      [first, 401],
    ] as const) {
      const jar = browser()
      await signIn(jar, who)
      expect((await jar.ask('POST', '/v1/session/code', { code })).status).toBe(status)
    }
  })

  test('a step of signing in is taken once, and needs the password before it', async () => {
    const who = await person()
    const { recoveryCodes } = await enrol(await inBrowser(who))
    const jar = browser()
    await signIn(jar, who)
    const kept = jar.copy()
    expect((await jar.ask('POST', '/v1/session/code', { code: recoveryCodes[1] })).status).toBe(200)
    expect((await kept.ask('POST', '/v1/session/code', { code: recoveryCodes[2] })).body['code']).toBe(
      'challenge-ended',
    )
    expect((await browser().ask('POST', '/v1/session/code', { code: recoveryCodes[3] })).body['code']).toBe(
      'challenge-ended',
    )
  })
})

test("a person's password gets no token, and software no second factor", async () => {
  const who = await person()
  await probe.caughtUp()
  const response = await fetch(`${probe.url}${TOKEN_PATH}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${who.id}:${who.password}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  expect([response.status, await response.json()]).toMatchObject([400, { error: 'unauthorized_client' }])
  const software = await inBrowser({ id: here.facility, password: `demo-${here.facility}` })
  expect((await software.ask('POST', '/v1/sign-in/codes')).body['code']).toBe('own-account-needed')
  const token = await probe.token(here.facility)
  const asked = await fetch(`${probe.url}/v1/sessions`, { headers: { authorization: `Bearer ${token}` } })
  expect(asked.status).toBe(401)
})

test('a password is changed by its person; sessions elsewhere end', async () => {
  const who = await person()
  const [jar, elsewhere] = [await inBrowser(who), await inBrowser(who)]
  const change = (secret: string, newSecret: string) => jar.ask('PUT', '/v1/sign-in/password', { secret, newSecret })
  expect((await change(who.password, 'short')).body['code']).toBe('password-weak')
  expect((await change(who.password, `${who.id}-${who.id}`)).body['code']).toBe('password-weak')
  expect((await change('wrong', 'bốn từ bất kỳ nào')).body['code']).toBe('credentials-invalid')
  expect((await change(who.password, 'bốn từ bất kỳ nào')).status).toBe(204)
  expect((await elsewhere.ask('POST', '/v1/session/renew')).body['code']).toBe('session-ended')
  expect((await jar.ask('POST', '/v1/session/renew')).status).toBe(200)
  expect((await signIn(browser(), who)).status).toBe(401)
  expect((await signIn(browser(), { ...who, password: 'bốn từ bất kỳ nào' })).status).toBe(200)
})

describe('sessions', () => {
  test('are listed with their device, and end one by one', async () => {
    const who = await person()
    const jar = await inBrowser(who)
    const other = new CookieJar(
      probe.url,
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36',
    )
    await signIn(other, who)
    type Listed = { id: string; device: string; isThis: boolean }
    const list = async (): Promise<Listed[]> => (await jar.ask('GET', '/v1/sessions')).body['sessions'] as Listed[]
    const theirs = (await list()).find(({ isThis }) => !isThis)
    expect([theirs?.device, (await list()).length]).toEqual(['Chrome 109, Windows 10', 2])
    expect((await jar.ask('DELETE', `/v1/sessions/${theirs?.id}`)).status).toBe(204)
    expect((await other.ask('POST', '/v1/session/renew')).body['code']).toBe('session-ended')
    expect(await list()).toHaveLength(1)
    // Of another, nobody learns whether it is there.
    const stranger = await inBrowser(await person())
    const [own] = await list()
    expect((await stranger.ask('DELETE', `/v1/sessions/${own?.id}`)).body['code']).toBe('session-unknown')
    expect((await jar.ask('POST', '/v1/session/renew')).status).toBe(200)
  })

  test('all end at once, and a token that somebody copied ends with them', async () => {
    const who = await person()
    const [jar, other] = [await inBrowser(who), await inBrowser(who)]
    const copied = other.copy()
    expect((await copied.ask('GET', '/v1/submissions')).status).toBe(200)
    expect((await jar.ask('DELETE', '/v1/sessions')).status).toBe(204)
    for (const each of [jar, other]) expect((await each.ask('POST', '/v1/session/renew')).status).toBe(401)
    await probe.caughtUp()
    expect((await copied.ask('GET', '/v1/submissions')).body['code']).toBe('session-ended')
    // What writes authority asks the primary, and so does not wait for a replica.
    expect((await copied.ask('POST', '/v1/sign-in/codes')).body['code']).toBe('session-ended')
  })

  test('signing out ends the session, not the cookie alone', async () => {
    const jar = await inBrowser(await person())
    const copied = jar.copy()
    expect((await jar.ask('DELETE', '/v1/session')).status).toBe(204)
    expect((await copied.ask('POST', '/v1/session/renew')).body['code']).toBe('session-ended')
  })
})

describe('a policy that asks auditors for a second factor', () => {
  const auditor = { role: 'facility', duties: ['auditor'], facility: here.facility }

  test('opens nothing but its setting up to who has none, and everything once it is there', async () => {
    const who = await person(auditor)
    const jar = browser()
    const { status, body } = await signIn(jar, who)
    expect([status, body['mustSetUpSecondFactor'], body['duties']]).toEqual([200, true, []])
    expect((await jar.ask('GET', '/v1/accesses')).body['code']).toBe('role-not-allowed')
    await enrol(jar)
    const renewed = await jar.ask('POST', '/v1/session/renew')
    expect([renewed.body['mustSetUpSecondFactor'], renewed.body['duties']]).toEqual([false, ['auditor']])
    expect((await jar.ask('GET', '/v1/accesses')).status).toBe(200)
    expect((await jar.ask('DELETE', '/v1/sign-in/codes')).body['code']).toBe('second-factor-needed')
  })

  test('lets nobody of that duty in by an account of software', async () => {
    const { body } = await signIn(browser(), { id: '01001-auditor', password: 'demo-01001-auditor' })
    expect(body['code']).toBe('own-account-needed')
  })
})

test('a person of the register signs in with an account of their own, until their last day', async () => {
  const path = `/v1/facilities/${here.facility}/persons`
  const json = { id: 'successor', title: 'Kế toán trưởng', signsIn: true }
  type Registered = { portal: { account: string; password: string } }
  const { body } = await probe.ask<Registered>('POST', path, { account: here.department, json })
  const { account, password } = body.portal
  expect(account).toBe(`${here.facility}-successor`)
  const jar = browser()
  const { body: entered } = await signIn(jar, { id: account, password })
  expect([entered['person'], entered['duties']]).toEqual(['successor', ['sender', 'person']])
  await probe.ask('POST', `${path}/successor/end`, { account: here.department, json: {} })
  expect((await jar.ask('POST', '/v1/session/renew')).body['code']).toBe('authority-ended')
  expect((await signIn(browser(), { id: account, password })).body['code']).toBe('credentials-invalid')
})
