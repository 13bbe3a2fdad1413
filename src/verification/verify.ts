import { vietnamDay } from '../vietnam-time.ts'
import type { Database } from '../../db/client.ts'
import type { LocalCodes } from '../dmdc/local-codes.ts'
import type { Reference } from '../dmdc/reference.ts'
import { settleHistory } from '../history/settle.ts'
import { inspectFile } from '../inspection/inspect-file.ts'
import { forgetFailures } from '../queue/failures.ts'
import { type Receipt } from '../receipt/receipt.ts'
import { clearPending, readReceipt } from '../receipt/receipts.ts'
import { isoDay } from '../record/moment.ts'
import type { RulePack } from '../rules/pack.ts'
import type { StandardId } from '../standards/field.ts'
import type { Vault } from '../warehouse/identity/vault.ts'
import { readSubmission } from '../warehouse/read.ts'
import { refreshFacility } from '../warehouse/roll-ups.ts'
import { writeSubmission } from '../warehouse/write.ts'
import { createDossierWriter } from './dossier-writer.ts'

export type VerificationNeeds = {
  bucket: R2Bucket
  /** The warehouse of the facility's province. */
  openWarehouse: (facility: string) => Database
  /** The register of encounters and cards; null where the deployment has none. */
  openRegister: (() => Database) | null
  /** Seals what identifies persons; null where the deployment has no keys, and then nothing is verified. */
  vault: Vault | null
  reference: () => Promise<Reference>
  /** What a facility's own codes stand for. */
  localCodesOf: (facility: string) => Promise<LocalCodes>
  pack: RulePack
  now: () => number
}

/**
 * The centre's whole way of one submission: its bytes are read again from R2, checked by the same rules, and what is
 * accepted lies in the warehouse of its province. Safe to repeat at any moment; the pending marker goes last.
 */
export async function verify(submissionId: string, needs: VerificationNeeds): Promise<void> {
  const { bucket, now, vault } = needs
  if (!vault) throw new Error('WAREHOUSE_KEYS or WAREHOUSE_HASH_KEY is missing')
  const receipt = await readReceipt(bucket, submissionId)
  if (!receipt) throw new Error('there is no receipt for this message')
  const warehouse = needs.openWarehouse(receipt.acknowledgement.facility)
  if ((await readSubmission(warehouse, submissionId))?.status === 'verified') {
    await clearPending(bucket, submissionId)
    await forgetFailures(bucket, submissionId)
    return
  }
  const [reference, local] = await Promise.all([
    needs.reference(),
    needs.localCodesOf(receipt.acknowledgement.facility),
  ])
  const known = { ...identityOf(receipt), dmdcRelease: reference.release, rulesVersion: needs.pack.version }

  await writeSubmission(warehouse, { ...known, status: 'verifying' })

  const { facility, purpose } = receipt.acknowledgement
  const received = vietnamDay(receipt.receivedAtMs)
  const writer = createDossierWriter(warehouse, vault, {
    submissionId,
    facility,
    purpose,
    receivedAt: receipt.receivedAtMs,
    receivedOn: isoDay(received),
  })
  const inspection = inspectFile({
    facility,
    stated: standardId(receipt.stated),
    received,
    codes: { snapshot: reference.snapshot, stale: reference.stale, local },
    pack: needs.pack,
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
  const history = await settleHistory({ id: submissionId, facility }, { ...needs, vault })
  await refreshFacility(warehouse, facility)

  await writeSubmission(warehouse, {
    ...known,
    ...dossiers,
    standard,
    findingsTotal,
    history,
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
