/** Who saw whom, and what was done to identities. Times are epoch milliseconds. Rows are added and finished, never taken away. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One answer that showed persons, or so few that they can be recognised. */
export const accesses = sqliteTable(
  'accesses',
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    account: text().notNull(),
    role: text().notNull(),
    province: text().notNull(),
    /** What the account said it needs them for. */
    reason: text().notNull(),
    /** Figure and filters, without the sender's data. */
    query: text().notNull(),
    /** What was shown: a list of dossiers, of findings, or one dossier whole. Empty: a list of dossiers from before kinds were kept. */
    kind: text().notNull().default(''),
    /** The one facility that was asked about; NULL: the province. */
    facility: text(),
    /** Dossiers shown, and of these with identity. */
    rows: integer().notNull(),
    unmasked: integer().notNull(),
  },
  (table) => [index('accesses_by_time').on(table.at), index('accesses_by_account').on(table.account, table.at)],
)

/**
 * Work over all rows that goes on page by page and can be taken up again: rotation (every identity under the current key), erasure (one
 * person's identity), retention (identities past their age).
 */
export const operations = sqliteTable(
  'operations',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['rotation', 'erasure', 'retention'] }).notNull(),
    /** rotation: id of the key · erasure: hash of card or citizen number · retention: purpose. */
    subject: text().notNull(),
    /** retention: dossiers received before this day lose their identities. */
    before: text(),
    by: text().notNull(),
    reason: text().notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    /** Where it goes on: table, and the last row of it (rowid) that is done. */
    tableCursor: text('table_cursor').notNull().default(''),
    rowCursor: integer('row_cursor').notNull().default(0),
    dossiers: integer().notNull().default(0),
    rows: integer().notNull().default(0),
  },
  (table) => [index('operations_by_state').on(table.finishedAt, table.startedAt)],
)

/** Submissions out of whose stored bytes erased dossiers have still to be taken (`src/centre/erasure`). */
export const erasedFiles = sqliteTable('erased_files', { submissionId: text('submission_id').primaryKey() })
