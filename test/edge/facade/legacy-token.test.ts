import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  createLegacyTokenVerifier,
  issueLegacyToken,
  type LegacyCaller,
  type LegacyToken,
  type LegacyTokenVerifier,
} from '../../../src/edge/facade/legacy-token.ts'
import type { Issuer } from '../../../src/edge/identity/token.ts'

const NOW = Date.parse('2026-11-30T08:00:00+07:00')
const CALLER: LegacyCaller = {
  role: 'facility',
  account: '01001',
  facility: '01001',
  province: '01',
  person: 'gd',
  purposes: null,
}

let issuer: Issuer
let verify: LegacyTokenVerifier
beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const signingKey = { ...(await exportJWK(pair.privateKey)), kid: 'k', alg: 'ES256' }
  issuer = { name: 'issuer', signingKey }
  verify = createLegacyTokenVerifier('issuer', {
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }],
  })
})

const issue = (address: string | null): Promise<LegacyToken> =>
  issueLegacyToken(issuer, CALLER, { now: NOW, address, tokenId: 'token-1' })
const shown = (token: LegacyToken, address: string, at = NOW, tokenId = token.idToken) =>
  verify({ accessToken: token.accessToken, tokenId, address }, at)

describe('a token that is bound to an address', () => {
  test('is of the address that took it, and of no other', async () => {
    const token = await issue('203.0.113.5')
    expect(await shown(token, '203.0.113.5')).toEqual({ caller: CALLER })
    for (const address of ['203.0.113.6', '', '203.0.113.50', '::ffff:203.0.113.5'])
      expect([address, await shown(token, address)]).toEqual([address, { fault: 'invalid' }])
  })

  test('shows nobody the address', async () => {
    const { accessToken } = await issue('203.0.113.5')
    const payload = Buffer.from(accessToken.slice(0, -86), 'base64url').toString('utf8')
    expect(payload).toContain('"facility":"01001"')
    expect(payload).not.toContain('203.0')
  })
})

test('a token that is free of addresses is taken from each', async () => {
  const token = await issue(null)
  expect(await shown(token, '203.0.113.6')).toEqual({ caller: CALLER })
})

test('a token lives ten minutes and not a second longer', async () => {
  const token = await issue(null)
  expect(token.expiresAt - NOW).toBe(600_000)
  expect(await shown(token, '', NOW + 599_000)).toEqual({ caller: CALLER })
  expect(await shown(token, '', NOW + 600_000)).toEqual({ fault: 'expired' })
})

test('a token from before the clock was set back does not live for as long as the jump was', async () => {
  const token = await issue(null)
  expect(await shown(token, '', NOW - 29_000)).toEqual({ caller: CALLER })
  expect(await shown(token, '', NOW - 86_400_000)).toEqual({ fault: 'expired' })
})

test.each<[string, (token: LegacyToken) => LegacyToken, string]>([
  ['that is not there', (token) => ({ ...token, accessToken: '' }), 'missing'],
  ['with the id of another one', (token) => ({ ...token, idToken: 'token-2' }), 'invalid'],
  ['that is cut', (token) => ({ ...token, accessToken: token.accessToken.slice(1) }), 'invalid'],
  ['with signs of no token', (token) => ({ ...token, accessToken: `${token.accessToken}=` }), 'invalid'],
  ['without end', (token) => ({ ...token, accessToken: 'x'.repeat(100_000) }), 'invalid'],
])('a token %s is refused', async (_, change, fault) => {
  const changed = change(await issue(null))
  expect(await shown(changed, '')).toEqual({ fault })
})
