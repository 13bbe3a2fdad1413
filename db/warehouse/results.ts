/** What is reported of the centre's results, and to whom: the feed of events, webhooks, and the daily manifests of facilities. Times are epoch milliseconds. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** rejected-after-acceptance: of a dossier that the edge accepted and the centre rejects. Public; retired, never reused. */
export const EVENT_KINDS = [
  'verified',
  'failed',
  'assessed',
  'corrected',
  'history',
  'rejected-after-acceptance',
] as const

/** Something a facility may want to know. Rows are added and never changed; `seq` follows the order in which they were committed. */
export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    /** What makes it the same event when it is announced again (`src/centre/results/announce.ts`); also the id of its webhook message. */
    key: text().notNull().unique(),
    at: integer().notNull(),
    province: text().notNull(),
    facility: text().notNull(),
    kind: text({ enum: EVENT_KINDS }).notNull(),
    submissionId: text('submission_id').notNull(),
    /** NULL: the whole submission. */
    dossier: integer(),
  },
  (table) => [
    index('events_by_facility').on(table.facility, table.seq),
    index('events_by_province').on(table.province, table.seq),
  ],
)

/** Where a facility wants its results sent. The secret is sealed like an identity (`src/store/warehouse/identity/vault.ts`). */
export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text().primaryKey(),
    facility: text().notNull(),
    url: text().notNull(),
    secret: text().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** The receiver asked for a pause until then (Retry-After). */
    pausedUntil: integer('paused_until'),
    /** Since when no message has arrived, once one was tried to the end. */
    failingSince: integer('failing_since'),
    disabledAt: integer('disabled_at'),
    /** gone: the receiver answered 410 · failing: nothing arrived for days. */
    disabledReason: text('disabled_reason', { enum: ['gone', 'failing', 'account'] }),
  },
  (table) => [index('webhooks_by_facility').on(table.facility, table.createdAt)],
)

/** Secrets that a rotation replaced: until their end, messages are signed by them as well. Sealed as the secret of their webhook. */
export const webhookSecrets = sqliteTable(
  'webhook_secrets',
  {
    webhook: text().notNull(),
    secret: text().notNull(),
    until: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.webhook, table.secret] })],
)

/** One event on its way to one webhook. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    webhook: text().notNull(),
    event: integer().notNull(),
    state: text({ enum: ['pending', 'delivered', 'failed'] }).notNull(),
    /** Attempts begun. */
    attempts: integer().notNull(),
    /** When the next attempt is due; while one is under way, when it counts as lost. NULL: none follows. */
    nextAt: integer('next_at'),
    lastAt: integer('last_at'),
    /** HTTP status of the last answer; NULL where there was none. */
    lastStatus: integer('last_status'),
    lastFailure: text('last_failure', {
      enum: ['status', 'redirect', 'timeout', 'unreachable', 'address', 'disabled'],
    }),
  },
  (table) => [
    primaryKey({ columns: [table.webhook, table.event] }),
    index('webhook_deliveries_by_due').on(table.state, table.nextAt, table.webhook),
  ],
)

/** A facility's list of what it sent on a day; a later list replaces the earlier one, of which the row stays. */
export const manifests = sqliteTable(
  'manifests',
  {
    id: text().primaryKey(),
    facility: text().notNull(),
    purpose: text({ enum: ['management', 'payment'] }).notNull(),
    /** ISO, Việt Nam. */
    day: text().notNull(),
    /** staged: its entries are still being written, or were given up. */
    state: text({ enum: ['staged', 'standing', 'replaced'] }).notNull(),
    at: integer().notNull(),
    by: text().notNull(),
    declared: integer().notNull(),
    /** SHA-256 over the entries in order: the same list again changes nothing. */
    digest: text().notNull(),
    replacedAt: integer('replaced_at'),
  },
  (table) => [index('manifests_by_day').on(table.facility, table.purpose, table.day, table.state)],
)

/** The entries of current manifests. */
export const manifestEntries = sqliteTable(
  'manifest_entries',
  {
    manifest: text().notNull(),
    MA_LK: text().notNull(),
    /** As `dossiers.content_hash`; NULL: not declared. */
    hash: text(),
  },
  (table) => [primaryKey({ columns: [table.manifest, table.MA_LK] }), index('manifest_entries_by_key').on(table.MA_LK)],
)
