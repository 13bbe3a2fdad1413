import type { mappings } from '../../../db/reference/workflow.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'

export type MappingState = typeof mappings.$inferSelect.state
export type MappingAction = 'propose' | 'approve' | 'reject'
type Role = Caller['role']

/** Every step there is. The facility proposes, its province decides: nobody does both. */
export const mappingTransitions: Readonly<
  Record<MappingState, Readonly<Record<Role, Readonly<Partial<Record<MappingAction, MappingState>>>>>>
> = {
  unmapped: { facility: { propose: 'proposed' }, province: {}, ministry: {} },
  proposed: { facility: { propose: 'proposed' }, province: { approve: 'approved', reject: 'rejected' }, ministry: {} },
  // What was approved by mistake is taken back; what the facility changes has to be approved anew.
  approved: { facility: { propose: 'proposed' }, province: { reject: 'rejected' }, ministry: {} },
  rejected: { facility: { propose: 'proposed' }, province: {}, ministry: {} },
}

/** The state that follows. Throws Refusal('role-not-allowed'), or ('mapping-state') where the role may, but not in this state. */
export function nextMappingState(state: MappingState, role: Role, action: MappingAction): MappingState {
  const next = mappingTransitions[state][role][action]
  if (next !== undefined) return next
  const ever = Object.values(mappingTransitions).some((roles) => roles[role][action] !== undefined)
  throw ever ? new Refusal('mapping-state', { state }) : new Refusal('role-not-allowed')
}
