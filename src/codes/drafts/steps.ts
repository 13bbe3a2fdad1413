/** The steps of a draft: submitted, approved by every owner, published; or taken back. */
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { codes, releases, restoreRequests, snapshots } from '../../../db/reference/schema.ts'
import { draftApprovals, drafts } from '../../../db/reference/workflow.ts'
import { listedCode, type ListedCode } from '../../store/reference/listed-code.ts'
import { stoodIn } from '../../store/reference/release-rows.ts'
import { Refusal } from '../refusals.ts'
import { CHANGES_PER_ANSWER, readAll } from '../pieces.ts'
import { changesBetween } from '../release/changes-between.ts'
import type { PlannedCatalogue, PublishedRelease } from '../release/plan.ts'
import { publish } from '../release/publish.ts'
import type { Signer } from '../release/signature.ts'
import { readCurrentRows } from '../release/current-rows.ts'
import {
  assertState,
  hasChanged,
  readApprovals,
  readChanges,
  readDecisions,
  readDraft,
  readOwners,
  type Draft,
  type DraftChange,
  type DraftState,
} from './draft.ts'

/** Who takes a step that needs a second person. */
export type DraftStep = {
  readonly department: ActingFor
  readonly by: string
  /** Epoch ms. */
  readonly now: number
  /** One person may do everything: for demonstrations and local stacks, where there is nobody else. */
  readonly isAlone?: boolean
}

/** Four eyes: throws Refusal('draft-own') where the draft, or one of its changes, is the account's own. */
async function assertSecondPerson(
  primary: Reference,
  { id, createdBy }: Draft,
  { by, isAlone = false }: DraftStep,
): Promise<void> {
  if (isAlone) return
  if (createdBy === by || (await hasChanged(primary, id, by))) throw new Refusal('draft-own')
}

/** A department by whose account somebody acts; null: all of them. */
export type ActingFor = string | null

async function move(primary: Reference, draft: Draft, to: DraftState): Promise<Draft> {
  const [moved] = await primary
    .update(drafts)
    .set({ state: to })
    .where(and(eq(drafts.id, draft.id), eq(drafts.state, draft.state), eq(drafts.revision, draft.revision)))
    .returning()
  // Somebody else moved it between our look and our step.
  if (moved === undefined) throw new Refusal('draft-state', { state: (await readDraft(primary, draft.id)).state })
  return moved
}

/**
 * Whether a department may take a draft on: it owns one of the lists that it changes, or the draft is its own and still empty. Throws
 * draft-unknown, department-not-allowed.
 */
export async function assertOwnDraft(
  primary: Reference,
  id: string,
  { department, by }: Pick<DraftStep, 'department' | 'by'>,
): Promise<void> {
  if (department === null) return
  const { createdBy } = await readDraft(primary, id)
  const owners = await readOwners(primary, id)
  if (owners.length === 0 ? createdBy !== by : !owners.includes(department))
    throw new Refusal('department-not-allowed', { departments: owners.join(', ') || '*' })
}

/** draft → review: its content is fixed from now on. Throws draft-unknown, draft-state, draft-empty. */
export async function submitDraft(primary: Reference, id: string): Promise<Draft> {
  const draft = await readDraft(primary, id)
  assertState(draft, 'draft')
  if ((await readOwners(primary, id)).length === 0) throw new Refusal('draft-empty')
  return move(primary, draft, 'review')
}

/** review → draft: to change it again; what was approved has to be approved anew once it has changed. */
export async function reopenDraft(primary: Reference, id: string): Promise<Draft> {
  const draft = await readDraft(primary, id)
  assertState(draft, 'review')
  return move(primary, draft, 'draft')
}

/** The end of a draft that is not wanted. */
export async function withdrawDraft(primary: Reference, id: string): Promise<Draft> {
  const draft = await readDraft(primary, id)
  assertState(draft, 'draft', 'review')
  return move(primary, draft, 'withdrawn')
}

/**
 * Agrees for a department (or, for an account of the whole ministry, for all owners) to the draft as it is under review. Safe to
 * repeat. Throws draft-unknown, draft-state, draft-own, department-not-allowed when none of the changed catalogues is its own.
 */
export async function approveDraft(primary: Reference, id: string, acting: DraftStep): Promise<void> {
  const { department, by, now } = acting
  const draft = await readDraft(primary, id)
  assertState(draft, 'review')
  await assertSecondPerson(primary, draft, acting)
  const owners = await readOwners(primary, id)
  const own = owners.filter((owner) => department === null || department === owner)
  if (own.length === 0) throw new Refusal('department-not-allowed', { departments: owners.join(', ') })
  await primary
    .insert(draftApprovals)
    .values(
      own.map((owner) => ({ draft: id, department: owner, revision: draft.revision, approvedBy: by, approvedAt: now })),
    )
    .onConflictDoNothing()
}

/**
 * Publishes a draft under review that every owner of a changed catalogue has approved. Throws draft-unknown, draft-state,
 * draft-own, draft-unapproved, department-not-allowed (somebody whose department owns none of it), release-conflict, release-too-early.
 */
