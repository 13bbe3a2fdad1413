/** A receipt proves what it says to whoever has the file and the keys, also years later, and nobody else can make one. */
import { createHash } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { createReceiptSigner } from '../../src/edge/receipt/sign-receipt.ts'
import type { Receipt } from '../../src/edge/receipt/receipt.ts'
import { assertBytes, assertOutcomes, verifyReceipt } from '../../src/proof/receipt-claims.ts'
import { createStatementSigner, publishedKeys, Unproven, verifyStatement } from '../../src/proof/signed.ts'

const RECEIVED = Date.UTC(2026, 10, 22, 1, 15, 30, 123)
const SECONDS = Math.floor(RECEIVED / 1000)
const YEAR = 365 * 86_400
const FILE = new TextEncoder().encode('<GIAMDINHHS/>')
const sha256 = createHash('sha256').update(FILE).digest('hex')

async function pair(kid: string, validity: { nbf?: number; exp?: number } = {}): Promise<{ own: JWK; published: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  return {
    own: { ...(await exportJWK(privateKey)), kid },
    published: { ...(await exportJWK(publicKey)), kid, ...validity },
  }
}
const [first, second, stranger] = await Promise.all([pair('k1', { exp: SECONDS + YEAR }), pair('k2'), pair('k1')])

const receipt: Receipt = {
  version: 2,
  id: '0123456789abcdef0123456789abcdef',
  facility: '01001',
  purpose: 'payment',
  authenticatedBy: 'P1',
  otherwise: null,
  correction: { code: 'other', reason: 'words that are not signed' },
  receivedAtMs: RECEIVED,
  rawKey: 'raw/x',
  bytes: FILE.length,
  sha256,
  stated: null,
  standard: '3176',
  dossiers: { declared: 4, counted: 4, accepted: 2, acceptedWithWarnings: 1, rejected: 1 },
  rejectedDossiers: [[3, 3]],
  identical: [],
  identicalTotal: 0,
  judgedBy: { release: '2026.11.1', replicaLagSeconds: 12, stale: false, rulesVersion: '7' },
  findings: [],
  findingsTotal: 5,
}
const signerOf = ({ own, published }: { own: JWK; published: JWK }, at = RECEIVED) =>
  createReceiptSigner({
    sign: createStatementSigner(own, { keys: [published] }),
    issuer: 'bhyt.example.gov.vn',
    statedClock: { source: 'ntp.example.gov.vn', offsetMs: 5 },
    clock: () => at,
  })

const jws = await signerOf(first)(receipt, 'a2r1w1')
const keys = { keys: [second.published, first.published] }
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'proven',
    (error: unknown) => (error instanceof Unproven ? error.reason.en : String(error)),
  )

test('it says what was received, from whom, by what it was judged and what became of each dossier', async () => {
  const claims = await verifyReceipt(jws, keys)
  expect(claims).toEqual({
    version: 1,
    iss: 'bhyt.example.gov.vn',
    jti: receipt.id,
    iat: SECONDS,
    facility: '01001',
    purpose: 'payment',
    person: 'P1',
    correction: 'other',
    receivedAt: '2026-11-22T08:15:30.123+07:00',
    clock: { source: 'ntp.example.gov.vn', offsetMs: 5 },
    file: { sha256, bytes: FILE.length },
    standard: '3176',
    dossiers: receipt.dossiers,
    outcomes: 'a2r1w1',
    identical: 0,
    findings: 5,
    codeLists: { release: '2026.11.1', lagSeconds: 12, stale: false },
    rules: '7',
  })
  expect(() => {
    assertBytes(claims, { sha256, bytes: FILE.length })
    assertOutcomes(claims, 'a2r1w1')
  }).not.toThrow()
  expect(jws.length).toBeLessThan(2000)
})

test('many outcomes are named by their hash, so that it always fits in a header', async () => {
  const long = 'a1r1'.repeat(20_000)
  const many = { declared: 40_000, counted: 40_000, accepted: 20_000, acceptedWithWarnings: 0, rejected: 20_000 }
  const signed = await signerOf(first)({ ...receipt, dossiers: many }, long)
  expect(signed.length).toBeLessThan(2000)
  const claims = await verifyReceipt(signed, keys)
  expect(() => {
    assertOutcomes(claims, long)
  }).not.toThrow()
  expect(() => {
    assertOutcomes(claims, `${long.slice(0, -4)}r1a1`)
  }).toThrow('not those that were signed')
})

