/** What BHXH says of dossiers: whether it agrees to a correction, and how it assesses them. Rows are added, never changed. Times are epoch milliseconds. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * standing: the current version · replaced: a later one has taken its place · identical: says what the version it follows says ·
 * conflicting: says something else, without a reason · waiting: a correction of what BHXH had assessed before it came · declined: BHXH
 * did not agree to it.
 */
export const VERSION_STATES = ['standing', 'replaced', 'identical', 'conflicting', 'waiting', 'declined'] as const

/** A dossier of an envelope (or a medical assessment), or a message at check-in. */
export const DOSSIER_KINDS = ['dossier', 'check-in'] as const

export const AGREEMENT_DECISIONS = ['agreed', 'refused'] as const
export const ASSESSMENT_DECISIONS = ['accepted', 'reduced', 'refused'] as const

/** Rows whose words are from before any were sealed: none once they are (`src/store/warehouse/identity/words.ts`). */
const PLAIN = sql`reason <> '' AND substr(reason, 1, 1) <> char(1)`

/** Whether BHXH agrees to a correction of what it had assessed. */
export const agreements = sqliteTable(
  'agreements',
  {
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    decision: text({ enum: AGREEMENT_DECISIONS }).notNull(),
    /** Sealed words; empty: erased. */
    reason: text().notNull(),
    /** The account. */
    by: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.submissionId, table.dossier] }),
    index('agreements_plain_words').on(table.submissionId, table.dossier).where(PLAIN),
  ],
)

/** What an assessment says of a whole dossier, or of one line. */
const judgement = () => ({
  decision: text({ enum: ASSESSMENT_DECISIONS }).notNull(),
  /** What the fund pays of it, in whole hundredths of a đồng. NULL: not said. */
  amount: integer(),
  reasonCode: text('reason_code'),
  /** Sealed words; empty: erased. */
  reason: text(),
})

/** One assessment of one dossier, under the id that its sender gave it. */
export const assessments = sqliteTable(
  'assessments',
  {
    /** The account. */
    sender: text().notNull(),
    id: text().notNull(),
    submissionId: text('submission_id').notNull(),
    dossier: integer().notNull(),
    ...judgement(),
    /** SHA-256 of what was sent: the same id with other content is a conflict. */
    content: text().notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sender, table.id] }),
    index('assessments_by_dossier').on(table.submissionId, table.dossier, table.receivedAt),
    index('assessments_plain_words').on(table.sender, table.id).where(PLAIN),
  ],
)

/** A line that an assessment judges by itself: table and STT. */
export const assessmentLines = sqliteTable(
  'assessment_lines',
  {
    sender: text().notNull(),
    assessment: text().notNull(),
    tableId: text('table_id').notNull(),
    STT: integer().notNull(),
    ...judgement(),
  },
  (table) => [
    primaryKey({ columns: [table.sender, table.assessment, table.tableId, table.STT] }),
    index('assessment_lines_plain_words').on(table.sender, table.assessment).where(PLAIN),
  ],
)
