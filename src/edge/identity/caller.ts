import { Refusal } from '../refusals.ts'

/**
 * Who calls, as the token says: a facility with its code, a province with its (old) code, or the ministry, for one department or (null)
 * for all. `account` is what steps of a workflow are recorded under.
 */
export type Caller =
  | {
      readonly role: 'facility'
      readonly account: string
      readonly facility: string
      readonly province: string
      /** Code of the person of the facility's register who signed in with it; none: its software alone. */
      readonly person?: string
    }
  | { readonly role: 'province'; readonly account: string; readonly province: string }
  | { readonly role: 'ministry'; readonly account: string; readonly department: string | null }

/** Facility codes keep the old province code in their first two characters. */
export const provinceOf = (facility: string): string => facility.slice(0, 2)

/** The facility that may send. Throws `role-not-allowed` for everybody else. */
export function sendingFacility(caller: Caller): string {
  if (caller.role !== 'facility') throw new Refusal('role-not-allowed')
  return caller.facility
}

/**
 * The person who authenticates what is sent: payment data needs one (Circular 48/2017/TT-BYT, article 7), management data none (article
 * 6), and none is kept of it. Throws `person-needed`.
 */
export function authenticatingPerson(caller: Caller, purpose: 'management' | 'payment'): string | null {
  if (purpose === 'management') return null
  if (caller.role !== 'facility' || caller.person === undefined) throw new Refusal('person-needed')
  return caller.person
}

/** A facility reads its own, a province its facilities', the ministry everything. Throws `not-yours`. */
export function assertMayRead(caller: Caller, facility: string): void {
  const may =
    caller.role === 'ministry' ||
    (caller.role === 'province' && caller.province === provinceOf(facility)) ||
    (caller.role === 'facility' && caller.facility === facility)
  if (!may) throw new Refusal('not-yours')
}

/** Somebody of the ministry. Throws `role-not-allowed` for everybody else. */
export function ofMinistry(caller: Caller): Caller & { readonly role: 'ministry' } {
  if (caller.role !== 'ministry') throw new Refusal('role-not-allowed')
  return caller
}

/** Whether somebody of the ministry decides for a department. */
export const decidesFor = ({ department }: Caller & { readonly role: 'ministry' }, owner: string): boolean =>
  department === null || department === owner
