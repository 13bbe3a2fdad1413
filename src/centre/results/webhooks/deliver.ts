import { eq } from 'drizzle-orm'
import { integer, orNull, text } from '../../../store/columns.ts'
import type { Command, Warehouse } from '../../../store/database.ts'
import { webhooks } from '../../../../db/warehouse/schema.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import type { Wake } from '../announce.ts'
import type { WebhookAddress } from '../../../store/warehouse/events.ts'
import { eventOf, FEED_COLUMNS, FEED_JOINS, FEED_SHAPE, type FeedEvent } from '../feed.ts'
import { attempt, type Attempt, type AttemptNeeds } from './attempt.ts'
import { payloadOf } from './payload.ts'
import { secretsOf, type Webhook } from './register.ts'
import { DISABLED_AFTER_MS, nextAttempt } from './schedule.ts'

/** Messages of one run, and how many of them at once: a dead receiver costs a run four times the limit of an attempt. */
const AT_ONCE = 5
const IN_A_RUN = 20
/** After this an attempt whose end nobody reported counts as lost, and is made again. */
const LEASE_MS = 3 * 60 * 1000
/** Sooner than the clock comes round. */
const SOON_MS = 30_000
/** Webhooks woken in one minute of the clock. */
const WOKEN_AT_ONCE = 500
/** HTTP 410: the receiver wants no more. */
const GONE = 410

export type DeliveryNeeds = AttemptNeeds & {
  /** The warehouse of the facility's province. */
  readonly openWarehouse: (facility: string) => Warehouse
  /** Opens secrets; null where the deployment has no keys, and then nothing is sent. */
  readonly vault: Vault | null
  readonly wake: Wake
  /** Whether an account may still do anything: its webhooks stop with it. */
  readonly isAccountInForce: (account: string) => Promise<boolean>
  readonly now: () => number
}

type Claimed = { readonly event: FeedEvent; readonly attempts: number }

/**
 * Sends what is due to one webhook, some messages at once, and notes what became of each. At least once: an attempt whose end was not
 * noted is made again, under the same id. Messages that are due soon are asked for again; the others wait for the clock.
 */
export async function deliverDue({ facility, webhook: id }: WebhookAddress, needs: DeliveryNeeds): Promise<void> {
  const { openWarehouse, vault, wake, now } = needs
  if (!vault) throw new Error('WAREHOUSE_KEYS or WAREHOUSE_HASH_KEY is missing')
  const warehouse = openWarehouse(facility)
  const [webhook] = await warehouse.select().from(webhooks).where(eq(webhooks.id, id))
  if (!webhook || webhook.disabledAt !== null || (webhook.pausedUntil ?? 0) > now()) return
  if (!(await needs.isAccountInForce(webhook.createdBy))) {
    await warehouse.write([disable('account', 'id = :id', { id, now: now() }), dropPending(id, now())])
    return
  }
  const secrets = await secretsOf(warehouse, vault, webhook, now())
  const claimed = await claim(warehouse, id, now())
  for (let from = 0; from < claimed.length; from += AT_ONCE) {
    const some = claimed.slice(from, from + AT_ONCE)
    const ends = await Promise.all(
      some.map(async ({ event, attempts }) => {
        const message = { url: webhook.url, secrets, id: event.id, body: payloadOf(event), at: now() }
        return { event, attempts, ...(await attempt(message, needs)) }
      }),
    )
    await noteEnds(warehouse, webhook, ends, now())
    if (ends.some(({ status }) => status === GONE)) return
    // The clock asks again once the pause is over.
    if (ends.some(({ pausedUntil }) => pausedUntil !== null))
      return release(warehouse, id, claimed.slice(from + AT_ONCE), now())
  }
  const next = await nextDue(warehouse, id)
  if (next !== null && next - now() < SOON_MS) await wake({ facility, webhook: id }, Math.max(0, next - now()) / 1000)
}

/** By hand: takes due messages in one write, so that two runs at once do not send the same; the attempt counts from here. */
async function claim(warehouse: Warehouse, webhook: string, now: number): Promise<Claimed[]> {
  const [taken] = await warehouse.write([
    {
      sql: `UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = :lease, last_at = :now
              WHERE webhook = :webhook AND event IN (SELECT event FROM webhook_deliveries
                WHERE webhook = :webhook AND state = 'pending' AND next_at <= :now ORDER BY event LIMIT :most)
              RETURNING event, attempts`,
      args: { webhook, now, lease: now + LEASE_MS, most: IN_A_RUN },
      shape: { event: integer, attempts: integer },
    },
  ])
  const attemptsOf = new Map(taken.map(({ event, attempts }) => [event, attempts]))
  const rows = await warehouse.ask({
    sql: `SELECT ${FEED_COLUMNS} FROM events e ${FEED_JOINS} WHERE e.seq IN (SELECT value FROM json_each(?)) ORDER BY e.seq`,
    args: [JSON.stringify([...attemptsOf.keys()])],
    shape: FEED_SHAPE,
  })
  return rows.map((row) => {
    const event = eventOf(row)
    return { event, attempts: attemptsOf.get(event.seq) ?? 1 }
  })
}

