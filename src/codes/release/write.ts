import { and, eq, not, sql, type SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Reference } from '../../store/database.ts'
import {
  catalogues,
  changePages,
  changes as changesTable,
  codes,
  decisions,
  releases,
  snapshotBodies,
  snapshots,
} from '../../../db/reference/schema.ts'
import { drafts } from '../../../db/reference/workflow.ts'
import { attributesText, searchTextOf, type ListedCode } from '../../store/reference/listed-code.ts'
import { Refusal } from '../refusals.ts'
import { uniqueViolation, violationOf } from '../../store/failures.ts'
import { cutBySize } from '../pieces.ts'
import type { ChainedChange, ChangePage } from './chain.ts'
import type { CatalogueContent, PublishedRelease, ReleasePlan } from './plan.ts'

export type ReleaseContent = {
  readonly plan: ReleasePlan
  readonly release: Omit<PublishedRelease, 'changes'> & { readonly signature: string }
  readonly contents: readonly CatalogueContent[]
  readonly changes: readonly ChainedChange[]
  readonly pages: readonly (ChangePage & { readonly signature: string })[]
}

type Statement = BatchItem<'sqlite'>

/** Everything of a release in one transaction. Throws Refusal('release-conflict') when another release took its number. */
export async function writeRelease(primary: Reference, content: ReleaseContent): Promise<void> {
  const { plan, release, contents, changes, pages } = content
  const { number } = release
  const insertRelease: Statement = primary.insert(releases).values({
    ...release,
    note: plan.note,
    publishedBy: plan.publishedBy,
    restores: plan.restores ?? null,
  })
  const packed = contents.flatMap(({ packed: body }) =>
    body === null ? [] : [{ hash: body.hash, bytes: asBuffer(body.bytes) }],
  )
  const statements: [Statement, ...Statement[]] = [
    insertRelease,
    ...plan.catalogues.map((head) =>
      primary.insert(catalogues).values(head).onConflictDoUpdate({ target: catalogues.id, set: head }),
    ),
    ...plan.decisions.map((decision) =>
      primary
        .insert(decisions)
        .values(decision)
        .onConflictDoUpdate({ target: [decisions.catalogue, decisions.document], set: decision }),
    ),
    ...packed.map((body) => primary.insert(snapshotBodies).values(body).onConflictDoNothing()),
    primary.insert(snapshots).values(
      contents.map(({ head, hash, rows, contentHash }) => ({
        release: number,
        catalogue: head.id,
        hash,
        rows,
        contentHash,
        completeness: head.completeness,
        completeFrom: head.completeFrom,
      })),
    ),
    ...inPieces(
      changes.filter(({ kind }) => kind === 'closed'),
      (rows) => closeCodes(primary, number, rows),
    ),
    ...inPieces(
      changes.filter(({ kind }) => kind === 'opened'),
      (rows) => openCodes(primary, number, rows),
    ),
    ...inPieces(changes, (rows) => insertChanges(primary, number, rows)),
    ...pages.map((page) => primary.insert(changePages).values({ ...page, release: number })),
    ...(plan.draft === undefined
      ? []
      : [
          // Changed or taken back since it was read: a release without the state breaks a check of the table, and all of it is undone.
          primary
            .update(drafts)
            .set({ release: number })
            .where(and(eq(drafts.id, plan.draft.id), not(isReviewed(plan.draft)))),
          primary
            .update(drafts)
            .set({ state: 'published', release: number })
            .where(and(eq(drafts.id, plan.draft.id), isReviewed(plan.draft))),
        ]),
  ]
  try {
    await primary.batch(statements)
  } catch (cause) {
    if (isTaken(cause)) throw new Refusal('release-conflict', { catalogue: '', code: '' }, undefined, { cause })
    throw cause
  }
}

const isReviewed = ({ revision }: { revision: number }): SQL =>
  sql`(${drafts.state} = 'review' AND ${drafts.revision} = ${revision})`

/** The number of a release is its key: of two that are published at once, one finds it taken, or the draft no longer as it was read. */
const isTaken = (error: unknown): boolean => {
  const violation = violationOf(error)
  return uniqueViolation(error, releases) || (violation?.kind === 'check' && violation.name === 'drafts_published')
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const inPieces = (
  rows: readonly ChainedChange[],
  statement: (rows: readonly ChainedChange[]) => Statement,
): Statement[] => cutBySize(rows).map(statement)

/** The rows travel as one JSON parameter: ten times faster than one parameter per value. */
const asJson = (rows: readonly (readonly (string | number | null)[])[]): SQL => sql`json_each(${JSON.stringify(rows)})`

const closeCodes = (primary: Reference, number: number, rows: readonly ChainedChange[]): Statement =>
  primary.run(sql`
    UPDATE ${codes} SET until_release = ${number}
    FROM ${asJson(rows.map(({ catalogue, row }) => [catalogue, row.code, row.validFrom]))} AS gone
    WHERE codes.catalogue = gone.value ->> 0 AND codes.code = gone.value ->> 1 AND codes.valid_from = gone.value ->> 2
      AND codes.until_release IS NULL`)

/** In the order of the columns below. */
const columnsOf = (row: ListedCode): (string | null)[] => [
  row.code,
  row.validFrom,
  row.validTo,
  row.name,
  attributesText(row.attributes),
  row.sourceDocument,
  row.replacedBy,
]

const openCodes = (primary: Reference, number: number, rows: readonly ChainedChange[]): Statement =>
  primary.run(sql`
    INSERT INTO ${codes} (catalogue, code, valid_from, valid_to, name, attributes, source_document, replaced_by,
      since_release, search_text)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, ${number}, value ->> 8
    FROM ${asJson(rows.map(({ catalogue, row }) => [catalogue, ...columnsOf(row), searchTextOf(row)]))}`)

const insertChanges = (primary: Reference, number: number, rows: readonly ChainedChange[]): Statement =>
  primary.run(sql`
    INSERT INTO ${changesTable} (number, release, page, kind, catalogue, code, valid_from, valid_to, name, attributes,
      source_document, replaced_by, hash)
    SELECT value ->> 0, ${number}, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
      value ->> 9, value ->> 10, value ->> 11
    FROM ${asJson(
      rows.map(({ number: at, page, kind, catalogue, row, hash }) => [
        at,
        page,
        kind,
        catalogue,
        ...columnsOf(row),
        hash,
      ]),
    )}`)
