import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { assertMayRead, sendingFacility, type SignedIn } from '../../../src/edge/identity/caller.ts'
import { hashSecret, secretMatches } from '../../../src/edge/identity/secret.ts'
import {
  createTokenVerifier,
  issueToken,
  TOKEN_LIFETIME_SECONDS,
  type Issuer,
  type TokenVerifier,
} from '../../../src/edge/identity/token.ts'

const facility: SignedIn = {
  role: 'facility',
  account: 'a',
  facility: '01001',
  province: '01',
  duties: ['sender'],
  purposes: ['management'],
}
const province: SignedIn = { role: 'province', account: 'a', province: '01', duties: ['supervisor'], purposes: null }
const joined: SignedIn = { ...province, province: '79', provinces: ['79', '74', '77'] }
const ministry: SignedIn = { role: 'ministry', account: 'a', department: null, duties: ['operator'], purposes: null }
const department: SignedIn = { ...ministry, department: 'kcb', duties: ['curator'] }
const person: SignedIn = { ...facility, person: 'p1', duties: ['sender', 'person'] }
const NOW = Date.UTC(2026, 10, 22)

describe('a token', () => {
  let issuer: Issuer
  let verify: TokenVerifier
  let privateKey: CryptoKey
  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true })
    privateKey = pair.privateKey
    issuer = { name: 'issuer', signingKey: { ...(await exportJWK(pair.privateKey)), kid: 'k', alg: 'ES256' } }
    verify = createTokenVerifier('issuer', { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] })
  })

  test.each([facility, person, province, joined, ministry, department])('of %j says who calls', async (caller) => {
    expect(await verify(`Bearer ${await issueToken(issuer, caller, NOW)}`, NOW)).toEqual(caller)
  })

  test('lasts ten minutes, and nothing on top for clocks that differ', async () => {
    const token = `Bearer ${await issueToken(issuer, facility, NOW)}`
    expect(TOKEN_LIFETIME_SECONDS).toBeLessThanOrEqual(600)
    const end = NOW + TOKEN_LIFETIME_SECONDS * 1000
    expect(await verify(token, end - 1000)).toEqual(facility)
    await expect(verify(token, end)).rejects.toMatchObject({ code: 'token-expired' })
  })

  test.each([undefined, '', 'Bearer', 'Basic abc'])('%j is none', async (header) => {
    await expect(verify(header, NOW)).rejects.toMatchObject({ code: 'token-missing' })
  })

  test.each([
    ['without an end', (jwt: SignJWT) => jwt.setIssuer('issuer').setSubject('a')],
    ['of another issuer', (jwt: SignJWT) => jwt.setIssuer('other').setSubject('a').setExpirationTime('1h')],
    ['of nobody', (jwt: SignJWT) => jwt.setIssuer('issuer').setExpirationTime('1h')],
  ])('%s is not valid', async (_, make) => {
    const token = await make(new SignJWT({ role: 'ministry' }).setProtectedHeader({ alg: 'ES256', kid: 'k' })).sign(
      privateKey,
    )
    await expect(verify(`Bearer ${token}`, Date.now())).rejects.toMatchObject({ code: 'token-invalid' })
  })

  test('without a signature is not valid', async () => {
    const [, payload = ''] = (await issueToken(issuer, ministry, NOW)).split('.')
    const none = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`
    await expect(verify(`Bearer ${none}`, NOW)).rejects.toMatchObject({ code: 'token-invalid' })
  })
})

test('a secret is stored so that it can be recognised and not read', async () => {
  const stored = await hashSecret('demo')
  expect(stored).toMatch(/^scrypt\$16384\$8\$1\$[\w-]+\$[\w-]+$/)
  expect(stored).not.toBe(await hashSecret('demo'))
  expect(await secretMatches('demo', stored)).toBe(true)
  expect(await secretMatches('Demo', stored)).toBe(false)
  await expect(secretMatches('demo', 'plain')).rejects.toThrow('unknown scheme')
})

test('only facilities send, each in its own name', () => {
  expect(sendingFacility(facility)).toBe('01001')
  for (const other of [province, ministry]) expect(() => sendingFacility(other)).toThrow('role-not-allowed')
})

test.each([
  [facility, '01001', true],
  [facility, '01002', false],
  [province, '01002', true],
  [province, '79001', false],
  [ministry, '79001', true],
] as const)('%j reads what %s sent: %s', (caller, owner, may) => {
  const read = (): void => {
    assertMayRead(caller, owner)
  }
  if (may) expect(read).not.toThrow()
  else expect(read).toThrow('not-yours')
})
