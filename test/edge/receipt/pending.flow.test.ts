/** What the clock sends again, on a real store: what stays there holds back nothing else. */
import { Buffer } from 'node:buffer'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ToCentre, Waiting } from '../../../src/edge/queue/shards.ts'
import { readBacklog } from '../../../src/edge/receipt/backlog.ts'
import type { Receipt } from '../../../src/edge/receipt/receipt.ts'
import type { Store } from '../../../src/edge/receipt/store.ts'
import { sealForAll, sealForCentre } from '../../../src/edge/sealed/seals.ts'
import { loadKeys } from '../sealed/keys.ts'
import { clearPending, markPending, renewPending, sendMarked, sweepPending } from '../../../src/edge/receipt/pending.ts'

const MINUTE_MS = 60_000
const AT_ONCE = 4

let miniflare: Miniflare
let bucket: R2Bucket
let store: Store
beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: 'export default {}', r2Buckets: ['RAW'], cf: false })
  // The same interface by another name: Miniflare brings types of its own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  bucket = (await miniflare.getR2Bucket('RAW')) as unknown as R2Bucket
  const { publicKey } = await loadKeys()
  const key = Buffer.alloc(32, 1).toString('base64')
  store = {
    bucket,
    seals: { files: sealForCentre(publicKey, null), receipts: sealForAll({ current: 'r', keys: { r: key } }) },
  }
})
afterAll(async () => {
  await miniflare?.dispose()
})

const keysIn = async (prefix: string): Promise<string[]> =>
  (await bucket.list({ prefix })).objects.map(({ key }) => key)
beforeEach(async () => {
  await bucket.delete(await keysIn(''))
})

/** Names as submissions and uploads have them, one after the other from the front. */
const nameOf = (number: number): string => number.toString(16).padStart(4, '0').padEnd(32, '0')
const put = (...keys: string[]): Promise<unknown> => Promise.all(keys.map((key) => bucket.put(key, '{}')))
const LAST = 'ff'.padEnd(32, '0')

/** A queue, what was sent to it, and whether it takes anything. */
function queueOf(): { toCentre: ToCentre; sent: string[]; state: { isAway: boolean } } {
  const sent: string[] = []
  const state = { isAway: false }
  const toCentre: ToCentre = (files) => {
    if (state.isAway) return Promise.reject(new Error('away'))
    sent.push(...files.map(({ id }) => id))
    return Promise.resolve()
  }
  return { toCentre, sent, state }
}

const START = Date.parse('2026-11-30T08:00:00+07:00')
const AFTER_MS = 2 * MINUTE_MS
const QUEUE = 'first'
const waiting = (id: string): Waiting => ({ id, facility: '01001', lane: 'visits' })
const mark = (ids: readonly string[], at = START): Promise<unknown> =>
  Promise.all(ids.map((id) => markPending(bucket, waiting(id), at, QUEUE)))

test('a message is sent again, however many others wait in front of it', async () => {
  await mark([...Array.from({ length: AT_ONCE + 1 }, (_, at) => nameOf(at)), LAST])
  await put(`receipts/${LAST}`)
  const { toCentre, sent } = queueOf()
  for (let minute = 0; minute < 8; minute += 1)
    await sweepPending(store, toCentre, { now: START + minute * MINUTE_MS, afterMs: 0, queue: QUEUE }, AT_ONCE)
  expect(sent).toContain(LAST)
})

test('each is sent once in a sweep, wherever that begins', async () => {
  const names = [0x0000, 0x6100, 0x6101, 0xff00].map(nameOf)
  await mark(names)
  await put(...names.map((name) => `receipts/${name}`))
  for (let minute = 0; minute < 4; minute += 1) {
    const { toCentre, sent } = queueOf()
    const pace = { now: START + minute * MINUTE_MS, afterMs: 0, queue: QUEUE }
    expect(await sweepPending(store, toCentre, pace, AT_ONCE)).toBe(names.length)
    expect(sent.toSorted()).toEqual(names)
  }
})

test('a long outage does not fill the queue with what waits: the interval doubles up to an hour', async () => {
  const names = [0x0100, 0x9000].map(nameOf)
  await mark(names)
  await put(...names.map((name) => `receipts/${name}`))
  const { toCentre, sent } = queueOf()
  const sentIn: number[] = []
  // Around each moment at which it is due; every call of this store is an exchange with workerd.
  for (const minute of [1, 2, 3, 5, 6, 7, 13, 14, 15, 29, 30, 31, 61, 62, 63, 121, 122, 123])
    if ((await sweepPending(store, toCentre, { now: START + minute * MINUTE_MS, afterMs: AFTER_MS, queue: QUEUE })) > 0)
      sentIn.push(minute)
  expect(sentIn).toEqual([2, 6, 14, 30, 62, 122])
  expect(sent).toHaveLength(names.length * sentIn.length)
  const { oldest } = await readBacklog(bucket)
  expect(oldest).toBe(START)
  await clearPending(bucket, names)
  expect(
    await sweepPending(store, toCentre, { now: START + 48 * 60 * MINUTE_MS, afterMs: AFTER_MS, queue: QUEUE }),
  ).toBe(0)
}, 120_000)

