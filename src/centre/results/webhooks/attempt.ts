import { Refusal } from '../../refusals.ts'
import { publicWebhookUrl, type AddressNeeds } from './address.ts'
import { pauseAskedFor } from './schedule.ts'
import { signedHeaders } from './signature.ts'

/** Long enough for a receiver that writes to a database, short enough that a dead one costs little. */
const TIME_LIMIT_MS = 10_000

export type AttemptFailure = 'status' | 'redirect' | 'timeout' | 'unreachable' | 'address'
/** What became of one attempt; `status` null: there was no answer. */
export type Attempt = {
  readonly status: number | null
  readonly failure: AttemptFailure | null
  /** Of a failed one: until when the receiver asks us to wait (epoch ms); null: it does not. */
  readonly pausedUntil: number | null
}

export type AttemptNeeds = AddressNeeds & { readonly send: (request: Request) => Promise<Response> }

export type OutgoingMessage = {
  readonly url: string
  /** Those in force, the newest first. */
  readonly secrets: readonly string[]
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
  { url, secrets, ...message }: OutgoingMessage,
  { send, ...addresses }: AttemptNeeds,
): Promise<Attempt> {
  try {
    const request = new Request(await publicWebhookUrl(url, addresses), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'bhyt-edge', ...signedHeaders(secrets, message) },
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    })
    const response = await send(request)
    await response.body?.cancel()
    const { status } = response
    if (status >= 200 && status < 300) return { status, failure: null, pausedUntil: null }
    const pausedUntil = pauseAskedFor(response.headers.get('retry-after'), message.at)
    return { status, failure: status >= 300 && status < 400 ? 'redirect' : 'status', pausedUntil }
  } catch (error) {
    return { status: null, failure: failureOf(error), pausedUntil: null }
  }
}

/** Whatever fetch throws is the receiver's or the network's; a name may lead elsewhere since the webhook was made. */
function failureOf(error: unknown): AttemptFailure {
  if (error instanceof Refusal && error.code === 'webhook-url') return 'address'
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
    ? 'timeout'
    : 'unreachable'
}
