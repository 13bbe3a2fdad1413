import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { catalogues, changePages, changes, codes, releases, snapshots } from '../../../db/reference/schema.ts'
import { listedCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { readAll } from '../pieces.ts'
import type { ChainHead } from './chain.ts'
import type { CatalogueContent, PlannedCatalogue } from './plan.ts'

/** What the newest release holds, as far as the next one needs to know. */
export type CurrentRows = {
  readonly last: { readonly id: string; readonly number: number; readonly effectiveAt: number } | null
  /** Ids of all releases. */
  readonly ids: readonly string[]
  readonly head: ChainHead
  /** Catalogues of the newest release. */
  readonly catalogues: readonly CatalogueContent[]
  /** Rows that are open, of the catalogues asked for. */
  readonly rows: ReadonlyMap<string, readonly ListedCode[]>
}

/**
 * Reads it: the release in one batch, then the rows of the catalogues named, piece by piece. Rows that another release changes meanwhile do no harm: that release
 * takes the number which the next one would have.
 */
export async function readCurrentRows(database: Reference, touched: readonly string[] | 'all'): Promise<CurrentRows> {
  const [published, lastChange, lastPage, held] = await database.batch([
    database
      .select({ id: releases.id, number: releases.number, effectiveAt: releases.effectiveAt })
      .from(releases)
      .orderBy(desc(releases.number)),
    database
      .select({ number: changes.number, hash: changes.hash })
      .from(changes)
      .orderBy(desc(changes.number))
      .limit(1),
    database.select({ number: changePages.number }).from(changePages).orderBy(desc(changePages.number)).limit(1),
    database
      .select({ catalogue: catalogues, snapshot: snapshots })
      .from(snapshots)
      .innerJoin(catalogues, eq(catalogues.id, snapshots.catalogue))
      .where(
        eq(
          snapshots.release,
          database.select({ number: releases.number }).from(releases).orderBy(desc(releases.number)).limit(1),
        ),
      ),
  ])
  const byCatalogue = new Map<string, ListedCode[]>()
  for (const id of touched === 'all' ? held.map(({ catalogue }) => catalogue.id) : touched) {
    const rows = await readAll<typeof codes.$inferSelect>((last, limit) =>
      database
        .select()
        .from(codes)
        .where(
          and(
            eq(codes.catalogue, id),
            isNull(codes.untilRelease),
            last === null ? undefined : sql`(${codes.code}, ${codes.validFrom}) > (${last.code}, ${last.validFrom})`,
          ),
        )
        .orderBy(asc(codes.code), asc(codes.validFrom))
        .limit(limit),
    )
    byCatalogue.set(id, rows.map(listedCode))
  }
  return {
    last: published[0] ?? null,
    ids: published.map(({ id }) => id),
    head: { change: lastChange[0]?.number ?? 0, page: lastPage[0]?.number ?? 0, hash: lastChange[0]?.hash ?? '' },
    catalogues: held.map(({ catalogue, snapshot }) => ({
      // As the release has them; the catalogue's own columns are those of the newest one.
      head: headOf(catalogue, snapshot),
      rows: snapshot.rows,
      contentHash: snapshot.contentHash,
      hash: snapshot.hash,
      packed: null,
    })),
    rows: byCatalogue,
  }
}

const headOf = (
  { id, titleVi, titleEn, owner, ordinal }: typeof catalogues.$inferSelect,
  { completeness, completeFrom }: typeof snapshots.$inferSelect,
): PlannedCatalogue => ({ id, titleVi, titleEn, owner, ordinal, completeness, completeFrom })
