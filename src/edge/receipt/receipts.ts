import { Refusal } from '../refusals.ts'
import { isReadable } from './checked-store.ts'
import { PENDING, pendingKey, waitingSince } from './pending.ts'
import { stored, UPLOADS, type UploadNote } from './raw-writer.ts'
import type { Receipt } from './receipt.ts'
import { sweptAt } from './swept.ts'
import { isWhole, parseReceipt, UnknownReceipt } from './stored-receipt.ts'

const receiptKey = (id: string): string => `receipts/${id}`

/** Looked at in one sweep; the rest waits for another minute. */
const SWEPT_AT_ONCE = 500
/** A large upload takes minutes; after this it was given up or killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** What lies under the key of a receipt: the receipt, or something that nobody can read, by its etag. */
type Found = { readonly receipt: Receipt } | { readonly damaged: string }

/**
 * The receipt of a submission; null where there is none. One that cannot be read, cut off by a full disk, is none: nobody was answered by it,
 * or can prove it, and the same file may be sent again. Throws Refusal('storage-unavailable').
 */
export async function readReceipt(bucket: R2Bucket, id: string): Promise<Receipt | null> {
  const found = await findReceipt(bucket, id)
  return found !== null && 'receipt' in found ? found.receipt : null
}

async function findReceipt(bucket: R2Bucket, id: string): Promise<Found | null> {
  const key = receiptKey(id)
  try {
    const object = await bucket.get(key)
    if (object === null) return null
    const text = await object.text()
    return isWhole(text) ? { receipt: parseReceipt(id, text) } : { damaged: object.etag }
  } catch (cause) {
    if (cause instanceof UnknownReceipt) throw cause
    // Not the same as a store that is away: that knows nothing of the key either.
    const head = await stored(bucket.head(key))
    if (head !== null && !(await isReadable(bucket, key, head))) return { damaged: head.etag }
    throw new Refusal('storage-unavailable', {}, undefined, { cause })
  }
}

/**
 * Makes a receipt last unless there is one already: R2 decides between two senders of the same bytes. Its marker and its bytes lie there
 * before. Returns the receipt that counts. Throws Refusal('storage-unavailable').
 */
export async function putReceipt(bucket: R2Bucket, receipt: Receipt): Promise<{ receipt: Receipt; isNew: boolean }> {
  const { id } = receipt
  const absent = { onlyIf: new Headers({ 'If-None-Match': '*' }) }
  const text = JSON.stringify(receipt)
  let written = await stored(bucket.put(receiptKey(id), text, absent))
  let found = written ? { receipt } : await findReceipt(bucket, id)
  if (found !== null && 'damaged' in found) {
    // Of several who mend it, one does.
    written = await stored(bucket.put(receiptKey(id), text, { onlyIf: { etagMatches: found.damaged } }))
    found = written ? { receipt } : await findReceipt(bucket, id)
  }
  if (found === null || 'damaged' in found) throw new Refusal('storage-unavailable')
  return { receipt: found.receipt, isNew: written !== null }
}

export type Overdue = { readonly submissionId: string; readonly facility: string; readonly since: Date }

/**
 * A page of submissions that wait for the centre since before `before` (epoch ms), in the order of their ids, from behind `after`. A page
 * may have fewer than `limit`, also none, and yet a `next`. Throws Refusal('storage-unavailable').
 */
export async function listOverdue(
  bucket: R2Bucket,
  { after, limit, before }: { after: string | undefined; limit: number; before: number },
): Promise<{ overdue: Overdue[]; next: string | null }> {
  const startAfter = after === undefined ? {} : { startAfter: pendingKey(after) }
  const { objects, truncated } = await stored(
    bucket.list({ prefix: PENDING, ...startAfter, include: ['customMetadata'] }),
  )
  const late = objects.filter((object) => waitingSince(object) < before)
  const page = late.slice(0, limit)
  const found = page.map(async (object): Promise<Overdue[]> => {
    const submissionId = object.key.slice(PENDING.length)
    const receipt = await readReceipt(bucket, submissionId)
    // Killed between marker and receipt: nobody waits.
    return receipt ? [{ submissionId, facility: receipt.facility, since: new Date(waitingSince(object)) }] : []
  })
  const hasMore = late.length > page.length || truncated
  const last = late.length > page.length ? page.at(-1) : objects.at(-1)
  return { overdue: (await Promise.all(found)).flat(), next: hasMore && last ? last.key.slice(PENDING.length) : null }
}

/** Removes the bytes of large files whose upload ended without a receipt, or beside that of the same file. */
export async function sweepUploads(bucket: R2Bucket, now: number): Promise<void> {
  const objects = await sweptAt(bucket, UPLOADS, now, SWEPT_AT_ONCE)
  for (const { key, uploaded } of objects) {
    if (now - uploaded.getTime() < ABANDONED_AFTER_MS) continue
    const note = await (await bucket.get(key))?.json<UploadNote>()
    const receipt = note && (await readReceipt(bucket, note.submissionId))
    if (note && receipt?.rawKey !== note.rawKey) await bucket.delete(note.rawKey)
    await bucket.delete(key)
  }
}
