import { vietnamTime } from '../../kernel/vietnam-time.ts'
import { wasRejected, type Receipt } from '../../edge/receipt/receipt.ts'
import type { DossierAnswer } from '../../store/warehouse/open-rejections.ts'
import type { DossierState } from '../../store/warehouse/read.ts'

/** What a facility has to do about a submission. */
export type Resend = 'none' | 'rejected-dossiers'

export const resendOf = (hasOpen: boolean): Resend => (hasOpen ? 'rejected-dossiers' : 'none')

/**
 * One dossier of a submission as its sender reads it; `earlier`: the dossier it replaces, equals or conflicts with; `answer`: of a rejected
 * one, what came later and was accepted.
 */
export function shownOutcome(receipt: Receipt, row: DossierState, answer: DossierAnswer | undefined) {
  const { dossier: index, MA_LK, outcome, errors, warnings, state, replacesSubmission, replacesDossier } = row
  const earlier =
    state === null || replacesSubmission === null || replacesDossier === null
      ? null
      : { submission: replacesSubmission, dossier: replacesDossier }
  const answeredBy = answer
    ? { submission: answer.submissionId, dossier: answer.dossier, receivedAt: vietnamTime(answer.receivedAt) }
    : null
  const rejectedAfterAcceptance = outcome === 'rejected' && wasRejected(receipt, index) === false
  const { dueOn, timeliness, excusedBy } = row
  const version = state === null ? null : row.version
  const judgement = { outcome, rejectedAfterAcceptance, answeredBy, errors, warnings }
  return { index, MA_LK, ...judgement, state, version, earlier, dueOn, timeliness, excusedBy }
}
