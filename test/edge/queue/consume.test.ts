import { expect, test } from 'vitest'
import { consume, retryDelaySeconds, type Consumer } from '../../../src/edge/queue/consume.ts'
import { deliverWebhook, readMessage, verifySubmission } from '../../../src/edge/queue/message.ts'
import { observedBatch } from '../../../src/edge/queue/observed-batch.ts'
import { consumeWakes } from '../../../src/edge/queue/wake.ts'

/** A batch as the runtime hands it over, keeping what became of each message. */
const batchOf = (...bodies: unknown[]) => {
  const fates: string[] = bodies.map(() => 'nothing')
  const messages = bodies.map((body, at) => ({
    id: `m${at}`,
    timestamp: new Date(0),
    attempts: 3,
    body,
    ack: () => {
      fates[at] = 'acked'
    },
    retry: ({ delaySeconds = 0 }: QueueRetryOptions = {}) => {
      fates[at] = `retried after ${delaySeconds} s`
    },
  }))
  const batch = { queue: 'q', messages, ackAll: () => {}, retryAll: () => {} }
  // As much of a batch as a consumer sees.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { batch: batch as unknown as MessageBatch, fates }
}

const consumer = (handle: Consumer['handle'], shown: unknown[] = []): Consumer => ({
  handle,
  failed: (message, error, attempt) => {
    shown.push([message?.submissionId, String(error), attempt])
    return Promise.resolve()
  },
})

test('what becomes of each message is counted, and reaches it all the same', async () => {
  const { batch, fates } = batchOf(
    verifySubmission('a', '01001'),
    verifySubmission('b', '01001'),
    verifySubmission('c', '01001'),
  )
  const counted: string[] = []
  const count = (name: string, labels: Readonly<Record<string, string>>): void => {
    counted.push(`${name} ${Object.values(labels).join(' ')}`)
  }
  const handle = ({ submissionId }: { submissionId: string }): Promise<void> =>
    submissionId === 'b' ? Promise.reject(new Error('no')) : Promise.resolve()
  await consume(observedBatch(batch, { count }), consumer(handle))
  expect(fates).toEqual(['acked', 'retried after 20 s', 'acked'])
  expect(counted).toEqual(['bhyt_messages q acked', 'bhyt_messages q retried', 'bhyt_messages q acked'])
})

test('each message is acknowledged or tried again by itself', async () => {
  const { batch, fates } = batchOf(
    verifySubmission('a', '01001'),
    verifySubmission('b', '01001'),
    verifySubmission('c', '01001'),
  )
  const shown: unknown[] = []
  const handle = ({ submissionId }: { submissionId: string }): Promise<void> =>
    submissionId === 'b' ? Promise.reject(new Error('no')) : Promise.resolve()
  await consume(batch, consumer(handle, shown))
  expect(fates).toEqual(['acked', 'retried after 20 s', 'acked'])
  expect(shown).toEqual([['b', 'Error: no', 3]])
})

test.each([
  null,
  'text',
  {},
  { version: 2, kind: 'verify-submission', submissionId: 'a' },
  { version: 1, kind: 'other', submissionId: 'a' },
  { version: 1, kind: 'verify-submission', submissionId: 7 },
])('the unknown message %j is tried again, and taken where dead letters are', async (body) => {
  expect(() => readMessage(body)).toThrow('unknown kind or version')
  const { batch, fates } = batchOf(body, verifySubmission('a', '01001'))
  await consume(
    batch,
    consumer(() => Promise.resolve()),
  )
  expect(fates).toEqual(['retried after 20 s', 'acked'])

  const dead = batchOf(body)
  const taken: string[] = []
  const unreadable = (id: string): Promise<void> => {
    taken.push(id)
    return Promise.resolve()
  }
  await consume(dead.batch, { ...consumer(() => Promise.resolve()), unreadable })
  expect({ fates: dead.fates, taken }).toEqual({ fates: ['acked'], taken: ['m0'] })
})

test('a failing message is put back before anybody is told, so that telling cannot lose it', async () => {
  const { batch, fates } = batchOf(verifySubmission('a', '01001'))
  const failing = { handle: () => Promise.reject(new Error('no')), failed: () => Promise.reject(new Error('nor this')) }
  await expect(consume(batch, failing)).rejects.toThrow('nor this')
  expect(fates).toEqual(['retried after 20 s'])
})

test('the pause doubles with every try, up to ten minutes', () => {
  expect([1, 2, 3, 4, 5, 20].map(retryDelaySeconds)).toEqual([5, 10, 20, 40, 80, 600])
})

test('what else a message carries is not passed on', () => {
  expect(readMessage({ ...verifySubmission('a', '01001'), more: 'x' })).toEqual(verifySubmission('a', '01001'))
})

test('every webhook message is let go, whatever becomes of it: the clock asks again for what is due', async () => {
  const to = { facility: '01001', webhook: 'w' }
  const bodies = [
    deliverWebhook(to),
    deliverWebhook({ ...to, webhook: 'broken' }),
    verifySubmission('a', '01001'),
    null,
    { ...to },
  ]
  const { batch, fates } = batchOf(...bodies)
  const handled: unknown[] = []
  const faults: string[] = []
  await consumeWakes(
    batch,
    (message) => {
      handled.push(message)
      return message.webhook === 'broken' ? Promise.reject(new Error('no')) : Promise.resolve()
    },
    (error) => faults.push(String(error)),
  )
  expect(fates).toEqual(bodies.map(() => 'acked'))
  expect(handled).toEqual(bodies.slice(0, 2))
  expect(faults.sort()).toEqual([
    ...Array.from({ length: 3 }, () => 'Error: a webhook message of an unknown kind or version'),
    'Error: no',
  ])
})

test('a slow webhook message keeps no other of its batch waiting', async () => {
  const { batch, fates } = batchOf(
    deliverWebhook({ facility: 'f', webhook: 'slow' }),
    deliverWebhook({ facility: 'f', webhook: 'quick' }),
  )
  let release = (): void => {}
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  const consuming = consumeWakes(
    batch,
    ({ webhook }) => (webhook === 'slow' ? slow : Promise.resolve()),
    () => {},
  )
  await new Promise(setImmediate)
  expect(fates).toEqual(['nothing', 'acked'])
  release()
  await consuming
  expect(fates).toEqual(['acked', 'acked'])
})
