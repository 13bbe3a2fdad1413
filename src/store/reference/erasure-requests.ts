import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import { erasureRequests } from '../../../db/reference/schema.ts'
import type { Reference } from '../database.ts'
import { available } from './available.ts'

/** An erasure that somebody asked for: it begins when a second person agrees. */
export type ErasureRequest = typeof erasureRequests.$inferSelect

/** Notes what is asked for. Subjects are keyed hashes. Throws `reference-unavailable`. */
export async function askErasure(
  primary: Reference,
  request: Pick<ErasureRequest, 'id' | 'subjects' | 'reason' | 'askedBy' | 'askedAt'>,
): Promise<ErasureRequest> {
  await available(() => primary.insert(erasureRequests).values(request))
  return { ...request, approvedBy: null, approvedAt: null }
}

/** One request. Throws `reference-unavailable`. */
export async function readErasureRequest(database: Reference, id: string): Promise<ErasureRequest | undefined> {
  const [found] = await available(() => database.select().from(erasureRequests).where(eq(erasureRequests.id, id)))
  return found
}

/** Those that wait for a second person, the newest first. Throws `reference-unavailable`. */
export const waitingErasures = (database: Reference, most: number): Promise<ErasureRequest[]> =>
  available(() =>
    database
      .select()
      .from(erasureRequests)
      .where(isNull(erasureRequests.approvedBy))
      .orderBy(desc(erasureRequests.askedAt))
      .limit(most),
  )

/** Agrees to what another account asked for; false where it is the account's own. Said again it changes nothing. Throws `reference-unavailable`. */
export async function approveErasure(
  primary: Reference,
  { id, by, now }: { id: string; by: string; now: number },
): Promise<boolean> {
  const request = await readErasureRequest(primary, id)
  if (request === undefined || request.askedBy === by) return false
  await available(() =>
    primary
      .update(erasureRequests)
      .set({ approvedBy: by, approvedAt: now })
      .where(and(eq(erasureRequests.id, id), isNull(erasureRequests.approvedBy), ne(erasureRequests.askedBy, by))),
  )
  return true
}
