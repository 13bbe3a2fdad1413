import { Refusal } from '../refusals.ts'
import { steady } from '../../kernel/steady.ts'
import { inflate } from './compression.ts'
import type { Unchanged } from './load-release.ts'
import { openPublished, type Published, type Snapshot } from '../../engine/index.ts'
import { createRenewal, type Renewal } from './renewal.ts'

export type CodeListsOptions = {
  /** Reads from the nearest replica; given the release that is held, so that unchanged bodies need not travel. */
  load: (heldRelease: string | null) => Promise<Published | Unchanged>
  /** Reads the release of an id from the nearest replica. */
  loadRelease: (release: string) => Promise<Published>
  /** Where codes come from when the replica is away and nothing is held yet. */
  fallback?: () => Promise<Published>
  /** Keeps a release for that day; called once per release that this isolate reads from its replica. */
  store?: (published: Published) => Promise<unknown>
  /** Hears of every load, fallback and store that failed. */
  report?: (error: unknown) => void
  /** Epoch milliseconds. */
  now: () => number
  refreshAfterMs: number
  /** Past this lag, findings about codes are only warnings. */
  staleAfterMs: number
  /** How long a caller waits for codes past their limit to be renewed: as long as `load` takes at most. */
  waitAtMostMs: number
}

/** The code lists as they are now, and how far they can be trusted. */
export type CurrentLists = {
  snapshot: Snapshot
  release: string
  /** Age of the last heartbeat of the primary that this copy has seen; null when it has seen none. */
  replicaLagSeconds: number | null
  stale: boolean
}

/** Takes work that must go on after the answer was given; a Worker's `ctx.waitUntil`. */
export type WaitUntil = (work: Promise<unknown>) => void

export type CodeListsHolder = {
  /**
   * The snapshot held. Past `refreshAfterMs` it is renewed behind the caller; past its limit (`renewal.ts`, or stale) it is renewed first, and
   * all callers wait for the same load, `waitAtMostMs` at most. So nobody is judged by old lists because nobody sent anything for a while;
   * while the replica is away, one caller waits and the others go on with what is held. Throws Refusal('reference-unavailable') when nothing is
   * held and neither replica nor fallback answers.
   */
  current: (waitUntil: WaitUntil) => Promise<CurrentLists>
  /**
   * The snapshot of a release that was in force once: what was checked by it is checked again by the same codes. The last one asked for is
   * kept beside the one in force. Throws also where the replica does not have it (yet).
   */
  released: (release: string, waitUntil: WaitUntil) => Promise<Snapshot>
}

type Held = { snapshot: Snapshot; beatAt: number | null }

/** What an isolate holds. */
type State = {
  readonly options: CodeListsOptions
  /** For durations. */
  readonly elapsed: () => number
  readonly report: (error: unknown) => void
  readonly renewal: Renewal
  held: Held | null
  /** The last earlier release that was asked for. */
  earlier: Snapshot | null
  attempt: { startedAt: number; work: Promise<unknown> } | null
}

/** Keeps one snapshot for the life of an isolate. While the replica is away it goes on serving what it has. */
export function createCodeLists(options: CodeListsOptions): CodeListsHolder {
  const elapsed = steady(options.now)
  const state: State = {
    options,
    elapsed,
    report: options.report ?? (() => {}),
    renewal: createRenewal({ ...options, now: elapsed }),
    held: null,
    earlier: null,
    attempt: null,
  }
  return {
    current: (waitUntil) => current(state, waitUntil),
    async released(release, waitUntil) {
      const { snapshot } = await current(state, waitUntil)
      if (snapshot.release.id === release) return snapshot
      if (state.earlier?.release.id === release) return state.earlier
      return (state.earlier = await openPublished(await options.loadRelease(release), inflate))
    },
  }
}

async function current(state: State, waitUntil: WaitUntil): Promise<CurrentLists> {
  const { renewal, options } = state
  const work = attemptIfDue(state, waitUntil)
  if (state.held === null) await work
  else if (renewal.mustWait(describe(state.held, options).stale) && !(await endsWithin(options.waitAtMostMs, work)))
    renewal.failed()
  if (state.held === null) throw new Refusal('reference-unavailable')
  return describe(state.held, options)
}

/** One attempt per `refreshAfterMs`: also the pause after a failure, and the time after which a cut-off attempt is given up. */
function attemptIfDue(state: State, waitUntil: WaitUntil): Promise<unknown> {
  const { elapsed, options } = state
  if (state.attempt === null || elapsed() - state.attempt.startedAt >= options.refreshAfterMs) {
    const work = state.held === null ? firstLoad(state, waitUntil) : refreshOrReport(state, waitUntil)
    state.attempt = { startedAt: elapsed(), work }
    // A request that ends early would otherwise take the load down with it, and everybody else who waits for it.
    waitUntil(work.catch(() => {}))
  }
  return state.attempt.work
}

async function refreshOrReport(state: State, waitUntil: WaitUntil): Promise<boolean> {
  try {
    await refresh(state, waitUntil)
    return true
  } catch (error) {
    state.renewal.failed()
    state.report(error)
    return false
  }
}

async function firstLoad(state: State, waitUntil: WaitUntil): Promise<void> {
  if (await refreshOrReport(state, waitUntil)) return
  const { fallback } = state.options
  try {
    if (fallback !== undefined) return await hold(state, await fallback())
  } catch (error) {
    state.report(error)
  }
  // The next caller tries anew: with nothing to serve there is nothing to save by pausing.
  state.attempt = null
  throw new Refusal('reference-unavailable')
}

async function refresh(state: State, waitUntil: WaitUntil): Promise<void> {
  const { now, load, store } = state.options
  const askedAt = state.elapsed()
  const loaded = await load(state.held?.snapshot.release.id ?? null)
  state.renewal.renewed(askedAt)
  if (loaded.catalogues === 'unchanged') {
    if (state.held !== null) state.held.beatAt = newest(state.held.beatAt, loaded.beatAt, now())
    return
  }
  const published: Published = { ...loaded, catalogues: loaded.catalogues }
  await hold(state, published)
  if (store !== undefined) waitUntil(store(published).catch(state.report))
}

/** A replica that fell behind what is held (a stored release can be newer) does not take codes back. */
async function hold(state: State, published: Published): Promise<void> {
  const { release, beatAt } = published
  if (state.held !== null && state.held.snapshot.release.number > release.number) return
  const snapshot = await openPublished(published, inflate)
  state.held = { snapshot, beatAt: newest(state.held?.beatAt ?? null, beatAt, state.options.now()) }
}

function describe({ snapshot, beatAt }: Held, { now, staleAfterMs }: CodeListsOptions): CurrentLists {
  const lagMs = beatAt === null ? null : Math.max(0, now() - beatAt)
  return {
    snapshot,
    release: snapshot.release.id,
    replicaLagSeconds: lagMs === null ? null : Math.round(lagMs / 1000),
    // Without a heartbeat there is no evidence that the copy is fresh.
    stale: lagMs === null || lagMs > staleAfterMs,
  }
}

/** Whether work ends in time. It may be another request's, cut off with it, and then never ends. */
async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false)
    }, milliseconds)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What is held from before the clock was set back says nothing of now. */
const newest = (held: number | null, loaded: number | null, now: number): number | null =>
  held === null || held > now ? loaded : loaded === null ? held : Math.max(held, loaded)