export async function publishDraft(
  primary: Reference,
  id: string,
  acting: DraftStep & { readonly sign: Signer },
): Promise<PublishedRelease> {
  const { department, by, now, sign } = acting
  const draft = await readDraft(primary, id)
  assertState(draft, 'review')
  await assertSecondPerson(primary, draft, acting)
  const owners = await readOwners(primary, id)
  if (department !== null && !owners.includes(department))
    throw new Refusal('department-not-allowed', { departments: owners.join(', ') })
  const approvals = await readApprovals(primary, draft)
  const missing = owners.filter((owner) => !approvals.some((given) => given.department === owner))
  if (missing.length > 0) throw new Refusal('draft-unapproved', { departments: missing.join(', ') })

  let seen = 0
  const changes = await readAll<DraftChange>(async (_, limit) => {
    const piece = await readChanges(primary, id, { limit, after: seen })
    seen += piece.length
    return piece
  }, CHANGES_PER_ANSWER)
  const decisions = await readDecisions(primary, id)
  const { catalogues } = await readCurrentRows(primary, [])
  const heads = decisions.flatMap(({ catalogue, completeness, completeFrom }): PlannedCatalogue[] => {
    const head = catalogues.find((content) => content.head.id === catalogue)?.head
    return completeness === null || head === undefined ? [] : [{ ...head, completeness, completeFrom }]
  })
  return publish(
    primary,
    {
      note: draft.note,
      publishedBy: by,
      ...(draft.effectiveAt === null ? {} : { effectiveAt: draft.effectiveAt }),
      catalogues: heads,
      decisions: decisions.map(({ draft: _, completeness: __, completeFrom: ___, ...decision }) => decision),
      changes: changes.map(({ catalogue, before, after }) => ({ catalogue, before, after })),
      draft: { id, revision: draft.revision },
    },
    { sign, now },
  )
}

/** A roll-back that somebody asked for: a second person publishes it. */
export type RestoreRequest = typeof restoreRequests.$inferSelect

/**
 * Four eyes for a roll-back: returns what was asked before by somebody else, and takes it off the list; else notes that this account asks, and
 * returns null. Throws release-unknown.
 */
export async function secondToRestore(
  primary: Reference,
  release: string,
  { by, now, note }: { by: string; now: number; note: string },
): Promise<RestoreRequest | null> {
  const [known] = await primary.select({ id: releases.id }).from(releases).where(eq(releases.id, release))
  if (known === undefined) throw new Refusal('release-unknown')
  const [asked] = await primary
    .delete(restoreRequests)
    .where(and(eq(restoreRequests.release, release), ne(restoreRequests.askedBy, by)))
    .returning()
  if (asked !== undefined) return asked
  const wanted = { release, note, askedBy: by, askedAt: now }
  await primary
    .insert(restoreRequests)
    .values(wanted)
    .onConflictDoUpdate({ target: restoreRequests.release, set: wanted })
  return null
}

/**
 * Rolls back: publishes the content of an earlier release as a new one. Only the whole ministry may, as it touches lists of every
 * owner. Throws release-unknown, department-not-allowed, draft-empty when that content is in force already.
 */
export async function restoreRelease(
  primary: Reference,
  id: string,
  { department, by, now, sign, note }: { department: ActingFor; by: string; now: number; sign: Signer; note: string },
): Promise<PublishedRelease> {
  if (department !== null) throw new Refusal('department-not-allowed', { departments: '*' })
  const [release] = await primary.select().from(releases).where(eq(releases.id, id))
  if (release === undefined) throw new Refusal('release-unknown')
  const wanted = await readAll<typeof codes.$inferSelect>((last, limit) =>
    primary
      .select()
      .from(codes)
      .where(
        and(
          stoodIn(release.number),
          last === null
            ? undefined
            : sql`(${codes.catalogue}, ${codes.code}, ${codes.validFrom}) > (${last.catalogue}, ${last.code}, ${last.validFrom})`,
        ),
      )
      .orderBy(asc(codes.catalogue), asc(codes.code), asc(codes.validFrom))
      .limit(limit),
  )
  const then = await primary.select().from(snapshots).where(eq(snapshots.release, release.number))
  const { catalogues, rows: standing } = await readCurrentRows(primary, 'all')
  const heads = catalogues.flatMap(({ head }): PlannedCatalogue[] => {
    const was = then.find(({ catalogue }) => catalogue === head.id)
    if (was === undefined) return []
    const { completeness, completeFrom } = was
    return completeness === head.completeness && completeFrom === head.completeFrom
      ? []
      : [{ ...head, completeness, completeFrom }]
  })
  const targets = new Map<string, ListedCode[]>()
  for (const row of wanted) {
    const target = targets.get(row.catalogue) ?? []
    targets.set(row.catalogue, target)
    target.push(listedCode(row))
  }
  const changes = catalogues.flatMap(({ head: { id: catalogue } }) =>
    changesBetween(catalogue, standing.get(catalogue) ?? [], targets.get(catalogue) ?? []),
  )
  if (changes.length === 0 && heads.length === 0) throw new Refusal('draft-empty')
  return publish(
    primary,
    { note, publishedBy: by, restores: id, catalogues: heads, decisions: [], changes },
    { sign, now },
  )
}
