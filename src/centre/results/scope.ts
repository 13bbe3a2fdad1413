import { isWithin, provinceOf, provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'

/**
 * Whose results a caller may read: one facility's, or those of all facilities of one province. Nothing but `resultScopeOf` makes one, and
 * no query of this folder that shows results runs without one, so that no route can forget to ask who calls.
 */
export class ResultScope {
  /** The (old) code. */
  readonly province: string
  /** null: the whole province. */
  readonly facility: string | null

  private constructor(province: string, facility: string | null) {
    this.province = province
    this.facility = facility
  }

  /** The rows of a table with `facility` and `province` that lie within it, as SQL and its value. */
  of(table: string): { readonly sql: string; readonly args: { readonly ownScope: string } } {
    return this.facility === null
      ? { sql: `${table}.province = :ownScope`, args: { ownScope: this.province } }
      : { sql: `${table}.facility = :ownScope`, args: { ownScope: this.facility } }
  }

  /** See `resultScopeOf`. */
  static of(caller: Caller, { province, facility }: Asked): ResultScope {
    const provinces = provincesOf(caller)
    // Of several that were joined the one meant is named.
    const own = provinces?.length === 1 ? provinces[0] : undefined
    const named = facility === undefined ? province : provinceOf(facility)
    const isElsewhere =
      (named !== undefined && !isWithin(caller, named)) ||
      (caller.role === 'facility' && facility !== undefined && facility !== caller.facility)
    if (isElsewhere || (province !== undefined && province !== (named ?? own))) throw new Refusal('not-yours')
    if (caller.role === 'facility') return new ResultScope(caller.province, caller.facility)
    const within = named ?? own
    if (within === undefined)
      throw new Refusal('parameter-invalid', {
        parameter: 'province',
        expected: provinces?.join(', ') ?? 'province, facility',
      })
    return new ResultScope(within, facility ?? null)
  }
}

type Asked = { readonly province?: string | undefined; readonly facility?: string | undefined }

/**
 * A facility is given its own results, a province those of its facilities, the ministry those of the province or facility that it names.
 * Throws `not-yours` for anything else, `parameter-invalid` where the ministry names neither.
 */
export const resultScopeOf = (caller: Caller, asked: Asked): ResultScope => ResultScope.of(caller, asked)
