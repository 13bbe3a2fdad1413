import { Refusal } from '../refusals.ts'

/** Throws Refusal('storage-full') where a file of that many bytes (null: unknown) would leave too little room. */
export type AssertRoom = (bytes: number | null) => Promise<void>

/** Asked of the disk at most so often: a second of uploads is little against what is kept free. */
const KNOWN_FOR_MS = 1000

/**
 * Refuses early: a disk that is full breaks more than one file. `free` answers the bytes that are free; null: nobody here can say, as with R2,
 * which does not fill up. A store that cannot be asked is not refused for that: what it confirms is checked all the same.
 */
export function createRoom({
  free,
  least,
  now,
}: {
  free: (() => Promise<number>) | null
  least: number
  now: () => number
}): AssertRoom {
  let known: { at: number; bytes: number } | null = null
  return async (bytes) => {
    if (free === null) return
    try {
      if (known === null || Math.abs(now() - known.at) >= KNOWN_FOR_MS) known = { at: now(), bytes: await free() }
    } catch {
      return
    }
    if (known.bytes - (bytes ?? 0) < least) throw new Refusal('storage-full')
  }
}
