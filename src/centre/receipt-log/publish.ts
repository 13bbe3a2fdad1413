import type { JSONWebKeySet } from 'jose'
import { publishHead, readPublishedHead } from '../../edge/receipt/published-head.ts'
import type { Store } from '../../edge/receipt/store.ts'
import { verifyCheckpoint, type CheckpointClaims } from '../../proof/checkpoint.ts'
import type { SignStatement } from '../../proof/signed.ts'
import { EMPTY_ROOT, hashOf, placesOf } from '../../proof/tree.ts'
import type { Warehouse } from '../../store/database.ts'
import { keepCheckpoint, readHead, readNodes } from '../../store/warehouse/receipt-log.ts'

/** Who signs here, and by what it is verified. */
export type Statements = { readonly sign: SignStatement; readonly issuer: string; readonly keys: JSONWebKeySet }

export type PublishNeeds = { readonly store: Store; readonly statements: Statements; readonly now: () => number }

/**
 * The log does not have in front what was published of it: its database was set back. Nothing more is signed of it, as two histories under one
 * name are what a log must never have.
 */
export class ForkedLog extends Error {}

/**
 * Signs and publishes the head of a warehouse's log, where it has grown since the last checkpoint; nothing is signed that was not read back
 * from a committed transaction, and nothing is shown before the bucket has it. A crash behind any of its writes is mended by the next call:
 * what the bucket has and the warehouse lacks is put there. Safe to repeat, also at the same moment: of two, one publishes. Throws ForkedLog,
 * and what database and store throw.
 */
export async function publishCheckpoint(
  warehouse: Warehouse,
  { store: { bucket }, statements, now }: PublishNeeds,
): Promise<void> {
  const { head } = await readHead(warehouse, [], EMPTY_ROOT)
  const { log, size, root } = head
  if (log === null) return
  const before = await readPublishedHead(bucket, log)
  if (before !== null) {
    const published = await verifyCheckpoint(before.jws, statements.keys)
    await assertInFront(warehouse, published, head)
    await keepCheckpoint(warehouse, kept(before.jws, published))
    if (published.size === size) return
  }
  const claims: CheckpointClaims = {
    version: 1,
    iss: statements.issuer,
    iat: Math.floor(now() / 1000),
    log,
    size,
    root,
  }
  const jws = await statements.sign('checkpoint', claims)
  // Somebody else was quicker: the next minute goes on from what is there now.
  if (!(await publishHead(bucket, log, { jws, before }))) return
  await keepCheckpoint(warehouse, kept(jws, claims))
}

const kept = (jws: string, { size, root, iat }: CheckpointClaims) => ({ size, root, jws, signedAt: iat * 1000 })

/** Throws ForkedLog unless the log begins with what was published. */
async function assertInFront(
  warehouse: Warehouse,
  published: CheckpointClaims,
  { log, size }: { readonly log: string | null; readonly size: number },
): Promise<void> {
  if (published.log !== log) throw new ForkedLog('the published checkpoint is of another log')
  if (published.size > size)
    throw new ForkedLog(`the log of receipts has ${size} of ${published.size} entries that were published`)
  const range = [0, published.size] as const
  if (hashOf(await readNodes(warehouse, placesOf(range)), range) !== published.root)
    throw new ForkedLog(`the first ${published.size} entries of the log are not those that were published`)
}
