/** The whole service with a door for tests; every answer it gives is compared with its own OpenAPI document. */
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { eq } from 'drizzle-orm'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { submissions } from '../../db/warehouse/schema.ts'
import type { StackOptions } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import type { BodyLimits } from '../../src/edge/read-body.ts'
import type { Receipt } from '../../src/edge/receipt/receipt.ts'
import { parseReceipt } from '../../src/edge/receipt/stored-receipt.ts'
import type { SubmissionState } from '../../src/store/warehouse/read.ts'
import { createConformance, type Conformance } from './conformance.ts'
import { startTestStack, type TestStack } from './stack.ts'
import { type Acknowledgement } from '../../src/http/routes/submissions/schemas.ts'

/** A file of some megabytes is read in seconds; beside other tests, and behind other files, it takes several times that. */
const VERIFIED_WITHIN_MS = 120_000
/** A heartbeat, its way to the replica, and a look at that. */
const FRESH_WITHIN_MS = 60_000

export type Problem = {
  code: string
  status: number
  message: { vi: string; en: string }
  remedy: { vi: string; en: string }
  line?: number
  column?: number
  table?: string
}

/** What a post of a file is answered with: an acknowledgement, or a problem. */
export type Submitted = Acknowledgement & Omit<Problem, 'status'>

export type Answer<T> = { status: number; headers: Headers; body: T }

/** The status, and the code of the problem where the answer is one. */
export const codeOf = ({ status, body }: Answer<unknown>): [status: number, code: unknown] => [
  status,
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined,
]

/** What a probe asks: a stack of its own, or the one that all files share. */
type Service = Pick<TestStack, 'url' | 'token' | 'forgetTokens'> & { readonly warehouse: { readonly url: string } }

/** One account, or nobody, and what it may ask. */
export type Client = {
  get<T>(path: string): Promise<Answer<T>>
  /** A body of JSON. */
  post<T>(path: string, body: unknown): Promise<Answer<T>>
  put<T>(path: string, body: unknown): Promise<Answer<T>>
  submit(file: BodyInit, options?: SubmitOptions): Promise<Answer<Submitted>>
}

type SubmitOptions = AskOptions & { purpose?: string; standard?: string }

export type Probe = SharedProbe & {
  readonly stack: TestStack
  /** Operations of the store and of the queue that fail from now on, for everybody. */
  setFaults(...faults: string[]): Promise<void>
  /**
   * A failed message comes again after so many seconds, in place of five and more (null: those again): for tests of what comes of it, not of
   * when. A worker that is started again has forgotten it.
   */
  retryAfter(seconds: number | null): Promise<void>
  /** Moves the clock of the worker on, by milliseconds; those of databases and of the machine stay. */
  advance(milliseconds: number): Promise<void>
  /** Everything stops, and its data goes. */
  dispose(): Promise<void>
}

export type SharedProbe = {
  readonly url: string
  readonly token: TestStack['token']
  /** Requests of that account; the answers are compared with the document. `null`: nobody. */
  as(account: string | null): Client
  readonly warehouse: Opened<'warehouse'>
  readonly conformance: Conformance
  /** Any request; the answer is checked against the document. `null` as account: nobody. */
  ask<T>(method: string, path: string, options?: AskOptions): Promise<Answer<T>>
  submit(file: BodyInit, options?: SubmitOptions): Promise<Answer<Submitted>>
  /** What the centre keeps of a table of the law in a submission: its rows as they were sent, with dossier and ordinal. */
  rows(id: string, table: string): Promise<Record<string, unknown>[]>
  /** Resolves once the centre is done with it, whichever way. */
  settled(id: string): Promise<SubmissionState>
  /** Resolves once its pending marker is gone, the last thing that the centre does: what is settled may have it for a moment. */
  cleared(id: string): Promise<void>
  /** Sends a file and resolves once the centre is done with it and its marker is gone. Throws where it was not received or not verified. */
  verified(file: BodyInit): Promise<Submitted>
  /** Resolves once the code lists are no longer stale; for a stack whose clock runs. */
  freshLists(): Promise<void>
  objects(prefix: string): Promise<string[]>
  /** As it lies there. */
  object(key: string): Promise<Uint8Array | null>
  /** What was sealed, by the keys of the service. */
  content(key: string): Promise<Uint8Array | null>
  receipt(id: string): Promise<Receipt>
  /** Keys of the stored files that receipts name, in order. */
  namedFiles(): Promise<string[]>
  removeObject(key: string): Promise<void>
  putObject(key: string, text: string): Promise<void>
  sendMessage(body: unknown): Promise<void>
  /** Messages that come to the consumer as one batch, where it takes so many. */
  sendMessages(bodies: readonly unknown[]): Promise<void>
  sweepUploads(now: number): Promise<void>
  /** Submissions that wait since before that moment (epoch ms). */
  overdue(before: number): Promise<{ submissionId: string; facility: string }[]>
  readBody(
    body: BodyInit,
    limits: BodyLimits,
    headers?: Record<string, string>,
  ): Promise<{ bytes: number; code: string | null }>
  /** Lets go of connections. */
  close(): void
}

