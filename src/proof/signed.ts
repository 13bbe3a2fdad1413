/**
 * Signed statements: compact JWS (RFC 7515) by ES256 alone. `typ` is the kind of statement (RFC 8725, section 3.11), so that none is taken for
 * another; `kid` names the key. A key has the time in which it may sign: `nbf` and `exp` of its JWK, in epoch seconds, as OpenID Federation
 * 1.0, section 8.7.2 has them. A statement stays valid when its key's time is over: only what is said to be signed outside it is not.
 */
import { compactVerify, CompactSign, errors, importJWK, type JSONWebKeySet, type JWK } from 'jose'
import type { Text } from '../kernel/text.ts'

const ALGORITHM = 'ES256'

const TYPES = {
  receipt: 'bhyt-receipt+jwt',
  checkpoint: 'bhyt-checkpoint+jwt',
  cosignature: 'bhyt-cosignature+jwt',
} as const
export type StatementKind = keyof typeof TYPES

/** Why something is not proven: `reason` says it to people, and holds no data. */
export class Unproven extends Error {
  readonly reason: Text

  constructor(reason: Text, options?: ErrorOptions) {
    super(reason.en, options)
    this.reason = reason
  }
}

/** Signs the claims as a statement of that kind. */
export type SignStatement = (kind: StatementKind, claims: object) => Promise<string>

const isSigningKey = ({ kty, crv }: JWK): boolean => kty === 'EC' && crv === 'P-256'
const hasId = ({ kid }: JWK): boolean => kid !== undefined && kid !== ''

/**
 * Signs with a private key (JWK, P-256, with a kid) whose public half is among `published`. Throws where it is not: nobody could verify what
 * it signs.
 */
export function createStatementSigner(key: JWK, published: JSONWebKeySet): SignStatement {
  if (!isSigningKey(key) || key.d === undefined) throw new Error('the key of receipts is no private key on P-256')
  const { kid } = key
  const publicHalf = published.keys.find((one) => hasId(one) && one.kid === kid)
  if (publicHalf === undefined) throw new Error('the key that signs receipts is not among the published ones')
  if (publicHalf.x !== key.x || publicHalf.y !== key.y)
    throw new Error('the key that signs receipts is published with another public half')
  for (const one of published.keys) if (one.d !== undefined) throw new Error('a published key of receipts is private')
  // The key is kept once it is made, never its making: in Workers one request must not wait for what another one began.
  let imported: CryptoKey | Uint8Array | null = null
  return async (kind, claims) => {
    imported ??= await importJWK(key, ALGORITHM)
    return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPES[kind], kid: kid ?? '' })
      .sign(imported)
  }
}

const UNREADABLE: Text = {
  vi: 'Không phải văn bản ký JWS (ES256) của biên nhận.',
  en: 'This is no signed text (JWS, ES256) of that kind.',
}
const FORGED: Text = {
  vi: 'Chữ ký không đúng: nội dung đã bị sửa, hoặc không phải khoá này ký.',
  en: 'The signature does not hold: the content was changed, or another key signed it.',
}
const unknownKey = (kid: string): Text => ({
  vi: `Không có khoá "${kid}" trong bộ khoá công khai đã cho. Tải lại bộ khoá.`,
  en: `The key "${kid}" is not among the public keys given. Fetch them again.`,
})
const OUT_OF_TIME: Text = {
  vi: 'Thời điểm ký nằm ngoài thời hạn của khoá.',
  en: 'The time of signing lies outside the validity of the key.',
}

/**
 * The claims of a statement of that kind whose signature holds, as parsed JSON, and its key. The time of signing is checked by
 * `assertInTime`. Throws Unproven.
 */
export async function verifyStatement(
  kind: StatementKind,
  jws: string,
  { keys }: JSONWebKeySet,
): Promise<{ readonly claims: unknown; readonly key: JWK }> {
  let used: JWK | undefined
  const keyOf = ({ kid = '', typ }: { kid?: string | undefined; typ?: string | undefined }) => {
    if (typ !== TYPES[kind]) throw new Unproven(UNREADABLE)
    used = keys.find((key) => key.kid === kid && isSigningKey(key))
    if (used === undefined) throw new Unproven(unknownKey(kid.replaceAll(/[^\w-]/g, '?').slice(0, 100)))
    return importJWK(used, ALGORITHM)
  }
  try {
    const { payload } = await compactVerify(jws, keyOf, { algorithms: [ALGORITHM] })
    if (used === undefined) throw new Unproven(UNREADABLE)
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(payload))
    return { claims, key: used }
  } catch (cause) {
    if (cause instanceof Unproven) throw cause
    throw new Unproven(cause instanceof errors.JWSSignatureVerificationFailed ? FORGED : UNREADABLE, { cause })
  }
}

/** The members of public keys that verify, and no other; what is no such key is left out. */
export const publishedKeys = ({ keys }: JSONWebKeySet) =>
  keys.filter(isSigningKey).flatMap((key) => {
    const { kid, x, y } = key
    if (kid === undefined || x === undefined || y === undefined) return []
    const same = { kty: 'EC', crv: 'P-256', alg: ALGORITHM, use: 'sig' } as const
    const { nbf, exp } = validityOf({ ...key })
    return [{ kid, ...same, x, y, ...(nbf !== null && { nbf }), ...(exp !== null && { exp }) }]
  })

/** `signedAt`: epoch seconds. Throws Unproven where the key might not sign then. */
export function assertInTime(key: JWK, signedAt: number): void {
  const { nbf, exp } = validityOf({ ...key })
  if ((nbf !== null && signedAt < nbf) || (exp !== null && signedAt >= exp)) throw new Unproven(OUT_OF_TIME)
}

/** Epoch seconds; null: no limit. */
function validityOf(key: JWK & Readonly<Record<string, unknown>>): {
  readonly nbf: number | null
  readonly exp: number | null
} {
  const member = (name: string): number | null => {
    const value = key[name]
    return typeof value === 'number' ? value : null
  }
  return { nbf: member('nbf'), exp: member('exp') }
}
