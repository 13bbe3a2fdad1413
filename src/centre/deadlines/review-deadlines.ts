import { createHash } from 'node:crypto'
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Warehouse } from '../../store/database.ts'
import { deadlineWork } from '../../../db/warehouse/schema.ts'
import { yearsOfDaysOff } from '../../kernel/calendar/holidays.ts'
import { allTerms } from '../../engine/index.ts'
import { DATED, DOSSIERS_AT_ONCE, judgePage, type Page } from './judge-page.ts'

type Work = typeof deadlineWork.$inferSelect

/** Grows with what is computed otherwise from the same terms and days. */
const READING = 1

/** Terms, calendar and reading in 16 hexadecimal digits: whoever changes one has everything judged anew. */
const FINGERPRINT = createHash('sha256')
  .update(JSON.stringify([READING, allTerms, yearsOfDaysOff]))
  .digest('hex')
  .slice(0, 16)

/** Pages in one minute: some ten thousand dossiers. */
const PAGES_PER_RUN = 40

/**
 * What the clock does for a warehouse every minute: dossiers that were judged by other terms or days than today's, or never, and those
 * that an outage touches, are judged anew, some pages at a time. Safe to repeat and to break off. `now`: epoch milliseconds.
 */
export async function reviewDeadlines(warehouse: Warehouse, now: number): Promise<void> {
  // By hand: the clause that looks at the table's other rows has no words in Drizzle.
  await warehouse.write([
    {
      // Terms that come back after others, as when a deployment is taken back, are judged by once more.
      sql: `INSERT INTO deadline_work (id, kind, entered_at) VALUES (:id, 'all', :now)
          ON CONFLICT DO UPDATE SET cursor = 0, entered_at = :now, finished_at = NULL
            WHERE EXISTS (SELECT 1 FROM deadline_work o WHERE o.kind = 'all' AND o.entered_at > deadline_work.entered_at)`,
      args: { id: `all-${FINGERPRINT}`, now },
    },
  ])
  await runDeadlineWork(warehouse, now, PAGES_PER_RUN)
}

/** The work that an outage's step makes, to be written with it. `since`: ISO day on which the outage began. */
export const enterOutageWork = (
  warehouse: Warehouse,
  { id, revision, facility }: { id: string; revision: number; facility: string | null },
  { since, now }: { since: string; now: number },
) =>
  warehouse
    .insert(deadlineWork)
    .values({ id: `outage-${id}-${revision}`, kind: 'outage', facility, since, enteredAt: now })
    .onConflictDoNothing()

/** Goes on with what is not finished, outages before everything else, for that many pages. Returns whether all is done. */
export async function runDeadlineWork(warehouse: Warehouse, now: number, pages: number): Promise<boolean> {
  for (let page = 0; page < pages; page += 1) {
    const [work] = await warehouse
      .select()
      .from(deadlineWork)
      .where(isNull(deadlineWork.finishedAt))
      .orderBy(desc(deadlineWork.kind), asc(deadlineWork.enteredAt), asc(deadlineWork.id))
      .limit(1)
    if (!work) return true
    const rows = await judgePage(warehouse, pageOf(work))
    const isDone = rows.length < DOSSIERS_AT_ONCE
    await warehouse
      .update(deadlineWork)
      .set({ cursor: isDone ? work.cursor : (rows.at(-1)?.row ?? work.cursor), finishedAt: isDone ? now : null })
      .where(and(eq(deadlineWork.id, work.id), isNull(deadlineWork.finishedAt)))
  }
  return false
}

/**
 * An outage changes what is late or excused, and the day of what waits for payment data: it cannot touch what was received, or due
 * with all outages counted, before it began.
 */
function pageOf({ kind, facility, since, cursor }: Work): Page {
  const behind = 'd.rowid > :cursor'
  const limit = `ORDER BY d.rowid LIMIT ${DOSSIERS_AT_ONCE}`
  if (kind === 'all') return { sql: `SELECT ${DATED} FROM dossiers d WHERE ${behind} ${limit}`, args: { cursor } }
  const ofFacility = facility === null ? '' : ' AND d.facility = :facility'
  const late = facility === null ? 'dossiers_by_timeliness' : 'dossiers_by_facility'
  return {
    sql: `SELECT ${DATED} FROM dossiers d WHERE d.rowid IN (
            SELECT d.rowid FROM dossiers d INDEXED BY ${late}
              WHERE d.timeliness IN ('late', 'excused') AND d.received_on >= :since AND ${behind}${ofFacility}
            UNION SELECT d.rowid FROM dossiers d INDEXED BY dossiers_by_payment_due
              WHERE d.payment_due_on IS NOT NULL AND d.payment_due_on >= :since AND ${behind}${ofFacility}) ${limit}`,
    args: { cursor, since, ...(facility === null ? {} : { facility }) },
  }
}
