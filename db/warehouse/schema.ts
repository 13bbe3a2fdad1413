/** The warehouse of a province: what was sent, what became of it, and the rows of accepted dossiers. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One file. `status` is what the centre has done with it; times are epoch milliseconds. */
export const submissions = sqliteTable(
  'submissions',
  {
    id: text().primaryKey(),
    facility: text().notNull(),
    purpose: text({ enum: ['management', 'payment'] }).notNull(),
    standard: text().notNull(),
    receivedAt: integer('received_at').notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    status: text({ enum: ['verifying', 'verified', 'failed'] }).notNull(),
    verifiedAt: integer('verified_at'),
    /** Why verification failed, in words that hold no data. */
    failure: text(),
    dmdcRelease: text('dmdc_release'),
    rulesVersion: text('rules_version'),
    declared: integer(),
    counted: integer(),
    accepted: integer(),
    acceptedWithWarnings: integer('accepted_with_warnings'),
    rejected: integer(),
    findingsTotal: integer('findings_total'),
    /** Why the file changes what was sent before; NULL: it gave no reason. */
    correctionCode: text('correction_code'),
    /** Sealed words. Also without a code: then they are about those dossiers that are found to change something. Empty: erased. */
    correctionReason: text('correction_reason'),
    /** Of a verified one: dossiers that the database would not take (`failed_dossiers`). */
    failedDossiers: integer('failed_dossiers').notNull().default(0),
    /** By when its sender is owed a result (ISO day); NULL: none is owed. */
    resultDueOn: text('result_due_on'),
    /** Code of the person of the facility who authenticated it; NULL: nobody had to. */
    authenticatedBy: text('authenticated_by'),
    /** Whether its dossiers were compared with those of others; NULL while that has not been done. */
    history: text({ enum: ['settled', 'not-evaluated'] }),
  },
  (table) => [
    index('submissions_by_facility').on(table.facility, table.receivedAt),
    index('submissions_by_result_due').on(table.resultDueOn, table.status),
    // Words from before any were sealed: empty once they are (`src/store/warehouse/identity/words.ts`).
    index('submissions_plain_words')
      .on(table.id)
      .where(sql`correction_reason <> '' AND substr(correction_reason, 1, 1) <> char(1)`),
  ],
)

/** One finding as it was reported; `told` is the rendered finding (JSON), its value already masked. */
export const findings = sqliteTable(
  'findings',
  {
    submissionId: text('submission_id').notNull(),
    ordinal: integer().notNull(),
    dossier: integer(),
    facility: text().notNull(),
    receivedOn: text('received_on').notNull(),
    rule: text().notNull(),
    severity: text({ enum: ['error', 'warning', 'info'] }).notNull(),
    tableId: text('table_id'),
    field: text(),
    told: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.submissionId, table.ordinal] }),
    // Lists of a period, errors first: a page reads no more than itself, whatever the severity and the province.
    index('findings_by_severity').on(
      table.severity,
      table.receivedOn,
      table.submissionId,
      table.ordinal,
      table.facility,
    ),
    // Cover what is counted, and lead to the dossiers behind it in the order of days.
    index('findings_by_rule').on(table.rule, table.receivedOn, table.submissionId, table.dossier, table.facility),
    index('findings_by_table').on(table.tableId, table.receivedOn, table.submissionId, table.dossier),
    index('findings_by_field').on(table.tableId, table.field, table.receivedOn, table.submissionId, table.dossier),
    index('findings_by_dossier').on(table.submissionId, table.dossier, table.rule, table.tableId, table.field),
    // The same of one facility, whose findings are few among those of a rule.
    index('findings_by_facility_rule').on(
      table.facility,
      table.rule,
      table.receivedOn,
      table.submissionId,
      table.dossier,
    ),
    index('findings_by_facility_field').on(
      table.facility,
      table.tableId,
      table.field,
      table.receivedOn,
      table.submissionId,
      table.dossier,
    ),
  ],
)

export { dossierCosts, dossiers, heartbeats, identityHashes } from './facts.ts'
export {
  facilityDays,
  facilityMonths,
  findingDays,
  provinceDays,
  provinceMonths,
  ruleDays,
  staleDays,
} from './roll-ups.ts'
export { accesses, erasedFiles, operations } from './audit.ts'
export { agreements, assessmentLines, assessments } from './versions.ts'
export { events, manifestEntries, manifests, webhookDeliveries, webhooks, webhookSecrets } from './results.ts'
export { receiptCheckpoints, receiptCosignatures, receiptEntries, receiptLog, receiptNodes } from './receipt-log.ts'
export { deadlineWork, outages } from './deadlines.ts'
export { dossierHistories } from './history.ts'
export { failedDossiers, lakeMonths, ruleAlarmDays, ruleAlarms } from './operations.ts'
export { dossierContents } from './contents.ts'
