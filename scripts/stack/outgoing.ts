/**
 * Sends what the worker sends to addresses that somebody else chose (webhooks), from this process. The runtime's `fetch` looks a name up by
 * itself, so a name may lead to another address than the one that was checked (DNS rebinding). Here the addresses of the look-up are checked,
 * and the connection is made to one of exactly these. Node's `request` follows no redirect.
 */
import { lookup as lookUpName, type LookupAddress } from 'node:dns'
import { request as requestPlain } from 'node:http'
import { request as requestByTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../../src/centre/results/webhooks/address.ts'
import { REFUSED_HEADER } from '../../src/centre/results/webhooks/outgoing.ts'

/** Finds the addresses of a name; called back once, as Node's own look-ups are. */
export type LookUp = (host: string, found: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void

const lookUpHere: LookUp = (host, found) => {
  lookUpName(host, { all: true }, (error, addresses) => {
    found(error, error ? [] : addresses)
  })
}

/** Longer than the worker waits for an attempt: what it has given up ends here too. */
const TIME_LIMIT_MS = 15_000
const BAD_GATEWAY = 502
/** What a receiver is to see, and nothing that the runtime adds on the way. */
const TAKEN = /^(content-type|user-agent|webhook-[a-z]+)$/
/** What the worker needs to know of an answer. */
const PASSED_ON = ['retry-after'] as const

class AddressRefused extends Error {}

export type OutgoingOptions = {
  /** Hosts of this machine that may be reached all the same, to try things with. */
  readonly insecureHosts: readonly string[]
  readonly lookUp?: LookUp
}

/** What an answer is made of; each caller has a Response of its own (Miniflare's, Node's). */
export type Outgoing = { readonly status: number; readonly headers: Record<string, string> }

/**
 * Sends a request where every address of its host is public. Its answer has no body, as nobody reads it; where an address is not public
 * nothing is sent; that, and a receiver that is not reached, is said by a header that no receiver can set. Throws nothing.
 */
export async function sendOutside(
  { url, method, headers, body }: { url: string; method: string; headers: Record<string, string>; body: Uint8Array },
  { insecureHosts, lookUp = lookUpHere }: OutgoingOptions,
): Promise<Outgoing> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const isFree = insecureHosts.includes(host)
  try {
    // An address is connected to without any look-up.
    if (!isFree && isIP(host) !== 0 && !isPublicAddress(host)) throw new AddressRefused(host)
    const taken = Object.entries(headers).filter(([name]) => TAKEN.test(name))
    const lookup = isFree ? undefined : checked(lookUp)
    return await exchange(target, { method, headers: Object.fromEntries(taken), body, lookup })
  } catch (error) {
    // The receiver's or the network's fault, and no answer of the receiver.
    const why = error instanceof AddressRefused ? 'address' : 'unreachable'
    return { status: BAD_GATEWAY, headers: { [REFUSED_HEADER]: why } }
  }
}

/** A look-up for a connection: it gives the addresses it has checked, all of them public, or fails. */
const checked =
  (lookUp: LookUp): LookupFunction =>
  (host, { all }, done) => {
    lookUp(host, (error, addresses) => {
      const [first] = addresses
      if (error) done(error, '', 0)
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        done(new AddressRefused(host), '', 0)
      else if (all === true) done(null, [...addresses])
      else done(null, first.address, first.family)
    })
  }

type Exchange = {
  method: string
  headers: Record<string, string>
  body: Uint8Array
  lookup: LookupFunction | undefined
}

function exchange(target: URL, { method, headers, body, lookup }: Exchange): Promise<Outgoing> {
  const request = target.protocol === 'https:' ? requestByTls : requestPlain
  return new Promise((resolve, reject) => {
    const sent = request(
      target,
      {
        method,
        headers: { ...headers, 'content-length': body.length },
        // A connection that lies open was checked for another moment.
        agent: false,
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        ...(lookup ? { lookup } : {}),
      },
      (answer) => {
        const passed = PASSED_ON.flatMap((name) => {
          const value = answer.headers[name]
          return typeof value === 'string' ? [[name, value] as const] : []
        })
        const { statusCode: status = BAD_GATEWAY } = answer
        resolve({ status: status >= 200 && status < 600 ? status : BAD_GATEWAY, headers: Object.fromEntries(passed) })
        answer.destroy()
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
