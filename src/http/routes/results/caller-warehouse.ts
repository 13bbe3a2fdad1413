import type { Context } from 'hono'
import type { Warehouse } from '../../../store/database.ts'
import { sendingFacility, type Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { resultScopeOf, type ResultScope } from '../../../centre/results/scope.ts'
import { callerOf } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'

type Asked = Parameters<typeof resultScopeOf>[1]
type Scoped = { caller: Caller; scope: ResultScope; warehouse: Warehouse }

/** Whose results are asked for, and the warehouse they lie in: the primary, so that an order once seen stays. Throws what `resultScopeOf` throws. */
export function scopedWarehouse(c: Context<AppEnv>, asked: Asked): Scoped {
  const caller = callerOf(c)
  const scope = resultScopeOf(caller, asked)
  const { names, openPrimary } = c.get('services').warehouses
  if (!names.includes(scope.province) && !names.includes('*'))
    throw new Refusal('parameter-invalid', { parameter: 'province', expected: names.join(', ') })
  return { caller, scope, warehouse: openPrimary(scope.province) }
}

/** The same of one facility. Throws parameter-invalid where whoever sees several does not say which. */
export function facilityWarehouse(c: Context<AppEnv>, asked: string | undefined): Scoped & { facility: string } {
  const scoped = scopedWarehouse(c, { facility: asked })
  const { facility } = scoped.scope
  if (facility === null) throw new Refusal('parameter-invalid', { parameter: 'facility', expected: '01001' })
  return { ...scoped, facility }
}

/** The facility that calls, and its warehouse. Throws role-not-allowed for everybody else. */
export function ownWarehouse(c: Context<AppEnv>): Scoped & { facility: string } {
  const facility = sendingFacility(callerOf(c))
  return { ...scopedWarehouse(c, {}), facility }
}
