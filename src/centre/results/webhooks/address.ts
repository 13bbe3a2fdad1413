import ipaddr from 'ipaddr.js'
import { Refusal } from '../../refusals.ts'
import { PUBLIC_ONLY } from './outgoing.ts'
import type { Resolve } from './resolve.ts'

/** Ports that firewalls let HTTPS out through. */
const PORTS: ReadonlySet<string> = new Set(['', '443', '8443'])
const MOST_CHARACTERS = 500
/** Names that no public server has (RFC 2606, RFC 6761, RFC 6762, RFC 8375), and those that networks use inside. */
const INSIDE =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|invalid|example|onion|home\.arpa|svc|cluster|consul|docker|kube|mesh|vpn)$/
/** At least two labels, the last one of letters: no address by number, in whatever spelling, looks so. */
const PUBLIC_NAME = /^(?!-)(?:[a-z0-9-]{1,63}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

/** Hosts that a deployment allows without TLS, on any port: for trying things on one machine. */
export type InsecureHosts = readonly string[]

/**
 * Where a webhook may lead: https to a public name on port 443 or 8443, without credentials. Numbers are refused altogether, so that
 * nobody has us ask machines that only we can reach. Returns the address as it is written from now on. Throws `webhook-url`.
 */
export function webhookUrl(text: string, insecureHosts: InsecureHosts): string {
  const url = URL.canParse(text) && text.length <= MOST_CHARACTERS ? new URL(text) : null
  if (url === null) throw refused('an absolute URL', 'một URL đầy đủ')
  if (url.username !== '' || url.password !== '') throw refused('a URL without credentials', 'URL không kèm tài khoản')
  url.hash = ''
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (insecureHosts.includes(host) && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href
  if (url.protocol !== 'https:') throw refused('https', 'https')
  if (!PORTS.has(url.port)) throw refused('port 443 or 8443', 'cổng 443 hoặc 8443')
  if (!PUBLIC_NAME.test(host) || INSIDE.test(host)) throw refused('a public host name', 'tên máy chủ công khai')
  return url.href
}

/** Where addresses may lead, and how names are found. */
export type AddressNeeds = { readonly insecureHosts: InsecureHosts; readonly resolve: Resolve }

/**
 * As `webhookUrl`, and the name must lead to public addresses only, now. A name may be given another address at any time, so this is
 * asked when a webhook is made and again before each message. Throws `webhook-url`, `resolver-unavailable`.
 */
export async function publicWebhookUrl(text: string, { insecureHosts, resolve }: AddressNeeds): Promise<string> {
  const address = webhookUrl(text, insecureHosts)
  const host = new URL(address).hostname
  if (insecureHosts.includes(host)) return address
  const addresses = await resolve(host)
  if (addresses.length === 0 || !addresses.every(isPublicAddress))
    throw new Refusal('webhook-url', { expected: PUBLIC_ONLY })
  return address
}

/** Also what is packed into IPv6 (mapped, NAT64, 6to4, Teredo) is not public: it leads to an IPv4 address that nobody checked. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast'

const refused = (en: string, vi: string): Refusal => new Refusal('webhook-url', { expected: { vi, en } })
