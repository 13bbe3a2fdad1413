import { PURPOSES } from '../../../db/warehouse/facts.ts'
import { flag, integer, oneOf, orNull, text, type RowOf } from '../../store/columns.ts'
import type { NamedArgs, Warehouse } from '../../store/database.ts'
import { writeDeadlines, type WrittenDeadline } from '../../store/warehouse/dossier-deadlines.ts'
import { judge } from './judge.ts'
import { DECLARED, ledgerOf, outagesOf } from './outage-ledger.ts'

/** Dossiers judged in one exchange; a page with fewer is the last. */
export const DOSSIERS_AT_ONCE = 1000
/** How often what a page rests on may change under it before that is a fault. */
const MOST_TRIES = 20

/** What a page selects of dossiers `d`. */
export const DATED =
  "d.rowid AS row, d.dossier, d.MA_LK, d.facility, d.purpose, d.outcome <> 'rejected' AS isAccepted, d.received_on AS receivedOn, d.ended_on AS endedOn, d.NGAY_RA"

const SHAPE = {
  row: integer,
  dossier: integer,
  MA_LK: orNull(text),
  facility: text,
  purpose: oneOf(PURPOSES),
  isAccepted: flag,
  receivedOn: text,
  endedOn: orNull(text),
  NGAY_RA: orNull(text),
}
export type DatedDossier = RowOf<typeof SHAPE>

/** A query for `DATED`, `DOSSIERS_AT_ONCE` at most. */
export type Page = { readonly sql: string; readonly args: NamedArgs }

/**
 * Judges the dossiers that a query finds, and writes what is not written yet. What it rests on (the dossiers, others of the same
 * encounters, outages) is read again in the transaction that writes; where it says otherwise by then, all is done again. So of two who
 * change something at the same moment the later one leaves what follows from both. Returns the dossiers.
 */
export async function judgePage(warehouse: Warehouse, page: Page): Promise<readonly DatedDossier[]> {
  const questions = questionsOf(page)
  const [rows, ...grounds] = await warehouse.askAll(questions)
  if (rows.length === 0) return rows
  let judged = judgeAll(rows, grounds)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [, again, ...groundsThen] = await warehouse.write([writeDeadlines(judged), ...questions])
    const then = new Map(judgeAll(again, groundsThen).map((each) => [each.row, each]))
    // What the query no longer finds is as it was written.
    const now = judged.map((each) => then.get(each.row) ?? each)
    if (JSON.stringify(now) === JSON.stringify(judged)) return rows
    judged = now
  }
  throw new Error('what deadlines rest on changes faster than dossiers are judged')
}

/** The dossiers; when each of their encounters was first accepted for which purpose; the outages that may excuse them. */
const questionsOf = ({ sql, args }: Page) =>
  [
    { sql, args, shape: SHAPE },
    {
      sql: `WITH page AS (${sql}) SELECT k.MA_LK, k.facility, f.purpose, min(f.received_on) AS firstOn
            FROM (SELECT DISTINCT MA_LK, facility FROM page WHERE MA_LK IS NOT NULL) k
            CROSS JOIN dossiers f ON f.MA_LK = k.MA_LK AND f.facility = k.facility
            WHERE f.outcome <> 'rejected' GROUP BY 1, 2, 3`,
      args,
      shape: FIRST,
    },
    { sql: `WITH page AS (${sql}) ${outagesOf('SELECT facility FROM page')}`, args, shape: DECLARED },
  ] as const

const FIRST = { MA_LK: text, facility: text, purpose: oneOf(PURPOSES), firstOn: text }

/** What a page rests on beside its dossiers. */
type Grounds = readonly [firsts: readonly RowOf<typeof FIRST>[], outages: readonly RowOf<typeof DECLARED>[]]

function judgeAll(rows: readonly DatedDossier[], [firsts, outages]: Grounds): WrittenDeadline[] {
  const lostOf = ledgerOf(outages)
  const keyOf = ({ MA_LK, facility }: Pick<DatedDossier, 'MA_LK' | 'facility'>, purpose: string): string =>
    JSON.stringify([MA_LK, facility, purpose])
  const firstOn = new Map(firsts.map((first) => [keyOf(first, first.purpose), first.firstOn]))
  return rows.map((dossier) => {
    const { row, purpose, isAccepted, receivedOn, endedOn, NGAY_RA, facility } = dossier
    // An encounter is in time by what was accepted of it first: a correction comes later by its nature.
    const first = firstOn.get(keyOf(dossier, purpose)) ?? receivedOn
    const judged = judge({ purpose, isAccepted, receivedOn: first, endedOn, NGAY_RA }, lostOf(facility))
    const isPaid = firstOn.has(keyOf(dossier, 'payment'))
    return { row, ...judged, paymentDueOn: isPaid ? null : judged.paymentDueOn }
  })
}
