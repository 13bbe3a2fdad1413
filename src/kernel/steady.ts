/**
 * A clock for durations: it goes as `now` does (milliseconds), and stands still where that jumps back, until it goes on from there. Whoever
 * remembers when something began would otherwise wait for as long as the jump was. Workers have no monotonic clock. A jump ahead cannot be told
 * from time that has passed: then what is remembered is over early, which is what everybody is prepared for.
 */
export function steady(now: () => number): () => number {
  let last = -Infinity
  let behind = 0
  return () => {
    const at = now()
    if (at + behind < last) behind = last - at
    last = at + behind
    return last
  }
}
