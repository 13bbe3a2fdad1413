import type { DossierState } from '../../store/warehouse/read.ts'

/** What a sender is told of one dossier of a submission; `earlier`: the dossier it replaces, equals or conflicts with. */
export function shownOutcome(row: DossierState) {
  const { dossier: index, MA_LK, outcome, errors, warnings, state, replacesSubmission, replacesDossier } = row
  const earlier =
    state === null || replacesSubmission === null || replacesDossier === null
      ? null
      : { submission: replacesSubmission, dossier: replacesDossier }
  const { dueOn, timeliness, excusedBy } = row
  const version = state === null ? null : row.version
  return { index, MA_LK, outcome, errors, warnings, state, version, earlier, dueOn, timeliness, excusedBy }
}