/** What was taken and is not sent after all is due as before, with no attempt counted. */
async function release(warehouse: Warehouse, webhook: string, claimed: readonly Claimed[], now: number): Promise<void> {
  await warehouse.write([
    {
      sql: `UPDATE webhook_deliveries SET attempts = attempts - 1, next_at = :now
            WHERE webhook = :webhook AND state = 'pending' AND event IN (SELECT value FROM json_each(:events))`,
      args: { webhook, now, events: JSON.stringify(claimed.map(({ event }) => event.seq)) },
    },
  ])
}

async function nextDue(warehouse: Warehouse, webhook: string): Promise<number | null> {
  const [found] = await warehouse.ask({
    sql: "SELECT min(next_at) AS next FROM webhook_deliveries WHERE webhook = ? AND state = 'pending'",
    args: [webhook],
    shape: { next: orNull(integer) },
  })
  return found?.next ?? null
}

/** What became of some attempts, and of the webhook by them, in one write. */
async function noteEnds(
  warehouse: Warehouse,
  { id }: Webhook,
  ends: readonly (Claimed & Attempt)[],
  now: number,
): Promise<void> {
  const notes = ends.map(({ event, attempts, status, failure, pausedUntil }): Command => {
    const ownNextAt = failure === null ? null : nextAttempt(attempts, now)
    const nextAt = ownNextAt === null ? null : Math.max(ownNextAt, pausedUntil ?? 0)
    const state = failure === null ? 'delivered' : nextAt === null ? 'failed' : 'pending'
    return {
      sql: `UPDATE webhook_deliveries SET state = ?, next_at = ?, last_at = ?, last_status = ?, last_failure = ?
            WHERE webhook = ? AND event = ? AND state = 'pending'`,
      args: [state, nextAt, now, status, failure, id, event.seq],
    }
  })
  const hasArrived = ends.some(({ failure }) => failure === null)
  const isGone = ends.some(({ status }) => status === GONE)
  const isExhausted = ends.some(({ attempts, failure }) => failure !== null && nextAttempt(attempts, now) === null)
  const pausedUntil = Math.max(...ends.map((end) => end.pausedUntil ?? 0))
  await warehouse.write([
    ...notes,
    ...(pausedUntil > 0 ? [{ sql: 'UPDATE webhooks SET paused_until = ? WHERE id = ?', args: [pausedUntil, id] }] : []),
    ...(hasArrived ? [{ sql: 'UPDATE webhooks SET failing_since = NULL WHERE id = ?', args: [id] }] : []),
    ...(isExhausted && !hasArrived ? failing(id, now) : []),
    ...(isGone ? [disable('gone', 'id = :id', { id, now })] : []),
    ...(isGone || isExhausted ? [dropPending(id, now)] : []),
  ])
}

const failing = (id: string, now: number): Command[] => [
  { sql: 'UPDATE webhooks SET failing_since = coalesce(failing_since, ?) WHERE id = ?', args: [now, id] },
  disable('failing', 'id = :id AND failing_since <= :before', { id, now, before: now - DISABLED_AFTER_MS }),
]

const disable = (reason: Webhook['disabledReason'], where: string, args: Record<string, string | number>): Command => ({
  sql: `UPDATE webhooks SET disabled_at = :now, disabled_reason = '${reason}' WHERE disabled_at IS NULL AND ${where}`,
  args,
})

/** What waits for a webhook that is disabled is given up; the feed has it, and a replay sends it. */
const dropPending = (id: string, now: number): Command => ({
  sql: `UPDATE webhook_deliveries SET state = 'failed', next_at = NULL, last_at = ?, last_failure = 'disabled'
        WHERE webhook = ? AND state = 'pending' AND (SELECT disabled_at FROM webhooks WHERE id = ?) IS NOT NULL`,
  args: [now, id, id],
})

/** Every minute: wakes the webhooks of a warehouse that have something due. Safe to repeat. */
export async function wakeDue(warehouse: Warehouse, wake: Wake, now: number): Promise<void> {
  const rows = await warehouse.ask({
    sql: `SELECT DISTINCT w.id, w.facility FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
          WHERE d.state = 'pending' AND d.next_at <= :now AND w.disabled_at IS NULL AND coalesce(w.paused_until, 0) <= :now
          LIMIT :most`,
    args: { now, most: WOKEN_AT_ONCE },
    shape: { id: text, facility: text },
  })
  for (const { id, facility } of rows) await wake({ facility, webhook: id })
}
