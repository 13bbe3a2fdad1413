import { and, asc, desc, eq, inArray, isNull, notInArray } from 'drizzle-orm'
import { integer, text } from '../../columns.ts'
import type { Warehouse } from '../../database.ts'
import { operations } from '../../../../db/warehouse/schema.ts'
import { eraseDossiers } from './erase.ts'
import { rotatePage } from './rotate.ts'
import type { Vault } from './vault.ts'

export type IdentityOperation = typeof operations.$inferSelect
export type NewOperation = Pick<IdentityOperation, 'id' | 'kind' | 'subject' | 'by' | 'reason' | 'startedAt'> & {
  before?: string
  tableCursor?: string
}

/** Dossiers of one page of an erasure or retention: the contents of each are opened and sealed anew. */
const DOSSIERS_AT_ONCE = 100

/** Enters an operation; `runOperations` carries it out. Safe to repeat under the same id. */
export async function beginOperation(warehouse: Warehouse, operation: NewOperation): Promise<void> {
  await warehouse.insert(operations).values(operation).onConflictDoNothing()
}

export async function readOperation(warehouse: Warehouse, id: string): Promise<IdentityOperation | null> {
  const [found] = await warehouse.select().from(operations).where(eq(operations.id, id))
  return found ?? null
}

/** The audit trail of a kind, the newest first. */
export const listOperations = (
  warehouse: Warehouse,
  kind: IdentityOperation['kind'],
  limit: number,
): Promise<IdentityOperation[]> =>
  warehouse.select().from(operations).where(eq(operations.kind, kind)).orderBy(desc(operations.startedAt)).limit(limit)

/**
 * Goes on with what is not finished for that many pages: erasures, for which somebody waits, then the oldest first. Each page is one
 * transaction with the place where the next one begins, so that it can be broken off anywhere. Returns whether all is done. An operation
 * that fails holds no other back; the first failure is thrown in the end. With `only` it looks at these.
 */
export async function runOperations(
  warehouse: Warehouse,
  vault: Vault,
  now: number,
  pages: number,
  only?: readonly string[],
): Promise<boolean> {
  const stuck: string[] = []
  const faults: unknown[] = []
  let isDone = false
  for (let page = 0; page < pages && !isDone; page += 1) {
    const [operation] = await warehouse
      .select()
      .from(operations)
      .where(
        and(
          isNull(operations.finishedAt),
          notInArray(operations.id, stuck),
          only ? inArray(operations.id, [...only]) : undefined,
        ),
      )
      .orderBy(desc(eq(operations.kind, 'erasure')), asc(operations.startedAt), asc(operations.id))
      .limit(1)
    isDone = operation === undefined
    if (operation === undefined) continue
    try {
      if (operation.kind === 'rotation') await rotatePage(warehouse, vault, operation, now)
      else await erasePage(warehouse, vault, operation, now)
    } catch (error) {
      stuck.push(operation.id)
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
  return isDone
}

/**
 * By hand: one look-up through each index by which a person is found: each number of an accepted dossier, and the first of a rejected one, of
 * which only that is kept. Where a dossier has a card, its person is that card (`personOf`).
 */
const OF_PERSON = ['identity_hashes WHERE hash', "dossiers WHERE outcome = 'rejected' AND person_hash"]
  .map(
    (place) =>
      `SELECT * FROM (SELECT submission_id AS submissionId, dossier, '' AS receivedOn FROM ${place} = :subject LIMIT ${DOSSIERS_AT_ONCE})`,
  )
  .join(' UNION ')

/** An erasure finds its dossiers by hash, retention by day; a dossier that is done is not found again. */
async function erasePage(warehouse: Warehouse, vault: Vault, operation: IdentityOperation, now: number): Promise<void> {
  const statement =
    operation.kind === 'erasure'
      ? {
          sql: `${OF_PERSON} LIMIT ${DOSSIERS_AT_ONCE}`,
          args: { subject: operation.subject },
        }
      : {
          sql: `SELECT submission_id AS submissionId, dossier, received_on AS receivedOn FROM dossiers WHERE received_on < ? AND received_on >= ? AND purpose = ?
                  AND erased_at IS NULL ORDER BY received_on LIMIT ?`,
          args: [operation.before ?? '', operation.tableCursor, operation.subject, DOSSIERS_AT_ONCE],
        }
  const found = await warehouse.ask({
    ...statement,
    shape: { submissionId: text, dossier: integer, receivedOn: text },
  })
  const cursor = operation.kind === 'retention' ? found.at(-1)?.receivedOn : undefined
  const place = cursor ?? operation.tableCursor
  await eraseDossiers(warehouse, vault, operation, found, { now, place, isLast: found.length < DOSSIERS_AT_ONCE })
}

/** The last one entered of that kind and subject; of any subject where none is named. */
export async function lastOperation(
  warehouse: Warehouse,
  kind: IdentityOperation['kind'],
  subject?: string,
): Promise<IdentityOperation | null> {
  const same = eq(operations.kind, kind)
  const [found] = await warehouse
    .select()
    .from(operations)
    .where(subject === undefined ? same : and(same, eq(operations.subject, subject)))
    .orderBy(desc(operations.startedAt), desc(operations.id))
    .limit(1)
  return found ?? null
}
