/** Which release a question is about, and what every answer about code lists has to say of itself. */
import { and, eq, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { catalogues, codes, heartbeats, releases, snapshots } from '../../../db/reference/schema.ts'
import { lastRelease, stoodIn } from '../../store/reference/release-rows.ts'
import { Refusal } from '../refusals.ts'
import { available } from '../../store/failures.ts'

/** `release`: id of an earlier release, to read what was known then; none: the one in force at `now` (epoch ms). */
export type Asked = { readonly now: number; readonly release?: string | undefined }

export type ReleaseHead = {
  readonly id: string
  readonly number: number
  readonly publishedAt: number
  readonly effectiveAt: number
}

/** A catalogue as a release has it. */
export type ServedCatalogue = {
  readonly id: string
  readonly titleVi: string
  readonly titleEn: string
  readonly owner: string
  readonly completeness: 'complete' | 'partial'
  readonly completeFrom: string | null
  readonly rows: number
  /** Of the packed snapshot. */
  readonly hash: string
  /** Of all rows with all their fields. */
  readonly contentHash: string
}

/** What an answer rests on; `replicaLagSeconds` null: this copy never saw a heartbeat. */
export type ReleaseInForce = { readonly release: ReleaseHead; readonly replicaLagSeconds: number | null }

export const RELEASE_HEAD = {
  id: releases.id,
  number: releases.number,
  publishedAt: releases.publishedAt,
  effectiveAt: releases.effectiveAt,
}

/** The columns of a `ListedCode`. */
export const ROW = {
  code: codes.code,
  validFrom: codes.validFrom,
  validTo: codes.validTo,
  name: codes.name,
  attributes: codes.attributes,
  sourceDocument: codes.sourceDocument,
  replacedBy: codes.replacedBy,
}

/** The number of the release asked for, as a part of a query; nothing when it is not in force (yet), or not there. */
export const numberAsked = (replica: Reference, { now, release }: Asked) => lastRelease(replica, now, release)

/** Rows that were in the release asked for. */
export const standsIn = (replica: Reference, asked: Asked): SQL | undefined => stoodIn(numberAsked(replica, asked))

/** Rows in force on an ISO day. */
export const inForceOn = (day: string): SQL | undefined =>
  and(lte(codes.validFrom, day), or(isNull(codes.validTo), sql`${codes.validTo} >= ${day}`))

/** First of every batch: the release, and how old this copy is. */
export const standingQueries = (replica: Reference, asked: Asked) =>
  [
    replica
      .select(RELEASE_HEAD)
      .from(releases)
      .where(eq(releases.number, numberAsked(replica, asked))),
    replica.select({ beatAt: heartbeats.beatAt }).from(heartbeats).where(eq(heartbeats.id, 1)),
  ] as const

/** Heads of the catalogues of the release asked for, in their order; of one where it is named. */
export const headQuery = (replica: Reference, asked: Asked, catalogue?: string) =>
  replica
    .select({
      id: catalogues.id,
      titleVi: catalogues.titleVi,
      titleEn: catalogues.titleEn,
      owner: catalogues.owner,
      completeness: snapshots.completeness,
      completeFrom: snapshots.completeFrom,
      rows: snapshots.rows,
      hash: snapshots.hash,
      contentHash: snapshots.contentHash,
    })
    .from(snapshots)
    .innerJoin(catalogues, eq(catalogues.id, snapshots.catalogue))
    .where(
      and(
        eq(snapshots.release, numberAsked(replica, asked)),
        catalogue === undefined ? undefined : eq(snapshots.catalogue, catalogue),
      ),
    )
    .orderBy(catalogues.ordinal)

/** Throws release-unknown when a release was named that is not there; lists-unavailable when there is none at all. */
export function standingOf(
  { now, release: named }: Asked,
  [release]: readonly ReleaseHead[],
  [beat]: readonly { beatAt: number }[],
): ReleaseInForce {
  if (release === undefined) throw new Refusal(named === undefined ? 'lists-unavailable' : 'release-unknown')
  return { release, replicaLagSeconds: beat === undefined ? null : Math.max(0, Math.round((now - beat.beatAt) / 1000)) }
}

/** Throws catalogue-unknown. */
export function headOf([head]: readonly ServedCatalogue[], catalogue: string): ServedCatalogue {
  if (head === undefined) throw new Refusal('catalogue-unknown', { catalogue })
  return head
}

/** What the replica answers. Throws Refusal('lists-unavailable') when it is away or too slow. */
export const answered = <T>(query: PromiseLike<T>): Promise<T> => available('lists-unavailable', () => query)
