import { codecs } from '../../edge/codecs.ts'
import { vietnamDay, vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { Register, Warehouse } from '../../store/database.ts'
import { resultDue } from '../deadlines/due.ts'
import { settleDeadlines } from '../deadlines/settle-deadlines.ts'
import { inspectFile, isoDay, type LocalCodes, type RulePack, type Snapshot } from '../../engine/index.ts'
import { settleHistory } from '../history/settle-history.ts'
import { forgetFailures, recordRefusedDossiers } from '../../edge/queue/failures.ts'
import { chunksOf } from '../../edge/receipt/chunks.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { clearPending, readReceipt } from '../../edge/receipt/receipts.ts'
import { announce, type Wake } from '../results/announce.ts'
import { settleVersions } from '../versions/settle-versions.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { readSubmission } from '../../store/warehouse/read.ts'
import { refreshFacility } from '../../store/warehouse/roll-ups.ts'
import { writeSubmission } from '../../store/warehouse/write.ts'
import { createDossierWriter, type DossierWriter } from './dossier-writer.ts'

export type VerificationNeeds = {
  bucket: R2Bucket
  /** The warehouse of the facility's province. */
  openWarehouse: (facility: string) => Warehouse
  /** The register of encounters and cards; null where the deployment has none. */
  openRegister: (() => Register) | null
  /** Seals what identifies persons; null where the deployment has no keys, and then nothing is verified. */
  vault: Vault | null
  /** The codes of a release. */
  snapshotOf: (release: string) => Promise<Snapshot>
  /** What a facility's own codes stand for. */
  localCodesOf: (facility: string) => Promise<LocalCodes>
  pack: RulePack
  /** Has webhooks told of what is announced. */
  wake: Wake
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
  const { facility, purpose } = receipt
  const warehouse = needs.openWarehouse(facility)
  const before = await readSubmission(warehouse, submissionId)
  // One with dossiers that the database would not take is verified anew: somebody has mended what was wrong.
  if (before?.status === 'verified' && before.failedDossiers === 0) {
    await conclude(warehouse, needs, { facility, submissionId, at: before.verifiedAt ?? now() })
    return
  }
  // As of the release that the edge checked by, so that what it accepted is not refused for codes that were published since.
  const { release, stale } = receipt.judgedBy
  const [snapshot, local] = await Promise.all([needs.snapshotOf(release), needs.localCodesOf(facility)])
  const known = { ...identityOf(receipt), dmdcRelease: release, rulesVersion: needs.pack.version }

  await writeSubmission(warehouse, { ...known, status: 'verifying' })

  const received = vietnamDay(receipt.receivedAtMs)
  const facts = {
    submissionId,
    facility,
    purpose,
    receivedAt: receipt.receivedAtMs,
    receivedOn: isoDay(received),
    correctionCode: known.correctionCode,
  }
  const writer = createDossierWriter(warehouse, vault, facts, now())
  const inspection = inspectFile({
    facility,
    stated: receipt.stated,
    received,
    codes: { snapshot, stale, local },
    codecs,
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
  await settleVersions(warehouse, submissionId)
  await settleDeadlines(warehouse, submissionId)
  const history = await settleHistory({ id: submissionId, facility }, { ...needs, vault })
  await refreshFacility(warehouse, facility)

  const verifiedAt = now()
  await writeSubmission(warehouse, {
    ...known,
    ...dossiers,
    standard,
    findingsTotal,
    failedDossiers: writer.refused.size,
    history,
    status: 'verified',
    verifiedAt,
    failure: null,
  })
  await conclude(warehouse, needs, { facility, submissionId, at: verifiedAt }, writer.refused)
}

/** The end of the way, told and tidied; also of what an earlier message verified, as that may have been broken off before this. */
async function conclude(
  warehouse: Warehouse,
  { bucket, wake, now }: VerificationNeeds,
  event: { readonly facility: string; readonly submissionId: string; readonly at: number },
  refused: DossierWriter['refused'] = new Map(),
): Promise<void> {
  const { facility, submissionId } = event
  const at = new Date(now()).toISOString()
  await announce(warehouse, { kind: 'verified', facility, submissionId }, event.at, wake)
  if (refused.size > 0) await recordRefusedDossiers(bucket, { submissionId, facility, at }, refused)
  else await forgetFailures(bucket, submissionId, at)
  await clearPending(bucket, submissionId)
}

/**
 * A submission that could not be verified: its state says so, and it is not sent again by itself. One that another message of it has
 * verified stays so, and then nothing has failed.
 */
export async function giveUp(submissionId: string, cause: string, needs: VerificationNeeds): Promise<void> {
  const { bucket, now } = needs
  const receipt = await readReceipt(bucket, submissionId)
  if (receipt) {
    const { facility } = receipt
    const warehouse = needs.openWarehouse(facility)
    await writeSubmission(warehouse, { ...identityOf(receipt), status: 'failed', failure: cause })
    const state = await readSubmission(warehouse, submissionId)
    if (state?.status === 'failed')
      await announce(warehouse, { kind: 'failed', facility, submissionId }, now(), needs.wake)
    else if (state?.failedDossiers === 0) await forgetFailures(bucket, submissionId, new Date(now()).toISOString())
  }
  await clearPending(bucket, submissionId)
}

function identityOf(receipt: Receipt) {
  const { id, facility, purpose, standard, bytes, sha256, correction, authenticatedBy, receivedAtMs } = receipt
  const why = { correctionCode: correction?.code ?? null, correctionReason: correction?.reason ?? null }
  const resultDueOn = resultDue(purpose, vietnamIsoDay(receivedAtMs))
  const receivedAt = receivedAtMs
  return { id, facility, purpose, standard, bytes, sha256, receivedAt, resultDueOn, authenticatedBy, ...why }
}
