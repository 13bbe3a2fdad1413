import { vietnamDay, vietnamTime } from '../vietnam-time.ts'
import { createHash } from 'node:crypto'
import type { LocalCodes } from '../dmdc/local-codes.ts'
import type { Reference } from '../dmdc/reference.ts'
import { collectFindings } from '../finding/collect.ts'
import { renderFinding } from '../finding/render.ts'
import { inspectFile } from '../inspection/inspect-file.ts'
import type { Message } from '../queue/message.ts'
import { createRawWriter } from '../receipt/raw-writer.ts'
import { submissionId, type Acknowledgement, type Purpose, type Receipt } from '../receipt/receipt.ts'
import { keepReceipt, readReceipt, renewPending } from '../receipt/receipts.ts'
import type { RulePack } from '../rules/pack.ts'
import type { StandardId } from '../standards/field.ts'

export type Delivery = {
  /** The facility of the token. */
  facility: string
  purpose: Purpose
  /** Code of the facility's person behind payment data; null: nobody has to be. */
  authenticatedBy: string | null
  stated: StandardId | null
  /** The file, piece by piece; a piece is valid until the next one is asked for. */
  body: AsyncIterable<Uint8Array>
}

export type ReceiveNeeds = {
  bucket: R2Bucket
  queue: Pick<Queue<Message>, 'send'>
  reference: Reference
  /** What the sender's own codes stand for. */
  localCodes: LocalCodes
  pack: RulePack
  /** Epoch milliseconds. */
  now: number
  /** Names the bytes of a large file until its id is known. */
  uploadName: string
}

/**
 * The whole edge path of one file: while its bytes arrive they are stored, hashed, read and checked; then bytes, receipt
 * and message last, and only then the sender is answered. The same bytes again get the same receipt.
 * Throws a Refusal when the file as a whole cannot be taken; then nothing of it is kept.
 */
export async function receive(
  { facility, purpose, authenticatedBy, stated, body }: Delivery,
  { bucket, queue, reference, localCodes, pack, now, uploadName }: ReceiveNeeds,
): Promise<{ acknowledgement: Acknowledgement; isReplay: boolean }> {
  const raw = createRawWriter(bucket, uploadName)
  const digest = createHash('sha256')
  const findings = collectFindings()
  const inspection = inspectFile({
    facility,
    stated,
    received: vietnamDay(now),
    codes: { snapshot: reference.snapshot, stale: reference.stale, local: localCodes },
    pack,
    onFinding: findings.add,
  })
  let bytes = 0
  try {
    for await (const piece of body) {
      bytes += piece.length
      digest.update(piece)
      inspection.push(piece)
      await raw.write(piece)
    }
    const { standard, dossiers } = inspection.end()
    const sha256 = digest.digest('hex')
    const id = submissionId(facility, purpose, sha256)

    const earlier = await readReceipt(bucket, id)
    if (earlier) {
      await raw.abort()
      await renewPending(bucket, queue, id)
      return { acknowledgement: earlier.acknowledgement, isReplay: true }
    }

    const { first, total } = findings.collected()
    const receipt: Receipt = {
      version: 1,
      rawKey: await raw.commit(id),
      stated,
      receivedAtMs: now,
      acknowledgement: {
        id,
        status: 'received',
        receivedAt: vietnamTime(now),
        facility,
        purpose,
        authenticatedBy,
        standard,
        bytes,
        sha256,
        dossiers,
        dmdc: { release: reference.release, replicaLagSeconds: reference.replicaLagSeconds, stale: reference.stale },
        rules: { version: pack.version },
        findings: first.map(renderFinding),
        findingsTotal: total,
        resend: dossiers.rejected > 0 ? 'rejected-dossiers' : 'none',
      },
    }
    const kept = await keepReceipt(bucket, queue, receipt)
    return { acknowledgement: kept.receipt.acknowledgement, isReplay: !kept.isNew }
  } catch (error) {
    await raw.abort()
    throw error
  }
}
