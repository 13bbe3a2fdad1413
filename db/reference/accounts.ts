/**
 * Who may call, what for, and every change of it; what one person asked for and a second one has to agree to. Moments are epoch
 * milliseconds.
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A facility's account carries its code, a Sở Y tế's its (old) province code or codes, one of the Ministry the department it decides for;
 * without one it decides for all. What it is there for lies in its duties (src/edge/identity/duties.ts).
 */
export const accounts = sqliteTable(
  'accounts',
  {
    id: text().primaryKey(),
    role: text({ enum: ['facility', 'province', 'ministry'] }).notNull(),
    facility: text(),
    /** Of a province the first of its codes. */
    province: text(),
    department: text(),
    secretHash: text('secret_hash').notNull(),
    disabledAt: integer('disabled_at'),
    /** JSON list of duties. */
    duties: text().notNull().default('[]'),
    /** JSON list of all (old) codes of a province; NULL: the one. */
    provinces: text(),
    /** JSON list of purposes that a sender may send for; NULL: all. */
    purposes: text(),
    /** Whose account it is, in words: an office, a system. No name of a person. */
    title: text().notNull().default(''),
    /** Who made or changed it last, where a second person has to agree before it may sign in; NULL: it may. */
    pendingBy: text('pending_by'),
    /** software: signs in with its secret alone, for tokens. person: somebody at the portal, who gets no token with a password. */
    holder: text({ enum: ['software', 'person'] })
      .notNull()
      .default('software'),
    /** Of a person's account at a facility: who that is in the facility's register; NULL: nobody of it. */
    person: text(),
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

/** Every change of an account, in order. Rows are added, never changed. */
export const accountChanges = sqliteTable(
  'account_changes',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    account: text().notNull(),
    action: text({
      enum: [
        'made',
        'changed',
        'secret',
        'approved',
        'disabled',
        'enabled',
        'password',
        'factor-added',
        'factor-removed',
        'recovery-codes',
        'factors-reset',
      ],
    }).notNull(),
    /** Side, scope and duties after the change, as JSON; no secret. */
    state: text().notNull(),
    reason: text().notNull(),
    /** The account that acted; `command` where somebody did by the command of the operator. */
    by: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index('account_changes_by_account').on(table.account, table.number)],
)

/** An erasure that somebody asked for: it begins when a second person agrees. Subjects are keyed hashes of card or citizen number. */
export const erasureRequests = sqliteTable('erasure_requests', {
  id: text().primaryKey(),
  /** JSON list. */
  subjects: text().notNull(),
  reason: text().notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: integer('asked_at').notNull(),
  approvedBy: text('approved_by'),
  approvedAt: integer('approved_at'),
})

/** A roll-back to an earlier release that somebody asked for: a second person publishes it. */
export const restoreRequests = sqliteTable('restore_requests', {
  /** Id of the release whose content is wanted. */
  release: text().primaryKey(),
  note: text().notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: integer('asked_at').notNull(),
})
