/** Who authenticates payment data: the register, the tokens of its persons, and what is kept of them. */
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPerson, demoSecret, TOKEN_PATH } from '../../scripts/stack/accounts.ts'
import { makeFile } from '../fixtures/dossier.ts'
import type { Answer, Problem } from '../harness/probe.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here, there } = await ownProvinces()
const DAY_MS = 86_400_000
const daysAgo = (days: number): string =>
  new Date(Date.now() + 7 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10)
const PERSONS = `/v1/facilities/${here.facility}/persons`

type Person = { id: string; title: string; validFrom: string; validTo: string | null; secret: string }
type Changes = {
  changes: { facility: string; person: string; action: string; by: string; byPerson: string | null }[]
  next: number
}

let probe: Shared
/** A token of the facility's software alone. */
let software: string
beforeAll(async () => {
  probe = await shareStack(here)
  software = (await signIn({})).body.access_token
}, 120_000)
afterAll(() => {
  probe?.close()
})

const signIn = (
  fields: Record<string, string>,
  account = here.facility,
): Promise<Answer<Problem & { access_token: string }>> =>
  probe.ask('POST', TOKEN_PATH, {
    account: null,
    headers: { authorization: `Basic ${btoa(`${account}:${demoSecret(account)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
  })
const post = (path: string, body: object, options: { account?: string; token?: string } = {}) =>
  probe.ask<Person & Problem>('POST', path, { ...options, json: body })
const register = (body: object, options?: { account?: string; token?: string }) => post(PERSONS, body, options)
/** Registers somebody as the province does, and returns the fields with which they sign in. */
async function registered(id: string, days: object = {}): Promise<Record<string, string>> {
  const { status, body } = await register({ id, title: 'Giám đốc', ...days }, { account: here.department })
  expect(status).toBe(201)
  await probe.caughtUp()
  return { person: id, person_secret: body.secret }
}
const own = demoPerson(here.facility)

describe('payment data', () => {
  test('is refused without a person, and management data is not', async () => {
    const file = makeFile({ standard: '3176', facility: here.facility, seed: 61 })
    const refused = await probe.submit(file, { purpose: 'payment', token: software })
    expect([refused.status, refused.body.code]).toEqual([403, 'person-needed'])
    const management = await probe.submit(file, { purpose: 'management', token: software })
    expect([management.status, management.body.authenticatedBy]).toEqual([202, null])
  })

  test('is kept with the code of its person: in the acknowledgement, the submission, the warehouse', async () => {
    const { body } = await probe.submit(makeFile({ standard: '3176', facility: here.facility, seed: 62 }), {
      purpose: 'payment',
    })
    expect(body.authenticatedBy).toBe(own)
    expect((await probe.settled(body.id)).authenticatedBy).toBe(own)
    const state = await probe.ask<{ authenticatedBy: string }>('GET', `/v1/submissions/${body.id}`)
    expect(state.body.authenticatedBy).toBe(own)
  })

  test('sent again by somebody else stays that of whoever sent it first', async () => {
    const file = makeFile({ standard: '3176', facility: here.facility, seed: 63 })
    const fields = await registered(`${here.facility}-second`)
    const first = await probe.submit(file, { purpose: 'payment' })
    const token = (await signIn(fields)).body.access_token
    const again = await probe.submit(file, { purpose: 'payment', token })
    expect([again.status, again.body.authenticatedBy, again.body.id]).toEqual([200, own, first.body.id])
  })
})

describe('a token', () => {
  test('names the person who signed in, and none where nobody did', async () => {
    const { body } = await signIn({ person: own, person_secret: demoSecret(own) })
    expect(decodeJwt(body.access_token)['person']).toBe(own)
    expect(decodeJwt(software)['person']).toBeUndefined()
  })

  test('is given from the first day of a person to the last', async () => {
    for (const [id, days, status] of [
      ['today', { validFrom: daysAgo(0), validTo: daysAgo(0) }, 200],
      ['from-today', {}, 200],
      ['until-yesterday', { validFrom: daysAgo(9), validTo: daysAgo(1) }, 401],
      ['from-tomorrow', { validFrom: daysAgo(-1) }, 401],
    ] as const)
      expect([id, (await signIn(await registered(id, days))).status]).toEqual([id, status])
  })

  test.each<[string, Record<string, string>, string]>([
    ['a wrong secret', { person: own, person_secret: `demo-${here.facility}-p2` }, here.facility],
    ['no secret', { person: own }, here.facility],
    ['no person', { person_secret: demoSecret(own) }, here.facility],
    ['a person nobody knows', { person: 'nobody', person_secret: demoSecret(own) }, here.facility],
    [
      'a person of another facility',
      { person: demoPerson(there.facility), person_secret: demoSecret(demoPerson(there.facility)) },
      here.facility,
    ],
    ['an account that is no facility', { person: own, person_secret: demoSecret(own) }, here.department],
  ])('is refused with %s, in the same words', async (_, fields, account) => {
    const { status, body } = await signIn(fields, account)
    expect([status, body.code]).toEqual([401, 'credentials-invalid'])
  })
})

describe('the register', () => {
  test('is changed by a person of the facility or its province, and by nobody of the nation', async () => {
    const entry = (id: string) => ({ id, title: 'Kế toán' })
    expect((await register(entry('by-software'), { token: software })).body.code).toBe('person-needed')
    expect((await register(entry('by-person'))).status).toBe(201)
    expect((await register(entry('by-province'), { account: here.department })).status).toBe(201)
    for (const account of ['ministry', 'bhxh', 'operator'])
      expect((await register(entry('by-ministry'), { account })).body.code).toBe('role-not-allowed')
    for (const account of [there.facility, there.department])
      expect((await register(entry('by-other'), { account })).body.code).toBe('not-yours')
  })

  test('is read by the same, without secrets', async () => {
    for (const account of [here.facility, here.department, 'ministry']) {
      const { body } = await probe.ask<{ persons: Person[] }>('GET', PERSONS, { account })
      expect(body.persons.map(({ id }) => id)).toContain(own)
      expect(JSON.stringify(body)).not.toMatch(/secret|scrypt|pbkdf2/i)
    }
    expect((await probe.ask<Problem>('GET', PERSONS, { account: there.facility })).body.code).toBe('not-yours')
  })

  test('ends a person: no token from the next day on, or none any more', async () => {
    const fields = await registered('leaves', { validFrom: daysAgo(5) })
    const path = `${PERSONS}/leaves/end`
    const later = await post(path, { validTo: daysAgo(-30) })
    expect([later.status, later.body.validTo]).toEqual([200, daysAgo(-30)])
    await probe.caughtUp()
    expect((await signIn(fields)).status).toBe(200)
    expect((await post(path, {})).body.validTo).toBe(daysAgo(1))
    expect((await post(path, {})).status).toBe(200)
    await probe.caughtUp()
    expect((await signIn(fields)).status).toBe(401)
    expect((await post(path, { validTo: daysAgo(-30) })).body.code).toBe('person-state')
    expect((await register({ id: 'leaves', title: 'Giám đốc' })).body.code).toBe('person-taken')
  })

  test('shows province and ministry every change once, in order, and a facility none', async () => {
    const before = (await probe.ask<Changes>('GET', '/v1/persons/changes', { account: here.department })).body.next
    await registered('told')
    await post(`${PERSONS}/told/end`, { validTo: daysAgo(-5) })
    await post(`${PERSONS}/told/end`, { validTo: daysAgo(-5) })
    await post(
      `/v1/facilities/${there.facility}/persons`,
      { id: 'told', title: 'Giám đốc' },
      { account: there.department },
    )
    const shown = async (account: string) =>
      (await probe.ask<Changes>('GET', `/v1/persons/changes?since=${before}`, { account })).body
    const { changes, next } = await shown(here.department)
    expect(changes).toMatchObject([
      { facility: here.facility, person: 'told', action: 'registered', by: here.department, byPerson: null },
      { facility: here.facility, person: 'told', action: 'ended', by: here.facility, byPerson: own },
    ])
    const facilities = [here.facility, there.facility]
    const ofThese = (await shown('ministry')).changes
      .map(({ facility }) => facility)
      .filter((each) => facilities.includes(each))
    expect(ofThese).toEqual([here.facility, here.facility, there.facility])
    expect((await shown(there.department)).changes.map(({ facility }) => facility)).toEqual([there.facility])
    const page = await probe.ask<Changes>('GET', `/v1/persons/changes?since=${before}&limit=1`, { account: 'ministry' })
    expect(page.body.changes).toHaveLength(1)
    expect(
      (await probe.ask<Changes>('GET', `/v1/persons/changes?since=${next}`, { account: here.department })).body,
    ).toEqual({
      changes: [],
      next,
    })
    expect((await probe.ask<Problem>('GET', '/v1/persons/changes')).body.code).toBe('role-not-allowed')
  })

  test.each<[string, object, string]>([
    ['a code with blanks', { id: 'Nguyễn Văn A', title: 'Giám đốc' }, 'parameter-invalid'],
    ['no function', { id: 'x1' }, 'parameter-invalid'],
    [
      'a last day before the first',
      { id: 'x1', title: 'Giám đốc', validFrom: '2026-10-02', validTo: '2026-10-01' },
      'parameter-invalid',
    ],
    ['a day that is none', { id: 'x1', title: 'Giám đốc', validFrom: '2026-02-30' }, 'parameter-invalid'],
    ['a name beside the code', { id: 'x1', title: 'Giám đốc', name: 'A' }, 'parameter-invalid'],
    ['a code that is taken', { id: own, title: 'Giám đốc' }, 'person-taken'],
  ])('refuses %s', async (_, body, code) => {
    expect((await register(body)).body.code).toBe(code)
  })

  test('refuses to end somebody who is not there', async () => {
    expect((await post(`${PERSONS}/nobody/end`, {})).body.code).toBe('person-unknown')
  })
})
