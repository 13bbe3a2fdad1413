/** Loads the seed into the reference database and publishes it as one release. */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Reference } from '../src/store/database.ts'
import { releases } from '../db/reference/schema.ts'
import { changesBetween } from '../src/codes/release/changes-between.ts'
import type { PlannedCatalogue, CatalogueDecision } from '../src/codes/release/plan.ts'
import { publish } from '../src/codes/release/publish.ts'
import type { Signer } from '../src/codes/release/signature.ts'
import { readCurrentRows } from '../src/codes/release/current-rows.ts'
import type { ListedCode } from '../src/store/reference/listed-code.ts'
import type { SeedCatalogue, SeedRow, SeedSource } from './catalogue-file.ts'
import { readCatalogueFile, readManifest, seedDirectory } from './catalogue-file.ts'

export type LoadedSeed = {
  release: string
  catalogues: number
  rows: number
  /** False: this very release was there already, nothing was written. */
  changed: boolean
}

type Prepared = { entry: SeedCatalogue; rows: readonly ListedCode[] }

/**
 * Verifies every file against the manifest, then publishes what differs from the codes in force: the seed replaces the codes of
 * its own catalogues and leaves others alone. Loading the same manifest again changes nothing. Throws, before anything is written,
 * when a file is not the one the manifest names, or when the release was published with other content. `now`: epoch ms.
 */
export async function loadSeed(
  primary: Reference,
  { now, sign, directory = seedDirectory }: { now: number; sign: Signer; directory?: URL },
): Promise<LoadedSeed> {
  const manifest = await readManifest(directory)
  const prepared = await Promise.all(manifest.catalogues.map((entry) => prepare(entry, directory)))
  const { id, note } = manifest.release
  const summary = {
    release: id,
    catalogues: prepared.length,
    rows: prepared.reduce((sum, { rows }) => sum + rows.length, 0),
  }
  // The manifest names every file's hash, so its own hash identifies the whole seed.
  const publishedBy = `seed sha256:${createHash('sha256').update(JSON.stringify(manifest)).digest('hex')}`
  if (await isPublished(primary, id, publishedBy)) return { ...summary, changed: false }
  const standing = await readCurrentRows(
    primary,
    prepared.map(({ entry }) => entry.id),
  )
  await publish(
    primary,
    {
      id,
      note,
      publishedBy,
      catalogues: prepared.map(({ entry }, ordinal) => headOf(entry, ordinal)),
      decisions: prepared.flatMap(({ entry }) => decisionsOf(entry)),
      changes: prepared.flatMap(({ entry: { id: catalogue }, rows }) =>
        changesBetween(catalogue, standing.rows.get(catalogue) ?? [], rows),
      ),
    },
    { sign, now },
  )
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
  return { entry, rows: rows.map((row) => listedCode(entry, row)) }
}

/** A published release is never rewritten: isolates, R2 and followers hold it under its id. */
async function isPublished(primary: Reference, id: string, publishedBy: string): Promise<boolean> {
  const [published] = await primary.select({ by: releases.publishedBy }).from(releases).where(eq(releases.id, id))
  if (published === undefined) return false
  if (published.by === publishedBy) return true
  throw new Error(
    `release ${id} is published with other content, and a published release does not change: ` +
      'give dmdc-seed/manifest.json a new release id',
  )
}

const headOf = (entry: SeedCatalogue, ordinal: number): PlannedCatalogue => ({
  id: entry.id,
  titleVi: entry.titleVi,
  titleEn: entry.titleEn,
  owner: entry.owner,
  completeness: entry.completeness,
  completeFrom: entry.completeFrom ?? null,
  ordinal,
})

const documentOf = ({ decision, annex }: Pick<SeedSource, 'decision' | 'annex'>): string =>
  [decision, annex].filter(Boolean).join(' ')

const decisionsOf = ({ id, sources, confidence }: SeedCatalogue): CatalogueDecision[] =>
  sources.map((source) => ({
    catalogue: id,
    document: documentOf(source),
    decision: source.decision,
    annex: source.annex ?? null,
    signedOn: source.signed ?? null,
    validFrom: source.validFrom ?? null,
    mandatoryFrom: source.mandatoryFrom ?? null,
    oldAcceptedUntil: source.oldAcceptedUntil ?? null,
    confidence,
  }))

/** A row that names no document rests on the first decision that its catalogue names. */
function listedCode({ sources: [first] }: SeedCatalogue, row: SeedRow): ListedCode {
  return { ...row, sourceDocument: row.sourceDocument ?? (first === undefined ? '' : documentOf(first)) }
}
