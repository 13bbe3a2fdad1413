/**
 * Codes that wait for the end of the encounter because XML1 has not come yet. A dossier has a few hundred; beyond the
 * bound the row's own day decides, and then nothing is refused for it.
 */
const MAX_WAITING = 2000

/** What is known of the dossier's dates while its tables arrive. */
export type EncounterDays = {
  /** yyyymmdd of XML1.NGAY_RA; null while XML1 has not been read or has no such date. */
  end: number | null
  /** XML1 has been read. */
  readonly settled: boolean
  /** yyyymmdd on which the file was received: the day that counts when the dossier has no end. */
  readonly received: number
  /** Runs once the dossier's dates are settled; false: too many wait already. */
  readonly whenSettled: (check: () => void) => boolean
}

/** Counts what waits for XML1 in one dossier. */
export function createEncounterDays(received: number): EncounterDays & { settle: (end: number | null) => void } {
  let waiting: (() => void)[] = []
  const days = {
    end: null as number | null,
    settled: false,
    received,
    whenSettled(check: () => void): boolean {
      if (waiting.length >= MAX_WAITING) return false
      waiting.push(check)
      return true
    },
    /** XML1 has been read, or the dossier has ended without it. */
    settle(end: number | null): void {
      days.end = end ?? days.end
      days.settled = true
      const checks = waiting
      waiting = []
      for (const check of checks) check()
    },
  }
  return days
}
