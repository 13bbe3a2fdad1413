import { Refusal } from '../../refusals.ts'

/** Set by what sends for a deployment, never by a receiver: `address` where one is not public, `unreachable` where nobody answered. */
export const REFUSED_HEADER = 'x-bhyt-refused'

type Sender = { readonly fetch: (request: Request) => Promise<Response> }

/**
 * Sends by a service beside the worker that checks the addresses it connects to; where there is none, by `fetch`, which on Cloudflare reaches
 * public addresses only. The returned function throws `webhook-url` where an address of the host is not public, and what the network throws.
 */
export const senderBy =
  (service: Sender | null): ((request: Request) => Promise<Response>) =>
  async (request) => {
    if (service === null) return fetch(request)
    const response = await service.fetch(request)
    const refused = response.headers.get(REFUSED_HEADER)
    if (refused === 'address') throw new Refusal('webhook-url', { expected: PUBLIC_ONLY })
    if (refused !== null) throw new Error('the receiver was not reached')
    return response
  }

/** What an address needs that is refused for where it leads. */
export const PUBLIC_ONLY = {
  vi: 'tên máy chủ chỉ có địa chỉ công khai',
  en: 'a host name with public addresses only',
}
