/** Longest description kept: names and codes of errors, never values. */
const CAUSE_CHARACTERS = 500
const DEEPEST_CAUSE = 5

/**
 * A fault of ours in words that hold no data of a patient. Database libraries put the statement's values into their
 * messages ("Failed query … params: …"), so of a query's failure only its cause is told.
 */
export function describeFault(error: unknown): string {
  const chain: string[] = []
  for (let at = error; at instanceof Error && chain.length < DEEPEST_CAUSE; at = at.cause) {
    const message = /failed query/i.test(at.message) ? 'query failed' : at.message
    chain.push(`${at.name}: ${message}`)
  }
  return (chain.length > 0 ? chain.join(' ← ') : 'unknown fault').slice(0, CAUSE_CHARACTERS)
}
