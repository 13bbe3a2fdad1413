/** What a release is made of on its way from the Ministry's database to an isolate, whichever way it takes. */
import { unpackSnapshot, type Inflate, type Release, type Snapshot } from './snapshot.ts'

/** A packed catalogue and the hash of its content under which it was published. */
export type PublishedCatalogue = { catalogue: string; hash: string; bytes: Uint8Array }

export type Published = {
  release: Release
  /** The primary's last heartbeat that this copy has seen, epoch milliseconds; null when it has seen none. */
  beatAt: number | null
  catalogues: readonly PublishedCatalogue[]
}

/** The release ready to be asked. Throws when a body is damaged, or is not the one that was published under its hash. */
export async function openPublished({ release, catalogues }: Published, inflate: Inflate): Promise<Snapshot> {
  const snapshot = await unpackSnapshot(
    release,
    catalogues.map(({ bytes }) => bytes),
    inflate,
  )
  for (const { catalogue, hash } of catalogues) {
    if (snapshot.catalogues.get(catalogue)?.hash !== hash)
      throw new Error(`snapshot of ${catalogue} does not match its hash ${hash}`)
  }
  return snapshot
}
