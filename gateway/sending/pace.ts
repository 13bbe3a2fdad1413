/** How long is waited before the next try. Pure: chance comes in. */

export type Pace = { readonly firstSeconds: number; readonly longestMinutes: number }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** A proxy that asks for a year by mistake must not silence a gateway; the service itself asks for seconds. */
export const LONGEST_RETRY_AFTER_MS = 60 * MINUTE_MS

/** Milliseconds after `failures` tries in vain, one or more: doubled each time up to the longest, of which a random half is taken off. */
export function pauseAfter(
  failures: number,
  { firstSeconds, longestMinutes }: Pace,
  retryAfterMs: number | null,
  random: () => number,
): number {
  const doubled = firstSeconds * SECOND_MS * 2 ** Math.min(Math.max(failures - 1, 0), 30)
  const capped = Math.min(doubled, longestMinutes * MINUTE_MS)
  const jittered = capped * (1 - random() / 2)
  // What was asked for is waited for at least, and not by all at the same moment.
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS)
  return Math.ceil(Math.max(jittered, asked === 0 ? 0 : asked + random() * firstSeconds * SECOND_MS))
}

/** Retry-After in milliseconds: seconds, or a date (RFC 9110, section 10.2.3) against the answerer's own clock. null: none that can be read. */
export function retryAfterOf(header: string | undefined, date: string | undefined, now: number): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * SECOND_MS
  const at = Date.parse(header)
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(at) ? null : Math.max(0, at - (Number.isNaN(theirs) ? now : theirs))
}
