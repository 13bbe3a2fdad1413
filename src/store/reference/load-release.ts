import { and, desc, eq, lte, ne } from 'drizzle-orm'
import type { Reference } from '../database.ts'
import { heartbeats, releases, snapshotBodies, snapshots } from '../../../db/reference/schema.ts'
import type { Published } from '../../engine/index.ts'
import { lastRelease } from './release-rows.ts'

/** A newer heartbeat for the release that is already held. */
export type Unchanged = Omit<Published, 'catalogues'> & { catalogues: 'unchanged' }

/**
 * Reads the release in force at `now` (epoch ms), its bodies and the heartbeat from a replica: one batch, one exchange, one
 * consistent state. The bodies stay behind when `heldRelease` is still in force. Throws when the database is away, slower than its
 * timeout, or holds no release.
 */
export async function loadPublished(
  replica: Reference,
  heldRelease: string | null,
  now: number,
): Promise<Published | Unchanged> {
  const [released, beats, bodies] = await replica.batch([
    replica.select().from(releases).where(lte(releases.effectiveAt, now)).orderBy(desc(releases.number)).limit(1),
    replica.select({ beatAt: heartbeats.beatAt }).from(heartbeats).where(eq(heartbeats.id, 1)),
    replica
      .select({ catalogue: snapshots.catalogue, hash: snapshots.hash, bytes: snapshotBodies.bytes })
      .from(snapshots)
      .innerJoin(snapshotBodies, eq(snapshotBodies.hash, snapshots.hash))
      .innerJoin(releases, eq(releases.number, snapshots.release))
      .where(and(eq(snapshots.release, lastRelease(replica, now)), ne(releases.id, heldRelease ?? '')))
      .orderBy(snapshots.catalogue),
  ])
  const [row] = released
  if (row === undefined) throw new Error('the reference database holds no release that is in force')
  const release = { id: row.id, number: row.number, publishedAt: row.publishedAt }
  const beatAt = beats[0]?.beatAt ?? null
  if (release.id === heldRelease) return { release, beatAt, catalogues: 'unchanged' }
  if (bodies.length === 0) throw new Error(`release ${release.id} has no snapshots`)
  return { release, beatAt, catalogues: bodies }
}

/**
 * The id of the release that was in force at a moment (epoch ms), as far as it was published by then; null: none was. What was published
 * afterwards, to take effect before, does not change what was right at that moment.
 */
export async function releaseInForceAt(database: Reference, moment: number): Promise<string | null> {
  const [row] = await database
    .select({ id: releases.id })
    .from(releases)
    .where(and(lte(releases.effectiveAt, moment), lte(releases.publishedAt, moment)))
    .orderBy(desc(releases.number))
    .limit(1)
  return row?.id ?? null
}

/** Reads a release by its id, as `loadPublished` does the one in force. Throws also where this replica does not have it. */
export async function loadRelease(replica: Reference, id: string): Promise<Published> {
  const [released, bodies] = await replica.batch([
    replica.select().from(releases).where(eq(releases.id, id)),
    replica
      .select({ catalogue: snapshots.catalogue, hash: snapshots.hash, bytes: snapshotBodies.bytes })
      .from(snapshots)
      .innerJoin(snapshotBodies, eq(snapshotBodies.hash, snapshots.hash))
      .innerJoin(releases, eq(releases.number, snapshots.release))
      .where(eq(releases.id, id))
      .orderBy(snapshots.catalogue),
  ])
  const [row] = released
  if (row === undefined || bodies.length === 0)
    throw new Error(`this copy of the reference database has no release ${id}`)
  return { release: { id, number: row.number, publishedAt: row.publishedAt }, beatAt: null, catalogues: bodies }
}
