/** Signing in: a token for each facility and person, renewed before it ends. */
import { z } from 'zod'
import type { Http, HttpAnswer } from './http.ts'
import type { SendOutcome } from './outcome.ts'
import { NOT_LET_IN, SECRET_MISSING } from './problems.ts'
import { again, jsonOf, shutOut } from './read-answer.ts'

/** Who signs in, and the secrets they do it with. null: a secret was not given to this gateway. */
export type Credentials = (
  facility: string,
  person: string | null,
) => { readonly account: string; readonly secret: string; readonly personSecret: string | null } | null

export type TokenNeeds = {
  /** Of the service, without a slash at its end. */
  readonly base: string
  readonly http: Http
  readonly credentials: Credentials
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Milliseconds that only go forward: a clock that jumps must not keep a token past its end. */
  readonly passed: () => number
}

export type Signed = { readonly token: string } | { readonly outcome: SendOutcome }

export type Tokens = {
  /** A token anew, whatever is known. */
  readonly fetch: (facility: string, person: string | null, signal: AbortSignal) => Promise<Signed>
  /** An answer to a question with a token; one that the service no longer takes is renewed once. */
  readonly asked: (
    facility: string,
    person: string | null,
    signal: AbortSignal,
    ask: (token: string) => Promise<HttpAnswer>,
  ) => Promise<HttpAnswer | SendOutcome>
}

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number().positive() })

/** A token is renewed before it ends, so that none ends under way to the service. */
const RENEW_BEFORE_MS = 60_000

export function createTokens(needs: TokenNeeds): Tokens {
  const { passed } = needs
  const known = new Map<string, { readonly text: string; readonly until: number }>()
  const keyOf = (facility: string, person: string | null): string => `${facility}\n${person ?? ''}`
  const fetch: Tokens['fetch'] = async (facility, person, signal) => {
    const answer = await fetchToken(needs, facility, person, signal)
    if ('outcome' in answer) return answer
    known.set(keyOf(facility, person), { text: answer.token, until: passed() + answer.lifetimeMs - RENEW_BEFORE_MS })
    return answer
  }
  return {
    fetch,
    async asked(facility, person, signal, ask) {
      const held = known.get(keyOf(facility, person))
      const first = held && held.until > passed() ? { token: held.text } : await fetch(facility, person, signal)
      if ('outcome' in first) return first.outcome
      const answer = await ask(first.token)
      if (answer.status !== 401) return answer
      known.delete(keyOf(facility, person))
      const second = await fetch(facility, person, signal)
      return 'outcome' in second ? second.outcome : ask(second.token)
    },
  }
}

type Fetched = { readonly token: string; readonly lifetimeMs: number } | { readonly outcome: SendOutcome }

async function fetchToken(
  { base, http, credentials, now }: TokenNeeds,
  facility: string,
  person: string | null,
  signal: AbortSignal,
): Promise<Fetched> {
  const known = credentials(facility, person)
  if (known === null) return { outcome: shutOut(SECRET_MISSING) }
  const { account, secret, personSecret } = known
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (person !== null) {
    form.set('person', person)
    form.set('person_secret', personSecret ?? '')
  }
  const pair = `${encodeURIComponent(account)}:${encodeURIComponent(secret)}`
  const answer = await http.ask({
    method: 'POST',
    url: `${base}/oauth/token`,
    headers: {
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
    signal,
  })
  const body = jsonOf(answer)
  const token = tokenSchema.safeParse(body)
  if (answer.status === 200 && token.success)
    return { token: token.data.access_token, lifetimeMs: token.data.expires_in * 1000 }
  // RFC 6749, section 5.2: these are about who signs in; anything else is about the moment.
  const isAboutAccount = [400, 401, 403].includes(answer.status) && errorSchema.safeParse(body).success
  return { outcome: isAboutAccount ? shutOut(NOT_LET_IN) : again(answer, now()) }
}

const errorSchema = z.object({ error: z.string() })
