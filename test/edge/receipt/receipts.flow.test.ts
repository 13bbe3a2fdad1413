/** What the clock sends again, on a real store: what stays there holds back nothing else. */
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/edge/queue/message.ts'
import { sweepPending } from '../../../src/edge/receipt/receipts.ts'

const MINUTE_MS = 60_000
const AT_ONCE = 4

let miniflare: Miniflare
let bucket: R2Bucket
beforeAll(async () => {
  miniflare = new Miniflare({ modules: true, script: 'export default {}', r2Buckets: ['RAW'], cf: false })
  // The same interface by another name: Miniflare brings types of its own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  bucket = (await miniflare.getR2Bucket('RAW')) as unknown as R2Bucket
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

/** A queue, and what was sent to it. */
function queueOf(): { queue: Parameters<typeof sweepPending>[1]; sent: string[] } {
  const sent: string[] = []
  const send = ({ submissionId }: Message) => {
    sent.push(submissionId)
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } })
  }
  return { queue: { send }, sent }
}

test('a message is sent again, however many others wait in front of it', async () => {
  await put(...Array.from({ length: AT_ONCE + 1 }, (_, at) => `pending/${nameOf(at)}`))
  await put(`pending/${LAST}`, `receipts/${LAST}`)
  const { queue, sent } = queueOf()
  const now = Date.now()
  for (let minute = 0; minute < 8; minute += 1) await sweepPending(bucket, queue, now + minute * MINUTE_MS, 0, AT_ONCE)
  expect(sent).toContain(LAST)
})

test('each is sent once in a sweep, wherever that begins', async () => {
  const names = [0x0000, 0x6100, 0x6101, 0xff00].map(nameOf)
  await put(...names.flatMap((name) => [`pending/${name}`, `receipts/${name}`]))
  for (let minute = 0; minute < 4; minute += 1) {
    const { queue, sent } = queueOf()
    expect(await sweepPending(bucket, queue, Date.now() + minute * MINUTE_MS, 0, AT_ONCE)).toBe(names.length)
    expect(sent.toSorted()).toEqual(names)
  }
})
