import { Refusal } from '../refusals.ts'
import { isReadable } from './checked-store.ts'
import { UnknownKey, type Seals } from '../sealed/seals.ts'
import { openWhole, sealedBy, Unopened } from '../sealed/open.ts'
import { sealWhole } from '../sealed/seal.ts'
import { stored, UPLOADS, type UploadNote } from './raw-writer.ts'
import type { Receipt } from './receipt.ts'
import type { Store } from './store.ts'
import { sweptAt } from './swept.ts'
import { isWhole, parseReceipt, UnknownReceipt } from './stored-receipt.ts'

const RECEIPTS = 'receipts/'
export const receiptKey = (id: string): string => `${RECEIPTS}${id}`

/** Looked at in one sweep; the rest waits for another minute. */
const SWEPT_AT_ONCE = 500
/** A large upload takes minutes; after this it was given up or killed. */
export const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** What lies under the key of a receipt, by its etag: the receipt, or something that nobody can read. `sealedBy`: id of its key; null: it is not sealed. */
type Found =
  | { readonly receipt: Receipt; readonly etag: string; readonly sealedBy: string | null }
  | { readonly damaged: string }

/**
 * The receipt of a submission; null where there is none. One that cannot be read, cut off by a full disk, is none: nobody was answered by it,
 * or can prove it, and the same file may be sent again. Throws Refusal('storage-unavailable').
 */
export async function readReceipt(store: Store, id: string): Promise<Receipt | null> {
  const found = await findReceipt(store, id)
  return found !== null && 'receipt' in found ? found.receipt : null
}

async function findReceipt({ bucket, seals }: Store, id: string): Promise<Found | null> {
  const key = receiptKey(id)
  try {
    const object = await bucket.get(key)
    if (object === null) return null
    const bytes = new Uint8Array(await object.arrayBuffer())
    const text = await openedText(key, bytes, seals)
    if (text === null || !isWhole(text)) return { damaged: object.etag }
    return { receipt: parseReceipt(id, text), etag: object.etag, sealedBy: sealedBy(bytes) }
  } catch (cause) {
    if (cause instanceof UnknownReceipt || cause instanceof UnknownKey) throw cause
    // Not the same as a store that is away: that knows nothing of the key either.
    const head = await stored(bucket.head(key))
    if (head !== null && !(await isReadable(bucket, key, head))) return { damaged: head.etag }
    throw new Refusal('storage-unavailable', {}, undefined, { cause })
  }
}

/** A receipt is sealed as it names MA_LKs; older ones are not. null: it was cut off or changed. */
async function openedText(key: string, bytes: Uint8Array, seals: Seals): Promise<string | null> {
  try {
    return new TextDecoder().decode(await openWhole(key, bytes, seals.receipts))
  } catch (error) {
    if (error instanceof Unopened) return null
    throw error
  }
}

const sealedReceipt = (receipt: Receipt, { receipts }: Seals): Promise<Uint8Array> =>
  sealWhole(receiptKey(receipt.id), new TextEncoder().encode(JSON.stringify(receipt)), receipts)

/**
 * Makes a receipt last unless there is one already: R2 decides between two senders of the same bytes. Its marker and its bytes lie there
 * before. Returns the receipt that counts. Throws Refusal('storage-unavailable').
 */
export async function putReceipt(store: Store, receipt: Receipt): Promise<{ receipt: Receipt; isNew: boolean }> {
  const { bucket, seals } = store
  const { id } = receipt
  const absent = { onlyIf: new Headers({ 'If-None-Match': '*' }) }
  const sealed = await sealedReceipt(receipt, seals)
  let written = await stored(bucket.put(receiptKey(id), sealed, absent))
  let found: { receipt: Receipt } | Found | null = written ? { receipt } : await findReceipt(store, id)
  if (found !== null && 'damaged' in found) {
    // Of several who mend it, one does.
    written = await stored(bucket.put(receiptKey(id), sealed, { onlyIf: { etagMatches: found.damaged } }))
    found = written ? { receipt } : await findReceipt(store, id)
  }
  if (found === null || 'damaged' in found) throw new Refusal('storage-unavailable')
  // Of two who send the same bytes each keeps its own until here.
  const kept = found.receipt
  if (kept.rawKey !== receipt.rawKey) await bucket.delete(receipt.rawKey).catch(() => {})
  return { receipt: kept, isNew: written !== null }
}

/**
 * Writes a receipt anew as `change` makes it, where nobody else has written it meanwhile. null from `change`: it stays as it is. Returns what
 * became of it: written, unchanged, or beaten: somebody else was quicker. Throws what the store throws.
 */
export async function changeReceipt(
  store: Store,
  id: string,
  change: (receipt: Receipt, sealedBy: string | null) => Promise<Receipt | null>,
): Promise<'written' | 'unchanged' | 'beaten'> {
  const found = await findReceipt(store, id)
  if (found === null || 'damaged' in found) return 'unchanged'
  const changed = await change(found.receipt, found.sealedBy)
  if (changed === null) return 'unchanged'
  const sealed = await sealedReceipt(changed, store.seals)
  const written = await store.bucket.put(receiptKey(id), sealed, { onlyIf: { etagMatches: found.etag } })
  return written ? 'written' : 'beaten'
}

/** Ids of receipts behind `after`, in their order, with the place where the next page begins; null: that was the last one. */
export async function listReceipts(
  { bucket }: Store,
  after: string,
  limit: number,
): Promise<{ ids: string[]; next: string | null }> {
  const startAfter = after === '' ? {} : { startAfter: receiptKey(after) }
  const { objects, truncated } = await bucket.list({ prefix: RECEIPTS, limit, ...startAfter })
  const ids = objects.map(({ key }) => key.slice(RECEIPTS.length))
  return { ids, next: truncated ? (ids.at(-1) ?? null) : null }
}

/**
 * Removes the bytes of large files whose upload ended without a receipt, or beside that of the same file. At its first look a note is only
 * marked: a clock that was set ahead makes an upload of this moment look like one that was given up.
 */
export async function sweepUploads(store: Store, now: number): Promise<void> {
  const { bucket } = store
  const objects = await sweptAt(bucket, UPLOADS, now, SWEPT_AT_ONCE)
  for (const { key, uploaded } of objects) {
    if (now - uploaded.getTime() < ABANDONED_AFTER_MS) continue
    const note = await (await bucket.get(key))?.json<UploadNote>()
    if (note && note.isLookedAt !== true) {
      await bucket.put(key, JSON.stringify({ ...note, isLookedAt: true } satisfies UploadNote))
      continue
    }
    const receipt = note && (await readReceipt(store, note.submissionId))
    if (note && receipt?.rawKey !== note.rawKey) await bucket.delete(note.rawKey)
    await bucket.delete(key)
  }
}
