/** How often a property is tried: a few times at one's own desk, often where nobody waits. */

/** How many times as many tries this process makes: a whole number from 1. `.ci/run` sets more. */
const FACTOR = Number(process.env['BHYT_PROPERTY_RUNS'] ?? 1)
if (!Number.isInteger(FACTOR) || FACTOR < 1)
  throw new RangeError(`BHYT_PROPERTY_RUNS is a whole number from 1, not ${process.env['BHYT_PROPERTY_RUNS']}`)

/** Tries of a pure property at one's own desk. */
const AT_THE_DESK = 25

/**
 * Tries of one property, as fast-check's `numRuns`: 25 locally, and `BHYT_PROPERTY_RUNS` times that where it is set. A property
 * whose single try is dear (it asks a database, it checks a file of megabytes) names how many it can afford locally.
 */
export const propertyRuns = (atTheDesk: number = AT_THE_DESK): number => atTheDesk * FACTOR

/**
 * One in so many instants of a dear enumeration (each restarts the service) is tried at one's own desk; all of them where
 * `BHYT_PROPERTY_RUNS` is as much, as `.ci/run` sets it. The day decides which: within so many days each has its turn.
 */
export function sampled<T>(instants: readonly T[], oneIn: number, now = Date.now()): T[] {
  const step = Math.max(1, Math.ceil(oneIn / FACTOR))
  const day = Math.floor(now / DAY_MS)
  return instants.filter((_, at) => at % step === day % step)
}

const DAY_MS = 24 * 60 * 60 * 1000
