const OFFSETS = [0x811c9dc5, 0x9e3779b1] as const
const PRIMES = [0x01000193, 0x85ebca6b] as const
const SEPARATOR = 0x1f
const HIGH = 2 ** 21
const LOW_SHIFT = 11

/**
 * A number of 53 bits that stands for these texts, so that equal rows are found without keeping them. Two different ones
 * among ten thousand rows share it less than once in a hundred million dossiers.
 */
export function fingerprint(...texts: readonly string[]): number {
  let high: number = OFFSETS[0]
  let low: number = OFFSETS[1]
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      high = Math.imul(high ^ code, PRIMES[0])
      low = Math.imul(low ^ code, PRIMES[1])
      low ^= low >>> 15
    }
    high = Math.imul(high ^ SEPARATOR, PRIMES[0])
    low = Math.imul(low ^ SEPARATOR, PRIMES[1])
  }
  return (high >>> 0) * HIGH + (low >>> LOW_SHIFT)
}
