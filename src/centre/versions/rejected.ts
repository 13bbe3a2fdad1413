import { rowsInBytes } from '../results/findings/rows-in-bytes.ts'
import { readRaw } from '../../edge/receipt/raw-reader.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import type { Store } from '../../edge/receipt/store.ts'
import type { ChainKey } from '../../edge/earlier/read-chains.ts'
import { detached } from '../../kernel/detached.ts'
import { integer, text } from '../../store/columns.ts'
import type { Warehouse } from '../../store/database.ts'
import type { VersionKey } from './compare.ts'
import { createTables, findingsOf, type RowsWanted, type WholeDossier } from './whole.ts'

/** A delivery of a dossier that was rejected: no version of it. */
export type Rejected = VersionKey & {
  /** Epoch milliseconds. */
  readonly receivedAt: number
}

/** What a facility sends again and again is looked at by its last tries. */
const MOST_REJECTED = 100

/** The rejected deliveries of a dossier, the newest first. */
export const readRejected = (
  warehouse: Warehouse,
  { facility, purpose }: ChainKey,
  MA_LK: string,
): Promise<Rejected[]> =>
  warehouse.ask({
    sql: `SELECT submission_id AS submission, dossier, received_at AS receivedAt FROM dossiers
          WHERE MA_LK = :MA_LK AND facility = :facility AND purpose = :purpose AND kind = 'dossier' AND outcome = 'rejected'
          ORDER BY received_at DESC, submission_id, dossier LIMIT ${MOST_REJECTED}`,
    args: { MA_LK, facility, purpose },
    shape: { submission: text, dossier: integer, receivedAt: integer },
  })

/**
 * A rejected dossier: the warehouse keeps no rows of it, so they are read out of the stored file, which is opened for this answer. No row where the file, or
 * that dossier of it, was erased. Throws Refusal('storage-unavailable'), and where the warehouse is away.
 */
export async function readWholeRejected(
  { warehouse, store }: { readonly warehouse: Warehouse; readonly store: Store },
  place: VersionKey,
  options: RowsWanted,
): Promise<WholeDossier> {
  const said = await findingsOf(warehouse, place)
  const tables = createTables(options)
  const receipt = await readReceipt(store, place.submission)
  const raw = receipt && (await readRaw(store, receipt.rawKey))
  if (receipt && raw)
    await rowsInBytes(raw, receipt, (table, row, dossier) => {
      if (dossier !== place.dossier) return
      const texts = new Map<string, string>()
      for (let at = row.length - 1; at >= 0; at -= 1) {
        const value = row.texts[at] ?? ''
        // The row is the reader's again, and a piece of the file must not be held by a value of it.
        if (value !== '') texts.set(detached(row.names[at] ?? ''), detached(value))
      }
      tables.add(table, texts)
    })
  return { ...said, ...tables.end() }
}
