/**
 * The reference database: the shared code lists (DMDC), their releases, the accounts. Written at the Ministry, replicated to every
 * province. Dates are ISO text (yyyy-mm-dd, both ends inclusive), moments are epoch milliseconds.
 */
import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** `valid_from` of a code whose beginning is open: NULL cannot be part of a primary key. */
export const OPEN_START = '0001-01-01'

/** One code list, e.g. `icd10`. */
export const catalogues = sqliteTable('catalogues', {
  id: text().primaryKey(),
  titleVi: text('title_vi').notNull(),
  titleEn: text('title_en').notNull(),
  /** Id of the department that owns the list (`departments.ts`). */
  owner: text().notNull(),
  /** A partial list proves that a code exists, never that it does not. */
  completeness: text({ enum: ['complete', 'partial'] }).notNull(),
  /** First day on which a complete list is complete: older generations may be missing. NULL: always. */
  completeFrom: text('complete_from'),
  ordinal: integer().notNull(),
})

/**
 * A decision (or one annex of it) that a catalogue rests on; repeals work per annex, and three dates differ. `document` is how codes
 * name it: decision and annex joined by a blank.
 */
export const decisions = sqliteTable(
  'decisions',
  {
    catalogue: text()
      .notNull()
      .references(() => catalogues.id),
    document: text().notNull(),
    decision: text().notNull(),
    annex: text(),
    signedOn: text('signed_on'),
    /** First day on which its codes may be used. */
    validFrom: text('valid_from'),
    /** First day on which its codes must be used. */
    mandatoryFrom: text('mandatory_from'),
    /** Last day on which the codes before it are accepted. */
    oldAcceptedUntil: text('old_accepted_until'),
    confidence: text({ enum: ['high', 'medium', 'low'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.catalogue, table.document] })],
)

/** A published state of all catalogues; `number` counts publications from 1. In force is the last one whose time has come. */
export const releases = sqliteTable(
  'releases',
  {
    number: integer().primaryKey(),
    /** `2026.11.2`: year, month, ordinal in the month. */
    id: text().notNull().unique(),
    publishedAt: integer('published_at').notNull(),
    /** From this moment edges use it; never before that of the release it follows. */
    effectiveAt: integer('effective_at').notNull(),
    /** SHA-256 of what was published: a release id means one content for ever. */
    digest: text().notNull(),
    note: text().notNull().default(''),
    publishedBy: text('published_by').notNull(),
    /** The release whose content this one restores. */
    restores: text(),
    /** Hash of the last change up to here: the head of the chain in `changes`. */
    lastHash: text('last_hash').notNull(),
    /** Compact JWS over id, number, times, digest, lastHash and the content hash of each catalogue. */
    signature: text().notNull(),
  },
  (table) => [index('releases_by_effect').on(table.effectiveAt)],
)

/**
 * A code with one period of validity, as known from one release to another: never deleted, a change closes a row (`until_release`)
 * and opens another. The rows of release n are those with since <= n and (until null or > n).
 */
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
    /** What only this catalogue knows, as a JSON object of texts with sorted keys. */
    attributes: text().notNull().default('{}'),
    /** A `document` of `decisions`. */
    sourceDocument: text('source_document').notNull(),
    /** The code, or the codes joined by `;`, that took its place. */
    replacedBy: text('replaced_by'),
    /** Number of the release that brought the row. */
    sinceRelease: integer('since_release').notNull(),
    /** Number of the release that closed it. NULL: it is open. */
    untilRelease: integer('until_release'),
    /** Code and name in lower case without accents, for searching. */
    searchText: text('search_text').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.catalogue, table.code, table.validFrom, table.sinceRelease] }),
    check('codes_period', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
    check('codes_known', sql`${table.untilRelease} IS NULL OR ${table.untilRelease} > ${table.sinceRelease}`),
  ],
)

/** Compact, compressed form of one catalogue, under the hash of its content; its form is in `src/engine/codes/snapshot.ts`. */
export const snapshotBodies = sqliteTable('snapshot_bodies', {
  hash: text().primaryKey(),
  bytes: blob({ mode: 'buffer' }).notNull(),
})

/** What an isolate loads for a release instead of reading rows. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    release: integer()
      .notNull()
      .references(() => releases.number),
    catalogue: text()
      .notNull()
      .references(() => catalogues.id),
    /** Of the body; unchanged catalogues share one. */
    hash: text()
      .notNull()
      .references(() => snapshotBodies.hash),
    rows: integer().notNull(),
    /** SHA-256 of all rows with all their fields, in order: what a follower compares. */
    contentHash: text('content_hash').notNull(),
    completeness: text({ enum: ['complete', 'partial'] }).notNull(),
    completeFrom: text('complete_from'),
  },
  (table) => [primaryKey({ columns: [table.release, table.catalogue] })],
)

/** Every change of every release, in order, without gaps; each hash covers the one before, so that nothing can be left out unseen. */
export const changes = sqliteTable(
  'changes',
  {
    number: integer().primaryKey(),
    release: integer()
      .notNull()
      .references(() => releases.number),
    page: integer().notNull(),
    /** opened: the row counts from now on · closed: it no longer counts. A changed code is a closed and an opened row. */
    kind: text({ enum: ['opened', 'closed'] }).notNull(),
    catalogue: text().notNull(),
    code: text().notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    name: text().notNull(),
    attributes: text().notNull(),
    sourceDocument: text('source_document').notNull(),
    replacedBy: text('replaced_by'),
    hash: text().notNull(),
  },
  (table) => [index('changes_by_page').on(table.page)],
)

/** The feed is read page by page; a page never changes and lies within one release. */
export const changePages = sqliteTable('change_pages', {
  number: integer().primaryKey(),
  release: integer()
    .notNull()
    .references(() => releases.number),
  firstChange: integer('first_change').notNull(),
  lastChange: integer('last_change').notNull(),
  /** Hash of the change before the first; empty for the very first page. */
  previousHash: text('previous_hash').notNull(),
  lastHash: text('last_hash').notNull(),
  /** Compact JWS over the columns above. */
  signature: text().notNull(),
})

/** One row, written at the primary every minute, so that whoever reads a replica knows how old it is. */
export const heartbeats = sqliteTable(
  'heartbeats',
  {
    id: integer().primaryKey(),
    beatAt: integer('beat_at').notNull(),
  },
  (table) => [check('heartbeats_single_row', sql`${table.id} = 1`)],
)

export { outsideIdentities, passkeys, recoveryCodes, secondFactors, sessions, spentChallenges } from './sign-in.ts'
export { authorisedPersons, personChanges } from './persons.ts'
export { legacyCallFiles, legacyCalls, legacySettings, legacyUsers, papers } from './legacy.ts'
export { notices } from './notices.ts'
export { accountChanges, accounts, erasureRequests, restoreRequests } from './accounts.ts'
