/** The engine beside a form: what is typed is judged as the service will judge it. At most one check runs, and one waits: the newest. */
import { vietnamDay } from '../../../src/kernel/vietnam-time.ts'
import { Store } from '../app/store.ts'
import type { FoundFinding, FromWorker } from '../engine/messages.ts'

export type Judged = {
  readonly state: 'loading' | 'ready' | 'missing'
  readonly findings: readonly FoundFinding[]
  /** Counts the checks that ended, so that a page can see that what it shows is of its newest values. */
  readonly count: number
}

const NOTHING: Judged = { state: 'loading', findings: [], count: 0 }

export class DraftChecker {
  readonly #judged = new Store(NOTHING)
  #worker: Worker | null = null
  #found: FoundFinding[] = []
  #running = false
  #waiting: string | null = null
  #lastId = 0

  readonly subscribe = this.#judged.subscribe
  readonly current = this.#judged.current

  /** The file as it would be sent now. */
  check(file: string): void {
    this.#waiting = file
    this.#next()
  }

  #next(): void {
    if (this.#running || this.#waiting === null) return
    const text = this.#waiting
    this.#waiting = null
    this.#running = true
    this.#found = []
    this.#lastId += 1
    const file = new File([text], 'draft.xml')
    // A worker, not a window: it has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    this.#started().postMessage({ kind: 'check', id: this.#lastId, file, received: vietnamDay(Date.now()) })
  }

  #started(): Worker {
    if (this.#worker === null) {
      this.#worker = new Worker(new URL('../engine/check.worker.ts', import.meta.url), { type: 'module' })
      this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(data))
    }
    return this.#worker
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'progress') this.#found.push(...message.findings)
    else if (message.kind === 'unprepared') this.#end({ state: 'missing', findings: [] })
    else if (message.kind !== 'ready' && message.kind !== 'tables') this.#end({ state: 'ready', findings: this.#found })
  }

  #end(judged: Omit<Judged, 'count'>): void {
    this.#running = false
    this.#judged.set({ ...judged, count: this.#judged.current().count + 1 })
    this.#next()
  }
}
