/**
 * Markers of submissions that wait for the centre. A marker says since when its submission waits, when its message was sent last and how
 * often: a message is sent again at most once per interval, and the interval doubles, so that what waits long does not fill the queue with
 * itself. It also says in which queue: one that forgets what it held when its process ends has another name each time, and what lay in an older one is due at once.
 */
import { inParallel } from '../../kernel/in-parallel.ts'
import { hasDeadLetter } from '../queue/dead-letters.ts'
import { LANES } from '../queue/lanes.ts'
import type { ToCentre, Waiting } from '../queue/shards.ts'
import { Refusal } from '../refusals.ts'
import { stored } from './raw-writer.ts'
import { readReceipt, receiptKey } from './receipts.ts'
import type { Store } from './store.ts'
import { sweptAt } from './swept.ts'

/** A submission that waits for the centre has a marker here. */
export const PENDING = 'pending/'
const pendingKey = (id: string): string => `${PENDING}${id}`

/** Looked at in one sweep, three exchanges for each that is sent again; the rest waits for another minute. */
const SWEPT_AT_ONCE = 300
const SWEPT_TOGETHER = 5
/** After this a marker without a receipt was killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000
/** The interval grows no further. */
const LONGEST_INTERVAL_MS = 60 * 60 * 1000

/** Of a marker; times in epoch milliseconds. */
type Times = {
  readonly since: number
  /** When its message was sent last; 0: it was not. */
  readonly sentAt: number
  /** How often it was sent again. */
  readonly again: number
  /** The name of the queue that its message was sent to; empty: it is kept for good. */
  readonly queue: string
}
type Marker = Waiting & Times & { readonly etag: string }

/** When something is, and how long a message is waited for before it is sent again, in milliseconds; and which queue there is now. */
export type Pace = { readonly now: number; readonly afterMs: number; readonly queue: string }

/** The text differs with each time, and so does the etag, which is returned; null where `etag` is another one by now. */
async function put(
  bucket: R2Bucket,
  { id, facility, lane }: Waiting,
  times: Times,
  etag?: string,
): Promise<string | null> {
  const { since, sentAt, again, queue } = times
  const said = { facility, lane, since: String(since), sentAt: String(sentAt), again: String(again), queue }
  const written = await bucket.put(pendingKey(id), JSON.stringify(said), {
    customMetadata: said,
    ...(etag === undefined ? {} : { onlyIf: { etagMatches: etag } }),
  })
  return written?.etag ?? null
}

function markerOf({ key, etag, uploaded, customMetadata = {} }: R2Object): Marker {
  const { facility = '', lane, since, sentAt, again, queue = '' } = customMetadata
  const at = uploaded.getTime()
  return {
    id: key.slice(PENDING.length),
    facility,
    lane: LANES.find((each) => each === lane) ?? 'visits',
    since: Number(since ?? at),
    sentAt: Number(sentAt ?? at),
    again: Number(again ?? 0),
    queue,
    etag,
  }
}

/** Since when the submission of a marker waits, in epoch milliseconds. */
export const waitingSince = (object: R2Object): number => markerOf(object).since

const isDue = ({ sentAt, again, queue }: Times, { now, afterMs, queue: current }: Pace): boolean =>
  queue !== current || now - sentAt >= Math.min(afterMs * 2 ** again, Math.max(afterMs, LONGEST_INTERVAL_MS))

/** Says that a submission waits, before its message is sent. Throws Refusal('storage-unavailable'). */
export async function markPending(bucket: R2Bucket, file: Waiting, now: number, queue: string): Promise<void> {
  await stored(put(bucket, file, { since: now, sentAt: now, again: 0, queue }))
}

/** Sends the message of a submission that is marked as waiting `since`. Throws Refusal('queue-unavailable'); then whoever asks again need not wait. */
export async function sendMarked(bucket: R2Bucket, toCentre: ToCentre, file: Waiting, since: number): Promise<void> {
  try {
    await toCentre([file])
  } catch (cause) {
    await put(bucket, file, { since, sentAt: 0, again: 0, queue: '' }).catch(() => {})
    throw new Refusal('queue-unavailable', {}, undefined, { cause })
  }
}

/** For a file that was sent before, or that an operator runs again: makes sure that the centre hears of it if it has not, or had to give it up. */
export async function renewPending(bucket: R2Bucket, toCentre: ToCentre, file: Waiting, pace: Pace): Promise<void> {
  const object = await stored(bucket.head(pendingKey(file.id)))
  const marker = object && markerOf(object)
  if (marker && isDue(marker, pace)) {
    if (await stored(sentAgain(bucket, { ...marker, ...file }, pace)))
      await sendMarked(bucket, toCentre, file, marker.since)
    return
  }
  // One that was given up begins anew, also where its marker is about to go.
  if (!(await stored(hasDeadLetter(bucket, file.id)))) return
  await markPending(bucket, file, pace.now, pace.queue)
  await sendMarked(bucket, toCentre, file, pace.now)
}

