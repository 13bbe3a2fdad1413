/** One step of a proposal: who may, what follows, and all of it written at once or not at all. */
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { and, desc, eq, getTableName, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Reference } from '../../store/database.ts'
import { draftChanges, draftDecisions, drafts, proposals, proposalSteps } from '../../../db/reference/workflow.ts'
import { parseAttributes } from '../../store/reference/listed-code.ts'
import { decidesFor, isWithin, type Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { uniqueViolation, violationOf } from '../../store/failures.ts'
import { changeRow, type DraftChange } from '../drafts/draft.ts'
import { changesOf } from './change.ts'
import { readProposal, type ProposalRow } from './proposal.ts'
import { contentOf, ownerOf, standingRows, type Wanted } from './propose.ts'
import { assertRole, nextState, type ProposalAction } from './transitions.ts'

export type AskedStep = {
  readonly id: string
  readonly action: ProposalAction
  readonly comment: string
  /** The revision the actor has seen; none: whichever it has now. */
  readonly revision?: number | undefined
  /** Of a revise: the new content; what is left out stays. */
  readonly content?: Partial<Omit<Wanted, 'catalogue' | 'kind'>> | undefined
  /** Of an accept. */
  readonly decision?: Acceptance | undefined
}

export type Acceptance = {
  readonly code?: string | undefined
  /** ISO */
  readonly validFrom?: string | undefined
  /** Id of a draft; none: the newest one that can still be changed. */
  readonly draft?: string | undefined
  /** The decision the code rests on, as `decisions.document`. */
  readonly document?: string | undefined
}

type Statement = BatchItem<'sqlite'>
/** Columns of the proposal that a step changes beside its state, and what else is written with it. */
type Effect = { readonly columns: Partial<ProposalRow>; readonly statements: readonly Statement[] }

/**
 * Takes a step. Throws role-not-allowed, proposal-unknown, not-yours, department-not-allowed, proposal-state, changed-meanwhile (another
 * step came first, or is not the one the actor had seen); of an accept also draft-missing, draft-unknown, draft-state, draft-conflict,
 * code-taken, code-unknown, parameter-invalid. `now`: epoch ms.
 */
export async function takeStep(primary: Reference, caller: Caller, step: AskedStep, now: number): Promise<ProposalRow> {
  const { id, action, comment } = step
  assertRole(caller.role, action)
  const before = await readProposal(primary, id)
  await assertActsFor(primary, caller, before)
  const state = nextState(before.state, caller.role, action)
  if (step.revision !== undefined && step.revision !== before.revision) throw new Refusal('changed-meanwhile')

  const { columns, statements } = await effectOf(primary, before, step, { now, author: caller.account })
  const revision = before.revision + 1
  const changed = { ...columns, state, revision, changedAt: now }
  try {
    await primary.batch([
      // Its number is its key: of two that act at once one finds it taken, and nothing of that one is written.
      primary
        .insert(proposalSteps)
        .values({ proposal: id, number: revision, action, actor: caller.account, role: caller.role, at: now, comment }),
      primary
        .update(proposals)
        .set(changed)
        .where(and(eq(proposals.id, id), eq(proposals.revision, before.revision))),
      ...statements,
    ])
  } catch (cause) {
    throw asRefusal(cause) ?? cause
  }
  return { ...before, ...changed }
}

/** The facility for its own, the province for its facilities', the department for the lists it owns. */
async function assertActsFor(primary: Reference, caller: Caller, proposal: ProposalRow): Promise<void> {
  if (caller.role === 'facility' && caller.facility !== proposal.facility) throw new Refusal('not-yours')
  if (!isWithin(caller, proposal.province)) throw new Refusal('not-yours')
  if (caller.role !== 'ministry') return
  const owner = await ownerOf(primary, proposal.catalogue)
  if (!decidesFor(caller, owner)) throw new Refusal('department-not-allowed', { departments: owner })
}

async function effectOf(
  primary: Reference,
  proposal: ProposalRow,
  step: AskedStep,
  { now, author }: { now: number; author: string },
): Promise<Effect> {
  if (step.action === 'revise') return { columns: await revised(primary, proposal, step, now), statements: [] }
  if (step.action === 'accept') return acceptance(primary, proposal, step.decision ?? {}, { now, author })
  return { columns: {}, statements: [] }
}

function revised(
  primary: Reference,
  proposal: ProposalRow,
  { content = {} }: AskedStep,
  now: number,
): Promise<Partial<ProposalRow>> {
  const { catalogue, kind, code, name, validFrom, evidence } = proposal
  const attributes = parseAttributes(proposal.attributes)
  return contentOf(primary, { code, name, attributes, validFrom, evidence, ...content, catalogue, kind }, now)
}

async function acceptance(
  primary: Reference,
  proposal: ProposalRow,
  decision: Acceptance,
  { now, author }: { now: number; author: string },
): Promise<Effect> {
  const code = decision.code ?? proposal.code
  if (code === null || (proposal.kind !== 'new' && code !== proposal.code)) {
    const expected = { vi: proposal.code ?? 'mã mới', en: proposal.code ?? 'the new code' }
    throw new Refusal('parameter-invalid', { parameter: 'code', expected })
  }
  const validFrom = decision.validFrom ?? proposal.validFrom ?? vietnamIsoDay(now)
  const draft = await openDraft(primary, decision.draft)
  const document = decision.document ?? (await documentOf(primary, draft, proposal.catalogue))
  const { id, catalogue, kind, name } = proposal
  const accepted = {
    id,
    catalogue,
    kind,
    code,
    name,
    attributes: parseAttributes(proposal.attributes),
    validFrom,
    document,
  }
  const changes = changesOf(accepted, await standingRows(primary, catalogue, code))
  return { columns: { code, validFrom, draft }, statements: draftStatements(primary, draft, changes, author) }
}

/** The draft asked for, else the newest that can still be changed. Throws draft-unknown, draft-state, draft-missing. */
async function openDraft(primary: Reference, asked: string | undefined): Promise<string> {
  const [draft] = await primary
    .select({ id: drafts.id, state: drafts.state })
    .from(drafts)
    .where(asked === undefined ? eq(drafts.state, 'draft') : eq(drafts.id, asked))
    .orderBy(desc(drafts.createdAt), desc(drafts.id))
    .limit(1)
  if (draft === undefined) throw new Refusal(asked === undefined ? 'draft-missing' : 'draft-unknown')
  if (draft.state !== 'draft') throw new Refusal('draft-state', { state: draft.state })
  return draft.id
}

/** The one decision that the draft names for the catalogue; null where it names none, or several. */
async function documentOf(primary: Reference, draft: string, catalogue: string): Promise<string | null> {
  const named = await primary
    .select({ document: draftDecisions.document })
    .from(draftDecisions)
    .where(and(eq(draftDecisions.draft, draft), eq(draftDecisions.catalogue, catalogue)))
    .limit(2)
  return named.length === 1 ? (named[0]?.document ?? null) : null
}

/**
 * As `addChanges` of the drafts writes them, but within the transaction of the step, and never over another change of the same row. A
 * draft that went to review meanwhile has no id to give, and a change without a draft is refused by the table.
 */
const draftStatements = (
  primary: Reference,
  draft: string,
  changes: readonly DraftChange[],
  author: string,
): Statement[] => [
  primary
    .update(drafts)
    .set({ revision: sql`${drafts.revision} + 1` })
    .where(and(eq(drafts.id, draft), eq(drafts.state, 'draft'))),
  ...changes.map((change) =>
    primary.insert(draftChanges).values({
      ...changeRow(change),
      author,
      draft: sql`(SELECT id FROM ${drafts} WHERE id = ${draft} AND state = 'draft')`,
    }),
  ),
]

/** What the tables' own constraints say about somebody who came first. */
function asRefusal(cause: unknown): Refusal | null {
  if (uniqueViolation(cause, proposalSteps)) return new Refusal('changed-meanwhile', {}, undefined, { cause })
  if (uniqueViolation(cause, draftChanges)) return new Refusal('draft-conflict', {}, undefined, { cause })
  const violation = violationOf(cause)
  const hasNoDraft =
    violation?.kind === 'not-null' &&
    violation.table === getTableName(draftChanges) &&
    violation.columns.includes(draftChanges.draft.name)
  return hasNoDraft ? new Refusal('draft-state', { state: 'review' }, undefined, { cause }) : null
}

/** Of several decisions each is taken by itself: what one of them was refused for, the others do not feel. */
export async function takeSteps(
  primary: Reference,
  caller: Caller,
  steps: readonly AskedStep[],
  now: number,
): Promise<{ id: string; proposal: ProposalRow | null; refusal: Refusal | null }[]> {
  const answers = []
  for (const step of steps) {
    try {
      // One after the other: two of them may be about the same proposal or row.
      // oxlint-disable-next-line no-await-in-loop
      answers.push({ id: step.id, proposal: await takeStep(primary, caller, step, now), refusal: null })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      answers.push({ id: step.id, proposal: null, refusal: error })
    }
  }
  return answers
}
