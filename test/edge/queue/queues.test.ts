import { expect, test } from 'vitest'
import { QUEUES, queueNamed } from '../../../src/edge/queue/queues.ts'

test('every queue of ours is known, and any other is a fault: its messages are not guessed at', () => {
  expect(queueNamed(QUEUES.deadLetters)).toEqual({ kind: 'dead-letters' })
  expect(queueNamed(QUEUES.webhooks)).toEqual({ kind: 'webhooks' })
  expect(queueNamed('bhyt-visits-01')).toEqual({ kind: 'verification', lane: 'visits' })
  expect(queueNamed('bhyt-bulk-others')).toEqual({ kind: 'verification', lane: 'bulk' })
  expect(() => queueNamed('bhyt-verification-2')).toThrow('a queue that this code does not know')
})
