import type { Warehouse } from '../../store/database.ts'
import { announcing, dueOf, type Announcement, type WebhookAddress } from '../../store/warehouse/events.ts'

/** Has what is due for a webhook sent soon, or after some seconds. What it forgets, the clock asks for again. */
export type Wake = (to: WebhookAddress, delaySeconds?: number) => Promise<void>

/** Announced in one exchange; a file may have some ten thousand dossiers. */
const EVENTS_AT_ONCE = 1000

/**
 * Announces by itself what became of one facility's submissions, at a moment (epoch milliseconds), and has webhooks woken. Safe to repeat: an
 * event is announced once, however often its submission is verified. That nobody can be woken is no failure: what is due lies in the warehouse.
 */
export async function announce(
  warehouse: Warehouse,
  events: readonly Announcement[],
  at: number,
  wake: Wake,
): Promise<void> {
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE)
    await announceSome(warehouse, events.slice(from, from + EVENTS_AT_ONCE), at, wake)
}

async function announceSome(
  warehouse: Warehouse,
  events: readonly Announcement[],
  at: number,
  wake: Wake,
): Promise<void> {
  const [, , webhooks] = await warehouse.write([...announcing(events, at), dueOf(events)])
  await Promise.allSettled(webhooks.map((to) => wake(to)))
}
