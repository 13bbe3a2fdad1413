import { expect, test } from 'vitest'
import { actionOf, failed, POSTPONED, VERIFIED } from '../../../src/centre/verification/outcome.ts'

test.each([
  [VERIFIED, 1, { action: 'ack' }],
  // Its marker stays, and the sweep asks again.
  [POSTPONED, 1, { action: 'ack' }],
  [failed(new Error('away')), 1, { action: 'retry', delaySeconds: 5 }],
  [failed(new Error('away')), 3, { action: 'retry', delaySeconds: 20 }],
  [{ kind: 'unreadable', error: new Error('what is this') }, 1, { action: 'retry', delaySeconds: 5 }],
] as const)('%o of attempt %i goes to the queue as %o', (outcome, attempts, action) => {
  expect(actionOf(outcome, attempts)).toEqual(action)
})
