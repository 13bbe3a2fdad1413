/**
 * What the service keeps of the web services that HIS of the last ten years speak (`src/edge/facade`): their users, what is set per
 * facility, who calls what, and papers beside dossiers. Moments are epoch milliseconds, days ISO text of Việt Nam.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A user of these services. The password travels as its MD5, which is therefore the password: it is hashed again like any other secret, it
 * opens these services only, and it can be switched off by itself. No name is kept: name and citizen number of an officer are keyed hashes.
 */
export const legacyUsers = sqliteTable(
  'legacy_users',
  {
    /** As it is typed into the HIS, in lower case. */
    username: text().primaryKey(),
    /** The facility's account; when it is disabled, its users are too. */
    account: text().notNull(),
    facility: text().notNull(),
    /** The person of the register who signs in with it; NULL: the software alone. */
    person: text(),
    /** Of the MD5 in lower-case hexadecimal. */
    secretHash: text('secret_hash').notNull(),
    /** Of the officer behind card checks (`cccdCb`, `hoTenCb`); NULL: not registered. */
    citizenHash: text('citizen_hash'),
    nameHash: text('name_hash'),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    disabledBy: text('disabled_by'),
    disabledAt: integer('disabled_at'),
  },
  (table) => [index('legacy_users_by_facility').on(table.facility)],
)

/** What a province or the ministry has set for the old calls of a facility; without a row the defaults hold. */
export const legacySettings = sqliteTable('legacy_settings', {
  facility: text().primaryKey(),
  /** answer: here · forward: by the real gateway · both. */
  mode: text({ enum: ['answer', 'forward', 'both'] }).notNull(),
  /** Whether payment data needs a person of the register, or not yet, for a time of transition. */
  paymentPerson: text('payment_person', { enum: ['needed', 'waived'] }).notNull(),
  /** Last day of the transition; NULL: until something else is decided. */
  waivedUntil: text('waived_until'),
  reason: text().notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: integer('changed_at').notNull(),
})

/** Calls of a day, counted. Facility '' is a caller without a valid token. */
export const legacyCalls = sqliteTable(
  'legacy_calls',
  {
    day: text().notNull(),
    facility: text().notNull(),
    /** old: the services of the gateway · new: the API of this service. */
    wire: text({ enum: ['old', 'new'] }).notNull(),
    /** Of a known operation its name; of an unknown path the path, digits hidden. */
    operation: text().notNull(),
    /** As answered: `200`, `401`, … */
    code: text().notNull(),
    calls: integer().notNull(),
    lastAt: integer('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.facility, table.wire, table.operation, table.code] }),
    index('legacy_calls_by_facility').on(table.facility, table.day),
  ],
)

/** Counts that an edge has handed over and that are in `legacy_calls`: none is added twice. */
export const legacyCallFiles = sqliteTable('legacy_call_files', {
  name: text().primaryKey(),
  takenAt: integer('taken_at').notNull(),
})

/**
 * What a facility sends beside dossiers: the catalogues 01/DM to 06/DM, summaries, corrections 09/BH, certificates. One row is one delivery,
 * never changed; of one facility and kind the number counts its versions. The bytes lie in the store under `raw_key`.
 */
export const papers = sqliteTable(
  'papers',
  {
    id: text().primaryKey(),
    facility: text().notNull(),
    /** `01/DM`, `01/BH`, `09/BH`, `chung-tu`, … */
    kind: text().notNull(),
    version: integer().notNull(),
    /** `kyQT` as sent; NULL: none. */
    period: text(),
    receivedAt: integer('received_at').notNull(),
    /** Account, and person where one signed in. */
    account: text().notNull(),
    person: text(),
    rawKey: text('raw_key').notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    /** Of a catalogue its rows; NULL: not read. */
    rows: integer(),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    /** The first problems, as JSON: row, field, level, words. */
    problems: text().notNull(),
  },
  (table) => [index('papers_by_facility').on(table.facility, table.kind, table.version)],
)
