/**
 * Tokens of the old web services: opaque, of letters, digits, `-` and `_` alone, because clients paste them into addresses as they are. They
 * are a signed JWT without its header, which is always the same, and without the dots. The issuer differs from that of the API's tokens, so
 * neither is taken in the place of the other.
 */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { errors, jwtVerify, SignJWT, type JSONWebKeySet, type JWTPayload } from 'jose'
import { purposeList } from '../identity/account.ts'
import { provinceOf, type Caller, type SignedIn } from '../identity/caller.ts'
import { livesTooLong, TOKEN_LIFETIME_SECONDS, type Issuer } from '../identity/token.ts'

/** The session of the old gateway (`SessionTimeLimit`, CV 1839/CNTT-PM), which is also the longest that any token may live on. */
const LEGACY_TOKEN_SECONDS = TOKEN_LIFETIME_SECONDS
const ALGORITHM = 'ES256'
/** 64 bytes in base64url. */
const SIGNATURE_CHARACTERS = 86
const HEADER = Buffer.from(JSON.stringify({ alg: ALGORITHM })).toString('base64url')
/** The longest one is of some 400 characters. */
const MOST_CHARACTERS = 2000
const FINGERPRINT_CHARACTERS = 16

const issuerOf = (name: string): string => `${name}/legacy`

export type LegacyToken = {
  readonly accessToken: string
  /** `id_token`, which comes back as `tokenId`. */
  readonly idToken: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

export type LegacyCaller = Caller & { readonly role: 'facility' } & Pick<SignedIn, 'purposes'>

/** A token for a facility's user. `address` of the client, where the token is bound to it; null: it is not. */
export async function issueLegacyToken(
  { name, signingKey }: Issuer,
  caller: LegacyCaller,
  { now, address, tokenId }: { now: number; address: string | null; tokenId: string },
): Promise<LegacyToken> {
  const issuedAt = Math.floor(now / 1000)
  const expires = issuedAt + LEGACY_TOKEN_SECONDS
  const { account, facility, person, purposes } = caller
  const jwt = await new SignJWT({
    facility,
    ...(person === undefined ? {} : { person }),
    ...(purposes === null ? {} : { purposes }),
    ...(address === null ? {} : { from: fingerprint(tokenId, address) }),
  })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(account)
    .setIssuer(issuerOf(name))
    .setJti(tokenId)
    .setExpirationTime(expires)
    .sign(signingKey)
  const [, payload = '', signature = ''] = jwt.split('.')
  return { accessToken: payload + signature, idToken: tokenId, expiresAt: expires * 1000 }
}

/** Of an address that nobody reads out of the token. */
const fingerprint = (tokenId: string, address: string): string =>
  createHash('sha256').update(`${tokenId}\n${address}`).digest('base64url').slice(0, FINGERPRINT_CHARACTERS)

export type LegacyCredentials = {
  readonly accessToken: string
  /** '' where the client sends none; the signature of the token is what counts. */
  readonly tokenId: string
  readonly address: string
}

/** missing: none was sent · invalid: not ours, or of another address · expired. */
export type TokenFault = 'missing' | 'invalid' | 'expired'
export type Verified = { readonly caller: LegacyCaller } | { readonly fault: TokenFault }
export type LegacyTokenVerifier = (credentials: LegacyCredentials, now: number) => Promise<Verified>

/** Verifies with the public keys alone, without any look-up. */
export function createLegacyTokenVerifier(issuer: string, { keys }: JSONWebKeySet): LegacyTokenVerifier {
  return async ({ accessToken, tokenId, address }, now) => {
    if (accessToken === '') return { fault: 'missing' }
    if (accessToken.length > MOST_CHARACTERS || !/^[\w-]{87,}$/.test(accessToken)) return { fault: 'invalid' }
    const at = accessToken.length - SIGNATURE_CHARACTERS
    const jwt = [HEADER, accessToken.slice(0, at), accessToken.slice(at)].join('.')
    for (const key of keys) {
      const read = await payloadOf(jwt, key, { issuer: issuerOf(issuer), now })
      if (read === 'expired') return { fault: 'expired' }
      if (read !== null) return verifiedBy(read, tokenId, address)
    }
    return { fault: 'invalid' }
  }
}

async function payloadOf(
  jwt: string,
  key: JSONWebKeySet['keys'][number],
  { issuer, now }: { issuer: string; now: number },
): Promise<JWTPayload | 'expired' | null> {
  try {
    const { payload } = await jwtVerify(jwt, key, {
      issuer,
      algorithms: [ALGORITHM],
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub', 'jti'],
    })
    return livesTooLong(payload, now) ? 'expired' : payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

/** What `issueLegacyToken` writes. */
const claims = z.object({
  sub: z.string(),
  jti: z.string(),
  facility: z.string(),
  person: z.string().optional(),
  purposes: purposeList.nullable().default(null),
  from: z.string().optional(),
})

function verifiedBy(payload: JWTPayload, tokenId: string, address: string): Verified {
  const read = claims.safeParse(payload)
  if (!read.success) return { fault: 'invalid' }
  const { sub: account, jti, facility, person, purposes, from } = read.data
  if (tokenId !== '' && tokenId !== jti) return { fault: 'invalid' }
  if (from !== undefined && from !== fingerprint(jti, address)) return { fault: 'invalid' }
  const caller = { role: 'facility' as const, account, facility, province: provinceOf(facility), purposes }
  return { caller: person === undefined ? caller : { ...caller, person } }
}
