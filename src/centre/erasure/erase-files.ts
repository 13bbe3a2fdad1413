import { isPending } from '../../edge/receipt/pending.ts'
import { rewriteFile, type Rewriting } from '../../edge/receipt/rewrite-file.ts'
import type { Register, Warehouse } from '../../store/database.ts'
import { erasedDossiers, filesToErase, noteFileErased } from '../../store/warehouse/identity/erased-files.ts'
import { leaveRegister } from '../history/settle-history.ts'
import { strippedReceipt } from './stripped-receipt.ts'
import { withoutDossiers } from './without-dossiers.ts'

/** Of one run: a file is read and written once more. */
const FILES_AT_ONCE = 50

/**
 * Takes dossiers whose identity was taken away out of the register, out of the stored files, and out of their receipts. A file of which
 * nothing is left goes as a whole. Safe to repeat and to break off: a file is noted until it is done. Throws what store and warehouse throw;
 * the first failure, after the others were done.
 */
export async function eraseFiles(warehouse: Warehouse, { store, openRegister, randomName }: EraseNeeds): Promise<void> {
  const faults: unknown[] = []
  for (const submission of await filesToErase(warehouse, FILES_AT_ONCE)) {
    try {
      // Its dossiers are being read and numbered: the next minute is soon enough.
      if (await isPending(store.bucket, submission)) continue
      const { erased, dossiers, facility } = await erasedDossiers(warehouse, submission)
      const places = [...erased].map((dossier) => ({ submissionId: submission, dossier, facility }))
      await leaveRegister(places, { openRegister })
      const isAll = erased.size === dossiers
      const end = await rewriteFile({ store, name: randomName() }, submission, async () => ({
        bytes: isAll ? 'gone' : (bytes) => withoutDossiers(bytes, erased),
        receipt: (receipt) => strippedReceipt(receipt, isAll ? 'all' : erased),
      }))
      if (end !== 'beaten') await noteFileErased(warehouse, submission, erased.size)
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
}

export type EraseNeeds = Pick<Rewriting, 'store'> & {
  /** null where the deployment has none. */
  readonly openRegister: (() => Register) | null
  /** A name that nobody else has. */
  readonly randomName: () => string
}
