import type { Receipt } from '../../edge/receipt/receipt.ts'
import { readRaw } from '../../edge/receipt/raw-reader.ts'
import { recordRefusedDossiers } from '../../edge/queue/failures.ts'
import { clearPending } from '../../edge/receipt/pending.ts'
import type { Warehouse } from '../../store/database.ts'
import { erasedIn } from '../../store/warehouse/identity/erase.ts'
import { endFiles, type EndedFile } from '../../store/warehouse/write-batch.ts'
import { writeSubmission } from '../../store/warehouse/write.ts'
import { settleDeadlines } from '../deadlines/settle-deadlines.ts'
import { leaveRegister, settleHistory } from '../history/settle-history.ts'
import { settleVersions } from '../versions/settle-versions.ts'
import { conclude } from './conclude.ts'
import { createDossierWriter } from './dossier-writer.ts'
import { factsOf, identityOf, judgeFile } from './judge-file.ts'
import type { Lists } from './lists.ts'
import type { WithVault } from './needs.ts'

/** Somebody else wrote to a chain of the file between its settling and its end; more often than this in a row nobody does. */
const MOST_TRIES = 20

/**
 * The way of a file that goes into no batch: one that is too large to be held, that was begun before, or of which the database refuses
 * values. It is written piece by piece while it is read. Safe to repeat at any moment.
 */
export async function verifyAlone(
  receipt: Receipt,
  lists: Lists,
  needs: WithVault,
  warehouse: Warehouse,
): Promise<void> {
  const { store, vault, pack, now } = needs
  const { bucket } = store
  const { id, facility } = receipt
  const raw = await readRaw(store, receipt.rawKey)
  if (raw === null) throw new Error('the bytes of this submission are not in the store')
  await writeSubmission(warehouse, { ...(await identityOf(receipt, vault)), status: 'verifying' })
  const writer = createDossierWriter(warehouse, factsOf(receipt), now(), {
    vault,
    erased: await erasedIn(warehouse, id),
  })
  const judged = await judgeFile(receipt, {
    lists,
    pack,
    vault,
    raw,
    into: writer,
    behindPiece: async () => {
      await writer.drain()
      return true
    },
  })
  if (judged === null) throw new Error('a file that nobody breaks off was broken off')
  const findingsTotal = await writer.finish()
  const { refused } = writer
  const submission = { ...judged.submission, findingsTotal, failedDossiers: refused.size }
  await settleFile({ submission, wrong: judged.wrong }, needs, warehouse)
  if (refused.size === 0) return
  await leaveRegister(
    [...refused.keys()].map((dossier) => ({ submissionId: id, dossier, facility })),
    needs,
  )
  await recordRefusedDossiers(bucket, { submissionId: id, facility, at: new Date(now()).toISOString() }, refused)
  await clearPending(bucket, [id])
}

/** Settles what lies in the warehouse of a file, whatever it is, and ends its verification. Safe to repeat. */
export async function settleFile(file: EndedFile, needs: WithVault, warehouse: Warehouse): Promise<void> {
  const { id, facility, failedDossiers } = file.submission
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await settleVersions(warehouse, id)
    await settleDeadlines(warehouse, id)
    const history = await settleHistory({ id, facility }, needs)
    const { open, webhooks } = await endFiles(
      warehouse,
      [{ ...file, submission: { ...file.submission, history } }],
      needs.now(),
    )
    if (open.size > 0) continue
    // Of one with dossiers that could not be written there is something to be said yet.
    if (!failedDossiers) await conclude([id], webhooks, needs)
    else await Promise.allSettled(webhooks.map((to) => needs.wake(to)))
    return
  }
  throw new Error('a file was not settled whenever it was ended')
}
