/** Drafts of releases: what they change, who has agreed, and the steps from draft over review to a published release. */
import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { catalogues } from '../../../db/reference/schema.ts'
import { draftApprovals, draftChanges, draftDecisions, drafts } from '../../../db/reference/workflow.ts'
import { Refusal } from '../refusals.ts'
import { parseListedCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { cutBySize } from '../pieces.ts'
import type { CatalogueDecision } from '../release/plan.ts'

export type DraftState = 'draft' | 'review' | 'published' | 'withdrawn'
export type Draft = typeof drafts.$inferSelect

export type ChangeKind = 'added' | 'closed' | 'renamed' | 'changed'

/**
 * One row of a catalogue that a draft changes: `before` as it is now (null: it is new), `after` as it is to be. A code that is
 * closed keeps its row with a last day; a code that is renamed from a day on has two changes, the closed row and the new one.
 */
export type DraftChange = {
  readonly kind: ChangeKind
  readonly catalogue: string
  readonly before: ListedCode | null
  readonly after: ListedCode | null
  /** The proposal it comes from. */
  readonly proposal?: string | undefined
}

/** The decision behind the changes of a catalogue; `completeness` null: the list stays as complete as it is. */
export type DraftDecision = CatalogueDecision & {
  readonly completeness: 'complete' | 'partial' | null
  readonly completeFrom: string | null
}

/** Makes an empty draft. `id` is random, `now` and `effectiveAt` epoch ms. */
export async function createDraft(
  primary: Reference,
  draft: { id: string; note: string; effectiveAt: number | null; by: string; now: number },
): Promise<Draft> {
  const { id, note, effectiveAt, by: createdBy, now: createdAt } = draft
  const [created] = await primary
    .insert(drafts)
    .values({ id, note, effectiveAt, createdBy, createdAt, state: 'draft' })
    .returning()
  if (created === undefined) throw new Error('the draft was not created')
  return created
}

/** The newest first. */
export const listDrafts = (database: Reference): Promise<Draft[]> =>
  database.select().from(drafts).orderBy(desc(drafts.createdAt), desc(drafts.id))

/** Throws Refusal('draft-unknown'). */
export async function readDraft(database: Reference, id: string): Promise<Draft> {
  const [draft] = await database.select().from(drafts).where(eq(drafts.id, id))
  if (draft === undefined) throw new Refusal('draft-unknown')
  return draft
}

/** Throws Refusal('draft-state') where the draft is in none of these states. */
export function assertState(draft: Draft, ...states: readonly DraftState[]): void {
  if (!states.includes(draft.state)) throw new Refusal('draft-state', { state: draft.state })
}

/**
 * Puts changes into a draft. A change of the same row replaces the earlier one; `replaces` names a catalogue whose earlier imported
 * changes go (proposals stay). All or nothing; the draft's revision grows, so that earlier approvals no longer hold.
 * Throws Refusal('draft-unknown'), ('draft-state') unless it is still a draft, ('catalogue-unknown'), ('department-not-allowed').
 */
export async function addChanges(
  primary: Reference,
  {
    draft: id,
    changes,
    decisions = [],
    replaces,
    author,
    department = null,
  }: {
    draft: string
    changes: readonly DraftChange[]
    decisions?: readonly DraftDecision[]
    replaces?: string
    /** The account that puts them in: it may not approve the draft. */
    author: string
    /** Whose catalogues it may change; null: all. */
    department?: string | null
  },
): Promise<void> {
  assertState(await readDraft(primary, id), 'draft')
  const named = [...changes, ...decisions].map(({ catalogue }) => catalogue)
  await assertCatalogues(primary, [...new Set([...named, ...(replaces === undefined ? [] : [replaces])])], department)
  const isImported = sql`${draftChanges.proposal} IS NULL`
  const clearing =
    replaces === undefined
      ? []
      : [
          primary
            .delete(draftChanges)
            .where(and(eq(draftChanges.draft, id), eq(draftChanges.catalogue, replaces), isImported)),
        ]
  await primary.batch([
    primary
      .update(drafts)
      .set({ revision: sql`${drafts.revision} + 1` })
      .where(and(eq(drafts.id, id), eq(drafts.state, 'draft'))),
    ...clearing,
    ...cutBySize(changes).map((piece) => insertChanges(primary, id, piece, author)),
    ...decisions.map((decision) =>
      primary
        .insert(draftDecisions)
        .values({ draft: id, ...decision })
        .onConflictDoUpdate({
          target: [draftDecisions.draft, draftDecisions.catalogue, draftDecisions.document],
          set: decision,
        }),
    ),
  ])
}

/** Throws Refusal('catalogue-unknown'), and ('department-not-allowed') where a department (null: all) does not own one of them. */
export async function assertCatalogues(
  primary: Reference,
  ids: readonly string[],
  department: string | null,
): Promise<void> {
  const known = await primary
    .select({ id: catalogues.id, owner: catalogues.owner })
    .from(catalogues)
    .where(inArray(catalogues.id, [...ids]))
  const missing = ids.find((id) => !known.some((catalogue) => catalogue.id === id))
  if (missing !== undefined) throw new Refusal('catalogue-unknown', { catalogue: missing })
  const foreign = known.find(({ owner }) => department !== null && owner !== department)
  if (foreign !== undefined) throw new Refusal('department-not-allowed', { departments: foreign.owner })
}

/** The rows travel as one JSON parameter; a row that somebody else published or submitted meanwhile is not touched. */
const insertChanges = (primary: Reference, draft: string, changes: readonly DraftChange[], author: string) =>
  primary.run(sql`
    INSERT INTO ${draftChanges} (draft, catalogue, code, valid_from, kind, before, after, proposal, author)
    SELECT ${draft}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, ${author}
    FROM json_each(${JSON.stringify(changes.map(columnsOf))})
    WHERE (SELECT state FROM ${drafts} WHERE id = ${draft}) = 'draft'
    ON CONFLICT (draft, catalogue, code, valid_from) DO UPDATE SET
      kind = excluded.kind, before = excluded.before, after = excluded.after, proposal = excluded.proposal,
      author = excluded.author`)

/** Whether an account has put anything into a draft that is in it now. */
export async function hasChanged(database: Reference, draft: string, account: string): Promise<boolean> {
  const [found] = await database
    .select({ code: draftChanges.code })
    .from(draftChanges)
    .where(and(eq(draftChanges.draft, draft), eq(draftChanges.author, account)))
    .limit(1)
  return found !== undefined
}

/** A change as its table keeps it, without the draft; the sides are JSON. */
export function changeRow({ kind, catalogue, before, after, proposal }: DraftChange) {
  const row = after ?? before
  if (row === null) throw new Error('a change of nothing')
  const asText = (side: ListedCode | null): string | null => (side === null ? null : JSON.stringify(side))
  const { code, validFrom } = row
  return { catalogue, code, validFrom, kind, before: asText(before), after: asText(after), proposal: proposal ?? null }
}

/** In the order of the columns above. */
function columnsOf(change: DraftChange): (string | null)[] {
  const { catalogue, code, validFrom, kind, before, after, proposal } = changeRow(change)
  return [catalogue, code, validFrom, kind, before, after, proposal]
}

/** A page of a draft's changes, in the order of catalogue and code; `after`: how many were seen already. */
export async function readChanges(
  database: Reference,
  draft: string,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<DraftChange[]> {
  const rows = await database
    .select()
    .from(draftChanges)
    .where(eq(draftChanges.draft, draft))
    .orderBy(asc(draftChanges.catalogue), asc(draftChanges.code), asc(draftChanges.validFrom))
    .limit(limit)
    .offset(after)
  return rows.map(({ kind, catalogue, before, after: next, proposal }) => ({
    kind,
    catalogue,
    before: listed(before),
    after: listed(next),
    ...(proposal === null ? {} : { proposal }),
  }))
}

/** Written by `changeRow` only. */
const listed = (text: string | null): ListedCode | null => (text === null ? null : parseListedCode(text))

/** All decisions that a draft names. */
export const readDecisions = (database: Reference, draft: string): Promise<(typeof draftDecisions.$inferSelect)[]> =>
  database.select().from(draftDecisions).where(eq(draftDecisions.draft, draft))

export type ChangeCount = { catalogue: string; owner: string; kind: ChangeKind; changes: number }

/**
 * How many changes a draft holds, by catalogue (with its owner) and kind, counted as an import counts them: a code that is renamed or changed
 * from a day on is one change, though its old row ends and a new one begins.
 */
export const countChanges = (database: Reference, draft: string): Promise<ChangeCount[]> =>
  database
    .select({
      catalogue: draftChanges.catalogue,
      owner: catalogues.owner,
      kind: draftChanges.kind,
      // The new half of a pair has nothing before it.
      changes: sql<number>`count(*) FILTER (WHERE NOT (${draftChanges.kind} IN ('renamed', 'changed') AND ${draftChanges.before} IS NULL))`,
    })
    .from(draftChanges)
    .innerJoin(catalogues, eq(catalogues.id, draftChanges.catalogue))
    .where(eq(draftChanges.draft, draft))
    .groupBy(draftChanges.catalogue, catalogues.owner, draftChanges.kind)
    .orderBy(draftChanges.catalogue, draftChanges.kind)

/** Departments that own what a draft changes, codes or decisions, in alphabetical order. */
export async function readOwners(database: Reference, draft: string): Promise<string[]> {
  const owned = await database
    .selectDistinct({ owner: catalogues.owner })
    .from(catalogues)
    .where(
      or(
        inArray(
          catalogues.id,
          database.select({ id: draftChanges.catalogue }).from(draftChanges).where(eq(draftChanges.draft, draft)),
        ),
        inArray(
          catalogues.id,
          database.select({ id: draftDecisions.catalogue }).from(draftDecisions).where(eq(draftDecisions.draft, draft)),
        ),
      ),
    )
  return owned.map(({ owner }) => owner).sort()
}

/** Approvals that hold: those of the draft's present revision. */
export const readApprovals = (
  database: Reference,
  { id, revision }: Draft,
): Promise<(typeof draftApprovals.$inferSelect)[]> =>
  database
    .select()
    .from(draftApprovals)
    .where(and(eq(draftApprovals.draft, id), eq(draftApprovals.revision, revision)))
