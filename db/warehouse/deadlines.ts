/**
 * What the clock needs beside the dossiers: outages (Circular 48/2017/TT-BYT, article 8), and the work of judging dossiers anew. Moments
 * are epoch milliseconds, days ISO text; actors are ids of accounts.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** An outage as somebody declared it. Rows are added, ended and withdrawn, never taken away. */
export const outages = sqliteTable(
  'outages',
  {
    id: text().primaryKey(),
    side: text({ enum: ['facility', 'receiver'] }).notNull(),
    /** Of a facility's outage. */
    facility: text(),
    /** Of the receiver's: JSON list of (old) province codes; NULL: all of them. */
    provinces: text(),
    cause: text({
      enum: ['power', 'network', 'software', 'hardware', 'force-majeure', 'no-power-or-internet'],
    }).notNull(),
    channel: text({ enum: ['web-service', 'client', 'direct-entry', 'ftp', 'all'] }).notNull(),
    fromAt: integer('from_at').notNull(),
    /** NULL: it goes on. */
    toAt: integer('to_at'),
    /** What proves it; NULL: nothing was said. */
    evidence: text(),
    declaredBy: text('declared_by').notNull(),
    declaredAt: integer('declared_at').notNull(),
    /** Who said that it was over, where that was not said at once. */
    endedBy: text('ended_by'),
    endedAt: integer('ended_at'),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: integer('withdrawn_at'),
    withdrawnWhy: text('withdrawn_why'),
    /** Counts its steps: each makes work of its own. */
    revision: integer().notNull().default(1),
  },
  (table) => [
    index('outages_by_facility').on(table.facility, table.fromAt),
    index('outages_by_time').on(table.fromAt, table.id),
    check('outages_side', sql`(${table.side} = 'facility') = (${table.facility} IS NOT NULL)`),
  ],
)

/** Dossiers to be judged anew, page by page; it can be broken off anywhere and taken up again. */
export const deadlineWork = sqliteTable(
  'deadline_work',
  {
    id: text().primaryKey(),
    /** all: every dossier, as terms or calendar changed · outage: those that an outage can have touched. */
    kind: text({ enum: ['all', 'outage'] }).notNull(),
    /** outage: whose dossiers; NULL: everybody's. */
    facility: text(),
    /** outage: what was received, or due, on this day or later. */
    since: text().notNull().default(''),
    /** The last row (rowid) that is done. */
    cursor: integer().notNull().default(0),
    enteredAt: integer('entered_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (table) => [index('deadline_work_by_state').on(table.finishedAt, table.enteredAt)],
)
