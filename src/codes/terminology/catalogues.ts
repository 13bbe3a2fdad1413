import { desc, lte } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { decisions, releases } from '../../../db/reference/schema.ts'
import {
  answered,
  headQuery,
  RELEASE_HEAD,
  standingOf,
  standingQueries,
  type ServedCatalogue,
  type ReleaseHead,
  type ReleaseInForce,
} from './scope.ts'

/** A decision or annex that a catalogue rests on; ISO days. */
export type LegalDecision = Omit<typeof decisions.$inferSelect, 'catalogue'>

export type Contents = {
  readonly standing: ReleaseInForce
  readonly catalogues: readonly (ServedCatalogue & { readonly decisions: readonly LegalDecision[] })[]
  /** Those that are or were in force, the newest first. */
  readonly releases: readonly (ReleaseHead & { readonly note: string; readonly restores: string | null })[]
}

/** What there is: the catalogues of the release in force, and its predecessors. Throws Refusal('lists-unavailable'). */
export async function listContents(replica: Reference, now: number): Promise<Contents> {
  const asked = { now }
  const [release, beats, heads, resting, published] = await answered(
    replica.batch([
      ...standingQueries(replica, asked),
      headQuery(replica, asked),
      replica.select().from(decisions).orderBy(decisions.catalogue, decisions.signedOn, decisions.document),
      replica
        .select({ ...RELEASE_HEAD, note: releases.note, restores: releases.restores })
        .from(releases)
        .where(lte(releases.effectiveAt, now))
        .orderBy(desc(releases.number)),
    ]),
  )
  const decisionsOf = (id: string): LegalDecision[] =>
    resting.flatMap(({ catalogue, ...rest }) => (catalogue === id ? [rest] : []))
  return {
    standing: standingOf(asked, release, beats),
    catalogues: heads.map((head) => ({ ...head, decisions: decisionsOf(head.id) })),
    releases: published,
  }
}
