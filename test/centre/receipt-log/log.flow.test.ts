/** The log of receipts on a real database and a real store, with each of its writes lost, or carried out and reported as failed. */
import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { Miniflare } from 'miniflare'
import type { JSONWebKeySet, JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../../scripts/stack/bundle.ts'
import { makePair } from '../../../scripts/stack/keys.ts'
import type { Sqld } from '../../../scripts/stack/sqld.ts'
import { appendReceipts } from '../../../src/centre/receipt-log/append.ts'
import { cosign, proveConsistency, proveReceipt } from '../../../src/centre/receipt-log/prove.ts'
import { ForkedLog, publishCheckpoint, type PublishNeeds } from '../../../src/centre/receipt-log/publish.ts'
import { createReceiptSigner } from '../../../src/edge/receipt/sign-receipt.ts'
import type { Receipt } from '../../../src/edge/receipt/receipt.ts'
import { sealForAll, sealForCentre } from '../../../src/edge/sealed/seals.ts'
import { verifyBundle } from '../../../src/proof/bundle.ts'
import { verifyCheckpoint } from '../../../src/proof/checkpoint.ts'
import { createStatementSigner, type SignStatement } from '../../../src/proof/signed.ts'
import { isConsistent, leafHash } from '../../../src/proof/tree.ts'
import { integer, text } from '../../../src/store/columns.ts'
import { openDatabase, type Opened, type Warehouse } from '../../../src/store/database.ts'
import { checkpointBehind, readNewest } from '../../../src/store/warehouse/receipt-log.ts'
import { loadKeys } from '../../edge/sealed/keys.ts'
import { startTestSqld } from '../../harness/sqld.ts'

const NOW = Date.parse('2026-11-30T08:00:00+07:00')

let sqld: Sqld
let warehouse: { database: Opened<'warehouse'> }
let miniflare: Miniflare
let bucket: R2Bucket
let needs: PublishNeeds
let keys: JSONWebKeySet
let signReceipt: (receipt: Receipt) => Promise<Receipt>
let other: { sign: SignStatement; keys: JSONWebKeySet }

beforeAll(async () => {
  sqld = await startTestSqld()
  warehouse = { database: openDatabase('warehouse', { url: sqld.url, timeoutMs: 20_000 }) }
  await migrate(warehouse.database, { migrationsFolder: join(projectRoot, 'db/warehouse/migrations') })
  miniflare = new Miniflare({ modules: true, script: 'export default {}', r2Buckets: ['RAW'], cf: false })
  // The same interface by another name: Miniflare brings types of its own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  bucket = (await miniflare.getR2Bucket('RAW')) as unknown as R2Bucket
  const { publicKey } = await loadKeys()
  const ring = { current: 'r', keys: { r: Buffer.alloc(32, 1).toString('base64') } }
  const seals = { files: sealForCentre(publicKey, null), receipts: sealForAll(ring) }
  const signer = async (): Promise<{ sign: SignStatement; keys: JSONWebKeySet }> => {
    const { signingKey, publicKeys } = await makePair()
    const published = JSON.parse(publicKeys) as JSONWebKeySet
    return { sign: createStatementSigner(JSON.parse(signingKey) as JWK, published), keys: published }
  }
  const own = await signer()
  other = await signer()
  keys = own.keys
  const statements = { ...own, issuer: 'test' }
  needs = { store: { bucket, seals }, statements, now: () => NOW }
  const statedClock = { source: 'test', offsetMs: null }
  const sign = createReceiptSigner({ sign: own.sign, issuer: 'test', statedClock, clock: () => NOW })
  signReceipt = async (receipt) => ({ ...receipt, signed: { jws: await sign(receipt, 'a1'), outcomes: 'a1' } })
}, 60_000)
afterAll(async () => {
  await miniflare?.dispose()
  warehouse?.database.$client.close()
  await sqld?.stop()
})

const TABLES = ['receipt_log', 'receipt_entries', 'receipt_nodes', 'receipt_checkpoints', 'receipt_cosignatures']
const clear = async (): Promise<void> => {
  await warehouse.database.write(TABLES.map((table) => `DELETE FROM ${table}`))
}
beforeEach(clear)

const idOf = (number: number): string => number.toString(16).padStart(32, '0')
const receiptOf = (number: number): Promise<Receipt> =>
  signReceipt({
    version: 2,
    id: idOf(number),
    facility: '01001',
    purpose: 'management',
    authenticatedBy: null,
    correction: null,
    otherwise: null,
    receivedAtMs: NOW,
    rawKey: '',
    bytes: 1,
    sha256: 'ab'.repeat(32),
    stated: null,
    standard: '3176',
    dossiers: { declared: 1, counted: 1, accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
    rejectedDossiers: [],
    identical: [],
    identicalTotal: 0,
    judgedBy: { release: 'r', replicaLagSeconds: 0, stale: false, rulesVersion: '1' },
    findings: [],
    findingsTotal: 0,
  })
const receiptsOf = (from: number, to: number): Promise<Receipt[]> =>
  Promise.all(Array.from({ length: to - from }, (_, at) => receiptOf(from + at)))

/** Each receipt is in the log once, without a gap, is proven by the newest checkpoint, and that goes on from every earlier one. */
async function expectWhole(receipts: readonly Receipt[]): Promise<void> {
  const entries = await warehouse.database.ask({
    sql: 'SELECT position, submission_id AS id FROM receipt_entries ORDER BY position',
    shape: { position: integer, id: text },
  })
  expect(entries.map(({ position }) => position)).toEqual(entries.map((_, at) => at))
  expect(entries.map(({ id }) => id).sort()).toEqual(receipts.map(({ id }) => id).sort())
  for (const receipt of receipts) {
    const { checkpoint } = await verifyBundle(await proveReceipt(warehouse.database, receipt), keys)
    expect(checkpoint.size).toBe(receipts.length)
  }
  const kept = await warehouse.database.ask({
    sql: 'SELECT size, root, jws FROM receipt_checkpoints ORDER BY size',
    shape: { size: integer, root: text, jws: text },
  })
  const newest = kept.at(-1) ?? { size: -1, root: '' }
  for (const one of kept) {
    expect(await verifyCheckpoint(one.jws, keys)).toMatchObject({ size: one.size, root: one.root })
    const proof = await proveConsistency(warehouse.database, one.size, newest.size)
    expect(isConsistent(one, newest, proof)).toBe(true)
  }
}

type Fault = { readonly number: number; readonly how: 'lost' | 'reported' }

/** The same, whose write of that number fails: before anybody heard of it, or after it was carried out. */
function failing<T extends object>(
  target: T,
  names: readonly string[],
  { number, how }: Fault,
  seen: { writes: number },
): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      if (!names.includes(String(name))) return member.bind(target)
      return async (...args: unknown[]) => {
        const fails = seen.writes === number
        seen.writes += 1
        if (fails && how === 'lost') throw new Error('a fault of a test')
        const result: unknown = await Reflect.apply(member, target, args)
        if (fails) throw new Error('a fault of a test')
        return result
      }
    },
  })
}

