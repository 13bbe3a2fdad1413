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
