/**
 * What became of each dossier of a file, in their order, as runs: `a200r1w3` is 200 accepted, one rejected, three accepted with warnings. It
 * names no MA_LK, so that it may be shown and kept anywhere.
 */

const LETTERS = { accepted: 'a', 'accepted-with-warnings': 'w', rejected: 'r' } as const

export type ProvenOutcome = keyof typeof LETTERS

/** Takes the dossiers one by one, in their order. */
export type OutcomeRuns = { readonly add: (outcome: ProvenOutcome) => void; readonly text: () => string }

export function createOutcomeRuns(): OutcomeRuns {
  const runs: string[] = []
  let last: ProvenOutcome | null = null
  let length = 0
  const close = (): string => (last === null ? '' : `${LETTERS[last]}${length}`)
  return {
    add(outcome) {
      if (outcome === last) {
        length += 1
        return
      }
      runs.push(close())
      last = outcome
      length = 1
    },
    text: () => runs.join('') + close(),
  }
}

const FORM = /^(?:[awr][1-9]\d{0,8})*$/
const RUN = /([awr])(\d+)/g

/** How many dossiers had which outcome; null where the text is not of this form. */
export function countsOf(text: string): Readonly<Record<ProvenOutcome, number>> | null {
  if (!FORM.test(text)) return null
  const counts = { accepted: 0, 'accepted-with-warnings': 0, rejected: 0 }
  for (const [, letter, length] of text.matchAll(RUN)) counts[outcomeOf(letter)] += Number(length)
  return counts
}

const outcomeOf = (letter: string | undefined): ProvenOutcome =>
  letter === 'a' ? 'accepted' : letter === 'w' ? 'accepted-with-warnings' : 'rejected'
