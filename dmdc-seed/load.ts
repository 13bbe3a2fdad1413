/** Loads the seed into the reference database and publishes it as one release. */
import { eq, inArray, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Database } from '../db/client.ts'
import { catalogues, codes, releases, snapshots } from '../db/reference/schema.ts'
import { hashOf } from '../src/dmdc/published.ts'
import { encodeCatalogue } from '../src/dmdc/snapshot.ts'
import type { Manifest, SeedCatalogue, SeedRow } from './catalogue-file.ts'
import { readCatalogueFile, readManifest, seedDirectory } from './catalogue-file.ts'

/** About 1 MB of JSON per statement: well under what sqld takes in one request, few enough statements to be fast. */
const ROWS_PER_STATEMENT = 5000

export type LoadedSeed = {
  release: string
  catalogues: number
  rows: number
  /** False: this very release was there already, nothing was written. */
  changed: boolean
}

type Prepared = { entry: SeedCatalogue; rows: SeedRow[]; hash: string; body: string }

/**
 * Verifies every file against the manifest, then writes catalogues, codes, snapshots and the release in one transaction.
 * Loading the same manifest again changes nothing. Throws, before anything is written, when a file is not the one the manifest
 * names, or when the release was published with other content. `now`: epoch ms.
 */
export async function loadSeed(
  primary: Database,
  { now, directory = seedDirectory }: { now: number; directory?: URL },
): Promise<LoadedSeed> {
  const manifest = await readManifest(directory)
  const prepared = await Promise.all(manifest.catalogues.map((entry) => prepare(entry, directory)))
  const summary = {
    release: manifest.release.id,
    catalogues: prepared.length,
    rows: prepared.reduce((sum, { rows }) => sum + rows.length, 0),
  }
  // The manifest names every file's hash, so its own hash stands for the whole seed.
  const digest = await hashOf(JSON.stringify(manifest))
  if (await isPublished(primary, manifest, digest)) return { ...summary, changed: false }
  const { id, note } = manifest.release
  await primary.batch(statements(primary, { id, note, digest, publishedAt: now }, prepared))
  return { ...summary, changed: true }
}

async function prepare(entry: SeedCatalogue, directory: URL): Promise<Prepared> {
  const { rows, sha256 } = await readCatalogueFile(entry, directory)
  if (sha256 !== entry.sha256 || rows.length !== entry.rows) {
    throw new Error(
      `${entry.file} is not the file the manifest names (${rows.length} rows, manifest ${entry.rows}; ` +
        `sha256 ${sha256.slice(0, 12)}…, manifest ${entry.sha256.slice(0, 12)}…). ` +
        'If the change is meant: tsx dmdc-seed/manifest.ts --write, and give the release a new id.',
    )
  }
  const { id, completeness, completeFrom = null } = entry
  const body = encodeCatalogue({ id, completeness, completeFrom }, rows)
  return { entry, rows, hash: await hashOf(body), body }
}

/** A published release is never rewritten: isolates and R2 hold it under its id. */
async function isPublished(primary: Database, { release: { id } }: Manifest, digest: string): Promise<boolean> {
  const [published] = await primary.select({ digest: releases.digest }).from(releases).where(eq(releases.id, id))
  if (published === undefined) return false
  if (published.digest === digest) return true
  throw new Error(
    `release ${id} is published with other content, and a published release does not change: ` +
      'give dmdc-seed/manifest.json a new release id',
  )
}

/** Everything of one load. The seed replaces the codes of its own catalogues and leaves others alone. */
function statements(
  primary: Database,
  release: typeof releases.$inferInsert,
  prepared: Prepared[],
): [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]] {
  const heads = prepared.map(({ entry }, ordinal) => ({
    id: entry.id,
    titleVi: entry.titleVi,
    titleEn: entry.titleEn,
    owner: entry.owner,
    completeness: entry.completeness,
    completeFrom: entry.completeFrom ?? null,
    ordinal,
  }))
  const ids = heads.map(({ id }) => id)
  const rows = prepared.flatMap(({ entry, rows }) => rows.map((row) => codeValues(entry, row)))
  const inserts: BatchItem<'sqlite'>[] = []
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    inserts.push(insertCodes(primary, rows.slice(at, at + ROWS_PER_STATEMENT)))
  }
  return [
    primary
      .insert(catalogues)
      .values(heads)
      .onConflictDoUpdate({
        target: catalogues.id,
        set: {
          titleVi: sql`excluded.title_vi`,
          titleEn: sql`excluded.title_en`,
          owner: sql`excluded.owner`,
          completeness: sql`excluded.completeness`,
          completeFrom: sql`excluded.complete_from`,
          ordinal: sql`excluded.ordinal`,
        },
      }),
    primary.delete(codes).where(inArray(codes.catalogue, ids)),
    ...inserts,
    primary.insert(releases).values(release),
    primary.insert(snapshots).values(
      prepared.map(({ entry, rows: { length }, hash, body }) => ({
        releaseId: release.id,
        catalogue: entry.id,
        hash,
        rows: length,
        body,
      })),
    ),
  ]
}

/** The rows travel as one JSON parameter: ten times faster than one parameter per value. */
function insertCodes(primary: Database, rows: CodeValues[]): BatchItem<'sqlite'> {
  return primary.run(sql`
    INSERT INTO ${codes} (catalogue, code, valid_from, valid_to, name, attributes, source_document, replaced_by)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
    FROM json_each(${JSON.stringify(rows)})`)
}

/** In the order of insertCodes' columns. */
type CodeValues = readonly (string | null)[]

/** A row that names no document rests on the first decision that its catalogue names. */
function codeValues({ id, sources }: SeedCatalogue, row: SeedRow): CodeValues {
  const [first] = sources
  const document = row.sourceDocument ?? [first?.decision, first?.annex].filter(Boolean).join(' ')
  const attributes = JSON.stringify(row.attributes)
  return [id, row.code, row.validFrom, row.validTo, row.name, attributes, document, row.replacedBy]
}
