import { countOutcome, type DossierResult, type OutcomeCounts } from '../../engine/index.ts'
import type { Warehouse } from '../../store/database.ts'
import { integer } from '../../store/columns.ts'
import { wasRejected, type Receipt } from '../../edge/receipt/receipt.ts'

export type JudgedAgain = {
  /** What the centre's own judgement of a dossier comes to, given what its sender knows. */
  readonly settled: (result: DossierResult) => DossierResult
  readonly tally: () => OutcomeCounts
}

/**
 * The dossiers of a file as the centre judges them. What the edge rejected stays rejected, whatever the centre's lists and rules say: its
 * sender was asked to mend it and to send it again. What the edge accepted may turn out wrong (its lists were stale, or its rules older): then
 * it is rejected after acceptance.
 */
export function judgedAgain(receipt: Receipt): JudgedAgain {
  const tally: OutcomeCounts = { accepted: 0, acceptedWithWarnings: 0, rejected: 0 }
  return {
    settled(result) {
      const outcome = wasRejected(receipt, result.index) === true ? 'rejected' : result.outcome
      countOutcome(tally, outcome)
      return { ...result, outcome }
    },
    tally: () => ({ ...tally }),
  }
}

/**
 * The numbers of the dossiers of a verified submission that its edge accepted and the centre rejected. Nearly always none, which is known
 * without a look at them: `rejected`, the centre's number of rejected dossiers, is then that of the receipt.
 */
export async function rejectedAfterAcceptance(
  warehouse: Warehouse,
  receipt: Receipt,
  rejected: number,
): Promise<number[]> {
  if (rejected === receipt.dossiers.rejected) return []
  const rows = await warehouse.ask({
    sql: `SELECT dossier FROM dossiers INDEXED BY dossiers_rejected WHERE submission_id = :submission AND outcome = 'rejected' ORDER BY dossier`,
    args: { submission: receipt.id },
    shape: { dossier: integer },
  })
  return rows.flatMap(({ dossier }) => (wasRejected(receipt, dossier) === false ? [dossier] : []))
}
