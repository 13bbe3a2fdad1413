import { Buffer } from 'node:buffer'
import { scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/**
 * The secrets are long random strings that this service makes, so a slow hash is a second lock. scrypt is the runtime's own (`node:crypto` in
 * Workers and in Node; argon2id neither has). N = 2^14 with blocks of 1 KB takes 16 MB and some 50 ms: more memory than an isolate of 128 MB
 * could spare for the few that are hashed at once (`MOST_AT_ONCE` in guesses.ts), less would be a weaker lock than PBKDF2 was.
 */
const COST = 16_384
const BLOCK = 8
const PARALLEL = 1
/** What OpenSSL must be allowed for that: 128 · N · r, and some. */
const MEMORY_BYTES = 64 * 1024 * 1024
const SALT_BYTES = 16
const KEY_BYTES = 32
const SCRYPT = 'scrypt'
/** Of secrets from before; they are hashed anew with the next secret. */
const PBKDF2 = 'pbkdf2-sha256'

/** Compared with when somebody is unknown, so that the time of the answer does not show which ids exist. */
export const NOBODY = 'scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** How a secret is compared with what is stored: `secretMatches`, or that behind a limit. */
export type SecretCheck = (secret: string, stored: string) => Promise<boolean>

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url: what is stored of a client secret. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = Buffer.from(crypto.getRandomValues(new Uint8Array(SALT_BYTES)))
  const key = await derive(secret, salt, { N: COST, r: BLOCK, p: PARALLEL })
  return [SCRYPT, COST, BLOCK, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether the secret is the one that was hashed. Throws on a stored value of another scheme. */
export async function secretMatches(secret: string, stored: string): Promise<boolean> {
  const [scheme, ...parts] = stored.split('$')
  const hash = Buffer.from(parts.at(-1) ?? '', 'base64url')
  const key = await keyOf(secret, scheme, parts)
  return key.length === hash.length && timingSafeEqual(key, hash)
}

function keyOf(secret: string, scheme: string | undefined, parts: readonly string[]): Promise<Buffer> {
  if (scheme === SCRYPT) {
    const [cost, block, parallel, salt = ''] = parts
    const options = { N: Number(cost), r: Number(block), p: Number(parallel) }
    return derive(secret, Buffer.from(salt, 'base64url'), options)
  }
  const [iterations, salt = ''] = parts
  if (scheme === PBKDF2) return derivePbkdf2(secret, Buffer.from(salt, 'base64url'), Number(iterations))
  throw new Error('stored secret of an unknown scheme')
}

const derive = (secret: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, { ...options, maxmem: MEMORY_BYTES }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })

async function derivePbkdf2(secret: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
    'deriveBits',
  ])
  const derived = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return Buffer.from(await crypto.subtle.deriveBits(derived, material, KEY_BYTES * 8))
}

/** A secret for somebody to keep: 256 bits of chance, shown once. */
export const newSecret = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES))).toString('base64url')
