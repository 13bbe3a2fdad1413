import { isWithin, type Caller } from '../edge/identity/caller.ts'
import { Refusal } from './refusals.ts'

/**
 * The one province that a caller's query is about. Nothing but `scopeOf` makes one, and no query of this folder runs without one, so
 * that no route can forget to ask who calls.
 */
export class Scope {
  /** The (old) code: the first two characters of its facilities' codes. */
  readonly province: string

  private constructor(province: string) {
    this.province = province
  }

  /** Throws `not-yours` for another province than one of a Sở Y tế's own, `role-not-allowed` for a facility. */
  static of(caller: Caller, province: string): Scope {
    if (caller.role === 'facility') throw new Refusal('role-not-allowed')
    if (!isWithin(caller, province)) throw new Refusal('not-yours')
    return new Scope(province)
  }
}

/** A province account is given its own provinces only, the ministry any, a facility none. */
export const scopeOf = (caller: Caller, province: string): Scope => Scope.of(caller, province)
