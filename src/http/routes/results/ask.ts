import type { Context } from 'hono'
import type { Warehouse } from '../../../store/database.ts'
import { sendingFacility, type Caller } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { resultScopeOf, type ResultScope } from '../../../centre/results/scope.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import { callerOf } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'

type Asked = Parameters<typeof resultScopeOf>[1]

/** Whose results are asked for, and the warehouse they lie in: the primary, so that an order once seen stays. Throws what `resultScopeOf` throws. */
export async function scopedWarehouse(
  c: Context<AppEnv>,
  asked: Asked,
): Promise<{ caller: Caller; scope: ResultScope; warehouse: Warehouse }> {
  return inScope(c, callerOf(c), asked)
}

/** The facility that calls, and its warehouse. Throws role-not-allowed for everybody else. */
export async function ownWarehouse(
  c: Context<AppEnv>,
): Promise<{ caller: Caller; facility: string; scope: ResultScope; warehouse: Warehouse }> {
  const caller = callerOf(c)
  return { facility: sendingFacility(caller), ...inScope(c, caller, {}) }
}

function inScope(
  c: Context<AppEnv>,
  caller: Caller,
  asked: Asked,
): { caller: Caller; scope: ResultScope; warehouse: Warehouse } {
  const scope = resultScopeOf(caller, asked)
  const { names, openPrimary } = c.get('services').warehouses
  if (!names.includes(scope.province) && !names.includes('*'))
    throw new Refusal('parameter-invalid', { parameter: 'province', expected: names.join(', ') })
  return { caller, scope, warehouse: openPrimary(scope.province) }
}

/** Seals and opens; throws `centre-only` where the deployment has no keys. */
export function vaultOf(c: Context<AppEnv>): Vault {
  const { vault } = c.get('services')
  if (vault === null) throw new Refusal('centre-only')
  return vault
}
