import type { DossierResult } from '../engine/index.ts'
import { createOutcomeRuns } from '../proof/outcomes.ts'

/** First and last of dossiers in a row, by their numbers in the file. */
export type NumberRange = [first: number, last: number]

/** What became of the dossiers of a file at the edge. */
export type Outcomes = {
  readonly onTable: () => void
  readonly onDossier: (result: DossierResult) => void
  /** The accepted ones of an envelope, by MA_LK; messages at check-in and XML12 change nothing that was sent before. */
  readonly accepted: () => ReadonlyMap<string, number>
  readonly rejected: () => NumberRange[]
  /** Of all of them, as a receipt proves it. */
  readonly runs: () => string
}

export function collectOutcomes(): Outcomes {
  const numbers = new Map<string, number>()
  const rejected: NumberRange[] = []
  const runs = createOutcomeRuns()
  let isEnvelope = false
  return {
    onTable() {
      isEnvelope = true
    },
    onDossier({ index, MA_LK, outcome }) {
      runs.add(outcome)
      if (outcome === 'rejected') {
        const last = rejected.at(-1)
        if (last?.[1] === index - 1) last[1] = index
        else rejected.push([index, index])
      } else if (isEnvelope && MA_LK !== null) {
        numbers.set(MA_LK, index)
      }
    },
    accepted: () => numbers,
    rejected: () => rejected,
    runs: runs.text,
  }
}
