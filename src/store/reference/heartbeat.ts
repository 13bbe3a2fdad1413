import type { Reference } from '../database.ts'
import { heartbeats } from '../../../db/reference/schema.ts'

/**
 * Gives every replica the time: writes `now` (epoch ms) at the primary, to be called every minute. Safe to repeat; needs the
 * primary's address and a token that may write.
 */
export async function beat(primary: Reference, now: number): Promise<void> {
  await primary
    .insert(heartbeats)
    .values({ id: 1, beatAt: now })
    .onConflictDoUpdate({ target: heartbeats.id, set: { beatAt: now } })
}