/** Writes the time onto a marker, and returns it so; null: it is gone meanwhile, or somebody else sends its message. */
async function sentAgain(bucket: R2Bucket, marker: Marker, { now, queue }: Pace): Promise<Marker | null> {
  // What was lost with its queue has not waited.
  const sent = { ...marker, sentAt: now, again: marker.queue === queue ? marker.again + 1 : 0, queue }
  const etag = await put(bucket, marker, sent, marker.etag)
  return etag === null ? null : { ...sent, etag }
}

/** The centre's last step: of these submissions, nothing is pending any more. R2 takes a thousand at once, a queue's batch has a hundred. */
export async function clearPending(bucket: R2Bucket, ids: readonly string[]): Promise<void> {
  await bucket.delete(ids.map(pendingKey))
}

/** Whether the centre's last step is still to come. */
export const isPending = async (bucket: R2Bucket, id: string): Promise<boolean> =>
  (await bucket.head(pendingKey(id))) !== null

/** Sends again what has waited for an interval since it was sent last (the local queue forgets when it is killed). Returns how many. */
export async function sweepPending(
  store: Store,
  toCentre: ToCentre,
  pace: Pace,
  atOnce = SWEPT_AT_ONCE,
): Promise<number> {
  const { bucket } = store
  const { now } = pace
  const markers = (await sweptAt(bucket, PENDING, now, atOnce)).map(markerOf)
  const due: Marker[] = []
  await inParallel(
    markers.filter((marker) => isDue(marker, pace)),
    SWEPT_TOGETHER,
    async (marker) => {
      const sent = await toBeSent(store, marker, pace)
      if (sent) due.push(sent)
    },
  )
  try {
    await toCentre(due)
  } catch (error) {
    // What the queue has not taken need not wait for an interval.
    await inParallel(due, SWEPT_TOGETHER, async (marker) => {
      await put(bucket, marker, { ...marker, sentAt: 0, again: Math.max(0, marker.again - 1) }, marker.etag)
    })
    throw error
  }
  return due.length
}

/** Whose file waits; null: it has no receipt. Markers of before there were lanes do not say it. */
async function facilityOf(store: Store, { id, facility }: Marker): Promise<string | null> {
  if (facility === '') return (await readReceipt(store, id))?.facility ?? null
  return (await store.bucket.head(receiptKey(id))) && facility
}

async function toBeSent(store: Store, marker: Marker, pace: Pace): Promise<Marker | null> {
  const { bucket } = store
  const facility = await facilityOf(store, marker)
  if (facility !== null) return sentAgain(bucket, { ...marker, facility }, pace)
  // Killed between marker and receipt: there is nothing to verify, and the sender got no answer.
  if (pace.now - marker.since >= ABANDONED_AFTER_MS) await bucket.delete(pendingKey(marker.id))
  return null
}

export type Overdue = { readonly submissionId: string; readonly facility: string; readonly since: Date }

/**
 * A page of submissions that wait for the centre since before `before` (epoch ms), in the order of their ids, from behind `after`. A page
 * may have fewer than `limit`, also none, and yet a `next`. Throws Refusal('storage-unavailable').
 */
export async function listOverdue(
  store: Store,
  { after, limit, before }: { after: string | undefined; limit: number; before: number },
): Promise<{ overdue: Overdue[]; next: string | null }> {
  const startAfter = after === undefined ? {} : { startAfter: pendingKey(after) }
  const { objects, truncated } = await stored(
    store.bucket.list({ prefix: PENDING, ...startAfter, include: ['customMetadata'] }),
  )
  const markers = objects.map(markerOf)
  const late = markers.filter(({ since }) => since < before)
  const page = late.slice(0, limit)
  const found = page.map(async ({ id, since }): Promise<Overdue[]> => {
    const receipt = await readReceipt(store, id)
    // Killed between marker and receipt: nobody waits.
    return receipt ? [{ submissionId: id, facility: receipt.facility, since: new Date(since) }] : []
  })
  const hasMore = late.length > page.length || truncated
  const last = late.length > page.length ? page.at(-1) : markers.at(-1)
  return { overdue: (await Promise.all(found)).flat(), next: hasMore && last ? last.id : null }
}
