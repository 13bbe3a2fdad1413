import { setTimeout as pause } from 'node:timers/promises'

/** Between two probes: short against every start-up here (50–300 ms), long against the cost of a probe. */
const PAUSE_MS = 10

/** Asks `probe` again and again until it answers something else than `undefined`; past the deadline fails and says what was missing. */
export const until = async <T>(
  what: string,
  timeoutMs: number,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T> => {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const answer = await probe()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`)
    await pause(PAUSE_MS)
  }
}
