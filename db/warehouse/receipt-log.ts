/**
 * The log of receipts of a warehouse: a Merkle tree that only grows (`src/proof/tree.ts`). It holds hashes and ids of submissions, nothing of
 * persons, so that no erasure and no retention touches it. Times are epoch milliseconds, hashes SHA-256 in hexadecimal.
 */
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sql } from 'drizzle-orm'

/** One row: which log it is, and its head. Who appends compares and swaps `size` and `root`. */
export const receiptLog = sqliteTable(
  'receipt_log',
  {
    id: integer().primaryKey(),
    /** Made by chance when the first receipt comes; it goes with the database wherever that goes. */
    log: text().notNull(),
    size: integer().notNull(),
    root: text().notNull(),
  },
  (table) => [check('receipt_log_is_one', sql`${table.id} = 1`)],
)

/** Which receipt is at which place, from 0 on and without a gap. */
export const receiptEntries = sqliteTable('receipt_entries', {
  position: integer().primaryKey(),
  submissionId: text('submission_id').notNull().unique(),
  addedAt: integer('added_at').notNull(),
})

/** Nodes over a full 2^level entries; those of level 0 are the entries themselves. They never change. */
export const receiptNodes = sqliteTable(
  'receipt_nodes',
  { level: integer().notNull(), position: integer().notNull(), hash: text().notNull() },
  (table) => [primaryKey({ columns: [table.level, table.position] })],
)

/** Heads that were signed and published, each a JWS. They never change. */
export const receiptCheckpoints = sqliteTable(
  'receipt_checkpoints',
  {
    size: integer().primaryKey(),
    root: text().notNull(),
    jws: text().notNull(),
    signedAt: integer('signed_at').notNull(),
  },
  (table) => [index('receipt_checkpoints_by_time').on(table.signedAt)],
)

/** What a second body signed of a checkpoint; `by` is the id of its key. */
export const receiptCosignatures = sqliteTable(
  'receipt_cosignatures',
  { size: integer().notNull(), by: text().notNull(), jws: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.size, table.by] })],
)
