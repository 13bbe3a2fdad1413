import { hasDeadLetter } from '../queue/dead-letters.ts'
import { verifySubmission, type Message } from '../queue/message.ts'
import { Refusal } from '../refusals.ts'
import { isReadable } from './checked-store.ts'
import { stored, UPLOADS, type UploadNote } from './raw-writer.ts'
import type { Receipt } from './receipt.ts'
import { isWhole, parseReceipt, UnknownReceipt } from './stored-receipt.ts'

/** A submission that waits for the centre has a marker here. */
export const PENDING = 'pending/'
const receiptKey = (id: string): string => `receipts/${id}`
const pendingKey = (id: string): string => `${PENDING}${id}`

/** Looked at in one sweep; the rest waits for another minute. */
const SWEPT_AT_ONCE = 500
const SWEEP_EVERY_MS = 60_000
/** Names begin with two hexadecimal digits, evenly spread; an odd step comes to each of them. */
const SWEEP_STARTS = 256
const SWEEP_STEP = 97
/** A large upload takes minutes; after this it was given up or killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

type Sender = Pick<Queue<Message>, 'send'>

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
 * Makes a receipt last: pending marker, then the receipt unless there is one already (R2 decides between two senders of
 * the same bytes), then the message to the centre. Returns the receipt that counts. When it returns, nothing can be lost:
 * a message that vanishes is sent again by the sweep as long as the marker lies there.
 */
export async function keepReceipt(
  bucket: R2Bucket,
  queue: Sender,
  receipt: Receipt,
): Promise<{ receipt: Receipt; isNew: boolean }> {
  const { id } = receipt
  await stored(bucket.put(pendingKey(id), ''))
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
  await sendToCentre(queue, id)
  return { receipt: found.receipt, isNew: written !== null }
}

/** For a file that was sent before, or that an operator runs again: makes sure that the centre hears of it if it has not, or had to give it up. */
export async function renewPending(bucket: R2Bucket, queue: Sender, id: string): Promise<void> {
  const isPending = (await stored(bucket.head(pendingKey(id)))) !== null
  if (!isPending && !(await stored(hasDeadLetter(bucket, id)))) return
  if (!isPending) await stored(bucket.put(pendingKey(id), ''))
  await sendToCentre(queue, id)
}

async function sendToCentre(queue: Sender, id: string): Promise<void> {
  try {
    await queue.send(verifySubmission(id))
  } catch (cause) {
    throw new Refusal('queue-unavailable', {}, undefined, { cause })
  }
}

/** The centre's last step: of these submissions, nothing is pending any more. R2 takes a thousand at once, a queue's batch has a hundred. */
export async function clearPending(bucket: R2Bucket, ids: readonly string[]): Promise<void> {
  await bucket.delete(ids.map(pendingKey))
}

/** Some of what lies there, each minute from another place on: what has to stay holds back nothing behind it. */
async function sweptAt(bucket: R2Bucket, prefix: string, now: number, limit: number): Promise<R2Object[]> {
  const start = (Math.floor(now / SWEEP_EVERY_MS) * SWEEP_STEP) % SWEEP_STARTS
  const startAfter = prefix + start.toString(16).padStart(2, '0')
  const { objects } = await bucket.list({ prefix, startAfter, limit })
  const room = limit - objects.length
  if (room === 0) return objects
  const front = await bucket.list({ prefix, limit: room })
  return [...objects, ...front.objects.filter(({ key }) => key <= startAfter)]
}

/** Sends again what has been pending for longer than `afterMs` (the local queue forgets when it is killed). Returns how many. */
export async function sweepPending(
  bucket: R2Bucket,
  queue: Sender,
  now: number,
  afterMs: number,
  atOnce = SWEPT_AT_ONCE,
): Promise<number> {
  const objects = await sweptAt(bucket, PENDING, now, atOnce)
  const overdue = objects.filter(({ uploaded }) => now - uploaded.getTime() >= afterMs)
  let sent = 0
  for (const { key, uploaded } of overdue) {
    const id = key.slice(PENDING.length)
    // Killed between marker and receipt: there is nothing to verify, and the sender got no answer.
    if (await bucket.head(receiptKey(id))) {
      await queue.send(verifySubmission(id))
      sent += 1
    } else if (now - uploaded.getTime() >= ABANDONED_AFTER_MS) {
      await bucket.delete(key)
    }
  }
  return sent
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
  const { objects, truncated } = await stored(bucket.list({ prefix: PENDING, ...startAfter }))
  const late = objects.filter(({ uploaded }) => uploaded.getTime() < before)
  const page = late.slice(0, limit)
  const found = page.map(async ({ key, uploaded }): Promise<Overdue[]> => {
    const submissionId = key.slice(PENDING.length)
    const receipt = await readReceipt(bucket, submissionId)
    // Killed between marker and receipt: nobody waits.
    return receipt ? [{ submissionId, facility: receipt.facility, since: uploaded }] : []
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
