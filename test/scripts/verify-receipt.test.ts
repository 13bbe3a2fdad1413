/** `bhyt-edge verify-receipt`: its exit codes and words, for each thing a person may hand to it. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { JSONWebKeySet, JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVerifyReceipt } from '../../scripts/check/verify-receipt.ts'
import { makePair } from '../../scripts/stack/keys.ts'
import type { Bundle } from '../../src/proof/bundle.ts'
import type { ReceiptClaims } from '../../src/proof/receipt-claims.ts'
import { createStatementSigner } from '../../src/proof/signed.ts'
import { appended, hashOf, inclusionRanges, leafHash } from '../../src/proof/tree.ts'

const FILE = '<GIAMDINHHS>tiếng Việt</GIAMDINHHS>'
const claims: ReceiptClaims = {
  version: 1,
  iss: 'bhyt.example.gov.vn',
  jti: 'ab'.repeat(16),
  iat: 1_795_000_000,
  facility: '01001',
  purpose: 'management',
  person: null,
  correction: null,
  receivedAt: '2026-11-22T08:15:30.123+07:00',
  clock: { source: 'runtime', offsetMs: null },
  file: { sha256: createHash('sha256').update(FILE).digest('hex'), bytes: Buffer.byteLength(FILE) },
  standard: '3176',
  dossiers: { declared: 1, counted: 1, accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
  outcomes: 'a1',
  identical: 0,
  findings: 0,
  codeLists: { release: '2026.11.1', lagSeconds: 2, stale: false },
  rules: '7',
}

let directory: string
const path = (name: string): string => join(directory, name)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bhyt-verify-'))
  const { signingKey, publicKeys } = await makePair()
  const sign = createStatementSigner(JSON.parse(signingKey) as JWK, JSON.parse(publicKeys) as JSONWebKeySet)
  const jws = await sign('receipt', claims)
  await Promise.all([
    writeFile(path('file.xml'), FILE),
    writeFile(path('file.xml.gz'), gzipSync(FILE)),
    writeFile(path('other.xml'), `${FILE}\n`),
    writeFile(path('empty.xml'), ''),
    writeFile(path('receipt.jws'), `${jws}\n`),
    writeFile(path('answer.json'), JSON.stringify({ id: 'x', receipt: { jws, outcomes: 'a1' } })),
    writeFile(path('changed.json'), JSON.stringify({ receipt: { jws, outcomes: 'r1' } })),
    writeFile(path('cut.jws'), jws.slice(0, -10)),
    writeFile(path('keys.json'), publicKeys),
    writeFile(path('others.json'), (await makePair()).publicKeys),
  ])
})
afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

async function run(file: string, receipt: string, keys: string, ...more: string[]): Promise<[number, string]> {
  let printed = ''
  const code = await runVerifyReceipt([path(file), path(receipt), '--keys', path(keys), ...more], (text) => {
    printed += text
  })
  return [code, printed]
}

test.each([
  ['the file and its receipt', 'file.xml', 'receipt.jws'],
  ['the file as gzip', 'file.xml.gz', 'receipt.jws'],
  ['the whole acknowledgement', 'file.xml', 'answer.json'],
])('%s are proven', async (_, file, receipt) => {
  const [code, printed] = await run(file, receipt, 'keys.json')
  expect(code).toBe(0)
  for (const said of [
    'ĐÚNG',
    '2026-11-22T08:15:30.123+07:00',
    '01001',
    claims.file.sha256,
    'từ chối 0',
    'a1',
    '2026.11.1',
  ])
    expect(printed).toContain(said)
})

test.each([
  ['another file', 'other.xml', 'receipt.jws', 'keys.json', 'differs from the receipt'],
  ['an empty file', 'empty.xml', 'receipt.jws', 'keys.json', 'differs from the receipt'],
  ['other outcomes', 'file.xml', 'changed.json', 'keys.json', 'not those that were signed'],
  ['a cut receipt', 'file.xml', 'cut.jws', 'keys.json', 'does not hold'],
  ['keys of somebody else', 'file.xml', 'receipt.jws', 'others.json', 'not among the public keys'],
  ['no receipt at all', 'file.xml', 'file.xml', 'keys.json', 'no signed text'],
])('%s: exit 1 and the reason', async (_, file, receipt, keys, reason) => {
  const [code, printed] = await run(file, receipt, keys, '--lang', 'en')
  expect([code, printed]).toEqual([1, expect.stringContaining(reason)])
  expect(printed).toMatch(/^NOT PROVEN/)
})

test('what cannot be read is no proof of anything: it is named', async () => {
  await expect(run('file.xml', 'receipt.jws', 'file.xml')).rejects.toThrow('JWKS')
  await expect(run('none.xml', 'receipt.jws', 'keys.json')).rejects.toThrow('none.xml')
})

describe('a bundle', () => {
  const leaves = ['one', 'two', 'three'].map(leafHash)
  let bundle: Bundle & { keys: JSONWebKeySet }
  beforeAll(async () => {
    const [own, second] = [await makePair(), await makePair()]
    const signerOf = ({ signingKey, publicKeys }: typeof own) =>
      createStatementSigner(JSON.parse(signingKey) as JWK, JSON.parse(publicKeys) as JSONWebKeySet)
    const jws = await signerOf(own)('receipt', claims)
    const { nodes, ...head } = appended(0, [], [...leaves, leafHash(jws)])
    const signed = { version: 1, iss: claims.iss, iat: claims.iat + 60, log: 'l1', ...head }
    bundle = {
      version: 1,
      receipt: { jws, outcomes: 'a1' },
      index: 3,
      inclusion: inclusionRanges(3, 4).map((range) => hashOf(nodes, range)),
      checkpoint: await signerOf(own)('checkpoint', signed),
      cosignatures: [await signerOf(second)('cosignature', signed)],
      keys: JSON.parse(own.publicKeys) as JSONWebKeySet,
    }
    const otherHead = await signerOf(own)('checkpoint', { ...signed, size: 3, root: leaves[0] ?? '' })
    const asCheckpoint = bundle.receipt.jws
    const write = (name: string, changes: object): Promise<void> =>
      writeFile(path(name), JSON.stringify({ ...bundle, ...changes }))
    await Promise.all([
      write('bundle.json', {}),
      write('elsewhere.json', { index: 2 }),
      write('no-path.json', { inclusion: [] }),
      write('other-head.json', { checkpoint: otherHead }),
      write('receipt-as-head.json', { checkpoint: asCheckpoint }),
      write('alone.json', { cosignatures: [] }),
      writeFile(path('own.json'), own.publicKeys),
      writeFile(path('second.json'), second.publicKeys),
    ])
  })

  test('proves the place in the log and who signed the checkpoint too', async () => {
    const [code, printed] = await run('file.xml', 'bundle.json', 'own.json', '--cosigner-keys', path('second.json'))
    expect([code, printed]).toEqual([0, expect.stringContaining('l1, 4/4')])
    expect(printed).toContain('Bên thứ hai ký')
  })

  test('by its own keys it says whose they are', async () => {
    let printed = ''
    const code = await runVerifyReceipt([path('file.xml'), path('bundle.json')], (text) => {
      printed += text
    })
    expect([code, printed]).toEqual([0, expect.stringContaining('Khoá dùng ở đây lấy từ chính gói')])
  })

  test.each([
    ['of another place', 'elsewhere.json', [], 'not in the log'],
    ['without its hashes', 'no-path.json', [], 'not in the log'],
    ['of another head', 'other-head.json', [], 'not in the log'],
    ['whose checkpoint is a receipt', 'receipt-as-head.json', [], 'no signed text'],
    ['that nobody else signed', 'alone.json', ['--cosigner-keys', 'second.json'], 'No second body'],
    ['that somebody else signed', 'bundle.json', ['--cosigner-keys', 'own.json'], 'not among the public keys'],
  ])('%s: exit 1', async (_, name, more, reason) => {
    const options = more.map((each) => (each.endsWith('.json') ? path(each) : each))
    const [code, printed] = await run('file.xml', name, 'own.json', '--lang', 'en', ...options)
    expect([code, printed]).toEqual([1, expect.stringContaining(reason)])
  })
})
