/** Time and chance, as everything in the gateway is handed them. */

export type Clock = {
  /** Epoch milliseconds, as the machine believes; it may jump. */
  readonly now: () => number
  /** Milliseconds that only go forward. */
  readonly passed: () => number
  /** 0 up to, not including, 1. */
  readonly random: () => number
  /** Resolves after so many milliseconds, or at once when the signal ends. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}
