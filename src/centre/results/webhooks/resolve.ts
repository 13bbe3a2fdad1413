import { Buffer } from 'node:buffer'
import { decode, encode, RECURSION_DESIRED } from 'dns-packet'
import { Refusal } from '../../refusals.ts'

/** The IPv4 and IPv6 addresses of a name, none where there is no such name. Throws `resolver-unavailable`. */
export type Resolve = (host: string) => Promise<readonly string[]>

const MEDIA_TYPE = 'application/dns-message'
/** A resolver answers in milliseconds, and asks others for some seconds at most. */
const TIME_LIMIT_MS = 5000
/** RFC 1035, section 4.1.1. */
const RESPONSE_CODE_BITS = 0xf
const NO_ERROR = 0
const NO_SUCH_NAME = 3

/**
 * Asks a resolver by DNS over HTTPS (RFC 8484), which every common resolver speaks. `node:dns` of workerd is the same to one fixed host
 * outside, which a closed network does not reach, and which does not know the names that the network itself would find.
 */
export const createResolver =
  (url: string, send: (request: Request) => Promise<Response>): Resolve =>
  async (host) => {
    const [ipv4, ipv6] = await Promise.all([ask('A'), ask('AAAA')])
    return [...ipv4, ...ipv6]

    async function ask(type: 'A' | 'AAAA'): Promise<string[]> {
      try {
        // The id is 0, so that caches see the same question (RFC 8484, section 4.1).
        const query = encode({ type: 'query', id: 0, flags: RECURSION_DESIRED, questions: [{ type, name: host }] })
        const response = await send(
          new Request(url, {
            method: 'POST',
            headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE },
            body: new Uint8Array(query),
            signal: AbortSignal.timeout(TIME_LIMIT_MS),
          }),
        )
        const body = Buffer.from(await response.arrayBuffer())
        if (!response.ok) throw new Error(`the resolver answered ${response.status}`)
        const { flags = 0, answers = [] } = decode(body)
        const code = flags & RESPONSE_CODE_BITS
        if (code === NO_SUCH_NAME) return []
        if (code !== NO_ERROR) throw new Error(`the resolver answered with DNS code ${code}`)
        return answers.flatMap((answer) => (answer.type === type ? [answer.data] : []))
      } catch (cause) {
        throw new Refusal('resolver-unavailable', {}, undefined, { cause })
      }
    }
  }
