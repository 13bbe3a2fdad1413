/**
 * Who speaks which wire, counted: an isolate adds calls up for some seconds and hands the sum to the store, from where the centre takes it
 * into its database. So a call costs nothing but a count, and an edge, which writes no database, counts too. What an isolate holds when it is
 * killed is lost: some seconds of counts.
 */
export type Call = {
  /** '' where the caller is not known. */
  readonly facility: string
  readonly wire: 'old' | 'new'
  readonly operation: string
  readonly code: string
}
/** Times in epoch milliseconds; the day ISO, of Việt Nam. */
export type CountedCall = Call & { readonly day: string; readonly calls: number; readonly lastAt: number }

/** Adds up so long; a request may go on for half a minute after its answer. */
const ADD_UP_MS = 5000
/** Different calls of one sum: unknown paths may be invented without end. */
const MOST_CALLS = 500
const OTHERS = '…'

export type CallCounter = {
  /** Never throws and never waits. */
  readonly note: (call: Call, waitUntil: (work: Promise<unknown>) => void) => void
}

export function createCallCounter({
  put,
  now,
  dayOf,
  pause,
  report,
}: {
  /** Hands a sum over. */
  put: (calls: readonly CountedCall[]) => Promise<void>
  now: () => number
  dayOf: (moment: number) => string
  pause: (milliseconds: number) => Promise<void>
  report: (error: unknown) => void
}): CallCounter {
  let counted = new Map<string, CountedCall>()
  let begunAt = 0

  const handOver = async (): Promise<void> => {
    await pause(ADD_UP_MS)
    const calls = [...counted.values()]
    counted = new Map()
    if (calls.length > 0) await put(calls).catch(report)
  }

  return {
    note(call, waitUntil) {
      const lastAt = now()
      const day = dayOf(lastAt)
      const named = [day, call.facility, call.wire, call.operation, call.code].join('\n')
      const isRoom = counted.has(named) || counted.size < MOST_CALLS
      const kept = isRoom ? call : { ...call, facility: '', operation: OTHERS }
      const key = isRoom ? named : [day, '', call.wire, OTHERS, call.code].join('\n')
      const calls = (counted.get(key)?.calls ?? 0) + 1
      // Whoever was to hand over may have been cut off with its request: then the next one does.
      if (counted.size === 0 || lastAt - begunAt > 2 * ADD_UP_MS) {
        begunAt = lastAt
        waitUntil(handOver())
      }
      counted.set(key, { ...kept, day, calls, lastAt })
    },
  }
}
