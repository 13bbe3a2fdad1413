import { Refusal } from '../refusals.ts'
import { inflate } from './compression.ts'
import type { Unchanged } from './load-release.ts'
import { openPublished, type Published, type Snapshot } from '../../engine/index.ts'
import { createRenewal } from './renewal.ts'

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

/** Keeps one snapshot for the life of an isolate. While the replica is away it goes on serving what it has. */
export function createCodeLists(options: CodeListsOptions): CodeListsHolder {
  const {
    load,
    loadRelease,
    fallback,
    store,
    now,
    refreshAfterMs,
    staleAfterMs,
    waitAtMostMs,
    report = () => {},
  } = options
  const renewal = createRenewal({ now, refreshAfterMs })
  let held: Held | null = null
  let earlier: Snapshot | null = null
  let attempt: { startedAt: number; work: Promise<unknown> } | null = null

  /** One attempt per `refreshAfterMs`: also the pause after a failure, and the time after which a cut-off attempt is given up. */
  function attemptIfDue(waitUntil: WaitUntil): Promise<unknown> {
    if (attempt === null || now() - attempt.startedAt >= refreshAfterMs) {
      attempt = { startedAt: now(), work: held === null ? firstLoad(waitUntil) : refreshOrReport(waitUntil) }
      // A request that ends early would otherwise take the load down with it, and everybody else who waits for it.
      waitUntil(attempt.work.catch(() => {}))
    }
    return attempt.work
  }

  async function refreshOrReport(waitUntil: WaitUntil): Promise<boolean> {
    try {
      await refresh(waitUntil)
      return true
    } catch (error) {
      renewal.failed()
      report(error)
      return false
    }
  }

  async function firstLoad(waitUntil: WaitUntil): Promise<void> {
    if (await refreshOrReport(waitUntil)) return
    try {
      if (fallback !== undefined) return await hold(await fallback())
    } catch (error) {
      report(error)
    }
    // The next caller tries anew: with nothing to serve there is nothing to save by pausing.
    attempt = null
    throw new Refusal('reference-unavailable')
  }

  async function refresh(waitUntil: WaitUntil): Promise<void> {
    const askedAt = now()
    const loaded = await load(held?.snapshot.release.id ?? null)
    renewal.renewed(askedAt)
    if (loaded.catalogues === 'unchanged') {
      if (held !== null) held.beatAt = newest(held.beatAt, loaded.beatAt)
      return
    }
    const published: Published = { ...loaded, catalogues: loaded.catalogues }
    await hold(published)
    if (store !== undefined) waitUntil(store(published).catch(report))
  }

  /** A replica that fell behind what is held (a stored release can be newer) does not take codes back. */
  async function hold(published: Published): Promise<void> {
    const { release, beatAt } = published
    if (held !== null && held.snapshot.release.number > release.number) return
    const snapshot = await openPublished(published, inflate)
    held = { snapshot, beatAt: newest(held?.beatAt ?? null, beatAt) }
  }

  function describe({ snapshot, beatAt }: Held): CurrentLists {
    const lagMs = beatAt === null ? null : Math.max(0, now() - beatAt)
    return {
      snapshot,
      release: snapshot.release.id,
      replicaLagSeconds: lagMs === null ? null : Math.round(lagMs / 1000),
      // Without a heartbeat there is no evidence that the copy is fresh.
      stale: lagMs === null || lagMs > staleAfterMs,
    }
  }

  async function current(waitUntil: WaitUntil): Promise<CurrentLists> {
    const work = attemptIfDue(waitUntil)
    if (held === null) await work
    else if (renewal.mustWait(describe(held).stale) && !(await endsWithin(waitAtMostMs, work))) renewal.failed()
    if (held === null) throw new Refusal('reference-unavailable')
    return describe(held)
  }

  return {
    current,
    async released(release, waitUntil) {
      const { snapshot } = await current(waitUntil)
      if (snapshot.release.id === release) return snapshot
      if (earlier?.release.id === release) return earlier
      return (earlier = await openPublished(await loadRelease(release), inflate))
    },
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

const newest = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))
