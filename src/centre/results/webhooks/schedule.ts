const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Pauses after the first attempt, as Standard Webhooks recommends: some three days in all. */
const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** A webhook to which nothing came through for so long is not asked any more. */
export const DISABLED_AFTER_MS = 5 * 24 * HOUR_MS

/** The longest pause that a receiver may ask for: as long as our own longest. */
const LONGEST_PAUSE_MS = 24 * HOUR_MS

/** RFC 9110, section 10.2.3: seconds, or one of the three forms of a date (section 5.6.7). */
const SECONDS = /^\d{1,9}$/
const HTTP_DATE = /^[A-Z][a-z]{2,8},? .* (?:GMT|\d{4})$/

/** Until when a receiver asks us to wait by Retry-After (epoch ms), a day at most; null: it does not, or not in a form that is known. */
export function pauseAskedFor(retryAfter: string | null, now: number): number | null {
  const text = retryAfter?.trim() ?? ''
  // asctime has no zone and means UTC.
  const date = text.endsWith('GMT') ? text : `${text} GMT`
  const until = SECONDS.test(text)
    ? now + Number(text) * SECOND_MS
    : HTTP_DATE.test(text)
      ? Date.parse(date)
      : Number.NaN
  if (Number.isNaN(until) || until <= now) return null
  return Math.min(until, now + LONGEST_PAUSE_MS)
}

/** When to try again after that many attempts (epoch ms); null: never. */
export function nextAttempt(attempts: number, now: number): number | null {
  const pause = PAUSES_MS[attempts - 1]
  return pause === undefined ? null : now + pause
}
