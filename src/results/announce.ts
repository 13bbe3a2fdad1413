import type { InStatement } from '@libsql/client/web'
import type { Database } from '../../db/client.ts'
import type { events } from '../../db/warehouse/schema.ts'
import { provinceOf } from '../identity/caller.ts'
import { textIn } from '../warehouse/text-in.ts'

export type EventKind = (typeof events.$inferSelect)['kind']

/** Something that became of a submission, or of one dossier of it. */
export type Announcement = {
  readonly kind: EventKind
  readonly facility: string
  readonly submissionId: string
  /** Its number in the file; none: the whole submission. */
  readonly dossier?: number
  /** Tells apart what may happen more than once to the same dossier, such as the id of an assessment; letters, digits and `-`. */
  readonly occasion?: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** Has what is due for a webhook sent soon, or after some seconds. What it forgets, the clock asks for again. */
export type Wake = (to: WebhookAddress, delaySeconds?: number) => Promise<void>
export type WebhookAddress = { readonly facility: string; readonly webhook: string }

const keyOf = ({ kind, submissionId, dossier, occasion }: Announcement): string =>
  [kind, submissionId, dossier, occasion].filter((part) => part !== undefined).join('_')

/**
 * Statements that announce: for a batch of whoever writes what is announced, so that both stand or neither. The same again changes
 * nothing. Event and deliveries belong together, so that a webhook is told of every event since it was made.
 */
function announcement(event: Announcement): InStatement[] {
  const key = keyOf(event)
  const { at, facility, kind, submissionId, dossier = null } = event
  return [
    {
      sql: `INSERT INTO events (key, at, province, facility, kind, submission_id, dossier) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING`,
      args: [key, at, provinceOf(facility), facility, kind, submissionId, dossier],
    },
    {
      sql: `INSERT INTO webhook_deliveries (webhook, event, state, attempts, next_at)
            SELECT w.id, e.seq, 'pending', 0, e.at FROM events e JOIN webhooks w ON w.facility = e.facility
            WHERE e.key = ? AND w.disabled_at IS NULL AND w.created_at <= e.at ON CONFLICT DO NOTHING`,
      args: [key],
    },
  ]
}

/**
 * Announces by itself, and has webhooks woken. Safe to repeat: an event is announced once, however often its submission is verified. That
 * nobody can be woken is no failure: what is due lies in the warehouse.
 */
export async function announce(warehouse: Database, event: Announcement, wake: Wake): Promise<void> {
  const due = {
    sql: `SELECT d.webhook FROM events e JOIN webhook_deliveries d ON d.event = e.seq WHERE e.key = ? AND d.state = 'pending'`,
    args: [keyOf(event)],
  }
  const told = await warehouse.$client.batch([...announcement(event), due], 'write')
  const webhooks = told.at(-1)?.rows ?? []
  await Promise.allSettled(webhooks.map(({ webhook }) => wake({ facility: event.facility, webhook: textIn(webhook) })))
}
