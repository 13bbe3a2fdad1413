import { flag, integer, text } from '../columns.ts'
import type { Warehouse } from '../database.ts'
import { available } from '../failures.ts'
import type { DossierKey } from './dossier-keys.ts'

/**
 * A rejected dossier is open until its facility has had a dossier of the same MA_LK, purpose and kind accepted that came later. One that
 * conflicts with what was accepted before answers nothing, as it does not count; a rejected dossier without an MA_LK cannot be answered.
 */

/** SQL: the deliveries `a` that answer the rejected dossier `d`, by one look into an index. */
const ANSWERS = `FROM dossiers a INDEXED BY dossiers_by_key
  WHERE a.MA_LK = d.MA_LK AND a.facility = d.facility AND a.purpose = d.purpose AND a.kind = d.kind AND a.outcome <> 'rejected'
    AND a.state IS NOT 'conflicting' AND (a.received_at, a.submission_id) > (d.received_at, d.submission_id)`

/** SQL: whether the rejected dossier `d` is open. */
export const IS_OPEN = `NOT EXISTS (SELECT 1 ${ANSWERS})`

/** SQL: whether a submission, whose id is that expression, has an open dossier. It looks at rejected ones only, up to the first open one. */
export const hasOpen = (submission: string): string =>
  `EXISTS (SELECT 1 FROM dossiers d INDEXED BY dossiers_rejected WHERE d.submission_id = ${submission} AND d.outcome = 'rejected' AND ${IS_OPEN})`

/** Whether a submission has a rejected dossier that nothing has answered. Throws Refusal('warehouse-unavailable'). */
export const hasOpenDossiers = (warehouse: Warehouse, submission: string): Promise<boolean> =>
  available('warehouse-unavailable', async () => {
    const [row] = await warehouse.ask({
      sql: `SELECT ${hasOpen(':submission')} AS open`,
      args: { submission },
      shape: { open: flag },
    })
    return row?.open === true
  })

/** The delivery that answered a rejected dossier; `receivedAt` in epoch milliseconds. */
export type DossierAnswer = DossierKey & { readonly receivedAt: number }

/**
 * By what the rejected dossiers of a submission with numbers from `first` to `last` were answered, by their number; the first answer of each.
 * Throws Refusal('warehouse-unavailable').
 */
export const readAnswers = (
  warehouse: Warehouse,
  submission: string,
  first: number,
  last: number,
): Promise<ReadonlyMap<number, DossierAnswer>> =>
  available('warehouse-unavailable', async () => {
    const rows = await warehouse.ask({
      sql: `SELECT d.dossier AS rejected, o.submission_id, o.dossier, o.received_at
            FROM dossiers d INDEXED BY dossiers_rejected CROSS JOIN dossiers o
              ON o.rowid = (SELECT a.rowid ${ANSWERS} ORDER BY a.received_at, a.submission_id, a.dossier LIMIT 1)
            WHERE d.submission_id = :submission AND d.outcome = 'rejected' AND d.dossier BETWEEN :first AND :last`,
      args: { submission, first, last },
      shape: { rejected: integer, submission_id: text, dossier: integer, received_at: integer },
    })
    return new Map(
      rows.map(({ rejected, submission_id: submissionId, dossier, received_at: receivedAt }) => [
        rejected,
        { submissionId, dossier, receivedAt },
      ]),
    )
  })
