/** A string of so few characters is always one of its own. */
const NEVER_A_SLICE = 12

/**
 * A value read from a file is a slice of the 64 KB chunk it came in, and a kept slice keeps the whole chunk alive.
 * Whatever is kept longer than a row gets memory of its own.
 */
export function detached(value: string): string {
  if (value.length <= NEVER_A_SLICE) return value
  // What is put together must be copied before a part can be taken of it.
  return ` ${value}`.slice(1)
}
