import type { Context } from 'hono'
import type { Warehouse } from '../../../store/database.ts'
import { assertMayRead, decidesFor, ofMinistry, type Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { centreOf } from '../../callers.ts'
import { callerOf } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'

/** The department whose accounts speak for BHXH. */
const BHXH = 'bhxh'

/** The facility that is asked about, and its warehouse. Throws what `callerOf` throws, not-yours, parameter-invalid. */
export function readableFacility(
  c: Context<AppEnv>,
  asked: string | undefined,
): { facility: string; warehouse: Warehouse } {
  const caller = callerOf(c)
  const facility = asked ?? (caller.role === 'facility' ? caller.facility : undefined)
  if (facility === undefined) throw new Refusal('parameter-invalid', { parameter: 'facility', expected: '01001' })
  assertMayRead(caller, facility)
  return { facility, warehouse: c.get('services').openWarehouse(facility) }
}

/** Somebody who speaks for BHXH, at the centre. Throws role-not-allowed, department-not-allowed, centre-only, and what `callerOf` throws. */
export function bhxhOf(c: Context<AppEnv>): Caller {
  const caller = ofMinistry(callerOf(c))
  if (!decidesFor(caller, BHXH)) throw new Refusal('department-not-allowed', { departments: BHXH })
  centreOf(c)
  return caller
}
