import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { texts } from '../../documents.ts'

/**
 * What identifies a person, kept unreadable: AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV per row, bound to table, column and
 * row, so that a value moved elsewhere opens nowhere. Where a person must be found again, an HMAC-SHA-256 under a key of its own.
 */
export type Keyring = {
  /** Id of the key that seals. */
  readonly current: string
  /** Id → 32 bytes in base64; old keys stay until the rotation is done. */
  readonly keys: Readonly<Record<string, string>>
  /** 32 bytes in base64. */
  readonly hashKey: string
}

/** The row an identity belongs to. */
export type SealedPlace = {
  readonly table: string
  readonly submission: string
  readonly dossier: number
  readonly ordinal: number
}

/** Field → value, as the row had it. */
export type Identity = Readonly<Record<string, string>>

export type Vault = {
  readonly currentKey: string
  /** `key.text`, both parts base64url or plain letters. */
  seal: (place: SealedPlace, identity: Identity) => Promise<string>
  /** Throws where the key is not known, or the text is not what was sealed for this place. */
  open: (place: SealedPlace, sealed: string) => Promise<Identity>
  /** The same of bytes, under the current key, whose id the caller keeps beside them. */
  sealBytes: (place: SealedPlace, bytes: Uint8Array) => Promise<Uint8Array>
  /** Throws as `open` does. */
  openBytes: (place: SealedPlace, key: string, sealed: Uint8Array) => Promise<Uint8Array>
  /** The number's keyed hash, 32 hexadecimal digits; `kind` keeps equal numbers of different meaning apart. */
  hash: (kind: string, value: string) => string
}

const KEY_BYTES = 32
const IV_BYTES = 12
/** 128 bits: no two persons of a nation meet by chance. */
const HASH_DIGITS = 32
const ALGORITHM = 'AES-GCM'

/** The key's id in what `seal` gave. */
const keyOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'))

/** Throws on a ring whose keys are not 32 bytes, or that lacks the current one. */
export function createVault({ current, keys, hashKey }: Keyring): Vault {
  const raw = new Map(Object.entries(keys).map(([id, key]) => [id, keyBytes(key)]))
  if (!raw.has(current)) throw new Error('the current key of the warehouse is not in its ring')
  if ([...raw.keys()].some((id) => !/^\w+$/.test(id)))
    throw new Error('a key of the warehouse has an id that is not allowed')
  const secret = keyBytes(hashKey)
  // Keys, not what will become keys: in Workers one request must not wait for what another one began.
  const imported = new Map<string, CryptoKey>()
  const keyFor = async (id: string): Promise<CryptoKey> => {
    const bytes = raw.get(id)
    if (!bytes) throw new Error('an identity is sealed under a key that is not in the ring')
    const known =
      imported.get(id) ?? (await crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']))
    imported.set(id, known)
    return known
  }

  const sealBytes = async (place: SealedPlace, bytes: Uint8Array): Promise<Uint8Array> => {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
    const box = await crypto.subtle.encrypt(parameters(iv, place), await keyFor(current), bytes.slice())
    return Buffer.concat([iv, new Uint8Array(box)])
  }
  const openBytes = async (place: SealedPlace, key: string, sealed: Uint8Array): Promise<Uint8Array> => {
    const parts = parameters(sealed.slice(0, IV_BYTES), place)
    return new Uint8Array(await crypto.subtle.decrypt(parts, await keyFor(key), sealed.slice(IV_BYTES)))
  }

  return {
    currentKey: current,
    sealBytes,
    openBytes,
    async seal(place, identity) {
      const sealed = await sealBytes(place, new TextEncoder().encode(JSON.stringify(identity)))
      return `${current}.${Buffer.from(sealed).toString('base64url')}`
    },
    async open(place, sealed) {
      const id = keyOf(sealed)
      const bytes = new Uint8Array(Buffer.from(sealed.slice(id.length + 1), 'base64url'))
      return identityFrom(new TextDecoder().decode(await openBytes(place, id, bytes)))
    },
    hash: (kind, value) => createHmac('sha256', secret).update(`${kind}\n${value}`).digest('hex').slice(0, HASH_DIGITS),
  }
}

function keyBytes(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  if (bytes.length !== KEY_BYTES) throw new Error('a key of the warehouse is not 32 bytes in base64')
  return bytes
}

const parameters = (iv: Uint8Array<ArrayBuffer>, { table, submission, dossier, ordinal }: SealedPlace) => ({
  name: ALGORITHM,
  iv,
  additionalData: new TextEncoder().encode(`${table}.identity\n${submission}\n${dossier}\n${ordinal}`),
})

/** Sealed by this file. */
const identityFrom = (json: string): Identity => texts.parse(JSON.parse(json))
