/** A facility that floods the visits of its shard is sent on to the bulk lane; the others' messages are handled here. */
import { expect, test } from 'vitest'
import { consumeVerification } from '../../../src/centre/verification/consumer.ts'
import type { VerificationNeeds } from '../../../src/centre/verification/needs.ts'
import { verifySubmission } from '../../../src/edge/queue/message.ts'
import type { Waiting } from '../../../src/edge/queue/shards.ts'

/** A batch of a queue, and what became of each message. Where nothing can be verified (no keys) a message that is handled is tried again. */
function batchOf(facilities: readonly string[], attempts = 1): { batch: MessageBatch; fates: string[] } {
  const fates = facilities.map(() => 'nothing')
  const messages = facilities.map((facility, at) => ({
    id: `m${at}`,
    timestamp: new Date(0),
    attempts,
    body: verifySubmission(`s${at}`, facility),
    ack: () => void (fates[at] = 'acked'),
    retry: () => void (fates[at] = 'handled'),
  }))
  // As much of a batch as a consumer sees.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { batch: { queue: 'bhyt-visits-01', messages } as unknown as MessageBatch, fates }
}

const needsWith = (setAside: VerificationNeeds['setAside']): VerificationNeeds =>
  // As much as is asked for where there are no keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  ({
    vault: null,
    setAside,
    now: () => 0,
    store: { bucket: { put: async () => null } },
  }) as unknown as VerificationNeeds

const FLOOD = [...Array.from({ length: 80 }, () => '79001'), '01001', '01002']

test('the flood goes to the bulk lane in one call, and is let go; the others are handled', async () => {
  const { batch, fates } = batchOf(FLOOD)
  const sent: (readonly Waiting[])[] = []
  const setAside = (files: readonly Waiting[]) => Promise.resolve(void sent.push(files))
  await consumeVerification(batch, needsWith(setAside), () => {})
  expect(sent).toHaveLength(1)
  expect(sent[0]).toHaveLength(80)
  expect(sent[0]?.[0]).toEqual({ id: 's0', facility: '79001', lane: 'bulk' })
  expect(fates).toEqual([...Array.from({ length: 80 }, () => 'acked'), 'handled', 'handled'])
})

test.each([
  ['in the bulk lane', null, 1],
  ['where that queue takes nothing', () => Promise.reject(new Error('away')), 1],
  ['once a message has failed', () => Promise.resolve(), 2],
] as const)('%s nothing is sent on', async (_, setAside, attempts) => {
  const { batch, fates } = batchOf(FLOOD, attempts)
  await consumeVerification(batch, needsWith(setAside), () => {})
  expect(new Set(fates)).toEqual(new Set(['handled']))
})
