import { broken, type RecordVerdict } from './rule.ts'

/**
 * Whether a moment, or a day, lies within the stay, with `{from}` and `{to}`. Not judged where the stay ends before it begins: that is a
 * finding of its own, and everything would lie outside of it.
 */
export function withinStay(at: string, from: string, to: string): RecordVerdict {
  if (to < from) return null
  return (at >= from && at <= to) || broken({ from, to })
}
