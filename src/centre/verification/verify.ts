import { codecs } from '../../edge/codecs.ts'
import { vietnamDay, vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { Register, Warehouse } from '../../store/database.ts'
import { resultDue } from '../deadlines/due.ts'
import { settleDeadlines } from '../deadlines/settle-deadlines.ts'
import { inspectFile, isoDay, type RulePack } from '../../engine/index.ts'
import { settleHistory } from '../history/settle-history.ts'
import { forgetFailures, recordRefusedDossiers } from '../../edge/queue/failures.ts'
import { chunksOf } from '../../edge/receipt/chunks.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { clearPending, readReceipt } from '../../edge/receipt/receipts.ts'
import { announce, type Wake } from '../results/announce.ts'
import { settleVersions } from '../versions/settle-versions.ts'
import { erasedIn } from '../../store/warehouse/identity/erase.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { readSubmission } from '../../store/warehouse/read.ts'
import { refreshFacility } from '../../store/warehouse/roll-ups.ts'
import { writeSubmission } from '../../store/warehouse/write.ts'
import type { Announcement } from '../../store/warehouse/events.ts'
import { createDossierWriter, type DossierWriter } from './dossier-writer.ts'
import { judgedAgain, rejectedAfterAcceptance } from './judged-again.ts'
import { listsFor, type Lists, type ListsNeeds } from './lists.ts'

export type VerificationNeeds = ListsNeeds & {
  bucket: R2Bucket
  /** The warehouse of the facility's province. */
  openWarehouse: (facility: string) => Warehouse
  /** The register of encounters and cards; null where the deployment has none. */
  openRegister: (() => Register) | null
  /** Seals what identifies persons; null where the deployment has no keys, and then nothing is verified. */
  vault: Vault | null
  pack: RulePack
  /** Has webhooks told of what is announced. */
  wake: Wake
  now: () => number
}

/**
 * The centre's whole way of one submission: its bytes are read again from R2 and judged by the same rules, and what is accepted lies in the
 * warehouse of its province. Safe to repeat at any moment; the pending marker goes last. Returns false where nothing can be judged now: the
 * edge's lists were stale, and the primary does not answer. Then the marker stays, and the sweep asks again.
 */
export async function verify(submissionId: string, needs: VerificationNeeds): Promise<boolean> {
  const { bucket, now, vault } = needs
  if (!vault) throw new Error('WAREHOUSE_KEYS or WAREHOUSE_HASH_KEY is missing')
  const receipt = await readReceipt(bucket, submissionId)
  if (!receipt) throw new Error('there is no receipt for this message')
  const { facility } = receipt
  const warehouse = needs.openWarehouse(facility)
  const before = await readSubmission(warehouse, submissionId)
  // One with dossiers that the database would not take is verified anew: somebody has mended what was wrong.
  if (before?.status === 'verified' && before.failedDossiers === 0) {
    await conclude(warehouse, needs, receipt, {
      verifiedAt: before.verifiedAt ?? now(),
      rejected: before.rejected ?? 0,
    })
    return true
  }
  const lists = await listsFor(receipt, needs)
  if (lists === null) return false
  const known = {
    ...identityOf(receipt),
    dmdcRelease: lists.snapshot.release.id,
    rulesVersion: needs.pack.version,
  }
  await writeSubmission(warehouse, { ...known, status: 'verifying' })

  const { writer, ...found } = await judgeAgain(receipt, lists, { ...needs, vault, warehouse })
  await settleVersions(warehouse, submissionId)
  await settleDeadlines(warehouse, submissionId)
  const history = await settleHistory({ id: submissionId, facility }, { ...needs, vault })
  await refreshFacility(warehouse, facility)

  const verifiedAt = now()
  await writeSubmission(warehouse, {
    ...known,
    ...found,
    failedDossiers: writer.refused.size,
    history,
    status: 'verified',
    verifiedAt,
    failure: null,
  })
  await conclude(warehouse, needs, receipt, { verifiedAt, rejected: found.rejected }, writer.refused)
  return true
}

/** Reads the bytes again, judges them by these lists, and writes what is found to the warehouse. */
async function judgeAgain(
  receipt: Receipt,
  lists: Lists,
  { bucket, now, pack, vault, warehouse }: VerificationNeeds & { vault: Vault; warehouse: Warehouse },
) {
  const { id: submissionId, facility, purpose, receivedAtMs: receivedAt, correction } = receipt
  const received = vietnamDay(receivedAt)
  const facts = {
    submissionId,
    facility,
    purpose,
    receivedAt,
    receivedOn: isoDay(received),
    correctionCode: correction?.code ?? null,
  }
  const writer = createDossierWriter(warehouse, facts, now(), {
    vault,
    erased: await erasedIn(warehouse, submissionId),
  })
  const judged = judgedAgain(receipt)
  const inspection = inspectFile({
    facility,
    stated: receipt.stated,
    received,
    codes: lists,
    codecs,
    pack,
    onFinding: writer.onFinding,
    onRow: writer.onRow,
    onDossier: (result) => {
      writer.onDossier(judged.settled(result))
    },
  })
  const raw = await bucket.get(receipt.rawKey)
  if (!raw) throw new Error('the bytes of this submission are not in the store')
  for await (const bytes of chunksOf(raw.body)) {
    inspection.push(bytes)
    await writer.drain()
  }
  const { standard, dossiers } = inspection.end()
  const findingsTotal = await writer.finish()
  return { writer, standard, ...dossiers, ...judged.tally(), findingsTotal }
}

/** The end of the way, announced and tidied; also of what an earlier message verified, as that may have been broken off before this. */
async function conclude(
  warehouse: Warehouse,
  { bucket, wake, now }: VerificationNeeds,
  receipt: Receipt,
  { verifiedAt, rejected }: { readonly verifiedAt: number; readonly rejected: number },
  refused: DossierWriter['refused'] = new Map(),
): Promise<void> {
  const { id: submissionId, facility } = receipt
  const at = new Date(now()).toISOString()
  const wrong = await rejectedAfterAcceptance(warehouse, receipt, rejected)
  const events: Announcement[] = [
    ...wrong.map((dossier) => ({ kind: 'rejected-after-acceptance' as const, facility, submissionId, dossier })),
    { kind: 'verified', facility, submissionId },
  ]
  await announce(warehouse, events, verifiedAt, wake)
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
      await announce(warehouse, [{ kind: 'failed', facility, submissionId }], now(), needs.wake)
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
