import type { PURPOSES } from '../../../db/warehouse/facts.ts'
import { Refusal } from '../refusals.ts'
import type { Duty } from './duties.ts'

/**
 * Whose data a caller may touch, as the token says: a facility with its code, a Sở Y tế with its old province codes, or the nation, for one
 * department or (null) for all. `account` is what steps of a workflow are recorded under.
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
  | {
      readonly role: 'province'
      readonly account: string
      /** The first of its codes. */
      readonly province: string
      /** All of them, where provinces were joined (TP.HCM: 79, 74, 77 since 01/07/2025); left out: the one. */
      readonly provinces?: readonly string[]
    }
  | { readonly role: 'ministry'; readonly account: string; readonly department: string | null }

/** Management data goes at once, payment data within 7 working days (Circular 48/2017/TT-BYT, articles 6 and 7). */
export type Purpose = (typeof PURPOSES)[number]

/** A caller as signed in: besides whose data, what for. */
export type SignedIn = Caller & {
  readonly duties: readonly Duty[]
  /** Of a sender: for which purposes it may send; null: all. */
  readonly purposes: readonly Purpose[] | null
  /** Id of the session of a browser that it comes from; none: a program's token. */
  readonly session?: string
}

/** Facility codes keep the old province code in their first two characters. */
export const provinceOf = (facility: string): string => facility.slice(0, 2)

/** The old province codes within whose data a caller is; null: those of the whole nation. */
export const provincesOf = (caller: Caller): readonly string[] | null => {
  if (caller.role === 'ministry') return null
  return caller.role === 'province' ? (caller.provinces ?? [caller.province]) : [caller.province]
}

/** Whether data of a province lies within what a caller may touch; of a facility, whether it is its own province. */
export const isWithin = (caller: Caller, province: string): boolean => provincesOf(caller)?.includes(province) ?? true

/** The facility that may send. Throws `role-not-allowed` for everybody else. */
export function sendingFacility(caller: Caller): string {
  if (caller.role !== 'facility') throw new Refusal('role-not-allowed')
  return caller.facility
}

/**
 * The person who authenticates what is sent: payment data needs one (Circular 48/2017/TT-BYT, article 7), management data none (article
 * 6), and none is kept of it. Throws `person-needed`.
 */
export function authenticatingPerson(caller: Caller, purpose: Purpose): string | null {
  if (purpose === 'management') return null
  if (caller.role !== 'facility' || caller.person === undefined) throw new Refusal('person-needed')
  return caller.person
}

/** Throws `purpose-not-allowed` where the account was given for other purposes. */
export function assertPurpose({ purposes }: Pick<SignedIn, 'purposes'>, purpose: Purpose): void {
  if (purposes !== null && !purposes.includes(purpose))
    throw new Refusal('purpose-not-allowed', { purposes: purposes.join(', ') })
}

/** A facility reads its own, a province its facilities', the ministry everything. Throws `not-yours`. */
export function assertMayRead(caller: Caller, facility: string): void {
  const may = caller.role === 'facility' ? caller.facility === facility : isWithin(caller, provinceOf(facility))
  if (!may) throw new Refusal('not-yours')
}

/** Somebody of the ministry. Throws `role-not-allowed` for everybody else. */
export function ofMinistry<Known extends Caller>(caller: Known): Extract<Known, { readonly role: 'ministry' }> {
  if (!isOfMinistry(caller)) throw new Refusal('role-not-allowed')
  return caller
}

const isOfMinistry = <Known extends Caller>(caller: Known): caller is Extract<Known, { readonly role: 'ministry' }> =>
  caller.role === 'ministry'

/** Whether somebody of the ministry decides for a department. */
export const decidesFor = ({ department }: Caller & { readonly role: 'ministry' }, owner: string): boolean =>
  department === null || department === owner
