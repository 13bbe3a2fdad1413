/**
 * Published snapshots in R2, for an isolate that starts while its replica is away: each body under its hash, and one index that
 * names the newest release. The index is written last, so it never names a body that is not there.
 */
import * as z from 'zod'
import type { Published } from '../../engine/index.ts'

/** As much of an R2 bucket as is needed here. */
export type SnapshotBucket = {
  get(key: string): Promise<{ text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer> } | null>
  put(key: string, value: string | Uint8Array): Promise<unknown>
}

/** Without bodies: they lie under their hash. */
const INDEX = z.object({
  release: z.object({ id: z.string(), number: z.number(), publishedAt: z.number() }),
  beatAt: z.number().nullable(),
  catalogues: z.array(z.object({ catalogue: z.string(), hash: z.string() })),
})
type Index = z.infer<typeof INDEX>

/** The number is that of the form of the bodies: code of another form never meets them. */
const INDEX_KEY = 'dmdc/2/in-force.json'
const bodyKey = (hash: string) => `dmdc/2/snapshots/${hash}`

/**
 * Stores a release unless it, or a newer one, is stored already; answers whether it wrote. Safe to repeat and to run in many
 * isolates at once: bodies lie under their hash, and whoever writes the index writes the same.
 */
export async function storeSnapshot(bucket: SnapshotBucket, published: Published): Promise<boolean> {
  const stored = await readIndex(bucket)
  if (stored !== null && stored.release.number >= published.release.number) return false
  await Promise.all(published.catalogues.map(({ hash, bytes }) => bucket.put(bodyKey(hash), bytes)))
  const index: Index = {
    release: published.release,
    beatAt: published.beatAt,
    catalogues: published.catalogues.map(({ catalogue, hash }) => ({ catalogue, hash })),
  }
  await bucket.put(INDEX_KEY, JSON.stringify(index))
  return true
}

/** The newest stored release. Throws when none is stored or a body is missing. */
export async function loadStoredSnapshot(bucket: SnapshotBucket): Promise<Published> {
  const index = await readIndex(bucket)
  if (index === null) throw new Error('no snapshot is stored')
  const catalogues = await Promise.all(
    index.catalogues.map(async ({ catalogue, hash }) => {
      const object = await bucket.get(bodyKey(hash))
      if (object === null) throw new Error(`the stored snapshot of ${catalogue} is missing: ${bodyKey(hash)}`)
      return { catalogue, hash, bytes: new Uint8Array(await object.arrayBuffer()) }
    }),
  )
  return { release: index.release, beatAt: index.beatAt, catalogues }
}

async function readIndex(bucket: SnapshotBucket): Promise<Index | null> {
  const object = await bucket.get(INDEX_KEY)
  return object === null ? null : INDEX.parse(JSON.parse(await object.text()))
}
