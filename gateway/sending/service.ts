/** The receiving service as a destination, by its HTTP API. */
import type { HttpAnswer } from './http.ts'
import type { Destination, SendOutcome, Sending } from './outcome.ts'
import { lineCut, outcomeOf } from './read-answer.ts'
import { createTokens, type TokenNeeds } from './tokens.ts'

export type ServiceClient = Destination & {
  /** A question in the name of the facility. null: it is shut out; rejects where nobody answers. */
  readonly get: (facility: string, path: string, signal: AbortSignal) => Promise<HttpAnswer | null>
  /** Whether the account is let in now: null where it is. */
  readonly signIn: (facility: string, person: string | null, signal: AbortSignal) => Promise<SendOutcome | null>
}

export type ServiceNeeds = Omit<TokenNeeds, 'base'> & { readonly url: string }

export function createService({ url, ...needs }: ServiceNeeds): ServiceClient {
  const { http, now } = needs
  const base = url.replace(/\/+$/, '')
  const tokens = createTokens({ base, ...needs })
  return {
    name: 'service',
    async send(sending, signal) {
      try {
        const answer = await tokens.asked(sending.facility, sending.person, signal, (token) =>
          http.ask({
            method: 'POST',
            url: `${base}/v1/submissions?${queryOf(sending)}`,
            headers: headersOf(sending, token),
            body: sending.body,
            signal,
          }),
        )
        return 'kind' in answer ? answer : outcomeOf(answer, sending, now())
      } catch (error) {
        return lineCut(error)
      }
    },
    async get(facility, path, signal) {
      const answer = await tokens.asked(facility, null, signal, (token) =>
        http.ask({ method: 'GET', url: `${base}${path}`, headers: { authorization: `Bearer ${token}` }, signal }),
      )
      if (!('kind' in answer)) return answer
      if (answer.kind === 'again') throw new Error('the service does not answer now')
      return null
    },
    async signIn(facility, person, signal) {
      try {
        const signed = await tokens.fetch(facility, person, signal)
        return 'outcome' in signed ? signed.outcome : null
      } catch (error) {
        return lineCut(error)
      }
    },
  }
}

const queryOf = ({ purpose, correction }: Sending): string =>
  new URLSearchParams({
    purpose,
    ...(correction ? { correction: correction.code, reason: correction.reason } : {}),
  }).toString()

const headersOf = ({ packed }: Sending, token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/xml',
  'content-encoding': 'gzip',
  'content-length': String(packed),
})
