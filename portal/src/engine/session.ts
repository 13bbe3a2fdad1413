/** The files of this page and what was found in them. It lives as long as the page: nothing of a file is written anywhere. */
import { vietnamDay } from '../../../src/kernel/vietnam-time.ts'
import type { DossierCounts, RefusedFile, StandardId } from '../../../src/engine/index.ts'
import { Store } from '../app/store.ts'
import type { FoundDossier, FoundFinding, FromWorker, Judge, ShownTable, ToWorker } from './messages.ts'

export type CheckedFile = {
  readonly id: number
  readonly name: string
  /** Bytes, as the file lies on the disk. */
  readonly size: number
  readonly read: number
  readonly state: 'waiting' | 'reading' | 'checked' | 'refused' | 'broken' | 'stopped'
  readonly dossiers: number
  readonly findingsTotal: number
  readonly standard: StandardId | null
  readonly facility: string | null
  readonly counts: DossierCounts | null
  readonly refused: RefusedFile | null
}

export type Lists = { readonly state: 'loading' | 'ready' | 'missing'; readonly judge: Judge | null }

export type Checked = {
  readonly lists: Lists
  readonly files: readonly CheckedFile[]
  readonly findings: readonly FoundFinding[]
  readonly dossiers: readonly FoundDossier[]
  /** Of all files, also those that are not among `findings`. */
  readonly findingsTotal: number
  readonly isRunning: boolean
}

const NOTHING: Checked = {
  lists: { state: 'loading', judge: null },
  files: [],
  findings: [],
  dossiers: [],
  findingsTotal: 0,
  isRunning: false,
}

const isUnderWay = ({ state }: CheckedFile): boolean => state === 'waiting' || state === 'reading'

export class CheckSession {
  readonly #checked = new Store(NOTHING)
  #files = new Map<number, File>()
  #worker: Worker | null = null
  #awaited = new Map<string, (tables: readonly ShownTable[] | null) => void>()
  #lastId = 0

  readonly subscribe = this.#checked.subscribe
  readonly current = this.#checked.current

  /** Fetches the code lists, so that they are there when the first file comes, and when the line is gone. */
  prepare(): void {
    if (this.current().lists.state === 'ready') return
    this.#change({ lists: { state: 'loading', judge: null } })
    this.#post({ kind: 'prepare' })
  }

  add(files: readonly File[]): void {
    if (files.length === 0) return
    const added = files.map((file): CheckedFile => {
      this.#lastId += 1
      this.#files.set(this.#lastId, file)
      return {
        id: this.#lastId,
        name: file.name,
        size: file.size,
        read: 0,
        state: 'waiting',
        dossiers: 0,
        findingsTotal: 0,
        standard: null,
        facility: null,
        counts: null,
        refused: null,
      }
    })
    this.#change({ files: [...this.current().files, ...added] })
    const received = vietnamDay(Date.now())
    for (const { id } of added) {
      const file = this.#files.get(id)
      if (file) this.#post({ kind: 'check', id, file, received })
    }
  }

  /** Ends what is under way; what was found so far stays. */
  stop(): void {
    this.#worker?.terminate()
    this.#worker = null
    for (const settle of this.#awaited.values()) settle(null)
    this.#awaited.clear()
    this.#change({
      files: this.current().files.map((file) => (isUnderWay(file) ? { ...file, state: 'stopped' } : file)),
    })
  }

  /** Forgets all files. */
  clear(): void {
    this.stop()
    this.#files.clear()
    this.#change({ files: [], findings: [], dossiers: [] })
  }

  /** The rows of one dossier, read from its file again; null where that cannot be done. */
  tablesOf(id: number, dossier: number): Promise<readonly ShownTable[] | null> {
    const file = this.#files.get(id)
    if (!file) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#awaited.set(`${id}.${dossier}`, resolve)
      const standard = this.current().files.find((each) => each.id === id)?.standard ?? null
      this.#post({ kind: 'dossier', id, file, dossier, standard, received: vietnamDay(Date.now()) })
    })
  }

  #post(message: ToWorker): void {
    if (this.#worker === null) {
      this.#worker = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
      this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        this.#hear(data)
      })
    }
    // A worker, not a window: it has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    this.#worker.postMessage(message)
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        return this.#change({ lists: { state: 'ready', judge: message.judge } })
      case 'unprepared':
        this.#change({ lists: { state: 'missing', judge: null } })
        return this.stop()
      case 'progress': {
        const { id, read, findingsTotal, findings, dossiers } = message
        const own = this.current().files.find((file) => file.id === id)
        this.#change({
          findings: findings.length === 0 ? this.current().findings : [...this.current().findings, ...findings],
          dossiers: dossiers.length === 0 ? this.current().dossiers : [...this.current().dossiers, ...dossiers],
        })
        return this.#changeFile(id, {
          state: 'reading',
          read,
          findingsTotal,
          dossiers: (own?.dossiers ?? 0) + dossiers.length,
        })
      }
      case 'checked': {
        const { id, standard, facility, counts } = message
        return this.#changeFile(id, { state: 'checked', standard, facility, counts })
      }
      case 'refused':
        return this.#ended(message.id, { state: 'refused', refused: message.refused })
      case 'broken':
        return this.#ended(message.id, { state: 'broken' })
      case 'tables': {
        const key = `${message.id}.${message.dossier}`
        this.#awaited.get(key)?.(message.tables)
        this.#awaited.delete(key)
      }
    }
  }

  /** A file that could not be checked to its end; or, where it had been, a dossier of it that could not be read again. */
  #ended(id: number, change: Partial<CheckedFile>): void {
    for (const [key, settle] of this.#awaited) {
      if (!key.startsWith(`${id}.`)) continue
      settle(null)
      this.#awaited.delete(key)
    }
    const own = this.current().files.find((file) => file.id === id)
    if (own && isUnderWay(own)) this.#changeFile(id, change)
  }

  #changeFile(id: number, change: Partial<CheckedFile>): void {
    this.#change({ files: this.current().files.map((file) => (file.id === id ? { ...file, ...change } : file)) })
  }

  #change(change: Partial<Omit<Checked, 'findingsTotal' | 'isRunning'>>): void {
    const checked = { ...this.current(), ...change }
    this.#checked.set({
      ...checked,
      findingsTotal: checked.files.reduce((total, file) => total + file.findingsTotal, 0),
      isRunning: checked.files.some(isUnderWay),
    })
  }
}
