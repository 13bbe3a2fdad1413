import { fingerprint } from '../rules/dossier/fingerprint.ts'

/** More keys than any file has dossiers of patients; what comes after them is not compared. */
const MAX_KEYS = 100_000

/** Whether a key is asked about for the first time; keeps a number of each, not the key. */
export function createFirstOnly(): (key: string) => boolean {
  const seen = new Set<number>()
  return (key) => {
    const mark = fingerprint(key)
    if (seen.has(mark)) return false
    if (seen.size < MAX_KEYS) seen.add(mark)
    return true
  }
}
