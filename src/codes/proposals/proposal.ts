import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import { asc, eq } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { proposals, proposalSteps } from '../../../db/reference/workflow.ts'
import { workingDaysBetween, type CalendarConfidence } from '../../kernel/calendar/working-days.ts'
import { parseAttributes } from '../../store/reference/listed-code.ts'
import { isWithin, type Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { isFinal } from './transitions.ts'

export type ProposalRow = typeof proposals.$inferSelect
export type ProposalStep = Omit<typeof proposalSteps.$inferSelect, 'proposal'>

export type Age = { readonly workingDays: number; readonly confidence: CalendarConfidence }
/** A proposal as it is shown; moments in epoch ms. */
export type Proposal = Omit<ProposalRow, 'attributes' | 'searchText'> & {
  readonly attributes: Readonly<Record<string, string>>
  /** From the day it was proposed to today, or to the day it was decided. */
  readonly age: Age
  /** Since it came into its present state; null once nothing follows. */
  readonly ageInState: Age | null
}

const ageBetween = (from: number, to: number): Age => {
  const { days, confidence } = workingDaysBetween(vietnamIsoDay(from), vietnamIsoDay(to))
  return { workingDays: days, confidence }
}

/** `now`: epoch ms. */
export function proposalOf({ searchText: _, attributes, ...row }: ProposalRow, now: number): Proposal {
  const final = isFinal(row.state)
  return {
    ...row,
    attributes: parseAttributes(attributes),
    age: ageBetween(row.proposedAt, final ? row.changedAt : now),
    ageInState: final ? null : ageBetween(row.changedAt, now),
  }
}

/** Its own facility, the province of that facility, and the ministry. Throws Refusal('not-yours') for everybody else. */
export function assertSees(caller: Caller, { facility, province }: Pick<ProposalRow, 'facility' | 'province'>): void {
  const sees = caller.role === 'facility' ? caller.facility === facility : isWithin(caller, province)
  if (!sees) throw new Refusal('not-yours')
}

/** Throws Refusal('proposal-unknown'). */
export async function readProposal(database: Reference, id: string): Promise<ProposalRow> {
  const [row] = await database.select().from(proposals).where(eq(proposals.id, id))
  if (row === undefined) throw new Refusal('proposal-unknown')
  return row
}

/** All steps, the first first. */
export async function readSteps(database: Reference, id: string): Promise<ProposalStep[]> {
  const rows = await database
    .select()
    .from(proposalSteps)
    .where(eq(proposalSteps.proposal, id))
    .orderBy(asc(proposalSteps.number))
  return rows.map(({ proposal: _, ...step }) => step)
}
