import { addWorkingDays, isWorkingDay } from '../../kernel/calendar/working-days.ts'
import { dayBegins, dayEnds } from '../../kernel/vietnam-time.ts'

/** An outage as a span of time, epoch milliseconds. */
export type Outage = { readonly id: string; readonly from: number; readonly to: number }

/** The outage that took a day (ISO, Việt Nam) from the sender; null where the day counts. */
export type LostDay = (day: string) => string | null

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** The working time of a day, and the half of it. */
const BEGINS_MS = 7 * HOUR_MS
const ENDS_MS = 17 * HOUR_MS
const MOST_LOST_MS = 4 * HOUR_MS

/**
 * Which days outages took: those of whose working time (07:00 to 17:00) they took four hours or more together, and those at whose
 * midnight one of them still went on. After any other the rest of the same day is time enough. The outage named is the first that touches
 * the day, by beginning and id. This is our reading (confidence: low): article 8 excuses without saying how hours count.
 */
export function lostDays(outages: readonly Outage[]): LostDay {
  const ordered = outages.toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  const known = new Map<string, string | null>()
  return (day) => {
    const found = known.get(day)
    if (found !== undefined) return found
    const judged = judgeDay(ordered, day)
    known.set(day, judged)
    return judged
  }
}

function judgeDay(ordered: readonly Outage[], day: string): string | null {
  const [begin, end] = [dayBegins(day), dayEnds(day)]
  let first: string | null = null
  let lost = 0
  // Up to here working time is judged: of outages that overlap, the common time counts once.
  let seen = begin + BEGINS_MS
  for (const { id, from, to } of ordered) {
    if (from >= end || to <= begin) continue
    first ??= id
    if (to >= end) return first
    lost += Math.max(0, Math.min(to, begin + ENDS_MS) - Math.max(from, seen))
    seen = Math.max(seen, to)
  }
  return lost >= MOST_LOST_MS ? first : null
}

/** A due day for which the clock did not run, and the first outage that made it so. */
export type Extended = { readonly day: string; readonly outage: string | null }

/**
 * The due day (ISO) of a term that runs after a day, with lost days not counted: for each working day of the term that was lost, and for
 * the due day itself, one working day that was not lost follows. A term of no length is its due day.
 */
export function extendDue(runsAfter: string, due: string, lost: LostDay): Extended {
  let outage: string | null = null
  let owed = 0
  for (let day = runsAfter < due ? nextDay(runsAfter) : due; day <= due; day = nextDay(day)) {
    const by = day === due || isWorkingDay(day) ? lost(day) : null
    if (by === null) continue
    outage ??= by
    owed += 1
  }
  let day = due
  while (owed > 0) {
    day = addWorkingDays(day, 1).day
    if (lost(day) === null) owed -= 1
  }
  return { day, outage }
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
