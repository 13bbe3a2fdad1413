/** Whom the centre asks what is in force, and how often while nobody answers. */
import { expect, test, vi } from 'vitest'
import { DatabaseAway } from '../../../src/store/failures.ts'
import { createInForce } from '../../../src/store/reference/in-force.ts'

test('a primary that does not answer is left alone for ten seconds, and then asked again', async () => {
  const clock = { now: 0 }
  const ask = vi.fn((moment: number) => Promise.resolve<string | null>(`release at ${moment}`))
  const inForceAt = createInForce({ ask, now: () => clock.now })
  expect(await inForceAt(7)).toBe('release at 7')
  ask.mockRejectedValueOnce(new DatabaseAway('away'))
  expect(await inForceAt(7)).toBeNull()
  clock.now += 9999
  expect(await inForceAt(7)).toBeNull()
  expect(ask).toHaveBeenCalledTimes(2)
  clock.now += 1
  expect(await inForceAt(7)).toBe('release at 7')
})

test('anything else that goes wrong is a fault', async () => {
  const inForceAt = createInForce({ ask: () => Promise.reject(new Error('no such table')), now: () => 0 })
  await expect(inForceAt(7)).rejects.toThrow('no such table')
})