export type AskOptions = {
  account?: string | null
  token?: string
  /** Where to ask; the main worker unless an edge of a province is named. */
  url?: string
  headers?: Record<string, string>
  body?: BodyInit
  /** A body that is sent as JSON, in place of `body`. */
  json?: unknown
}

export const startProbe = async (options: Partial<StackOptions> = {}): Promise<Probe> => {
  const stack = await startTestStack({ entry: 'test/harness/probe-worker.ts', ...options })
  const { door, ...probe } = await openProbe(stack)
  return {
    ...probe,
    stack,
    setFaults: async (...faults) => void (await door('PUT', 'faults', '', { body: JSON.stringify(faults) })),
    retryAfter: async (seconds) => void (await door('PUT', 'retry-seconds', seconds === null ? '' : String(seconds))),
    advance: async (milliseconds) => {
      await door('POST', 'clock', String(milliseconds))
      stack.forgetTokens()
    },
    dispose: async () => {
      probe.close()
      await stack.dispose()
    },
  }
}

type Door = (method: string, path: string, key?: string, init?: RequestInit) => Promise<Response>

/** A probe of a service that runs already, under `test/harness/probe-worker.ts`. */
export const openProbe = async (stack: Service): Promise<SharedProbe & { door: Door }> => {
  const warehouse = openDatabase('warehouse', { url: stack.warehouse.url, timeoutMs: 20_000 })
  const conformance = createConformance(await (await fetch(`${stack.url}/openapi.json`)).json())

  const door: Door = async (method, path, key = '', init = {}) => {
    const response = await fetch(`${stack.url}/-/${path}?key=${encodeURIComponent(key)}`, {
      method,
      duplex: 'half',
      ...init,
      // A connection kept from before may be one that the worker, busy with a large file, has just let go of.
      headers: { ...Object.fromEntries(new Headers(init.headers)), connection: 'close' },
    } as RequestInit)
    if (!response.ok && response.status !== 404) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response
  }

  const ask: Probe['ask'] = async (method, path, options = {}) => {
    const { account = '01001', token, url = stack.url, headers = {}, json } = options
    const body = json === undefined ? options.body : JSON.stringify(json)
    const authorization =
      token === undefined
        ? account === null
          ? {}
          : { authorization: `Bearer ${await stack.token(account)}` }
        : { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
      duplex: 'half',
    } as RequestInit)
    const text = await response.text()
    const answer: unknown = JSON.parse(text)
    conformance.check(method, path, response.status, response.headers, answer)
    return { status: response.status, headers: response.headers, body: answer as never }
  }

  const objects: Probe['objects'] = async (prefix) => (await door('GET', 'objects', prefix)).json()

  const content: Probe['content'] = async (key) => {
    const response = await door('GET', 'content', key)
    return response.status === 404 ? null : new Uint8Array(await response.arrayBuffer())
  }

  const submit: Probe['submit'] = (file, { purpose = 'management', standard, ...rest } = {}) => {
    const query = new URLSearchParams({ purpose, ...(standard === undefined ? {} : { standard }) })
    const headers = { 'content-type': 'application/xml', ...rest.headers }
    return ask('POST', `/v1/submissions?${query.toString()}`, { ...rest, headers, body: file })
  }

  const receipt: Probe['receipt'] = async (id) =>
    parseReceipt(id, Buffer.from((await content(`receipts/${id}`)) ?? []).toString())

  const settled: Probe['settled'] = (id) =>
    until(`submission ${id} to be verified`, VERIFIED_WITHIN_MS, async () => {
      const [state] = await warehouse.select().from(submissions).where(eq(submissions.id, id))
      return state === undefined || state.status === 'verifying' ? undefined : state
    })

  const cleared: Probe['cleared'] = async (id) => {
    await until(`the marker of submission ${id} to go`, VERIFIED_WITHIN_MS, async () =>
      (await objects(`pending/${id}`)).length === 0 ? true : undefined,
    )
  }

  return {
    door,
    url: stack.url,
    token: stack.token,
    warehouse,
    conformance,
    ask,
    submit,
    as: (account) => ({
      get: (path) => ask('GET', path, { account }),
      post: (path, body) => ask('POST', path, { account, json: body }),
      put: (path, body) => ask('PUT', path, { account, json: body }),
      submit: (file, options = {}) => submit(file, { account, ...options }),
    }),
    rows: async (id, table) => {
      const rows = await (await door('GET', 'rows', id)).json<Record<string, unknown>[]>()
      return rows.filter((row) => row['table'] === table)
    },
    settled,
    cleared,
    verified: async (file) => {
      const { status, body } = await submit(file)
      if (status !== 202) throw new Error(`the file was not received: ${status} ${body.code}`)
      const { status: state, failure } = await settled(body.id)
      if (state !== 'verified') throw new Error(`submission ${body.id} is ${state}: ${failure}`)
      await cleared(body.id)
      return body
    },
    freshLists: async () => {
      await until('fresh code lists', FRESH_WITHIN_MS, async () => {
        const { body } = await ask<{ dmdc: { stale: boolean } | null }>('GET', '/healthz', { account: null })
        return body.dmdc?.stale === false ? true : undefined
      })
    },
    objects,
    object: async (key) => {
      const response = await door('GET', 'object', key)
      return response.status === 404 ? null : new Uint8Array(await response.arrayBuffer())
    },
    content,
    receipt,
    namedFiles: async () => {
      const receipts = (await objects('receipts/')).map((key) => receipt(key.slice('receipts/'.length)))
      return (await Promise.all(receipts)).map(({ rawKey }) => rawKey).sort()
    },
    removeObject: async (key) => void (await door('DELETE', 'object', key)),
    putObject: async (key, text) => void (await door('PUT', 'object', key, { body: text })),
    sendMessage: async (body) => void (await door('POST', 'message', '', { body: JSON.stringify(body) })),
    sendMessages: async (bodies) => void (await door('POST', 'messages', '', { body: JSON.stringify(bodies) })),
    sweepUploads: async (now) => void (await door('POST', 'sweep-uploads', String(now))),
    overdue: async (before) => {
      const { overdue } = await (
        await door('GET', 'overdue', String(before))
      ).json<{
        overdue: { submissionId: string; facility: string }[]
      }>()
      return overdue
    },
    readBody: async (body, limits, headers = {}) =>
      (await door('POST', 'read-body', JSON.stringify(limits), { body, headers })).json(),
    close: () => {
      warehouse.$client.close()
    },
  }
}

/** Sends exactly these bytes and returns all that comes back, as text; what no HTTP library lets one send. */
export const sendRaw = (url: string, bytes: string | Uint8Array, { half = false } = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')))
    socket.on('data', (data: Buffer) => {
      answer += data.toString()
      if (/\r\n0\r\n\r\n$|\}$/.test(answer)) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(answer)
    })
    socket.write(bytes)
    if (half) socket.end()
  })
