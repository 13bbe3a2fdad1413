/** Chance that is the same every time: what is generated from a seed is a fact about the seed. */
export type Random = {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number
  pick<T>(from: readonly [T, ...T[]]): T
  /** True once in `times`, in the long run. */
  once(times: number): boolean
}

/** A sequence of its own for each seed and name, so that one list does not shift when another changes. */
export function createRandom(seed: number, name: string): Random {
  let state = seed | 0
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  // A counter whose bits are stirred: any two steps are unlike, and no state is a trap.
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
    return (bits ^ (bits >>> 15)) >>> 0
  }
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count)
  return {
    below,
    pick: (from) => from[below(from.length)] ?? from[0],
    once: (times) => below(times) === 0,
  }
}

/** Divides `total` into whole parts in proportion to the weights: rounded down, what is left goes to the largest remainders. */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, at) => ({ at, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at)
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1
  return parts
}
