/** What a release is made of on its way from the Ministry's database to an isolate, whichever way it takes. */
import type { Release } from './snapshot.ts'

export type PublishedCatalogue = { catalogue: string; hash: string; body: string }

export type Published = {
  release: Release
  /** The primary's last heartbeat that this copy has seen, epoch milliseconds; null when it has seen none. */
  beatAt: number | null
  catalogues: readonly PublishedCatalogue[]
}

/** SHA-256 of the text's UTF-8, hexadecimal. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Throws when a body is not the one that was published under its hash. */
export async function verifyBodies(catalogues: readonly PublishedCatalogue[]): Promise<void> {
  for (const { catalogue, hash, body } of catalogues) {
    if ((await hashOf(body)) !== hash) throw new Error(`snapshot of ${catalogue} does not match its hash ${hash}`)
  }
}
