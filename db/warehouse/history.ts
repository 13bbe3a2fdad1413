import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * How far a dossier has been compared with the others of its patient. Apart from `dossiers`, whose every change makes roll-ups stale: most
 * of these change nothing that is counted.
 */
export const dossierHistories = sqliteTable(
  'dossier_histories',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    /** Of the register, when it was read. */
    revision: integer().notNull(),
    /** Of the findings that were reported then; '' for none. */
    digest: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.dossier] })],
)
