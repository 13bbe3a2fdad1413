import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'

/** https://www.standardwebhooks.com: secrets of 24 to 64 bytes. */
const SECRET_BYTES = 32
const PREFIX = 'whsec_'

/** `whsec_` and random bytes in base64. */
export const makeSecret = (): string =>
  PREFIX + Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64')

export type WebhookHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/**
 * What Standard Webhooks sends with a body: a signature by each secret, separated by spaces, so that a receiver which knows one of them
 * accepts the message. `id` stays over retries, so that a receiver recognises repeats; `at` in epoch
 * milliseconds.
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): WebhookHeaders {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
