import type { Context } from 'hono'
import type { AppEnv } from './services.ts'

/** Of IPv6 the part that a subscriber is given: they have all addresses behind it. */
const SUBSCRIBER_PARTS = 4

/**
 * The client's address as the proxy before this deployment says it, by which limits are kept. Empty where no proxy is trusted: anybody can
 * write a header, so all clients are then counted as one.
 */
export function clientAddress(c: Context<AppEnv>): string {
  const { addressHeader } = c.get('services')
  const address = addressHeader === null ? '' : (c.req.header(addressHeader)?.trim() ?? '')
  return address.includes(':') ? address.split(':').slice(0, SUBSCRIBER_PARTS).join(':') : address
}
