import { text, type RowOf } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import type { DossierRow } from '../../store/warehouse/write.ts'
import { judge, type Judged } from './judge.ts'
import { DECLARED, ledgerOf, outagesOf } from './outage-ledger.ts'
import type { LostDay } from './outage-days.ts'

/** SQL: changes with everything that is declared, ended or withdrawn about outages. */
export const OUTAGES_SEEN = "(SELECT count(*) || ' ' || coalesce(sum(revision), 0) FROM outages)"

/** What deadlines of dossiers rest on that are the first of their encounter; while `seen` is the same in the database, it holds. */
export type Grounds = { readonly seen: string; readonly lostOf: (facility: string) => LostDay }

/** The outages that may excuse dossiers of these facilities. One exchange. */
export async function readGrounds(warehouse: Warehouse, facilities: readonly string[]): Promise<Grounds> {
  const [[state], declared] = await warehouse.askAll([
    { sql: `SELECT ${OUTAGES_SEEN} AS seen`, shape: SEEN },
    {
      sql: outagesOf('SELECT value FROM json_each(:facilities)'),
      args: { facilities: JSON.stringify(facilities) },
      shape: DECLARED,
    },
  ])
  return { seen: seenIn(state), lostOf: ledgerOf(declared) }
}

const SEEN = { seen: text }

const seenIn = (state: RowOf<typeof SEEN> | undefined): string => {
  if (state === undefined) throw new Error('a question about outages was not answered')
  return state.seen
}

/** By when a dossier was due, and whether it came in time, where nothing of its encounter was accepted for the same purpose before. */
export function judgeAlone(
  { purpose, outcome, receivedOn, endedOn = null, NGAY_RA = null, facility }: DossierRow,
  { lostOf }: Grounds,
): Judged {
  return judge({ purpose, isAccepted: outcome !== 'rejected', receivedOn, endedOn, NGAY_RA }, lostOf(facility))
}
