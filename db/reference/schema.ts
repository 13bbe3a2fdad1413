/**
 * The reference database: the shared code lists (DMDC), their releases, the accounts. Written at the Ministry, replicated to every
 * province. Dates are ISO text (yyyy-mm-dd, both ends inclusive), moments are epoch milliseconds.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** `valid_from` of a code whose beginning is open: NULL cannot be part of a primary key. */
export const OPEN_START = '0001-01-01'

/** One code list, e.g. `icd10`. */
export const catalogues = sqliteTable('catalogues', {
  id: text().primaryKey(),
  titleVi: text('title_vi').notNull(),
  titleEn: text('title_en').notNull(),
  /** The department that owns the list. */
  owner: text().notNull(),
  /** A partial list proves that a code exists, never that it does not. */
  completeness: text({ enum: ['complete', 'partial'] }).notNull(),
  /** First day on which a complete list is complete: older generations may be missing. NULL: always. */
  completeFrom: text('complete_from'),
  ordinal: integer().notNull(),
})

/** A published state of all catalogues. The newest one is in force. */
export const releases = sqliteTable(
  'releases',
  {
    id: text().primaryKey(),
    publishedAt: integer('published_at').notNull(),
    /** SHA-256 of what was published, names and sources included: a release id stands for one content for ever. */
    digest: text().notNull(),
    note: text().notNull().default(''),
  },
  (table) => [index('releases_by_publication').on(table.publishedAt)],
)

/** A code with one period of validity; a code of two generations has two rows. */
export const codes = sqliteTable(
  'codes',
  {
    catalogue: text()
      .notNull()
      .references(() => catalogues.id),
    code: text().notNull(),
    validFrom: text('valid_from').notNull().default(OPEN_START),
    /** Last day on which the code is accepted (the end of a transition window, where there is one). NULL: open. */
    validTo: text('valid_to'),
    name: text().notNull(),
    /** What only this catalogue knows, as a JSON object of texts. */
    attributes: text().notNull().default('{}'),
    sourceDocument: text('source_document').notNull(),
    /** The code, or the codes joined by `;`, that took its place. */
    replacedBy: text('replaced_by'),
  },
  (table) => [
    primaryKey({ columns: [table.catalogue, table.code, table.validFrom] }),
    check('codes_period', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
  ],
)

/** A catalogue as published: the compact text an isolate loads instead of reading rows. Its form is in `src/dmdc/snapshot.ts`. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    releaseId: text('release_id')
      .notNull()
      .references(() => releases.id),
    catalogue: text().notNull(),
    /** SHA-256 of the body's UTF-8, hexadecimal. */
    hash: text().notNull(),
    rows: integer().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.releaseId, table.catalogue] })],
)

/** Who may call. A facility's account carries its code, a province's its (old) province code. */
export const accounts = sqliteTable(
  'accounts',
  {
    id: text().primaryKey(),
    role: text({ enum: ['facility', 'province', 'ministry'] }).notNull(),
    facility: text(),
    province: text(),
    secretHash: text('secret_hash').notNull(),
    disabledAt: integer('disabled_at'),
  },
  (table) => [
    check(
      'accounts_scope',
      sql`(${table.role} = 'facility' AND ${table.facility} IS NOT NULL)
        OR (${table.role} = 'province' AND ${table.province} IS NOT NULL)
        OR ${table.role} = 'ministry'`,
    ),
  ],
)

/** One row, written at the primary every minute, so that whoever reads a replica can tell how old it is. */
export const heartbeats = sqliteTable(
  'heartbeats',
  {
    id: integer().primaryKey(),
    beatAt: integer('beat_at').notNull(),
  },
  (table) => [check('heartbeats_single_row', sql`${table.id} = 1`)],
)
