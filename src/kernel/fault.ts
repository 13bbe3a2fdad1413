/** Longest description kept: names and codes of errors, never values. */
const CAUSE_CHARACTERS = 500
const DEEPEST_CAUSE = 5

/**
 * A fault of ours in words that hold no data of a patient. Database libraries put the statement's values into their
 * messages ("Failed query … params: …"), and a parser quotes what it could not read; of those only the kind is shown.
 */
export function describeFault(error: unknown): string {
  const chain: string[] = []
  for (let at = error; at instanceof Error && chain.length < DEEPEST_CAUSE; at = at.cause) {
    chain.push(`${at.name}: ${wordsOf(at)}`)
  }
  return (chain.length > 0 ? chain.join(' ← ') : 'unknown fault').slice(0, CAUSE_CHARACTERS)
}

function wordsOf(error: Error): string {
  if (/failed query/i.test(error.message)) return 'query failed'
  return error instanceof SyntaxError ? 'cannot be parsed' : error.message
}
