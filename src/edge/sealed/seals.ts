/** By which keys objects of the store are sealed and opened. */
import { Buffer } from 'node:buffer'
import {
  CompactEncrypt,
  compactDecrypt,
  decodeProtectedHeader,
  importJWK,
  type CompactJWEHeaderParameters,
  type JWK,
} from 'jose'

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

const wrapWith =
  (header: CompactJWEHeaderParameters, keyOf: () => Promise<CryptoKey | Uint8Array>): Wrap =>
  async (dataKey) =>
    new CompactEncrypt(dataKey).setProtectedHeader(header).encrypt(await keyOf())

const unwrapWith =
  (algorithm: string, keyOf: (id: string) => Promise<CryptoKey | Uint8Array>): Unwrap =>
  async (wrapped) => {
    const allowed = { keyManagementAlgorithms: [algorithm], contentEncryptionAlgorithms: [CONTENT] }
    const { plaintext } = await compactDecrypt(wrapped, ({ kid = '' }) => keyOf(kid), allowed)
    return new Uint8Array(plaintext)
  }

/** Keys are kept once they are made, never their making: in Workers one request must not wait for what another one began. */
function importedKeys(keys: ReadonlyMap<string, JWK>): (id: string) => Promise<CryptoKey | Uint8Array> {
  const imported = new Map<string, CryptoKey | Uint8Array>()
  return async (id) => {
    const known = imported.get(id)
    if (known) return known
    const key = keys.get(id)
    if (!key) throw new UnknownKey(`no private key "${id}" here to open a stored file`)
    const made = await importJWK(key, TO_PUBLIC_KEY)
    imported.set(id, made)
    return made
  }
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
  const publicKeyOf = importedKeys(new Map([[kid, publicKey]]))
  return {
    current: kid,
    wrap: wrapWith({ alg: TO_PUBLIC_KEY, enc: CONTENT, kid }, () => publicKeyOf(kid)),
    unwrap: privateKeys === null ? null : unwrapWith(TO_PUBLIC_KEY, importedKeys(known)),
  }
}

/** AES key wrap (RFC 3394): every deployment has the key. Throws on keys that are not 32 bytes, or where the current one is missing. */
export function sealForAll({ current, keys }: Ring): Seal {
  const known = new Map(Object.entries(keys).map(([id, key]) => [id, new Uint8Array(Buffer.from(key, 'base64'))]))
  if ([...known.values()].some(({ length }) => length !== KEY_BYTES))
    throw new Error('a key of the receipts is not 32 bytes in base64')
  const keyOf = (id: string): Promise<Uint8Array> => {
    const key = known.get(id)
    return key ? Promise.resolve(key) : Promise.reject(new UnknownKey(`no key "${id}" here to open a receipt`))
  }
  if (!known.has(current)) throw new Error('the current key of the receipts is not in its ring')
  return {
    current,
    wrap: wrapWith({ alg: TO_SHARED_KEY, enc: CONTENT, kid: current }, () => keyOf(current)),
    unwrap: unwrapWith(TO_SHARED_KEY, keyOf),
  }
}
