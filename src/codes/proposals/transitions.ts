import type { proposals, proposalSteps } from '../../../db/reference/workflow.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'

export type ProposalState = typeof proposals.$inferSelect.state
export type ProposalAction = Exclude<typeof proposalSteps.$inferSelect.action, 'propose'>
export type Role = Caller['role']

/**
 * Every step there is: in which state, by which role, which action leads to which state. Open: it lies with the province. Forwarded: with
 * the department that owns the list. What is missing here cannot be done.
 */
export const transitions: Readonly<
  Record<ProposalState, Readonly<Record<Role, Readonly<Partial<Record<ProposalAction, ProposalState>>>>>>
> = {
  open: {
    facility: { withdraw: 'withdrawn' },
    province: { return: 'returned', forward: 'forwarded', reject: 'rejected' },
    ministry: {},
  },
  returned: {
    facility: { revise: 'open', withdraw: 'withdrawn' },
    province: {},
    ministry: {},
  },
  forwarded: {
    facility: { withdraw: 'withdrawn' },
    province: {},
    ministry: { accept: 'accepted', reject: 'rejected' },
  },
  rejected: { facility: {}, province: {}, ministry: {} },
  accepted: { facility: {}, province: {}, ministry: {} },
  withdrawn: { facility: {}, province: {}, ministry: {} },
}

/** Nothing follows on these. */
export const isFinal = (state: ProposalState): boolean =>
  Object.values(transitions[state]).every((actions) => Object.keys(actions).length === 0)

/** Throws Refusal('role-not-allowed') where the role may take that action in no state. */
export function assertRole(role: Role, action: ProposalAction): void {
  if (!Object.values(transitions).some((roles) => roles[role][action] !== undefined))
    throw new Refusal('role-not-allowed')
}

/** The state that follows. Throws Refusal('role-not-allowed'), or ('proposal-state') where the role may, but not in this state. */
export function nextState(state: ProposalState, role: Role, action: ProposalAction): ProposalState {
  assertRole(role, action)
  const next = transitions[state][role][action]
  if (next === undefined) throw new Refusal('proposal-state', { state })
  return next
}
