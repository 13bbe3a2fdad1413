/**
 * The session of a person's browser: a signed note of who signed in, which its holder changes into short tokens. It is no token itself, and
 * no token is a session: each is made for its own audience. Account, person and the row of the session are looked up at each change.
 */
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import { Refusal } from '../refusals.ts'
import type { SignedIn } from './caller.ts'
import { ALGORITHM, signedInByClaims, signCaller, type Issuer } from './token.ts'

/** A working day with its breaks; after it everybody signs in again. */
export const SESSION_LIFETIME_SECONDS = 12 * 60 * 60
const AUDIENCE = 'session'

/** A caller of a session. */
export type OfSession = SignedIn & { readonly session: string }

/** A signed session. `now` in epoch milliseconds. */
export const issueSession = (issuer: Issuer, caller: OfSession, now: number): Promise<string> =>
  signCaller(issuer, caller, { now, lifetimeSeconds: SESSION_LIFETIME_SECONDS, audience: AUDIENCE })

export type SessionVerifier = (session: string | undefined, now: number) => Promise<OfSession>

/** Verifies with the public keys alone; whether it has ended since, its row shows. Throws session-missing, session-ended. */
export function createSessionVerifier(issuer: string, publicKeys: JSONWebKeySet): SessionVerifier {
  const keys = createLocalJWKSet(publicKeys)
  return async (session, now) => {
    if (!session) throw new Refusal('session-missing')
    try {
      const { payload } = await jwtVerify(session, keys, {
        issuer,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        currentDate: new Date(now),
        requiredClaims: ['exp', 'sub'],
      })
      const caller = signedInByClaims(payload)
      if (caller.session === undefined) throw new Refusal('session-ended')
      return { ...caller, session: caller.session }
    } catch (cause) {
      if (cause instanceof errors.JOSEError || cause instanceof Refusal)
        throw new Refusal('session-ended', {}, undefined, { cause })
      throw cause
    }
  }
}
