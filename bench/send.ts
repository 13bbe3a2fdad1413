/** A sender: plain HTTP on connections that are kept, no proxy between it and workerd. */
import { createReadStream } from 'node:fs'
import { Agent, request as openRequest, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'

export type Answer = { status: number; milliseconds: number; text: string }

export type Sending = {
  method?: 'GET' | 'POST'
  token?: string
  agent?: Agent
  /** Bytes from memory, one piece after the other; or a file from disk. */
  body?: readonly Uint8Array[] | { path: string; bytes: number }
  /** Without it the body goes in HTTP chunks. */
  saysLength?: boolean
  /** Others than those of a file of XML. */
  headers?: Readonly<Record<string, string>>
}

export const keptConnections = (count: number): Agent => new Agent({ keepAlive: true, maxSockets: count })

const PIECE_BYTES = 256 * 1024

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts)
    for (let at = 0; at < part.length; at += PIECE_BYTES) yield part.subarray(at, at + PIECE_BYTES)
}

const sizeOf = (body: NonNullable<Sending['body']>): number =>
  'path' in body ? body.bytes : body.reduce((sum, { length }) => sum + length, 0)

/** Sends and waits for the whole answer; the time is from the first byte sent to the last one received. */
export async function send(url: string, sending: Sending = {}): Promise<Answer> {
  const { method = 'GET', token, agent, body, saysLength = true, headers = {} } = sending
  const started = performance.now()
  const request = openRequest(url, {
    method,
    ...(agent ? { agent } : {}),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/xml' } : {}),
      ...(body && saysLength ? { 'content-length': sizeOf(body) } : {}),
      ...headers,
    },
  })
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  const source = body && ('path' in body ? createReadStream(body.path, { highWaterMark: PIECE_BYTES }) : piecesOf(body))
  const [answer] = await Promise.all([response, source ? pipeline(source, request) : request.end()])
  let text = ''
  answer.setEncoding('utf8')
  for await (const piece of answer) text += String(piece)
  return { status: answer.statusCode ?? 0, milliseconds: performance.now() - started, text }
}

const TRY_AGAIN = 503

/**
 * As `send`, and throws unless the answer is the one expected. What is answered 503, or cut off by an answer that comes before all is sent, is
 * sent again, once, as its sender would; the time is that of the second. It comes where workerd asks the R2 of another process over a
 * connection that has just been closed there for idleness, after 5 s.
 */
export async function sendWell(url: string, sending: Sending, status: number): Promise<Answer> {
  const first = await send(url, sending).catch(() => null)
  const answer = first === null || first.status === TRY_AGAIN ? await send(url, sending) : first
  if (answer !== first) process.stderr.write(`${new URL(url).pathname} was asked again\n`)
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
  return answer
}
