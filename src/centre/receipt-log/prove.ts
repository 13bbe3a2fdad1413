import type { JSONWebKeySet } from 'jose'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import type { Bundle } from '../../proof/bundle.ts'
import { consistencyRanges, hashOf, inclusionRanges, placesOf, type EntryRange } from '../../proof/tree.ts'
import { assertSameHead, verifyCheckpoint, verifyCosignature } from '../../proof/checkpoint.ts'
import { Unproven } from '../../proof/signed.ts'
import type { Warehouse } from '../../store/database.ts'
import { available } from '../../store/warehouse/read.ts'
import { keepCosignature, readCheckpoint, readLogged, readNodes } from '../../store/warehouse/receipt-log.ts'
import { Refusal } from '../refusals.ts'

/** Hashes over ranges, by one exchange. Throws Refusal('warehouse-unavailable'). */
async function hashesOf(warehouse: Warehouse, ranges: readonly EntryRange[]): Promise<string[]> {
  const nodes = await available(() => readNodes(warehouse, ranges.flatMap(placesOf)))
  return ranges.map((range) => hashOf(nodes, range))
}

/**
 * The proof that a receipt is in the log of its warehouse, by the newest checkpoint. Throws receipt-unsigned, proof-pending,
 * warehouse-unavailable.
 */
export async function proveReceipt(warehouse: Warehouse, { id, signed }: Receipt): Promise<Bundle> {
  if (!signed) throw new Refusal('receipt-unsigned')
  const { position, checkpoint, cosignatures } = await readLogged(warehouse, id)
  if (position === null || checkpoint === null || position >= checkpoint.size) throw new Refusal('proof-pending')
  return {
    version: 1,
    receipt: { jws: signed.jws, outcomes: signed.outcomes },
    index: position,
    inclusion: await hashesOf(warehouse, inclusionRanges(position, checkpoint.size)),
    checkpoint: checkpoint.jws,
    cosignatures: cosignatures.map(({ jws }) => jws),
  }
}

/** The proof that the first so many entries are in front of the larger log. Throws warehouse-unavailable. */
export const proveConsistency = (warehouse: Warehouse, first: number, second: number): Promise<string[]> =>
  hashesOf(warehouse, consistencyRanges(first, second))

export type CosignNeeds = {
  readonly keys: JSONWebKeySet
  readonly cosignerKeys: JSONWebKeySet
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Keeps what a second body signed of a checkpoint. Of the same key and checkpoint the first one stays. Throws cosignature-wrong,
 * checkpoint-unknown, warehouse-unavailable.
 */
export async function cosign(
  warehouse: Warehouse,
  jws: string,
  { keys, cosignerKeys, now }: CosignNeeds,
): Promise<{ by: string; size: number }> {
  try {
    const { claims, by } = await verifyCosignature(jws, cosignerKeys)
    const { size } = claims
    const kept = await readCheckpoint(warehouse, size)
    if (kept === null) throw new Refusal('checkpoint-unknown')
    assertSameHead(claims, await verifyCheckpoint(kept.jws, keys))
    await keepCosignature(warehouse, size, { by, jws, at: now })
    return { by, size }
  } catch (error) {
    if (error instanceof Unproven) throw new Refusal('cosignature-wrong', { reason: error.reason })
    throw error
  }
}
