/** What operators see: dossiers that could not be written, rules that are said too often. */
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

/** Rules that were said of more than a fifth of what a province sent on a day: noted once, when the day is over. Never taken away. */
export const ruleAlarms = sqliteTable(
  'rule_alarms',
  {
    province: text().notNull(),
    day: text().notNull(),
    rule: text().notNull(),
    dossiers: integer().notNull(),
    received: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.province, table.day, table.rule] })],
)

/** Days that were looked at for alarms. */
export const ruleAlarmDays = sqliteTable('rule_alarm_days', { day: text().primaryKey() })

/**
 * Months of provinces whose files in the lake are older than their dossiers. Triggers add a mark (`triggers.ts`); whoever writes the month
 * takes it before anything is read, so that what changes meanwhile is a mark of its own.
 */
export const lakeMonths = sqliteTable(
  'lake_months',
  {
    province: text().notNull(),
    month: text().notNull(),
    isTaken: integer('is_taken', { mode: 'boolean' }).notNull(),
    /** When the clock saw the mark, or took it; NULL: not seen yet. */
    seenAt: integer('seen_at'),
  },
  (table) => [primaryKey({ columns: [table.province, table.month, table.isTaken] })],
)
