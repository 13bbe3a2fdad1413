/** Everything that proves a receipt and its place in the log, in one document that verifies without the service. */
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Text } from '../kernel/text.ts'
import { assertSameHead, verifyCheckpoint, verifyCosignature, type CheckpointClaims } from './checkpoint.ts'
import { assertOutcomes, verifyReceipt, type ReceiptClaims } from './receipt-claims.ts'
import { Unproven } from './signed.ts'
import { isIncluded, leafHash } from './tree.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const bundleForm = z.object({
  version: z.literal(1),
  receipt: z.object({ jws: z.string(), outcomes: z.string() }),
  /** Its place in the log, from 0. */
  index: z.int().nonnegative(),
  /** Hashes from its neighbour up to the root. */
  inclusion: z.array(hash).max(64),
  checkpoint: z.string(),
  cosignatures: z.array(z.string()),
})
export type Bundle = z.infer<typeof bundleForm>

export type ProvenBundle = {
  readonly claims: ReceiptClaims
  readonly checkpoint: CheckpointClaims
  /** Ids of the keys by which second bodies signed the checkpoint. */
  readonly cosigners: readonly string[]
}

const NOT_INCLUDED: Text = {
  vi: 'Biên nhận không nằm trong sổ ở mốc này: chuỗi băm không dẫn tới gốc đã ký.',
  en: 'The receipt is not in the log of this checkpoint: the hashes do not lead to the signed root.',
}

/** Throws Unproven with what does not hold. Without `cosigners` co-signatures are not looked at; with them each must hold. */
export async function verifyBundle(
  bundle: Bundle,
  keys: JSONWebKeySet,
  cosigners: JSONWebKeySet = { keys: [] },
): Promise<ProvenBundle> {
  const { receipt, index, inclusion: proof } = bundle
  const claims = await verifyReceipt(receipt.jws, keys)
  assertOutcomes(claims, receipt.outcomes)
  const checkpoint = await verifyCheckpoint(bundle.checkpoint, keys)
  const { size, root } = checkpoint
  if (!isIncluded({ leaf: leafHash(receipt.jws), index, size, root, proof })) throw new Unproven(NOT_INCLUDED)
  const by: string[] = []
  if (cosigners.keys.length > 0)
    for (const jws of bundle.cosignatures) {
      const signed = await verifyCosignature(jws, cosigners)
      assertSameHead(signed.claims, checkpoint)
      by.push(signed.by)
    }
  return { claims, checkpoint, cosigners: by }
}
