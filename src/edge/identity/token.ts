import {
  createLocalJWKSet,
  errors,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose'
import { Refusal } from '../refusals.ts'
import type { Caller } from './caller.ts'
import { provinceOf } from './caller.ts'

/** Short enough that a withdrawn account is soon out, long enough for a large file (RFC 6749 leaves it to us). */
export const TOKEN_LIFETIME_SECONDS = 3600
const ALGORITHM = 'ES256'
/** Clocks of signing centre and edge may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 30

export type Issuer = { readonly name: string; readonly signingKey: JWK }

/** A signed token for a caller. `now` in epoch milliseconds. */
export async function issueToken(issuer: Issuer, caller: Caller, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000)
  const { account, ...claims } = caller
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: ALGORITHM, ...(issuer.signingKey.kid ? { kid: issuer.signingKey.kid } : {}) })
    .setSubject(account)
    .setIssuer(issuer.name)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + TOKEN_LIFETIME_SECONDS)
    .sign(await importJWK(issuer.signingKey, ALGORITHM))
}

export type TokenVerifier = (authorization: string | undefined, now: number) => Promise<Caller>

/** Verifies the Authorization header with the public keys alone, without any look-up. Throws token-missing, -invalid, -expired. */
export function createTokenVerifier(issuer: string, publicKeys: JSONWebKeySet): TokenVerifier {
  const keys = createLocalJWKSet(publicKeys)
  return async (authorization, now) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (!token) throw new Refusal('token-missing')
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: [ALGORITHM],
        currentDate: new Date(now),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      })
      return callerOf(payload)
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Refusal('token-expired', {}, undefined, { cause })
      if (cause instanceof errors.JOSEError) throw new Refusal('token-invalid', {}, undefined, { cause })
      throw cause
    }
  }
}

function callerOf({ sub: account, role, facility, province, department, person }: JWTPayload): Caller {
  if (typeof account !== 'string') throw new Refusal('token-invalid')
  if (role === 'facility' && typeof facility === 'string')
    return {
      role,
      account,
      facility,
      province: provinceOf(facility),
      ...(typeof person === 'string' ? { person } : {}),
    }
  if (role === 'province' && typeof province === 'string') return { role, account, province }
  if (role === 'ministry' && (department === null || typeof department === 'string'))
    return { role, account, department }
  throw new Refusal('token-invalid')
}
