import { text } from '../columns.ts'
import type { Command, NamedArgs, Question } from '../database.ts'
import type { events } from '../../../db/warehouse/schema.ts'

export type EventKind = (typeof events.$inferSelect)['kind']

/** Something that became of a submission, or of one dossier of it. */
export type Announcement = {
  readonly kind: EventKind
  readonly facility: string
  readonly submissionId: string
  /** Its number in the file; none: the whole submission. */
  readonly dossier?: number
  /** Separates what may happen more than once to the same dossier, such as an assessment; letters, digits and `-`. */
  readonly occasion?: string
}

/** The key of an event: the id under which webhooks announce it. */
const KEY = `kind || '_' || submission_id || coalesce('_' || dossier, '') || coalesce('_' || occasion, '')`

/** The events, and what is due of each to the webhooks of its facility. */
type Announcing = [events: Command, deliveries: Command]

/**
 * Statements that announce at a moment (epoch milliseconds), for the batch of whoever writes what is announced, so that both are written or
 * neither. The same again changes nothing. Event and deliveries belong together, so that a webhook is sent every event since it was made.
 */
export const announcing = (announcements: readonly Announcement[], at: number): Announcing =>
  announcingAll(ANNOUNCED, { at, announcements: listOf(announcements) })

const ANNOUNCED = `SELECT json_extract(j.value, '$[0]') AS kind, json_extract(j.value, '$[1]') AS facility,
    json_extract(j.value, '$[2]') AS submission_id, json_extract(j.value, '$[3]') AS dossier, json_extract(j.value, '$[4]') AS occasion
  FROM json_each(:announcements) j`

const listOf = (announcements: readonly Announcement[]): string =>
  JSON.stringify(
    announcements.map(({ kind, facility, submissionId, dossier = null, occasion = null }) => [
      kind,
      facility,
      submissionId,
      dossier,
      occasion,
    ]),
  )

/** The same of whatever a query finds, by columns `kind`, `facility`, `submission_id`, `dossier`, `occasion`; `:at` is the moment. */
export const announcingAll = (query: string, args: NamedArgs & { readonly at: number }): Announcing => [
  {
    sql: `INSERT INTO events (key, at, province, facility, kind, submission_id, dossier)
            SELECT ${KEY}, :at, substr(facility, 1, 2), facility, kind, submission_id, dossier FROM (${query}) WHERE true ON CONFLICT DO NOTHING`,
    args,
  },
  {
    sql: `INSERT INTO webhook_deliveries (webhook, event, state, attempts, next_at)
            SELECT w.id, e.seq, 'pending', 0, e.at FROM (SELECT ${KEY} AS key FROM (${query})) k
            JOIN events e ON e.key = k.key JOIN webhooks w ON w.facility = e.facility
            WHERE w.disabled_at IS NULL AND w.created_at <= e.at ON CONFLICT DO NOTHING`,
    args,
  },
]

/** A webhook of a facility. */
export type WebhookAddress = { readonly facility: string; readonly webhook: string }
const ADDRESS = { facility: text, webhook: text }

/** The webhooks for which something of the announced events is due; `query` as in `announcingAll`. */
export const dueWebhooks = (query: string, args: NamedArgs): Question<typeof ADDRESS> => ({
  // By way of the facility's webhooks: by its state it would be looked for among all that waits in the province.
  sql: `SELECT DISTINCT e.facility, d.webhook FROM (SELECT ${KEY} AS key FROM (${query})) k CROSS JOIN events e ON e.key = k.key
        CROSS JOIN webhooks w ON w.facility = e.facility
        CROSS JOIN webhook_deliveries d ON d.webhook = w.id AND d.event = e.seq WHERE d.state = 'pending'`,
  args,
  shape: ADDRESS,
})

/** The same of events that are announced by themselves. */
export const dueOf = (announcements: readonly Announcement[]): Question<typeof ADDRESS> =>
  dueWebhooks(ANNOUNCED, { announcements: listOf(announcements) })
