import { sealedUpload } from './large-upload.ts'
import { readRaw } from './raw-reader.ts'
import { RAW } from './raw-writer.ts'
import type { Receipt } from './receipt.ts'
import { changeReceipt } from './receipts.ts'
import type { Store } from './store.ts'

export type Rewriting = {
  readonly store: Store
  /** Nobody else's. */
  readonly name: string
}

/** What becomes of a file: its bytes as `through` makes them, none (`gone`), or as they are (null); and its receipt beside them. */
export type Rewrite = {
  readonly bytes: ((bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) | 'gone' | null
  readonly receipt: (receipt: Receipt) => Receipt
}

/**
 * Writes the bytes of a submission anew, at a place of their own, and then its receipt, which decides: until then the old bytes count, after
 * that the new ones, and what was left behind is swept. Of several who do this at once one succeeds. Returns what became of it. Throws what
 * the store throws.
 */
export async function rewriteFile(
  { store, name }: Rewriting,
  id: string,
  decide: (receipt: Receipt, receiptSealedBy: string | null) => Promise<Rewrite | null>,
): Promise<'written' | 'unchanged' | 'beaten'> {
  const { bucket } = store
  const place = `${RAW}${id}/${name}`
  const left: string[] = []
  const change = async (receipt: Receipt, sealedBy: string | null): Promise<Receipt | null> => {
    const rewrite = await decide(receipt, sealedBy)
    if (rewrite === null) return null
    const kept = rewrite.receipt(receipt)
    if (rewrite.bytes === null) return kept
    left.push(receipt.rawKey)
    if (rewrite.bytes === 'gone') return kept
    const rawKey = await writeAnew(store, place, receipt.rawKey, rewrite.bytes)
    return rawKey === null ? kept : { ...kept, rawKey, sealedBy: store.seals.files.current }
  }
  const end = await changeReceipt(store, id, change)
  // Nobody reads these any more, whoever was quicker.
  if (left.length > 0) await bucket.delete(end === 'written' ? left : place)
  return end
}

/** Where they lie now; null where there are none. */
async function writeAnew(
  store: Store,
  key: string,
  from: string,
  through: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Promise<string | null> {
  const bytes = await readRaw(store, from)
  if (bytes === null) return null
  const upload = await sealedUpload(store, key, null)
  try {
    for await (const piece of through(bytes)) await upload.write(piece)
    await upload.complete()
  } catch (error) {
    await upload.abort()
    throw error
  }
  return key
}
