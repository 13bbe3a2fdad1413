import { CompactSign, importJWK, type JWK } from 'jose'

const ALGORITHM = 'ES256'

/** Signs what followers must be able to trust without trusting the way it came. */
export type Signer = (claims: Readonly<Record<string, unknown>>) => Promise<string>

/** A compact JWS (RFC 7515, ES256) over the claims as JSON; its `kid` names the public key. */
export async function createSigner(key: JWK): Promise<Signer> {
  const imported = await importJWK(key, ALGORITHM)
  const header = { alg: ALGORITHM, ...(key.kid === undefined ? {} : { kid: key.kid }) }
  return (claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(imported)
}
