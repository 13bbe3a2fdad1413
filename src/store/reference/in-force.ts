import { isAway } from '../failures.ts'

/** A primary that did not answer is not asked again for so long: else each message of a queue would wait for its time-out. */
const PAUSE_MS = 10_000

/**
 * Asks which release was in force at a moment (epoch ms). null: the database does not answer, or did not a moment ago. Throws what `ask`
 * throws of anything else. `now` in epoch milliseconds.
 */
export function createInForce({
  ask,
  now,
}: {
  ask: (moment: number) => Promise<string | null>
  now: () => number
}): (moment: number) => Promise<string | null> {
  let awayUntil = -Infinity
  return async (moment) => {
    if (now() < awayUntil) return null
    try {
      return await ask(moment)
    } catch (error) {
      if (!isAway(error)) throw error
      awayUntil = now() + PAUSE_MS
      return null
    }
  }
}
