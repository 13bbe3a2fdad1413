/** What begins on a store that a test makes slow takes this long. */
export const SLOW_MS = 1500
