/**
 * A clock for durations: it goes as `now` does (milliseconds), and stays where it is while that is set back, until it goes on from there. Whoever
 * remembers when something began would otherwise wait for as long as the jump was. Workers have no monotonic clock. A jump ahead cannot be seen
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
