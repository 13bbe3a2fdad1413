import type { Database } from '../../db/client.ts'
import type { Reference } from '../dmdc/reference.ts'
import { inspectFile } from '../inspection/inspect-file.ts'
import { forgetFailures } from '../queue/failures.ts'
import { vietnamDay, type Receipt } from '../receipt/receipt.ts'
import { clearPending, readReceipt } from '../receipt/receipts.ts'
import { RULES_VERSION } from '../rules/version.ts'
import type { StandardId } from '../standards/field.ts'
import { readSubmission } from '../warehouse/read.ts'
import { writeSubmission } from '../warehouse/write.ts'
import { createDossierWriter } from './dossier-writer.ts'

export type VerificationNeeds = {
  bucket: R2Bucket
  /** The warehouse of the facility's province. */
  openWarehouse: (facility: string) => Database
  reference: () => Promise<Reference>
  now: () => number
}

/**
 * The centre's whole way of one submission: its bytes are read again from R2, checked by the same rules, and what is
 * accepted lies in the warehouse of its province. Safe to repeat at any moment; the pending marker goes last.
 */
export async function verify(submissionId: string, needs: VerificationNeeds): Promise<void> {
  const { bucket, now } = needs
  const receipt = await readReceipt(bucket, submissionId)
  if (!receipt) throw new Error('there is no receipt for this message')
  const warehouse = needs.openWarehouse(receipt.acknowledgement.facility)
  if ((await readSubmission(warehouse, submissionId))?.status === 'verified') {
    await clearPending(bucket, submissionId)
    await forgetFailures(bucket, submissionId)
    return
  }
  const reference = await needs.reference()
  const known = { ...identityOf(receipt), dmdcRelease: reference.release, rulesVersion: RULES_VERSION }

  await writeSubmission(warehouse, { ...known, status: 'verifying' })

  const writer = createDossierWriter(warehouse, submissionId)
  const inspection = inspectFile({
    facility: receipt.acknowledgement.facility,
    stated: standardId(receipt.stated),
    received: vietnamDay(receipt.receivedAtMs),
    codes: { snapshot: reference.snapshot, stale: reference.stale },
    ...writer,
  })
  const raw = await bucket.get(receipt.rawKey)
  if (!raw) throw new Error('the bytes of this submission are not in the store')
  for await (const bytes of chunksOf(raw.body)) {
    inspection.push(bytes)
    await writer.drain()
  }
  const { standard, dossiers } = inspection.end()
  const findingsTotal = await writer.finish()

  await writeSubmission(warehouse, {
    ...known,
    ...dossiers,
    standard,
    findingsTotal,
    status: 'verified',
    verifiedAt: now(),
    failure: null,
  })
  await clearPending(bucket, submissionId)
  await forgetFailures(bucket, submissionId)
}

/** A submission that could not be verified: its state says so, and it is not sent again by itself. */
export async function giveUp(submissionId: string, cause: string, needs: VerificationNeeds): Promise<void> {
  const receipt = await readReceipt(needs.bucket, submissionId)
  if (receipt) {
    const warehouse = needs.openWarehouse(receipt.acknowledgement.facility)
    await writeSubmission(warehouse, { ...identityOf(receipt), status: 'failed', failure: cause })
  }
  await clearPending(needs.bucket, submissionId)
}

function identityOf({ acknowledgement, receivedAtMs }: Receipt) {
  const { id, facility, purpose, standard, bytes, sha256 } = acknowledgement
  return { id, facility, purpose, standard, bytes, sha256, receivedAt: receivedAtMs }
}

const standardId = (stated: string | null): StandardId | null =>
  stated === '4210' || stated === '130' || stated === '4750' || stated === '3176' ? stated : null

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