describe('of every write', () => {
  test.each(['lost', 'reported'] as const)('%s: the next try leaves the log whole', async (how) => {
    let number = 0
    for (let isOver = false; !isOver; number += 1) {
      await clear()
      const seen = { writes: 0 }
      const receipts = await receiptsOf(0, 5)
      const work = async (database: Warehouse, store: PublishNeeds['store']): Promise<void> => {
        await appendReceipts(database, receipts.slice(0, 3), NOW)
        await publishCheckpoint(database, { ...needs, store })
        await appendReceipts(database, receipts.slice(2), NOW)
        await publishCheckpoint(database, { ...needs, store })
      }
      const fault = { number, how }
      const faultyBucket = failing(bucket, ['put'], fault, seen)
      isOver = await work(failing(warehouse.database, ['write'], fault, seen), {
        ...needs.store,
        bucket: faultyBucket,
      }).then(
        () => true,
        () => false,
      )
      await work(warehouse.database, needs.store)
      await expectWhole(receipts)
    }
    // Append and publish twice: an append is one write, a checkpoint two, and the second publication first looks after the first one.
    expect(number - 1).toBe(7)
  })
})

test('a log grown by many at once, one file in several batches, has each of them once', async () => {
  const receipts = await receiptsOf(0, 40)
  const batches = Array.from({ length: 8 }, (_, at) => receipts.slice(at * 5, at * 5 + 8))
  await Promise.all(batches.map((batch) => appendReceipts(warehouse.database, batch, NOW)))
  await publishCheckpoint(warehouse.database, needs)
  await expectWhole(receipts)
})

