/** The whole service with a door for tests; every answer it gives is held against its own OpenAPI document. */
import { connect } from 'node:net'
import { eq } from 'drizzle-orm'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { submissions } from '../../db/warehouse/schema.ts'
import type { StackOptions } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import type { BodyLimits } from '../../src/edge/read-body.ts'
import type { Acknowledgement } from '../../src/http/schemas.ts'
import type { SubmissionState } from '../../src/store/warehouse/read.ts'
import { createConformance, type Conformance } from './conformance.ts'
import { startTestStack, type TestStack } from './stack.ts'

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

export type Probe = {
  readonly stack: TestStack
  readonly warehouse: Opened<'warehouse'>
  readonly conformance: Conformance
  /** Any request; the answer is checked against the document. `null` as account: nobody. */
  ask<T>(method: string, path: string, options?: AskOptions): Promise<Answer<T>>
  submit(file: BodyInit, options?: AskOptions & { purpose?: string; standard?: string }): Promise<Answer<Submitted>>
  /** Resolves once the centre is done with it, whichever way. */
  settled(id: string): Promise<SubmissionState>
  /** Resolves once the code lists are no longer stale; for a stack whose clock runs. */
  freshLists(): Promise<void>
  objects(prefix: string): Promise<string[]>
  object(key: string): Promise<Uint8Array | null>
  removeObject(key: string): Promise<void>
  sendMessage(body: unknown): Promise<void>
  setFaults(...faults: string[]): Promise<void>
  sweepUploads(now: number): Promise<void>
  /** Moves the clock of the worker on, by milliseconds; those of databases and of the machine stay. */
  advance(milliseconds: number): Promise<void>
  /** Submissions that wait since before that moment (epoch ms). */
  overdue(before: number): Promise<{ submissionId: string; facility: string }[]>
  readBody(
    body: BodyInit,
    limits: BodyLimits,
    headers?: Record<string, string>,
  ): Promise<{ bytes: number; code: string | null }>
  dispose(): Promise<void>
}

export type AskOptions = {
  account?: string | null
  token?: string
  /** Where to ask; the main worker unless an edge of a province is named. */
  url?: string
  headers?: Record<string, string>
  body?: BodyInit
}

export const startProbe = async (options: Partial<StackOptions> = {}): Promise<Probe> => {
  const stack = await startTestStack({ entry: 'test/harness/probe-worker.ts', ...options })
  const warehouse = openDatabase('warehouse', { url: stack.warehouse.url, timeoutMs: 20_000 })
  const conformance = createConformance(await (await fetch(`${stack.url}/openapi.json`)).json())

  const door = async (method: string, path: string, key = '', init: RequestInit = {}): Promise<Response> => {
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
    const { account = '01001', token, url = stack.url, headers = {}, body } = options
    const authorization =
      token === undefined
        ? account === null
          ? {}
          : { authorization: `Bearer ${await stack.token(account)}` }
        : { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
      duplex: 'half',
    } as RequestInit)
    const text = await response.text()
    const answer: unknown = JSON.parse(text)
    conformance.check(method, path, response.status, response.headers, answer)
    return { status: response.status, headers: response.headers, body: answer as never }
  }

  return {
    stack,
    warehouse,
    conformance,
    ask,
    submit: (file, { purpose = 'management', standard, ...rest } = {}) => {
      const query = new URLSearchParams({ purpose, ...(standard === undefined ? {} : { standard }) })
      const headers = { 'content-type': 'application/xml', ...rest.headers }
      return ask('POST', `/v1/submissions?${query.toString()}`, { ...rest, headers, body: file })
    },
    settled: (id) =>
      until(`submission ${id} to be verified`, VERIFIED_WITHIN_MS, async () => {
        const [state] = await warehouse.select().from(submissions).where(eq(submissions.id, id))
        return state === undefined || state.status === 'verifying' ? undefined : state
      }),
    freshLists: async () => {
      await until('fresh code lists', FRESH_WITHIN_MS, async () => {
        const { body } = await ask<{ dmdc: { stale: boolean } | null }>('GET', '/healthz', { account: null })
        return body.dmdc?.stale === false ? true : undefined
      })
    },
    objects: async (prefix) => (await door('GET', 'objects', prefix)).json(),
    object: async (key) => {
      const response = await door('GET', 'object', key)
      return response.status === 404 ? null : new Uint8Array(await response.arrayBuffer())
    },
    removeObject: async (key) => void (await door('DELETE', 'object', key)),
    sendMessage: async (body) => void (await door('POST', 'message', '', { body: JSON.stringify(body) })),
    setFaults: async (...faults) => void (await door('PUT', 'faults', '', { body: JSON.stringify(faults) })),
    sweepUploads: async (now) => void (await door('POST', 'sweep-uploads', String(now))),
    advance: async (milliseconds) => void (await door('POST', 'clock', String(milliseconds))),
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
    dispose: async () => {
      warehouse.$client.close()
      await stack.dispose()
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
