import { appendReceipts } from '../receipt-log/append.ts'
import { forgetFailures } from '../../edge/queue/failures.ts'
import type { Receipt } from '../../edge/receipt/receipt.ts'
import { clearPending, isPending } from '../../edge/receipt/pending.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import { inParallel } from '../../kernel/in-parallel.ts'
import type { Warehouse } from '../../store/database.ts'
import { endFiles } from '../../store/warehouse/write-batch.ts'
import { readSubmission, readSubmissions, type SubmissionState } from '../../store/warehouse/read.ts'
import { writeSubmission } from '../../store/warehouse/write.ts'
import { announce } from '../results/announce.ts'
import { leaveUnwritten } from '../history/settle-history.ts'
import { conclude } from './conclude.ts'
import { identityOf } from './judge-file.ts'
import { rejectedAfterAcceptance } from './judged-again.ts'
import { listsFor } from './lists.ts'
import type { VerificationNeeds, WithVault } from './needs.ts'
import { failed, POSTPONED, VERIFIED, type Outcome } from './outcome.ts'
import { verifyAlone } from './verify-alone.ts'
import { prepareFile, writeTogether, type PreparedFile } from './verify-together.ts'

/** Connections that an invocation may have at once, less one for the databases. */
const READ_AT_ONCE = 5
/** A file with more is not held: it is read, and written piece by piece. */
const HELD_FILE_BYTES = 8_000_000
/** Written in one transaction: dossiers, and bytes of contents and findings. So some tenths of a second of the database. */
const WRITTEN_DOSSIERS = 250
const WRITTEN_BYTES = 2_000_000

type Known = { readonly receipt: Receipt; readonly state: SubmissionState | undefined }

/**
 * The centre's way of the files of a batch: their bytes are read again from R2 and judged by the same rules, and what is accepted lies in the
 * warehouse of its province, all files of a warehouse in one transaction. Safe to repeat at any moment; the pending markers go last. Returns
 * what became of each submission.
 */
export async function verifyBatch(
  ids: readonly string[],
  needs: VerificationNeeds,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>()
  const { vault } = needs
  if (!vault) {
    const error = new Error('WAREHOUSE_KEYS or WAREHOUSE_HASH_KEY is missing')
    return new Map(ids.map((id) => [id, failed(error)]))
  }
  const groups = new Map<string, Receipt[]>()
  await inParallel(ids, READ_AT_ONCE, async (id) => {
    try {
      const receipt = await readReceipt(needs.store, id)
      if (!receipt) throw new Error('there is no receipt for this message')
      const name = needs.warehouseName(receipt.facility)
      groups.set(name, [...(groups.get(name) ?? []), receipt])
    } catch (error) {
      outcomes.set(id, failed(error))
    }
  })
  for (const group of groups.values()) await verifyGroup(group, { ...needs, vault }, outcomes)
  return outcomes
}

type Outcomes = Map<string, Outcome>

/** The files of one warehouse. One that is away fails them all, and no other group. */
async function verifyGroup(receipts: readonly Receipt[], needs: WithVault, outcomes: Outcomes): Promise<void> {
  const [first] = receipts
  if (first === undefined) return
  const warehouse = needs.openWarehouse(first.facility)
  let states: ReadonlyMap<string, SubmissionState>
  try {
    const ids = receipts.map(({ id }) => id)
    // Before anything is done with them: no marker goes whose receipt is not in the log.
    await appendReceipts(warehouse, receipts, needs.now())
    states = await readSubmissions(warehouse, ids)
  } catch (error) {
    for (const { id } of receipts) outcomes.set(id, failed(error))
    return
  }
  const known = receipts.map((receipt) => ({ receipt, state: states.get(receipt.id) }))
  // One with dossiers that the database would not take is verified anew: somebody has mended what was wrong.
  const isDone = ({ state }: Known): boolean => state?.status === 'verified' && state.failedDossiers === 0
  for (const one of known.filter(isDone))
    await settle(one.receipt, outcomes, () => concludeAgain(one, needs, warehouse))
  await verifyNew(
    known.filter((one) => !isDone(one)),
    { needs, warehouse, outcomes },
  )
}

