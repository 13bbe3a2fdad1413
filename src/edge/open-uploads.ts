import { Refusal } from './refusals.ts'

/** More files than a facility sends at once: each holds a part of some megabytes in an isolate of 128. */
const MOST_OPEN_UPLOADS = 16
/** An upload whose sender has gone may never end in Workers: without a piece for so long it holds no place. Longer than it may be idle. */
const FORGOTTEN_MS = 60_000

/** The uploads of this isolate that are open now, by facility. */
export type OpenUploads = {
  /** The same pieces, and a place for them until they end or are let go, read or not. Throws `uploads-too-many` before anything is read. */
  of(facility: string, body: AsyncIterable<Uint8Array>): AsyncIterableIterator<Uint8Array>
}

/** `now` in epoch milliseconds. */
export function createOpenUploads(now: () => number, most = MOST_OPEN_UPLOADS): OpenUploads {
  const open = new Map<string, Map<symbol, number>>()

  function placesOf(facility: string): Map<symbol, number> {
    const places = open.get(facility) ?? new Map<symbol, number>()
    open.set(facility, places)
    for (const [place, at] of places) if (now() - at > FORGOTTEN_MS) places.delete(place)
    return places
  }

  return {
    of(facility, body) {
      const places = placesOf(facility)
      if (places.size >= most) throw new Refusal('uploads-too-many', { limit: most })
      const place = Symbol('upload')
      places.set(place, now())
      const leave = (): void => {
        places.delete(place)
        // Others may have begun since: then these are theirs.
        if (places.size === 0 && open.get(facility) === places) open.delete(facility)
      }
      const pieces = body[Symbol.asyncIterator]()
      // No generator: one that was never asked for a piece does not notice that it is let go.
      return {
        [Symbol.asyncIterator]() {
          return this
        },
        async next() {
          try {
            const piece = await pieces.next()
            if (piece.done === true) leave()
            else places.set(place, now())
            return piece
          } catch (error) {
            leave()
            throw error
          }
        },
        async return() {
          leave()
          await pieces.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
