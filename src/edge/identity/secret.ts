import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'

/** The most that Workers' WebCrypto runs; the secrets are long random strings, so this is a second lock. */
const ITERATIONS = 100_000
const SALT_BYTES = 16
const KEY_BITS = 256
const SCHEME = 'pbkdf2-sha256'

/** Compared with when somebody is unknown, so that the time of the answer does not tell which ids exist. */
export const NOBODY = 'pbkdf2-sha256$100000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** `pbkdf2-sha256$iterations$salt$hash`, salt and hash in base64url: what is stored of a client secret. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const key = await derive(secret, salt, ITERATIONS)
  return [SCHEME, ITERATIONS, Buffer.from(salt).toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether the secret is the one that was hashed. Throws on a stored value of another scheme. */
export async function secretMatches(secret: string, stored: string): Promise<boolean> {
  const [scheme, iterations, salt = '', hash = ''] = stored.split('$')
  if (scheme !== SCHEME) throw new Error('stored secret of an unknown scheme')
  const expected = Buffer.from(hash, 'base64url')
  const key = await derive(secret, Buffer.from(salt, 'base64url'), Number(iterations))
  return key.length === expected.length && timingSafeEqual(key, expected)
}

async function derive(secret: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
    'deriveBits',
  ])
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, KEY_BITS)
  return Buffer.from(bits)
}