/** What `work` comes to is what became of a submission. */
async function settle({ id }: Receipt, outcomes: Outcomes, work: () => Promise<Outcome>): Promise<void> {
  outcomes.set(id, await work().catch(failed))
}

/** What an earlier message verified: that may have been broken off before its end. */
async function concludeAgain({ receipt, state }: Known, needs: WithVault, warehouse: Warehouse): Promise<Outcome> {
  if (state === undefined) return POSTPONED
  // The marker goes last: without it nothing was broken off, and this message is one too many.
  if (!(await isPending(needs.store.bucket, receipt.id))) return VERIFIED
  const wrong = await rejectedAfterAcceptance(warehouse, receipt, state.rejected ?? 0)
  const { status: _, ...submission } = state
  const { webhooks } = await endFiles(warehouse, [{ submission, wrong }], state.verifiedAt ?? needs.now())
  await conclude([receipt.id], webhooks, needs)
  return VERIFIED
}

type Work = { readonly needs: WithVault; readonly warehouse: Warehouse; readonly outcomes: Outcomes }

/** Files are read and judged while those before them are written. */
async function verifyNew(known: readonly Known[], { needs, warehouse, outcomes }: Work): Promise<void> {
  let group: PreparedFile[] = []
  let writing: Promise<void> = Promise.resolve()
  const write = async (files: readonly PreparedFile[]): Promise<void> => {
    for (const [id, outcome] of await writeTogether(files, needs, warehouse)) outcomes.set(id, outcome)
  }
  const flush = async (): Promise<void> => {
    await writing
    const files = group
    group = []
    if (files.length > 0) writing = write(files)
  }
  for (const { receipt, state } of known) {
    await settle(receipt, outcomes, async () => {
      const lists = await listsFor(receipt, needs)
      if (lists === null) return POSTPONED
      const isHeld = state === undefined && receipt.bytes <= HELD_FILE_BYTES
      const prepared = isHeld ? await prepareFile(receipt, lists, needs) : null
      if (prepared === null) {
        await writing
        await verifyAlone(receipt, lists, needs, warehouse)
        return VERIFIED
      }
      group.push(prepared)
      if (isEnough(group)) await flush()
      return WAITING
    })
  }
  await flush()
  await writing
}

/** What is said of a file until its group is written. */
const WAITING: Outcome = failed(new Error('a file was prepared and never written'))

const isEnough = (group: readonly PreparedFile[]): boolean =>
  group.reduce((sum, { taken }) => sum + taken.dossiers.length, 0) >= WRITTEN_DOSSIERS ||
  group.reduce((sum, { bytes }) => sum + bytes, 0) >= WRITTEN_BYTES

/**
 * A submission that could not be verified: its state says so, and it is not sent again by itself. One that another message of it has
 * verified stays so, and then nothing has failed.
 */
export async function giveUp(submissionId: string, cause: string, needs: VerificationNeeds): Promise<void> {
  const { store, now } = needs
  const { bucket } = store
  const receipt = await readReceipt(store, submissionId)
  if (receipt) {
    const { facility } = receipt
    const warehouse = needs.openWarehouse(facility)
    await appendReceipts(warehouse, [receipt], now())
    await writeSubmission(warehouse, { ...(await identityOf(receipt, needs.vault)), status: 'failed', failure: cause })
    const state = await readSubmission(warehouse, submissionId)
    if (state?.status === 'failed') {
      await announce(warehouse, [{ kind: 'failed', facility, submissionId }], now(), needs.wake)
      await leaveUnwritten(submissionId, warehouse, needs)
    } else if (state?.failedDossiers === 0) {
      await forgetFailures(bucket, [submissionId], new Date(now()).toISOString())
    }
  }
  await clearPending(bucket, [submissionId])
}
