import type { Warehouse } from '../../store/database.ts'
import { DATED, DOSSIERS_AT_ONCE, judgePage } from './judge-page.ts'

/**
 * Says of every dossier of a submission by when it was due and whether it came in time; of management data also by when payment data is
 * awaited. What other submissions hold of the same encounters is judged anew with it: payment data may have come, or an earlier version.
 * What it writes follows from the warehouse alone, so it may be repeated, and submissions may come in any order.
 */
export async function settleDeadlines(warehouse: Warehouse, submissionId: string): Promise<void> {
  const done = new Set<string>()
  for (let after = 0; ;) {
    const rows = await judgePage(warehouse, {
      sql: `SELECT ${DATED} FROM dossiers d WHERE d.submission_id = :submissionId AND d.dossier > :after
            ORDER BY d.dossier LIMIT ${DOSSIERS_AT_ONCE}`,
      args: { submissionId, after },
    })
    const keys = [...new Set(rows.flatMap(({ MA_LK }) => MA_LK || []))].filter((key) => !done.has(key))
    for (const key of keys) done.add(key)
    const [first] = rows
    if (first) await judgeOthers(warehouse, submissionId, first.facility, keys)
    const last = rows.at(-1)
    if (rows.length < DOSSIERS_AT_ONCE || !last) return
    after = last.dossier
  }
}

/** Judges what other submissions of a facility hold of these encounters (MA_LK). */
async function judgeOthers(
  warehouse: Warehouse,
  submissionId: string,
  facility: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return
  for (let after = 0; ;) {
    const rows = await judgePage(warehouse, {
      sql: `SELECT ${DATED} FROM json_each(:keys) k CROSS JOIN dossiers d ON d.MA_LK = k.value AND d.facility = :facility
            WHERE d.submission_id <> :submissionId AND d.outcome <> 'rejected' AND d.rowid > :after
            ORDER BY d.rowid LIMIT ${DOSSIERS_AT_ONCE}`,
      args: { submissionId, facility, keys: JSON.stringify(keys), after },
    })
    const last = rows.at(-1)
    if (rows.length < DOSSIERS_AT_ONCE || !last) return
    after = last.row
  }
}
