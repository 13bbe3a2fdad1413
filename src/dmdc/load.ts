import { and, desc, eq, ne } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { heartbeats, releases, snapshots } from '../../db/reference/schema.ts'
import type { Published } from './published.ts'
import { verifyBodies } from './published.ts'

/** A newer heartbeat for the release that is already held. */
export type Unchanged = Omit<Published, 'catalogues'> & { catalogues: 'unchanged' }

/**
 * Reads the release in force, its bodies and the heartbeat from a replica: one batch, one exchange, one consistent state.
 * The bodies stay behind when `heldRelease` is still in force. Throws when the database is away, slower than its timeout,
 * holds no release, or a body does not match its hash.
 */
export async function loadPublished(replica: Database, heldRelease: string | null): Promise<Published | Unchanged> {
  const inForce = replica
    .select({ id: releases.id })
    .from(releases)
    .orderBy(desc(releases.publishedAt), desc(releases.id))
    .limit(1)
  const [released, beats, bodies] = await replica.batch([
    replica.select().from(releases).orderBy(desc(releases.publishedAt), desc(releases.id)).limit(1),
    replica.select({ beatAt: heartbeats.beatAt }).from(heartbeats).where(eq(heartbeats.id, 1)),
    replica
      .select({ catalogue: snapshots.catalogue, hash: snapshots.hash, body: snapshots.body })
      .from(snapshots)
      .where(and(eq(snapshots.releaseId, inForce), ne(snapshots.releaseId, heldRelease ?? '')))
      .orderBy(snapshots.catalogue),
  ])
  const [row] = released
  if (row === undefined) throw new Error('the reference database holds no release')
  const release = { id: row.id, publishedAt: row.publishedAt }
  const beatAt = beats[0]?.beatAt ?? null
  if (release.id === heldRelease) return { release, beatAt, catalogues: 'unchanged' }
  if (bodies.length === 0) throw new Error(`release ${release.id} has no snapshots`)
  await verifyBodies(bodies)
  return { release, beatAt, catalogues: bodies }
}
