/** How others follow: signed pages of changes, signed releases, and all rows of one. */
import { and, eq, inArray, lte, max, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { changePages, changes, codes, releases, snapshotBodies, snapshots } from '../../../db/reference/schema.ts'
import { listedCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import {
  answered,
  numberAsked,
  RELEASE_HEAD,
  ROW,
  standingOf,
  standingQueries,
  standsIn,
  type Asked,
  type ReleaseHead,
  type ReleaseInForce,
} from './scope.ts'

export type FeedEntry = ListedCode & {
  readonly number: number
  readonly kind: 'opened' | 'closed'
  readonly catalogue: string
  readonly hash: string
}

export type FeedPage = {
  readonly page: {
    readonly number: number
    readonly firstChange: number
    readonly lastChange: number
    readonly previousHash: string
    readonly lastHash: string
    readonly release: string
  }
  /** As it was signed when the page was written. */
  readonly signature: string
  readonly entries: readonly FeedEntry[]
}

/** The page after `since` (number of the last page seen, 0: none), of releases in force at `now`; null: there is none yet. */
export async function readPage(
  replica: Reference,
  { since, now }: { since: number; now: number },
): Promise<{ standing: ReleaseInForce; page: FeedPage | null; more: boolean }> {
  const asked = { now }
  const number = since + 1
  const open = replica.select({ number: releases.number }).from(releases).where(lte(releases.effectiveAt, now))
  const [release, beats, pages, entries, newest] = await answered(
    replica.batch([
      ...standingQueries(replica, asked),
      replica
        .select({ page: changePages, release: releases.id })
        .from(changePages)
        .innerJoin(releases, eq(releases.number, changePages.release))
        .where(and(eq(changePages.number, number), lte(releases.effectiveAt, now))),
      replica
        .select()
        .from(changes)
        .where(and(eq(changes.page, number), inArray(changes.release, open)))
        .orderBy(changes.number),
      replica
        .select({ number: max(changePages.number) })
        .from(changePages)
        .where(inArray(changePages.release, open)),
    ]),
  )
  const standing = standingOf(asked, release, beats)
  const [found] = pages
  if (found === undefined) return { standing, page: null, more: false }
  const { firstChange, lastChange, previousHash, lastHash, signature } = found.page
  return {
    standing,
    page: {
      page: { number, firstChange, lastChange, previousHash, lastHash, release: found.release },
      signature,
      entries: entries.map(({ number: at, kind, catalogue, hash, ...row }) => ({
        number: at,
        kind,
        catalogue,
        ...listedCode(row),
        hash,
      })),
    },
    more: (newest[0]?.number ?? 0) > number,
  }
}

export type SignedRelease = {
  readonly standing: ReleaseInForce
  readonly release: ReleaseHead & { readonly note: string; readonly restores: string | null; readonly digest: string }
  /** As it was signed when it was published. */
  readonly signature: string
  /** Where the feed goes on after this release: its last page and change. */
  readonly cursor: number
  readonly lastChange: number
}

/** A release that is or was in force, as signed. Throws release-unknown, lists-unavailable. */
export async function readRelease(replica: Reference, id: string, now: number): Promise<SignedRelease> {
  const named = { now, release: id }
  const [current, beats, found, last] = await answered(
    replica.batch([
      ...standingQueries(replica, { now }),
      replica
        .select({
          head: RELEASE_HEAD,
          note: releases.note,
          restores: releases.restores,
          digest: releases.digest,
          signature: releases.signature,
        })
        .from(releases)
        .where(eq(releases.number, numberAsked(replica, named))),
      replica
        .select({ page: max(changePages.number), change: max(changePages.lastChange) })
        .from(changePages)
        .where(lte(changePages.release, numberAsked(replica, named))),
    ]),
  )
  const standing = standingOf({ now }, current, beats)
  const [release] = found
  if (release === undefined) throw new Refusal('release-unknown')
  const { head, note, restores, digest, signature } = release
  return {
    standing,
    release: { ...head, note, restores, digest },
    signature,
    cursor: last[0]?.page ?? 0,
    lastChange: last[0]?.change ?? 0,
  }
}

/**
 * One catalogue as edges load it, by the hash of its content (`src/engine/codes/packed-catalogue.ts`); of releases in force at `now`. Throws
 * packed-list-unknown, lists-unavailable.
 */
export async function readPacked(replica: Reference, hash: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const [found] = await answered(
    replica
      .select({ bytes: snapshotBodies.bytes })
      .from(snapshotBodies)
      .innerJoin(snapshots, eq(snapshots.hash, snapshotBodies.hash))
      .innerJoin(releases, eq(releases.number, snapshots.release))
      .where(and(eq(snapshotBodies.hash, hash), lte(releases.effectiveAt, now)))
      .limit(1),
  )
  if (found === undefined) throw new Refusal('packed-list-unknown')
  return new Uint8Array(found.bytes)
}

/** A row of any catalogue. */
export type SnapshotRow = ListedCode & { readonly catalogue: string }

/** Rows read at once: some 600 KB. */
const PIECE = 2000

/**
 * All rows of a release in the order of catalogue, code and first day, in pieces, so that memory stays flat. A release keeps its rows
 * while others are published. `open` is called for each piece.
 */
export async function* readRows(open: () => Reference, asked: Asked): AsyncGenerator<readonly SnapshotRow[], void> {
  let after: SnapshotRow | undefined
  for (;;) {
    const replica = open()
    const beyond =
      after === undefined
        ? undefined
        : sql`(${codes.catalogue}, ${codes.code}, ${codes.validFrom}) > (${after.catalogue}, ${after.code}, ${after.validFrom})`
    const rows = await answered(
      replica
        .select({ ...ROW, catalogue: codes.catalogue })
        .from(codes)
        .where(and(standsIn(replica, asked), beyond))
        .orderBy(codes.catalogue, codes.code, codes.validFrom)
        .limit(PIECE),
    )
    const piece = rows.map((row) => Object.assign({ catalogue: row.catalogue }, listedCode(row)))
    if (piece.length > 0) yield piece
    after = piece.at(-1)
    if (rows.length < PIECE) return
  }
}
