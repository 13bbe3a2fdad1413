/** The tables of the law as a dossier had them: for what is kept and read whole. What is asked of lies in `facts.ts`. */
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * The rows of one accepted dossier, deflated and sealed (`src/store/warehouse/contents`): names, free text, numbers, all of it. Part 0 is the
 * row of XML1 (or CHECKIN); the others follow in part 1, of a very large dossier in more.
 */
export const dossierContents = sqliteTable(
  'dossier_contents',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    part: integer().notNull(),
    /** Id of the key that seals it. */
    key: text().notNull(),
    /** Whether what identifies a person is in it. */
    isIdentified: integer('is_identified', { mode: 'boolean' }).notNull(),
    /** Last, so that whoever looks at the others does not read it. */
    sealed: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.submissionId, table.dossier, table.part] })],
)
