/** HTTP as the gateway speaks it: through the proxy of the system where there is one, and never without an end. */
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { EnvHttpProxyAgent, request } from 'undici'

export type HttpAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

export type HttpAsk = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | (() => AsyncIterable<Uint8Array>)
  readonly signal: AbortSignal
}

/** Rejects where nobody answered, or the line was cut. */
export type Http = { readonly ask: (ask: HttpAsk) => Promise<HttpAnswer>; readonly close: () => Promise<void> }

/** More than any answer is: the workbook of a file of 10,000 dossiers, wrong in every line, is some 100 MB. */
const MOST_ANSWER_BYTES = 256 * 1024 * 1024
const SECOND_MS = 1000

/** The line was cut by us: not one byte moved. */
class Silence extends Error {}

/** `silenceSeconds`: a line on which nothing moves for so long is given up. */
export function openHttp(silenceSeconds: number): Http {
  const silenceMs = silenceSeconds * SECOND_MS
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: silenceMs },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    // Whoever cuts lines cuts idle ones first: a kept one is used within seconds or not at all.
    keepAliveTimeout: 4 * SECOND_MS,
  })
  return {
    ask: (ask) => askOnce(agent, ask, silenceMs),
    close: () => agent.destroy(),
  }
}

async function askOnce(
  agent: Dispatcher,
  { method, url, headers, body, signal }: HttpAsk,
  silenceMs: number,
): Promise<HttpAnswer> {
  const watch = createWatch(silenceMs)
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method,
      headers: { ...headers, 'user-agent': 'bhyt-edge-gateway' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : streamOf(moving(body(), watch.moved)) }),
      signal: AbortSignal.any([signal, watch.signal]),
    })
    watch.moved()
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of answer.body) {
      const bytes: Uint8Array = part
      watch.moved()
      size += bytes.length
      if (size > MOST_ANSWER_BYTES) throw new Error('the answer is too long')
      parts.push(bytes)
    }
    return { status: answer.statusCode, headers: flat(answer.headers), body: Buffer.concat(parts) }
  } finally {
    watch.end()
  }
}

const streamOf = (pieces: AsyncGenerator<Uint8Array>): Readable => Readable.from(pieces, { objectMode: false })

/** Ends a request on which nothing moves. */
function createWatch(silenceMs: number): { signal: AbortSignal; moved: () => void; end: () => void } {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(new Silence('nothing moved on the line'))
  }, silenceMs)
  return {
    signal: controller.signal,
    moved: () => void timer.refresh(),
    end: () => {
      clearTimeout(timer)
    },
  }
}

async function* moving(body: AsyncIterable<Uint8Array>, moved: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    moved()
    yield piece
  }
  moved()
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
