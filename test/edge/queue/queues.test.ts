import { expect, test } from 'vitest'
import { QUEUES, queueNamed } from '../../../src/edge/queue/queues.ts'

test('every queue of ours is known, and any other is a fault: its messages are not guessed at', () => {
  for (const name of Object.values(QUEUES)) expect(queueNamed(name)).toBe(name)
  expect(() => queueNamed('bhyt-verification-2')).toThrow('a queue that this code does not know')
})
