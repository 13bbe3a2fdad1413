/** How often a written rule was asked in a file. Rows that its condition leaves out are counted nowhere. */
export type RuleCount = {
  id: string
  /** It could be judged: rows of a record rule, dossiers of a dossier rule. */
  evaluated: number
  failed: number
  /** Its evidence was missing. */
  notEvaluated: number
  /** Dossiers in which it failed at least once. */
  dossiersFailed: number
}

/** Counts by the index of a rule; `dossier` is the number of the dossier in its file. */
export type RuleTally = {
  held: (rule: number) => void
  failed: (rule: number, dossier: number) => void
  missing: (rule: number) => void
  /** The rules that were asked at all. */
  counts: () => readonly RuleCount[]
}

/** Counters for the rules with these ids, by their place in the list. */
export function createTally(ids: readonly string[]): RuleTally {
  const evaluated = new Float64Array(ids.length)
  const failed = new Float64Array(ids.length)
  const notEvaluated = new Float64Array(ids.length)
  const dossiersFailed = new Float64Array(ids.length)
  const lastFailedIn = new Float64Array(ids.length)
  const count = (numbers: Float64Array, rule: number): void => {
    numbers[rule] = (numbers[rule] ?? 0) + 1
  }
  return {
    held(rule) {
      count(evaluated, rule)
    },
    failed(rule, dossier) {
      count(evaluated, rule)
      count(failed, rule)
      if (lastFailedIn[rule] === dossier) return
      lastFailedIn[rule] = dossier
      count(dossiersFailed, rule)
    },
    missing(rule) {
      count(notEvaluated, rule)
    },
    counts: () =>
      ids.flatMap((id, at) => {
        const known = {
          id,
          evaluated: evaluated[at] ?? 0,
          failed: failed[at] ?? 0,
          notEvaluated: notEvaluated[at] ?? 0,
          dossiersFailed: dossiersFailed[at] ?? 0,
        }
        return known.evaluated + known.notEvaluated > 0 ? [known] : []
      }),
  }
}
