import { Refusal } from '../../../kernel/refusal.ts'
import { webhookUrl, type InsecureHosts } from './address.ts'
import { signedHeaders } from './signature.ts'

/** Long enough for a receiver that writes to a database, short enough that a dead one costs little. */
const TIME_LIMIT_MS = 10_000

export type Failure = 'status' | 'redirect' | 'timeout' | 'unreachable' | 'address'
/** What became of one attempt; `status` null: there was no answer. */
export type Attempt = { readonly status: number | null; readonly failure: Failure | null }

export type AttemptNeeds = {
  readonly send: (request: Request) => Promise<Response>
  readonly insecureHosts: InsecureHosts
}

export type OutgoingMessage = {
  readonly url: string
  readonly secret: string
  readonly id: string
  readonly body: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * Sends one message and waits for its status; the body of the answer is not read, and a redirect is not followed, as it might lead where
 * an address may not. Never throws for what a receiver does.
 */
export async function attempt(
  { url, secret, ...message }: OutgoingMessage,
  { send, insecureHosts }: AttemptNeeds,
): Promise<Attempt> {
  try {
    const request = new Request(webhookUrl(url, insecureHosts), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'bhyt-edge', ...signedHeaders(secret, message) },
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    })
    const response = await send(request)
    await response.body?.cancel()
    const { status } = response
    if (status >= 300 && status < 400) return { status, failure: 'redirect' }
    return { status, failure: status >= 200 && status < 300 ? null : 'status' }
  } catch (error) {
    return { status: null, failure: failureOf(error) }
  }
}

/** Whatever fetch throws is the receiver's or the network's; an address may have been allowed under another configuration. */
function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return 'address'
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
    ? 'timeout'
    : 'unreachable'
}
