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

/** What Standard Webhooks sends with a body. `id` stays over retries, so that a receiver tells repeats; `at` in epoch milliseconds. */
export function signedHeaders(
  secret: string,
  { id, at, body }: { id: string; at: number; body: string },
): WebhookHeaders {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
