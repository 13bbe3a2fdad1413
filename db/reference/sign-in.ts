/**
 * How people sign in at the portal: what they show beside a password, and their sessions. An account here is one of a person (`holder` of
 * `accounts`). Moments are epoch milliseconds.
 */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One row for each account that has, or begins, a second factor. */
export const secondFactors = sqliteTable('second_factors', {
  account: text().primaryKey(),
  /** The secret of the one-time codes (RFC 6238), sealed; NULL: none. */
  sealedSecret: text('sealed_secret'),
  /** When the first code of it was right; NULL: not yet, it counts for nothing. */
  confirmedAt: integer('confirmed_at'),
  /** The last step of 30 seconds whose code was taken: none of it or before is taken again. */
  lastStep: integer('last_step').notNull().default(0),
  /** Wrong codes since the last right one, and when the last of them came. */
  failures: integer().notNull().default(0),
  failedAt: integer('failed_at').notNull().default(0),
})

/** Codes for the day on which the device is lost: each is taken once. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    account: text().notNull(),
    /** Keyed hash. */
    hash: text().notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [primaryKey({ columns: [table.account, table.hash] })],
)

/** Public keys of devices (WebAuthn). */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** Id of the credential, base64url, as the device gave it. */
    id: text().primaryKey(),
    account: text().notNull(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    /** How often the device says it has signed; devices that share keys say 0. */
    counter: integer().notNull(),
    /** JSON list of ways to reach the device. */
    transports: text().notNull(),
    /** What its owner calls it. */
    title: text().notNull(),
    createdAt: integer('created_at').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [index('passkeys_by_account').on(table.account)],
)

/** Who an account is at an outside provider (OpenID Connect). */
export const outsideIdentities = sqliteTable(
  'outside_identities',
  {
    /** Id of the provider in the configuration. */
    provider: text().notNull(),
    /** Keyed hash of issuer and subject: nobody here needs to know the person there. */
    subjectHash: text('subject_hash').notNull(),
    account: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.subjectHash] }),
    index('outside_identities_by_account').on(table.account),
  ],
)

/** Sessions of browsers, also those that have ended, for as long as somebody may ask. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    account: text().notNull(),
    /** The person of the facility's register, where one is beside the account. */
    person: text(),
    /** Browser and system in words; nothing else of the device is kept. */
    device: text().notNull(),
    method: text({ enum: ['password', 'code', 'recovery-code', 'passkey', 'outside'] }).notNull(),
    /** 1: a second factor is asked for and has yet to be set up; until then nothing else is open. */
    isLimited: integer('is_limited', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    /** To within some minutes. */
    seenAt: integer('seen_at').notNull(),
    until: integer().notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [index('sessions_by_account').on(table.account, table.createdAt)],
)

/** Challenges that were answered: none is answered twice. */
export const spentChallenges = sqliteTable('spent_challenges', {
  id: text().primaryKey(),
  /** Past this it would not be taken anyway, and the row goes. */
  until: integer().notNull(),
})
