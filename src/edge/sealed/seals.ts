/** By which keys objects of the store are sealed and opened. */
import { Buffer } from 'node:buffer'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, type CompactJWEHeaderParameters, type JWK } from 'jose'

/** The key by which an object was wrapped is not among those of this deployment: a fault of its configuration, none of the object. */
export class UnknownKey extends Error {}

/** Wraps the key of one object. */
export type Wrap = (dataKey: Uint8Array) => Promise<string>
/** Unwraps it. Rejects with UnknownKey where the key by which it was wrapped is not known here. */
export type Unwrap = (wrapped: string) => Promise<Uint8Array<ArrayBuffer>>
export type Seal = {
  readonly wrap: Wrap
  /** null: this deployment writes and cannot read back. */
  readonly unwrap: Unwrap | null
  /** Id of the key that wraps. */
  readonly current: string
}

export type Seals = {
  /** Files of facilities: wrapped for the centre's public key. */
  readonly files: Seal
  /** Receipts, which every deployment reads. */
  readonly receipts: Seal
}

/** AES keys by id, 32 bytes in base64: the current one wraps, the others still unwrap. */
export type Ring = { readonly current: string; readonly keys: Readonly<Record<string, string>> }

const CONTENT = 'A256GCM'
const TO_PUBLIC_KEY = 'ECDH-ES'
const TO_SHARED_KEY = 'A256KW'
const KEY_BYTES = 32

/** The id of the key that wrapped it; '' where it names none. */
export const wrappedBy = (wrapped: string): string => decodeProtectedHeader(wrapped).kid ?? ''

/** jose keeps what it makes of a JWK with the JWK. */
type WrappingKey = JWK | Uint8Array

const wrapWith =
  (header: CompactJWEHeaderParameters, key: WrappingKey): Wrap =>
  (dataKey) =>
    new CompactEncrypt(dataKey).setProtectedHeader(header).encrypt(key)

/** `what`: is opened by these keys. */
const unwrapWith =
  (algorithm: string, keys: ReadonlyMap<string, WrappingKey>, what: string): Unwrap =>
  async (wrapped) => {
    const keyOf = ({ kid = '' }: CompactJWEHeaderParameters): WrappingKey => {
      const key = keys.get(kid)
      if (!key) throw new UnknownKey(`no key "${kid}" here to open ${what}`)
      return key
    }
    const allowed = { keyManagementAlgorithms: [algorithm], contentEncryptionAlgorithms: [CONTENT] }
    const { plaintext } = await compactDecrypt(wrapped, keyOf, allowed)
    return new Uint8Array(plaintext)
  }

const idOf = ({ kid }: JWK): string => {
  if (kid === undefined || kid === '') throw new Error('a key of the files has no kid')
  return kid
}

const assertAgreement = ({ kty, crv }: JWK): void => {
  if (kty !== 'EC' || crv !== 'P-256') throw new Error('a key of the files is not on the curve P-256')
}

/**
 * ECDH-ES (RFC 7518, section 4.6) on P-256: whoever has the public key wraps, whoever has the private one of that id unwraps. `privateKeys`:
 * null at an edge. Throws on keys of another kind.
 */
export function sealForCentre(publicKey: JWK, privateKeys: readonly JWK[] | null): Seal {
  const kid = idOf(publicKey)
  for (const key of [publicKey, ...(privateKeys ?? [])]) assertAgreement(key)
  if (publicKey.d !== undefined) throw new Error('FILE_PUBLIC_KEY holds a private key')
  const known = new Map((privateKeys ?? []).map((key) => [idOf(key), key]))
  return {
    current: kid,
    wrap: wrapWith({ alg: TO_PUBLIC_KEY, enc: CONTENT, kid }, publicKey),
    unwrap: privateKeys === null ? null : unwrapWith(TO_PUBLIC_KEY, known, 'a stored file'),
  }
}

/** AES key wrap (RFC 3394): every deployment has the key. Throws on keys that are not 32 bytes, or where the current one is missing. */
export function sealForAll({ current, keys }: Ring): Seal {
  const known = new Map(Object.entries(keys).map(([id, key]) => [id, new Uint8Array(Buffer.from(key, 'base64'))]))
  if ([...known.values()].some(({ length }) => length !== KEY_BYTES))
    throw new Error('a key of the receipts is not 32 bytes in base64')
  const key = known.get(current)
  if (!key) throw new Error('the current key of the receipts is not in its ring')
  return {
    current,
    wrap: wrapWith({ alg: TO_SHARED_KEY, enc: CONTENT, kid: current }, key),
    unwrap: unwrapWith(TO_SHARED_KEY, known, 'a receipt'),
  }
}
