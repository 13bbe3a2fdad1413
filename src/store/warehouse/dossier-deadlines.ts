/** The columns of `dossiers` that say by when a dossier was due, and whether it came in time. Only this file writes them. */
import type { Command } from '../database.ts'

/** What was judged of the dossier in a row (rowid). Days are ISO text. */
export type WrittenDeadline = {
  readonly row: number
  readonly dueOn: string | null
  readonly timeliness: string | null
  readonly excusedBy: string | null
  readonly paymentDueOn: string | null
}

/** A dossier of a facility by the key of its encounter. */
export type EncounterKey = { readonly facility: string; readonly MA_LK: string }

/** Management data of these encounters waits for payment data no longer where that has come. Writes nothing twice. */
export const settlePaid = (keys: readonly EncounterKey[]): Command => ({
  sql: `UPDATE dossiers SET payment_due_on = NULL WHERE rowid IN (
          SELECT m.rowid FROM json_each(:keys) k
          CROSS JOIN dossiers m ON m.MA_LK = k.value ->> 1 AND m.facility = k.value ->> 0 AND m.purpose = 'management'
          WHERE m.payment_due_on IS NOT NULL AND EXISTS (SELECT 1 FROM dossiers p WHERE p.MA_LK = m.MA_LK AND p.facility = m.facility
            AND p.purpose = 'payment' AND p.outcome <> 'rejected'))`,
  args: { keys: JSON.stringify(keys.map(({ facility, MA_LK }) => [facility, MA_LK])) },
})

/** Rows that stay as they are are not touched, so that no roll-up is made anew for nothing. */
export function writeDeadlines(judged: readonly WrittenDeadline[]): Command {
  const member = (at: number): string => `json_extract(j.value, '$[${at}]')`
  const columns = ['due_on', 'timeliness', 'excused_by', 'payment_due_on'].map((name, at) => [name, member(at + 1)])
  const tuples = judged.map((each) => [each.row, each.dueOn, each.timeliness, each.excusedBy, each.paymentDueOn])
  return {
    sql: `UPDATE dossiers SET ${columns.map(([name, value]) => `${name} = ${value}`).join(', ')} FROM json_each(:judged) j
          WHERE dossiers.rowid = ${member(0)} AND (${columns.map(([name, value]) => `dossiers.${name} IS NOT ${value}`).join(' OR ')})`,
    args: { judged: JSON.stringify(tuples) },
  }
}
