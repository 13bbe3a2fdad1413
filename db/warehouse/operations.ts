/** What operators are told of: dossiers that could not be written. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Dossiers of verified submissions that the database would not take. They have no row in `dossiers`, and none in the tables of the law;
 * the others of their file have theirs. A later verification of the submission that can write them takes the row away.
 */
export const failedDossiers = sqliteTable(
  'failed_dossiers',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    facility: text().notNull(),
    failedAt: integer('failed_at').notNull(),
    /** In words that hold no data. */
    cause: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.dossier] })],
)
