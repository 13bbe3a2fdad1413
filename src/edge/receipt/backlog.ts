import { stored } from './raw-writer.ts'
import { PENDING, waitingSince } from './pending.ts'

/** What waits for the centre: how many submissions (`isMore`: at least), and since when the oldest of them does (epoch ms; null: none). */
export type Backlog = { readonly waiting: number; readonly isMore: boolean; readonly oldest: number | null }

/** Of the first thousand; more than that is an alarm whatever their number. Throws Refusal('storage-unavailable'). */
export async function readBacklog(bucket: R2Bucket): Promise<Backlog> {
  const { objects, truncated } = await stored(bucket.list({ prefix: PENDING, include: ['customMetadata'] }))
  const times = objects.map(waitingSince)
  return { waiting: objects.length, isMore: truncated, oldest: times.length === 0 ? null : Math.min(...times) }
}
