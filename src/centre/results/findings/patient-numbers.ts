import { codecs } from '../../../edge/codecs.ts'
import type { Receipt } from '../../../edge/receipt/receipt.ts'
import { inspectFile, NO_LOCAL_CODES, valueOf, type CodeLists } from '../../../engine/index.ts'
import { vietnamDay } from '../../../kernel/vietnam-time.ts'
import type { Warehouse } from '../../../store/database.ts'
import { available } from '../../../store/warehouse/read.ts'
import { HEADS } from '../../../store/warehouse/contents/format.ts'
import { headOf, readContents } from '../../../store/warehouse/contents/read.ts'
import { dossierName } from '../../../store/warehouse/dossier-keys.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
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

/** Nothing is judged here. */
const NO_LISTS: CodeLists = {
  snapshot: { release: { id: '', number: 0, publishedAt: 0 }, catalogues: new Map() },
  stale: false,
  local: NO_LOCAL_CODES,
}

/** MA_BN of every dossier of a submission, accepted or not, out of its bytes; none where these are gone (null). */
export async function numbersInBytes(
  raw: AsyncIterable<Uint8Array> | null,
  { facility, stated, receivedAtMs }: Receipt,
): Promise<ReadonlyMap<number, string>> {
  const numbers = new Map<number, string>()
  if (!raw) return numbers
  const inspection = inspectFile({
    facility,
    stated,
    received: vietnamDay(receivedAtMs),
    codes: NO_LISTS,
    codecs,
    onFinding: () => {},
    onRow: (table, row, dossier) => {
      if (numbers.has(dossier) || !HEADS.has(table)) return
      const number = valueOf(row, 'MA_BN')
      if (number !== '') numbers.set(dossier, number)
    },
  })
  for await (const piece of raw) inspection.push(piece)
  inspection.end()
  return numbers
}
