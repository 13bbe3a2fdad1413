/** An isolate with traffic renews every `refreshAfterMs`. One that has missed so many times was asleep, and what it holds may be long past. */
const MISSED_REFRESHES = 6

export type Renewal = {
  /** A copy answered, asked at that moment (epoch ms). */
  renewed: (askedAt: number) => void
  /** No copy answered: for a while nobody waits for another attempt. */
  failed: () => void
  /**
   * Whether what is held must be renewed before anything is judged by it: it was not renewed for too long, or its holder says that it is
   * past another limit. Not right after an attempt that failed: one caller waited for that, and the next attempts run behind.
   */
  mustWait: (isPastOtherLimit?: boolean) => boolean
}

/** When what an isolate holds of a database is past its limit. `now` in epoch milliseconds. */
export function createRenewal({ now, refreshAfterMs }: { now: () => number; refreshAfterMs: number }): Renewal {
  const limit = MISSED_REFRESHES * refreshAfterMs
  let renewedAt = -Infinity
  let failedAt = -Infinity
  return {
    renewed(askedAt) {
      renewedAt = askedAt
      failedAt = -Infinity
    },
    failed() {
      failedAt = now()
    },
    mustWait: (isPastOtherLimit = false) =>
      (isPastOtherLimit || now() - renewedAt >= limit) && now() - failedAt >= limit,
  }
}
