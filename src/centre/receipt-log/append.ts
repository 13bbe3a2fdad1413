/**
 * Every receipt comes into the log of its warehouse. The log lies in the warehouse, and not in a database of its own, nor in the one of the
 * nation: the centre writes there anyway at this moment, one province that is away keeps no receipt of another waiting, the two do not come
 * apart when a province moves, and no edge has to replicate a log that it never reads. The price is a checkpoint for each warehouse.
 *
 * The order of writes, and what a crash between them leaves:
 *
 *     1  the edge keeps the signed receipt and its marker, then answers      crash before: nobody was answered, the sender sends again
 *     2  here, before anything else is done with it: entry, nodes and head   crash before: the marker is there, the message comes again
 *        in one transaction that swaps the head it was computed from         crash behind: the message comes again and finds the entry by id
 *     3  verification, and last of all the marker goes                       so no marker goes before its receipt is in the log
 *     4  publish.ts signs a head that was read back, puts it beside the
 *        database, then into it                                              crash between: the next minute finds it in the bucket
 *
 * A write that was carried out and reported as failed (no answer came) is the crash behind step 2: nothing is written twice, as the id of a
 * submission is in the log once and a head is swapped only from what it was computed from. Places are given once and have no gap.
 */
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { appended, EMPTY_ROOT, foldHashes, leafHash, placesOf } from '../../proof/tree.ts'
import type { Warehouse } from '../../store/database.ts'
import { growLog, readHead, readNodes } from '../../store/warehouse/receipt-log.ts'

/** Two lanes of a shard come to one log; each loses to another at most a few times in a row. */
const MOST_TRIES = 20

/**
 * Puts those receipts that are not in the log yet behind it, in their order; unsigned ones, from before receipts were signed, are passed over.
 * Safe to repeat. Throws where the database is away, and where the log does not hold what its head says.
 */
export async function appendReceipts(warehouse: Warehouse, receipts: readonly Receipt[], at: number): Promise<void> {
  const leaves = new Map(receipts.flatMap(({ id, signed }) => (signed ? [[id, leafHash(signed.jws)] as const] : [])))
  if (leaves.size === 0) return
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { head, known } = await readHead(warehouse, [...leaves.keys()], EMPTY_ROOT)
    const fresh = [...leaves].filter(([id]) => !known.has(id))
    if (fresh.length === 0) return
    const edge = await readNodes(warehouse, placesOf([0, head.size]))
    const byLevel = edge.toSorted((one, other) => other.level - one.level)
    if (foldHashes(byLevel.map(({ hash }) => hash)) !== head.root)
      throw new Error('the log of receipts does not hold what its head says')
    const { nodes, ...to } = appended(
      head.size,
      edge,
      fresh.map(([, leaf]) => leaf),
    )
    if (await growLog(warehouse, { from: head, to, ids: fresh.map(([id]) => id), nodes, at })) return
  }
  throw new Error('the log of receipts is written to by too many at once')
}
