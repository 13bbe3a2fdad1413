/** Starts again what dies: a port that was announced stays alive as long as whoever started the stack does. */

export type Supervised = {
  readonly name: string
  readonly isUp: () => boolean
  readonly restart: () => Promise<void>
  /** Throws its data away and starts with none; of copies only, whose data is elsewhere. */
  readonly startAfresh?: () => Promise<void>
  /** Of copies: whether one that runs answers as what it is a copy of. */
  readonly compare?: () => Promise<'same' | 'different' | 'unknown'>
}

export type SupervisorEvent = {
  readonly name: string
  readonly what: 'died' | 'wrong' | 'restarted' | 'thrown-away' | 'failed'
  readonly cause?: string
}

const LOOK_EVERY_MS = 500
/** Doubles with every failure. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000
/** Between two looks at a copy that runs. */
const COMPARE_EVERY_MS = 20_000
/** A copy that differs twice is wrong: once, it may have reported a frame before it showed it. */
const DIFFERENCES_OF_A_COPY = 2
/** A copy that does not come up twice is damaged. */
const TRIES_OF_A_COPY = 2

/** Looks after all of them until it is stopped; resolves once nothing is being started any more. */
export function supervise(
  parts: readonly Supervised[],
  onEvent: (event: SupervisorEvent) => void,
  compareEveryMs = COMPARE_EVERY_MS,
): { readonly stop: () => Promise<void> } {
  let isStopped = false
  const states = parts.map((part) => ({
    part,
    failures: 0,
    notBefore: 0,
    comparedAt: performance.now(),
    differences: 0,
    work: null as Promise<void> | null,
  }))

  /** Starts it again; false where it did not come up. */
  const start = async ({ name, restart, startAfresh }: Supervised, isAfresh: boolean): Promise<boolean> => {
    try {
      if (isAfresh && startAfresh) {
        onEvent({ name, what: 'thrown-away' })
        await startAfresh()
      } else await restart()
      onEvent({ name, what: 'restarted' })
      return true
    } catch (error) {
      onEvent({ name, what: 'failed', cause: error instanceof Error ? error.message : String(error) })
      return false
    }
  }
  const raise = async (state: (typeof states)[number]): Promise<void> => {
    const { part } = state
    if (state.failures === 0) onEvent({ name: part.name, what: 'died' })
    if (await start(part, state.failures >= TRIES_OF_A_COPY)) state.failures = 0
    else {
      state.failures += 1
      state.notBefore = performance.now() + Math.min(FIRST_PAUSE_MS * 2 ** (state.failures - 1), LONGEST_PAUSE_MS)
    }
  }
  /** One that runs and answers wrongly is worse than none: it goes, and comes back with the data of its primary. */
  const compare = async (state: (typeof states)[number]): Promise<void> => {
    const { part } = state
    const answer = await part.compare?.().catch(() => 'unknown' as const)
    state.comparedAt = performance.now()
    if (answer === 'same') state.differences = 0
    if (answer !== 'different' || isStopped || !part.isUp() || !part.startAfresh) return
    state.differences += 1
    if (state.differences < DIFFERENCES_OF_A_COPY) return
    state.differences = 0
    onEvent({ name: part.name, what: 'wrong' })
    await start(part, true)
  }
  const workOn = (state: (typeof states)[number]): Promise<void> | null => {
    const now = performance.now()
    if (!state.part.isUp()) return now < state.notBefore ? null : raise(state)
    return state.part.compare && now - state.comparedAt >= compareEveryMs ? compare(state) : null
  }
  const look = (): void => {
    for (const state of states) {
      if (isStopped || state.work !== null) continue
      state.work =
        workOn(state)?.finally(() => {
          state.work = null
        }) ?? null
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await Promise.all(states.flatMap(({ work }) => work ?? []))
    },
  }
}