/** A receipt of one dossier. */
const receiptOf = (id: string): Receipt => ({
  version: 2,
  id,
  facility: '79001',
  purpose: 'payment',
  authenticatedBy: null,
  correction: null,
  otherwise: null,
  receivedAtMs: START,
  rawKey: `raw/${id}`,
  bytes: 10,
  sha256: 'ab'.repeat(32),
  stated: null,
  standard: '3176',
  dossiers: { declared: 1, counted: 1, accepted: 1, acceptedWithWarnings: 0, rejected: 0 },
  rejectedDossiers: [],
  identical: [],
  identicalTotal: 0,
  judgedBy: { release: '2026.11.1', replicaLagSeconds: 1, stale: false, rulesVersion: '1' },
  findings: [],
  findingsTotal: 0,
})

test('a marker of an older version does not say whose file waits: its receipt does', async () => {
  await bucket.put(`pending/${LAST}`, '')
  // Receipts of that time lay unsealed.
  await bucket.put(`receipts/${LAST}`, JSON.stringify(receiptOf(LAST)))
  await bucket.put(`pending/${nameOf(1)}`, '')
  const sent: Waiting[] = []
  const toCentre: ToCentre = (files) => Promise.resolve(void sent.push(...files))
  const pace = { now: Date.now() + AFTER_MS, afterMs: AFTER_MS, queue: '' }
  for (let sweep = 0; sweep < 2; sweep += 1) await sweepPending(store, toCentre, pace)
  expect(sent).toMatchObject([{ id: LAST, facility: '79001', lane: 'visits' }])
})

test('what lay in a queue that was lost is sent again at once, and waits no longer for having been lost', async () => {
  await mark([LAST])
  await put(`receipts/${LAST}`)
  const { toCentre, sent } = queueOf()
  const at = (seconds: number, queue: string) => ({ now: START + seconds * 1000, afterMs: AFTER_MS, queue })
  for (const pace of [at(1, QUEUE), at(2, 'second'), at(3, 'second'), at(4, 'third'), at(5, 'third')])
    await sweepPending(store, toCentre, pace)
  expect(sent).toEqual([LAST, LAST])
  expect(await sweepPending(store, toCentre, at(4 + AFTER_MS / 1000, 'third'))).toBe(1)
})

test('two sweeps at once send a message once', async () => {
  await mark([LAST])
  await put(`receipts/${LAST}`)
  const { toCentre, sent } = queueOf()
  const pace = { now: START + AFTER_MS, afterMs: AFTER_MS, queue: QUEUE }
  await Promise.all(Array.from({ length: 4 }, () => sweepPending(store, toCentre, pace)))
  expect(sent).toEqual([LAST])
})

test('what a queue that is away has not taken is sent as soon as it is back', async () => {
  await mark([LAST])
  await put(`receipts/${LAST}`)
  const { toCentre, sent, state } = queueOf()
  state.isAway = true
  const at = (minutes: number) => ({ now: START + minutes * MINUTE_MS, afterMs: AFTER_MS, queue: QUEUE })
  for (const minutes of [2, 3, 4]) await expect(sweepPending(store, toCentre, at(minutes))).rejects.toThrow('away')
  state.isAway = false
  expect(await sweepPending(store, toCentre, at(5))).toBe(1)
  expect(sent).toEqual([LAST])
  expect((await readBacklog(bucket)).oldest).toBe(START)
})

test('a file that is sent again by its sender asks the centre once per interval, and a rejected message at once', async () => {
  await put(`receipts/${LAST}`)
  const { toCentre, sent, state } = queueOf()
  const at = (minutes: number) => ({ now: START + minutes * MINUTE_MS, afterMs: AFTER_MS, queue: QUEUE })
  await markPending(bucket, waiting(LAST), START, QUEUE)
  for (const minutes of [0, 1, 1.9]) await renewPending(bucket, toCentre, waiting(LAST), at(minutes))
  expect(sent).toEqual([])
  for (const minutes of [2, 2.1, 3]) await renewPending(bucket, toCentre, waiting(LAST), at(minutes))
  expect(sent).toEqual([LAST])
  state.isAway = true
  await expect(sendMarked(bucket, toCentre, waiting(LAST), START)).rejects.toMatchObject({ code: 'queue-unavailable' })
  state.isAway = false
  await renewPending(bucket, toCentre, waiting(LAST), at(3))
  expect(sent).toEqual([LAST, LAST])
})
