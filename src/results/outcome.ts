import type { DossierState } from '../warehouse/read.ts'

/** What a sender is told of one dossier of a submission; `earlier`: the dossier it replaces, equals or conflicts with. */
export function shownOutcome(row: DossierState) {
  const { dossier: index, MA_LK, outcome, errors, warnings, state, version, replacesSubmission, replacesDossier } = row
  const earlier =
    state === null || replacesSubmission === null || replacesDossier === null
      ? null
      : { submission: replacesSubmission, dossier: replacesDossier }
  return { index, MA_LK, outcome, errors, warnings, state, version: state === null ? null : version, earlier }
}
