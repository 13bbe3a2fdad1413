import type { DossierState } from '../warehouse/read.ts'

/** What a sender is told of one dossier of a submission. */
export const shownOutcome = ({ dossier: index, MA_LK, outcome, errors, warnings }: DossierState) => ({
  index,
  MA_LK,
  outcome,
  errors,
  warnings,
})
