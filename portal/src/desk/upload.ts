/** Files on their way: one after the other, with the bytes that have left, each answered by its acknowledgement. */
import { renewSession, UNAUTHORIZED, type Problem } from '../app/session.ts'
import { Store } from '../app/store.ts'
import { isProblem, type Acknowledgement } from '../signed-in/api.ts'

export type Purpose = 'management' | 'payment'

export type Upload = {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly purpose: Purpose
  readonly state: 'waiting' | 'sending' | 'received' | 'refused' | 'broken' | 'stopped'
  readonly acknowledgement: Acknowledgement | null
  readonly problem: Problem | null
}

const GZIP = /\.gz$/i

/** `body`: null where it is no JSON, as a server on the way answers. A word in place of an answer: there is none. */
type Answer = { readonly status: number; readonly body: unknown } | 'stopped' | 'broken'

const isUnauthorized = (answer: Answer): boolean => typeof answer !== 'string' && answer.status === UNAUTHORIZED

export class Uploads {
  /** Epoch milliseconds: the centre has what came then some seconds later. */
  receivedAt = 0
  readonly #uploads = new Store<readonly Upload[]>([])
  #files = new Map<number, File>()
  #request: XMLHttpRequest | null = null
  #isSending = false
  #lastId = 0

  constructor(private readonly onReceived: () => void) {}

  readonly subscribe = this.#uploads.subscribe
  readonly current = this.#uploads.current

  add(files: readonly File[], purpose: Purpose): void {
    const added = files.map((file): Upload => {
      this.#lastId += 1
      this.#files.set(this.#lastId, file)
      const { name, size } = file
      return { id: this.#lastId, name, size, sent: 0, purpose, state: 'waiting', acknowledgement: null, problem: null }
    })
    this.#uploads.set([...this.current(), ...added])
    void this.#sendAll()
  }

  /** Ends what is on its way. What had arrived whole is there all the same: sending it again makes no second record. */
  stop(): void {
    this.#uploads.set(this.current().map((each) => (each.state === 'waiting' ? { ...each, state: 'stopped' } : each)))
    this.#request?.abort()
  }

  /** Takes what is done off the list. */
  clear(): void {
    this.#uploads.set(this.current().filter(({ state }) => state === 'waiting' || state === 'sending'))
    const left = new Set(this.current().map(({ id }) => id))
    for (const id of this.#files.keys()) if (!left.has(id)) this.#files.delete(id)
  }

  /** The file that became this submission, where it was sent from this page. */
  fileOf(submission: string): File | null {
    const own = this.current().find(({ acknowledgement }) => acknowledgement?.id === submission)
    return own ? (this.#files.get(own.id) ?? null) : null
  }

  /** Ends what is on its way and forgets all. */
  forget(): void {
    this.#files.clear()
    this.#request?.abort()
    this.#uploads.set([])
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    for (;;) {
      const next = this.current().find(({ state }) => state === 'waiting')
      if (!next) break
      await this.#sendOne(next)
    }
    this.#isSending = false
  }

  async #sendOne({ id, purpose }: Upload): Promise<void> {
    const file = this.#files.get(id)
    if (!file) return
    this.#change(id, { state: 'sending' })
    let answer = await this.#post(id, file, purpose)
    if (isUnauthorized(answer) && (await renewSession()) && this.#files.has(id))
      answer = await this.#post(id, file, purpose)
    if (typeof answer === 'string') return this.#change(id, { state: answer })
    const { status, body } = answer
    if (body !== null && (status === 200 || status === 202)) {
      // The shapes that the OpenAPI document promises for these statuses.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      this.#change(id, { state: 'received', sent: file.size, acknowledgement: body as Acknowledgement })
      this.receivedAt = Date.now()
      return this.onReceived()
    }
    this.#change(id, isProblem(body) ? { state: 'refused', problem: body } : { state: 'broken' })
  }

  /** `fetch` does not say how much has left. */
  #post(id: number, file: File, purpose: Purpose): Promise<Answer> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest()
      this.#request = request
      request.open('POST', `/v1/submissions?purpose=${purpose}`)
      request.setRequestHeader('content-type', 'application/xml')
      if (GZIP.test(file.name)) request.setRequestHeader('content-encoding', 'gzip')
      request.upload.addEventListener('progress', ({ loaded }) =>
        this.#change(id, { sent: Math.min(loaded, file.size) }),
      )
      request.responseType = 'json'
      request.addEventListener('load', () => resolve({ status: request.status, body: request.response }))
      request.addEventListener('error', () => resolve('broken'))
      request.addEventListener('abort', () => resolve('stopped'))
      request.send(file)
    })
  }

  #change(id: number, part: Partial<Upload>): void {
    this.#uploads.set(this.current().map((each) => (each.id === id ? { ...each, ...part } : each)))
  }
}