test('of two who publish at once one does, and what is unsigned or not covered yet is no proof', async () => {
  const [signed, later] = [await receiptOf(1), await receiptOf(2)]
  const { signed: _, ...unsigned } = await receiptOf(3)
  await appendReceipts(warehouse.database, [signed, unsigned], NOW)
  await Promise.all([publishCheckpoint(warehouse.database, needs), publishCheckpoint(warehouse.database, needs)])
  await publishCheckpoint(warehouse.database, needs)
  await expectWhole([signed])
  await expect(proveReceipt(warehouse.database, unsigned)).rejects.toMatchObject({ code: 'receipt-unsigned' })
  await expect(proveReceipt(warehouse.database, later)).rejects.toMatchObject({ code: 'proof-pending' })
  await appendReceipts(warehouse.database, [later], NOW)
  await expect(proveReceipt(warehouse.database, later)).rejects.toMatchObject({ code: 'proof-pending' })
})

describe('what was published cannot be taken back', () => {
  const rejected = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    )

  test('a log that lost entries is not signed again', async () => {
    await appendReceipts(warehouse.database, await receiptsOf(0, 5), NOW)
    await publishCheckpoint(warehouse.database, needs)
    await warehouse.database.write([
      'DELETE FROM receipt_entries WHERE position >= 4',
      'DELETE FROM receipt_nodes WHERE level = 0 AND position >= 4',
      `UPDATE receipt_log SET size = 4, root = (SELECT hash FROM receipt_nodes WHERE level = 2 AND position = 0)`,
    ])
    expect(await rejected(publishCheckpoint(warehouse.database, needs))).toBeInstanceOf(ForkedLog)
    await appendReceipts(warehouse.database, await receiptsOf(8, 10), NOW)
    expect(await rejected(publishCheckpoint(warehouse.database, needs))).toBeInstanceOf(ForkedLog)
    expect((await readNewest(warehouse.database))?.size).toBe(5)
  })

  test('a log one of whose entries was changed takes no more', async () => {
    await appendReceipts(warehouse.database, await receiptsOf(0, 5), NOW)
    await warehouse.database.write([
      { sql: 'UPDATE receipt_nodes SET hash = ? WHERE level = 0 AND position = 4', args: [leafHash('another')] },
    ])
    await expect(appendReceipts(warehouse.database, await receiptsOf(5, 6), NOW)).rejects.toThrow(/does not hold what/)
  })
})

test('what a second body signs of a checkpoint is kept and proves itself; what it signs of anything else is not', async () => {
  const receipt = await receiptOf(1)
  await appendReceipts(warehouse.database, [receipt], NOW)
  await publishCheckpoint(warehouse.database, needs)
  const newest = await readNewest(warehouse.database)
  const { log, size, root } = await verifyCheckpoint(newest?.jws ?? '', keys)
  const claims = { version: 1, iss: 'second', iat: NOW / 1000, log, size, root }
  const cosigning = { keys, cosignerKeys: other.keys, now: NOW }
  const kept = await cosign(warehouse.database, await other.sign('cosignature', claims), cosigning)
  expect(kept).toEqual({ by: other.keys.keys[0]?.kid, size: 1 })
  await cosign(warehouse.database, await other.sign('cosignature', claims), cosigning)
  const bundle = await proveReceipt(warehouse.database, receipt)
  expect(bundle.cosignatures).toHaveLength(1)
  expect((await verifyBundle(bundle, keys, other.keys)).cosigners).toEqual([kept.by])

  const refused = async (jws: string): Promise<unknown> =>
    cosign(warehouse.database, jws, cosigning).catch((error: { code: unknown }) => error.code)
  expect(await refused(await other.sign('cosignature', { ...claims, root: leafHash('x') }))).toBe('cosignature-wrong')
  expect(await refused(await other.sign('cosignature', { size: 1 }))).toBe('cosignature-wrong')
  expect(await refused(await other.sign('cosignature', { ...claims, size: 9 }))).toBe('checkpoint-unknown')
  expect(await refused(newest?.jws ?? '')).toBe('cosignature-wrong')
  expect(await refused(await needs.statements.sign('cosignature', claims))).toBe('cosignature-wrong')
})

test('a day is covered by the first checkpoint behind its end, or by the newest so far', async () => {
  const at = (now: number): PublishNeeds => ({ ...needs, now: () => now })
  for (const [number, moment] of [NOW, NOW + 1000, NOW + 2000].entries()) {
    await appendReceipts(warehouse.database, [await receiptOf(number)], moment)
    await publishCheckpoint(warehouse.database, at(moment))
  }
  const sizeBehind = async (moment: number): Promise<number | undefined> =>
    (await checkpointBehind(warehouse.database, moment))?.size
  expect([await sizeBehind(NOW - 1), await sizeBehind(NOW + 1), await sizeBehind(NOW + 9999)]).toEqual([1, 2, 3])
})
