import { createLocalJWKSet, errors, jwtVerify, SignJWT, type JSONWebKeySet, type JWK, type JWTPayload } from 'jose'
import { Refusal } from '../refusals.ts'
import * as z from 'zod'
import { dutyList, purposeList } from './account.ts'
import { provinceOf, type SignedIn } from './caller.ts'

/**
 * What a token may still do after its account has ended is to read and to send, for this long at most: whatever writes authority is looked up
 * (`confirmAuthority`). Its end has no tolerance for clocks that differ, which would be time beyond the ten minutes. A file that takes longer
 * is judged by the token that it began with.
 */
export const TOKEN_LIFETIME_SECONDS = 600
export const ALGORITHM = 'ES256'

export type Issuer = { readonly name: string; readonly signingKey: JWK }

/** A signed token for a caller. `now` in epoch milliseconds. */
export const issueToken = (issuer: Issuer, caller: SignedIn, now: number): Promise<string> =>
  signCaller(issuer, caller, { now, lifetimeSeconds: TOKEN_LIFETIME_SECONDS })

/** Who a caller is, signed for some seconds. What has an audience is no token of the API. */
export const signCaller = (
  issuer: Issuer,
  { account, ...claims }: SignedIn,
  { audience, ...times }: SignedFor & { readonly audience?: string },
): Promise<string> =>
  signClaims(issuer, { ...claims, sub: account, ...(audience === undefined ? {} : { aud: audience }) }, times)

/** `now` in epoch milliseconds. */
type SignedFor = { readonly now: number; readonly lifetimeSeconds: number }

/** Claims, signed for some seconds. */
export function signClaims(
  { name, signingKey }: Issuer,
  claims: JWTPayload,
  { now, lifetimeSeconds }: SignedFor,
): Promise<string> {
  const seconds = Math.floor(now / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, ...(signingKey.kid ? { kid: signingKey.kid } : {}) })
    .setIssuer(name)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(signingKey)
}

/** Between the clocks of centre and edge. */
const MOST_CLOCK_DIFFERENCE_MS = 30_000

/** Whether a token was made before a clock was set back: it would live for as long as that jump was. */
export const livesTooLong = ({ exp = 0 }: JWTPayload, now: number): boolean =>
  (exp - TOKEN_LIFETIME_SECONDS) * 1000 > now + MOST_CLOCK_DIFFERENCE_MS

export type TokenVerifier = (authorization: string | undefined, now: number) => Promise<SignedIn>

/** Verifies the Authorization header with the public keys alone, without any look-up. Throws token-missing, -invalid, -expired. */
export function createTokenVerifier(issuer: string, publicKeys: JSONWebKeySet): TokenVerifier {
  const keys = createLocalJWKSet(publicKeys)
  return async (authorization, now) => {
    const token = bearerOf(authorization)
    if (!token) throw new Refusal('token-missing')
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: [ALGORITHM],
        currentDate: new Date(now),
        requiredClaims: ['exp', 'sub'],
      })
      // A session of a browser is changed into tokens, and never one itself.
      if (payload.aud !== undefined) throw new Refusal('token-invalid')
      if (livesTooLong(payload, now)) throw new Refusal('token-expired')
      return signedInByClaims(payload)
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Refusal('token-expired', {}, undefined, { cause })
      if (cause instanceof errors.JOSEError) throw new Refusal('token-invalid', {}, undefined, { cause })
      throw cause
    }
  }
}

/** The token of an Authorization header (RFC 6750, section 2.1). */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]

const common = z.object({
  sub: z.string(),
  duties: dutyList,
  purposes: purposeList.nullable(),
  session: z.string().exactOptional(),
})
/** What `signCaller` writes. */
const claims = z.discriminatedUnion('role', [
  common.extend({ role: z.literal('facility'), facility: z.string(), person: z.string().exactOptional() }),
  common.extend({ role: z.literal('province'), province: z.string(), provinces: z.array(z.string()).exactOptional() }),
  common.extend({ role: z.literal('ministry'), department: z.string().nullable() }),
])

/** Who the claims of a token, or of a session, are about. Throws token-invalid. */
export function signedInByClaims(payload: JWTPayload): SignedIn {
  const read = claims.safeParse(payload)
  if (!read.success) throw new Refusal('token-invalid')
  const { sub: account, ...caller } = read.data
  if (caller.role !== 'facility') return { account, ...caller }
  const { person, ...facility } = caller
  return { account, ...facility, province: provinceOf(caller.facility), ...(person === undefined ? {} : { person }) }
}
