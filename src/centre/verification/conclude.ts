import { forgetFailures } from '../../edge/queue/failures.ts'
import { clearPending } from '../../edge/receipt/pending.ts'
import type { WebhookAddress } from '../../store/warehouse/events.ts'
import type { VerificationNeeds } from './needs.ts'

/** Behind what the warehouse has: webhooks are woken, failures forgotten, and the markers go last. Safe to repeat. */
export async function conclude(
  ids: readonly string[],
  webhooks: readonly WebhookAddress[],
  { store: { bucket }, wake, now }: Pick<VerificationNeeds, 'store' | 'wake' | 'now'>,
): Promise<void> {
  if (ids.length === 0) return
  await Promise.allSettled(webhooks.map((to) => wake(to)))
  await forgetFailures(bucket, ids, new Date(now()).toISOString())
  await clearPending(bucket, ids)
}
