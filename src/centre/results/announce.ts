import type { Warehouse } from '../../store/database.ts'
import { announcing, eventKey, type Announcement } from '../../store/warehouse/events.ts'
import { textIn } from '../../store/text-in.ts'

/** Has what is due for a webhook sent soon, or after some seconds. What it forgets, the clock asks for again. */
export type Wake = (to: WebhookAddress, delaySeconds?: number) => Promise<void>
export type WebhookAddress = { readonly facility: string; readonly webhook: string }

/**
 * Announces by itself, at a moment (epoch milliseconds), and has webhooks woken. Safe to repeat: an event is announced once, however often
 * its submission is verified. That nobody can be woken is no failure: what is due lies in the warehouse.
 */
export async function announce(warehouse: Warehouse, event: Announcement, at: number, wake: Wake): Promise<void> {
  const due = {
    // By way of the facility's webhooks: by its state it would be looked for among all that waits in the province.
    sql: `SELECT d.webhook FROM events e CROSS JOIN webhooks w ON w.facility = e.facility
          CROSS JOIN webhook_deliveries d ON d.webhook = w.id AND d.event = e.seq WHERE e.key = ? AND d.state = 'pending'`,
    args: [eventKey(event)],
  }
  const told = await warehouse.$client.batch([...announcing([event], at), due], 'write')
  const webhooks = told.at(-1)?.rows ?? []
  await Promise.allSettled(webhooks.map(({ webhook }) => wake({ facility: event.facility, webhook: textIn(webhook) })))
}