describe('what does not prove anything', () => {
  const [head = '', body = '', signature = ''] = jws.split('.')
  const changed = (part: string): string => Buffer.from(part, 'base64url').toString()
  const encoded = (text: string): string => Buffer.from(text).toString('base64url')
  const reheaded = (header: object): string => `${encoded(JSON.stringify(header))}.${body}.${signature}`

  test.each([
    ['no text of ours', 'biên nhận', /no signed text/],
    ['half of one', jws.slice(0, 300), /no signed text|does not hold/],
    [
      'another dossier count',
      `${head}.${encoded(changed(body).replace('"rejected":1', '"rejected":0'))}.${signature}`,
      /does not hold/,
    ],
    ['no signature at all', reheaded({ alg: 'none', typ: 'bhyt-receipt+jwt', kid: 'k1' }), /no signed text/],
    ['a secret as algorithm', reheaded({ alg: 'HS256', typ: 'bhyt-receipt+jwt', kid: 'k1' }), /no signed text/],
    ['another kind of statement', reheaded({ alg: 'ES256', typ: 'JWT', kid: 'k1' }), /no signed text/],
    ['a key nobody published', reheaded({ alg: 'ES256', typ: 'bhyt-receipt+jwt', kid: 'k9' }), /key "k9" is not among/],
  ])('%s', async (_, text, reason) => {
    expect(await reasonOf(verifyReceipt(text, keys))).toMatch(reason)
  })

  test('a forged one under the id of a published key', async () => {
    const forged = await signerOf(stranger)(receipt, 'a2r1w1')
    expect(await reasonOf(verifyReceipt(forged, keys))).toMatch(/does not hold/)
  })

  test('another file, also of the same length', async () => {
    const claims = await verifyReceipt(jws, keys)
    const other = createHash('sha256').update('<GIAMDINHHX/>').digest('hex')
    expect(() => {
      assertBytes(claims, { sha256: other, bytes: FILE.length })
    }).toThrow('not the one that was received')
  })

  test('outcomes that do not add up, though they are signed', async () => {
    expect(await reasonOf(verifyReceipt(await signerOf(first)(receipt, 'a3w1'), keys))).toMatch(/do not add up/)
  })

  test('a statement of another form, though a published key signed it', async () => {
    const key = await importJWK(first.own, 'ES256')
    const odd = await new CompactSign(new TextEncoder().encode('{"version":2}'))
      .setProtectedHeader({ alg: 'ES256', typ: 'bhyt-receipt+jwt', kid: 'k1' })
      .sign(key)
    expect(await reasonOf(verifyReceipt(odd, keys))).toMatch(/no form of a receipt/)
  })
})

describe('keys', () => {
  test('after rotation the old receipt verifies, by the key whose time is over', async () => {
    const now = RECEIVED + 3 * YEAR * 1000
    const fresh = await signerOf(second, now)(receipt, 'a2r1w1')
    await expect(verifyReceipt(fresh, keys)).resolves.toBeDefined()
    await expect(verifyReceipt(jws, keys)).resolves.toBeDefined()
  })

  test('what a key signs outside its time is not proven', async () => {
    const late = await signerOf(first, RECEIVED + 2 * YEAR * 1000)(receipt, 'a2r1w1')
    expect(await reasonOf(verifyReceipt(late, keys))).toMatch(/outside the validity/)
    const early = { ...second.published, nbf: SECONDS + 1 }
    const before = await signerOf(second)(receipt, 'a2r1w1')
    expect(await reasonOf(verifyReceipt(before, { keys: [early] }))).toMatch(/outside the validity/)
  })

  test('the public half alone is published, with the time in which it may sign', () => {
    expect(publishedKeys({ keys: [{ ...first.own, exp: 5 } as JWK, { kty: 'oct', k: 'AA' }] })).toEqual([
      { kid: 'k1', kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', x: first.own.x, y: first.own.y, exp: 5 },
    ])
  })

  test.each([
    ['it is not published', first.own, second.published],
    ['another half is published under its id', first.own, stranger.published],
    ['the public half is to sign', first.published, first.published],
    ['a private key is published', first.own, first.own],
  ])('a deployment does not start where %s', (_, own, published) => {
    expect(() => createStatementSigner(own, { keys: [published] })).toThrow(/key/)
  })

  test('a published key verifies, whatever else it says of itself', async () => {
    const shown = publishedKeys(keys) as JWK[]
    expect((await verifyStatement('receipt', jws, { keys: shown })).key.kid).toBe('k1')
  })
})
