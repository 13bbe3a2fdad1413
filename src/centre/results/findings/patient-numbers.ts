import type { Receipt } from '../../../edge/receipt/receipt.ts'
import { valueOf } from '../../../engine/index.ts'
import type { Warehouse } from '../../../store/database.ts'
import { available } from '../../../store/warehouse/read.ts'
import { HEADS } from '../../../store/warehouse/contents/format.ts'
import { headOf, readContents } from '../../../store/warehouse/contents/read.ts'
import { dossierName } from '../../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import { rowsInBytes } from './rows-in-bytes.ts'
import type { PatientNumbers } from './sheets.ts'

/**
 * MA_BN as the facility itself sent it, of its own submission: for that facility and nobody else. Of a rejected dossier the warehouse keeps
 * no rows; `numbersInBytes` finds its number. Throws `warehouse-unavailable`.
 */
export const sentPatientNumbers =
  (warehouse: Warehouse, vault: Vault, submission: string): PatientNumbers =>
  (dossiers) =>
    available(async () => {
      const places = dossiers.map((dossier) => ({ submissionId: submission, dossier }))
      const contents = await readContents(warehouse, vault, places, 'heads')
      const numbers = new Map<number, string>()
      for (const place of places) {
        const number = headOf(contents.get(dossierName(place)))?.texts.get('MA_BN')
        if (number !== undefined) numbers.set(place.dossier, number)
      }
      return numbers
    })

/**
 * MA_BN of the dossiers that the warehouse does not know, out of the stored bytes: no second copy of it is kept, so it goes when they go. They
 * are read at most once, and only where somebody asks for such a dossier. Throws what `read` throws.
 */
export function withNumbersInBytes(
  known: PatientNumbers,
  read: () => Promise<ReadonlyMap<number, string>>,
): PatientNumbers {
  let inBytes: Promise<ReadonlyMap<number, string>> | null = null
  return async (dossiers) => {
    const numbers = new Map(await known(dossiers))
    const missing = dossiers.filter((dossier) => !numbers.has(dossier))
    if (missing.length === 0) return numbers
    const found = await (inBytes ??= read())
    for (const dossier of missing) {
      const number = found.get(dossier)
      if (number !== undefined) numbers.set(dossier, number)
    }
    return numbers
  }
}

/** MA_BN of every dossier of a submission, accepted or not, out of its bytes; none where these are gone (null). */
export async function numbersInBytes(
  raw: AsyncIterable<Uint8Array> | null,
  receipt: Receipt,
): Promise<ReadonlyMap<number, string>> {
  const numbers = new Map<number, string>()
  if (!raw) return numbers
  await rowsInBytes(raw, receipt, (table, row, dossier) => {
    if (numbers.has(dossier) || !HEADS.has(table)) return
    const number = valueOf(row, 'MA_BN')
    if (number !== '') numbers.set(dossier, number)
  })
  return numbers
}
