import type { Warehouse } from '../../../store/database.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import type { Wake } from '../announce.ts'
import { wakeDue } from './deliver.ts'
import { forgetSecrets, resealSecrets } from './register.ts'

/**
 * What the webhooks of a warehouse need every minute: secrets under the current key, those of before a rotation gone in time, and what is due woken. Without keys nothing can be
 * signed, and nothing is done. Safe to repeat. `now`: epoch milliseconds.
 */
export async function maintainWebhooks(
  warehouse: Warehouse,
  { vault, wake }: { vault: Vault | null; wake: Wake },
  now: number,
): Promise<void> {
  if (!vault) return
  await forgetSecrets(warehouse, now)
  await resealSecrets(warehouse, vault)
  await wakeDue(warehouse, wake, now)
}
