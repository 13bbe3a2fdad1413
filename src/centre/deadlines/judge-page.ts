import type { InStatement, InValue, ResultSet, Row } from '@libsql/client/web'
import type { Warehouse } from '../../store/database.ts'
import { textIn } from '../../store/text-in.ts'
import { judge, type Judged } from './judge.ts'
import { ledgerOf, outagesOf } from './outage-ledger.ts'

/** Dossiers judged in one exchange; a page with fewer is the last. */
export const DOSSIERS_AT_ONCE = 1000
/** How often what a page rests on may change under it before that is a fault. */
const MOST_TRIES = 20

/** What a page selects of dossiers `d`. */
export const DATED =
  'd.rowid AS row, d.dossier, d.MA_LK, d.facility, d.purpose, d.outcome, d.received_on, d.ended_on, d.NGAY_RA'

/** A query for `DATED`, `DOSSIERS_AT_ONCE` at most. */
export type Page = { readonly sql: string; readonly args: Readonly<Record<string, InValue>> }

type Written = Judged & { readonly row: number }

/**
 * Judges the dossiers that a query finds, and writes what is not written yet. What it rests on (the dossiers, others of the same
 * encounters, outages) is read again in the transaction that writes; where it says otherwise by then, all is done again. So of two who
 * change something at the same moment the later one leaves what follows from both. Returns the dossiers.
 */
export async function judgePage(warehouse: Warehouse, page: Page): Promise<readonly Row[]> {
  const questions = questionsOf(page)
  const [found, ...grounds] = await warehouse.$client.batch(questions, 'read')
  const rows = found?.rows ?? []
  if (rows.length === 0) return rows
  let judged = judgeAll(rows, grounds)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [, again, ...groundsThen] = await warehouse.$client.batch([writing(judged), ...questions], 'write')
    const then = new Map(judgeAll(again?.rows ?? [], groundsThen).map((each) => [each.row, each]))
    // What the query no longer finds is as it was written.
    const now = judged.map((each) => then.get(each.row) ?? each)
    if (JSON.stringify(now) === JSON.stringify(judged)) return rows
    judged = now
  }
  throw new Error('what deadlines rest on changes faster than dossiers are judged')
}

/** The dossiers; when each of their encounters was first accepted for which purpose; the outages that may excuse them. */
function questionsOf({ sql, args }: Page): InStatement[] {
  const page = `WITH page AS (${sql})`
  return [
    { sql, args: { ...args } },
    {
      sql: `${page} SELECT k.MA_LK, k.facility, f.purpose, min(f.received_on) AS first_on
            FROM (SELECT DISTINCT MA_LK, facility FROM page WHERE MA_LK IS NOT NULL) k
            CROSS JOIN dossiers f ON f.MA_LK = k.MA_LK AND f.facility = k.facility
            WHERE f.outcome <> 'rejected' GROUP BY 1, 2, 3`,
      args: { ...args },
    },
    { sql: `${page} ${outagesOf('SELECT facility FROM page')}`, args: { ...args } },
  ]
}

function judgeAll(rows: readonly Row[], [firsts, outages]: readonly ResultSet[]): Written[] {
  const lostOf = ledgerOf(outages?.rows ?? [])
  const keyOf = ({ MA_LK, facility }: Row, purpose: string): string => JSON.stringify([MA_LK, facility, purpose])
  const firstOn = new Map(firsts?.rows.map((row) => [keyOf(row, textIn(row['purpose'])), textIn(row['first_on'])]))
  return rows.map((row) => {
    const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null)
    const purpose = row['purpose'] === 'management' ? 'management' : 'payment'
    const isAccepted = row['outcome'] !== 'rejected'
    const judged = judge(
      {
        purpose,
        isAccepted,
        // An encounter is in time by what was accepted of it first: a correction comes later by its nature.
        receivedOn: firstOn.get(keyOf(row, purpose)) ?? textIn(row['received_on']),
        endedOn: text('ended_on'),
        NGAY_RA: text('NGAY_RA'),
      },
      lostOf(textIn(row['facility'])),
    )
    const isPaid = firstOn.has(keyOf(row, 'payment'))
    return { row: Number(row['row']), ...judged, paymentDueOn: isPaid ? null : judged.paymentDueOn }
  })
}

/** Rows that stay as they are are not touched, so that no roll-up is made anew for nothing. */
function writing(judged: readonly Written[]): InStatement {
  const told = (at: number): string => `json_extract(j.value, '$[${at}]')`
  const columns = ['due_on', 'timeliness', 'excused_by', 'payment_due_on'].map((name, at) => [name, told(at + 1)])
  const tuples = judged.map(({ row, dueOn, timeliness, excusedBy, paymentDueOn }) => [
    row,
    dueOn,
    timeliness,
    excusedBy,
    paymentDueOn,
  ])
  return {
    sql: `UPDATE dossiers SET ${columns.map(([name, value]) => `${name} = ${value}`).join(', ')} FROM json_each(:judged) j
          WHERE dossiers.rowid = ${told(0)} AND (${columns.map(([name, value]) => `dossiers.${name} IS NOT ${value}`).join(' OR ')})`,
    args: { judged: JSON.stringify(tuples) },
  }
}
