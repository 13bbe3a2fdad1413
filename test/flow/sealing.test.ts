/** What lies in the store: sealed, still readable where it is older, sealed anew under another key, and never taken for what it is not. */
import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFilePair, type Keys } from '../../scripts/stack/keys.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 120_000
const MAGIC = Buffer.from([0xb4, 0x59, 0x54, 0x53, 0x45, 0x41, 0x4c, 0x01])

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({ queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 1 } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

const small = (seed: number): string => makeFile({ standard: '3176', seed, dossiers: 2 })
const isSealed = async (key: string): Promise<boolean> =>
  Buffer.from((await probe.object(key)) ?? [])
    .subarray(0, MAGIC.length)
    .equals(MAGIC)
const textOf = async (key: string): Promise<string> => Buffer.from((await probe.content(key)) ?? []).toString()

const verified = async (file: string): Promise<string> => (await probe.verified(file)).id

test(
  'files and receipts lie sealed, and nothing of them is readable',
  async () => {
    const file = small(1)
    const id = await verified(file)
    const { rawKey, sealedBy } = await probe.receipt(id)
    expect(sealedBy).toMatch(/^[\w-]{43}$/)
    for (const key of [rawKey, `receipts/${id}`]) {
      expect(await isSealed(key)).toBe(true)
      const bytes = Buffer.from((await probe.object(key)) ?? [])
      for (const word of ['GIAMDINHHS', 'MA_LK', '01001', 'findings']) expect(bytes.includes(word)).toBe(false)
    }
    expect(await textOf(rawKey)).toBe(file)
  },
  TEST_TIMEOUT_MS,
)

test(
  'what is from before objects were sealed is read, and sealed by the clock',
  async () => {
    const file = small(2)
    const id = await verified(file)
    const { sealedBy: _, ...older } = await probe.receipt(id)
    await probe.removeObject(older.rawKey)
    const rawKey = `raw/${id}`
    await probe.putObject(rawKey, file)
    await probe.putObject(`receipts/${id}`, JSON.stringify({ ...older, rawKey }))
    expect((await probe.ask('GET', `/v1/submissions/${id}`)).status).toBe(200)
    expect((await probe.submit(file)).status).toBe(200)
    await probe.stack.runScheduled()
    const receipt = await probe.receipt(id)
    expect([await isSealed(receipt.rawKey), await isSealed(`receipts/${id}`)]).toEqual([true, true])
    expect(await probe.objects(rawKey)).toEqual([receipt.rawKey])
    expect(await textOf(receipt.rawKey)).toBe(file)
  },
  TEST_TIMEOUT_MS,
)

test(
  'bytes that are not those that were received are not verified',
  async () => {
    await probe.setFaults('get raw/')
    const { body } = await probe.submit(small(3))
    const { rawKey } = await probe.receipt(body.id)
    await probe.putObject(rawKey, small(4))
    await probe.setFaults()
    const cause = 'Error: the stored bytes of this submission are not those that were received'
    expect(await probe.settled(body.id)).toMatchObject({ status: 'failed', failure: cause })
  },
  TEST_TIMEOUT_MS,
)

test(
  'under a new key everything is sealed anew, and opens without the old one',
  async () => {
    const file = small(5)
    const id = await verified(file)
    // Our own file.
    const keys = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
    const next = await makeFilePair()
    const keysIn = (jwks: string): unknown[] => (JSON.parse(jwks) as { keys: unknown[] }).keys
    const [old, own] = [keysIn(keys.filePrivateKeys), keysIn(next.filePrivateKeys)]
    const ring = (JSON.parse(keys.receiptKeys) as { keys: Record<string, string> }).keys
    const r2 = Buffer.alloc(32, 7).toString('base64')
    await probe.stack.restartWorker({
      FILE_PUBLIC_KEY: next.filePublicKey,
      FILE_PRIVATE_KEYS: JSON.stringify({ keys: [...own, ...old] }),
      RECEIPT_KEYS: JSON.stringify({ current: 'r2', keys: { ...ring, r2 } }),
    })
    expect((await probe.ask('GET', `/v1/submissions/${id}`)).status).toBe(200)
    await probe.stack.runScheduled()
    await probe.stack.restartWorker({
      FILE_PUBLIC_KEY: next.filePublicKey,
      FILE_PRIVATE_KEYS: JSON.stringify({ keys: own }),
      RECEIPT_KEYS: JSON.stringify({ current: 'r2', keys: { r2 } }),
    })
    const receipt = await probe.receipt(id)
    expect(receipt.sealedBy).toBe((JSON.parse(next.filePublicKey) as { kid: string }).kid)
    expect(await textOf(receipt.rawKey)).toBe(file)
    expect((await probe.submit(file)).status).toBe(200)
  },
  TEST_TIMEOUT_MS,
)
