import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Warehouse } from '../../../store/database.ts'
import { webhookDeliveries, webhooks, webhookSecrets } from '../../../../db/warehouse/schema.ts'
import { Refusal } from '../../refusals.ts'
import type { SealedPlace, Vault } from '../../../store/warehouse/identity/vault.ts'
import { available } from '../../../store/warehouse/read.ts'
import { oneOf, text } from '../../../store/columns.ts'
import { makeSecret } from './signature.ts'

export type Webhook = typeof webhooks.$inferSelect

/** A test system, a production system and their successors. */
export const MOST_WEBHOOKS = 5

/** Secrets that a rotation replaced and that still sign: with a third one, a receiver has surely lost count. */
const MOST_PREVIOUS = 2

/** What a secret is sealed for. */
const placeOf = (id: string): SealedPlace => ({ table: 'webhooks', submission: id, dossier: 0, ordinal: 0 })

/**
 * Makes a webhook of a facility and returns it with its secret, which is kept sealed and never shown again. `url` as `webhookUrl` gave
 * it, `now` in epoch milliseconds. Throws `webhook-limit`, `warehouse-unavailable`.
 */
export async function makeWebhook(
  warehouse: Warehouse,
  vault: Vault,
  { id, facility, url, account, now }: { id: string; facility: string; url: string; account: string; now: number },
): Promise<{ webhook: Webhook; secret: string }> {
  const secret = makeSecret()
  const sealed = await vault.seal(placeOf(id), { secret })
  // By hand: counted and written in one statement, so that two at once do not both find room.
  const [made] = await available(() =>
    warehouse.write([
      {
        sql: `INSERT INTO webhooks (id, facility, url, secret, created_at, created_by) SELECT :id, :facility, :url, :sealed, :now, :account
            WHERE (SELECT count(*) FROM webhooks WHERE facility = :facility) < :most`,
        args: { id, facility, url, sealed, now, account, most: MOST_WEBHOOKS },
      },
    ]),
  )
  if (made === 0) throw new Refusal('webhook-limit', { limit: MOST_WEBHOOKS })
  return { webhook: await readWebhook(warehouse, facility, id), secret }
}

export type ListedWebhook = Webhook & {
  /** Deliveries under way. */
  readonly pending: number
  /** Until when secrets of before a rotation sign as well (epoch ms); null: there is none. */
  readonly previousUntil: number | null
}

/** Of one facility, the oldest first; `now` in epoch milliseconds. Throws `warehouse-unavailable`. */
export const listWebhooks = (warehouse: Warehouse, facility: string, now: number): Promise<ListedWebhook[]> =>
  available(async () => {
    const rows = await warehouse
      .select({
        webhook: webhooks,
        pending: sql<number>`(SELECT count(*) FROM ${webhookDeliveries} d WHERE d.webhook = ${webhooks}.id AND d.state = 'pending')`,
        previousUntil: sql<
          number | null
        >`(SELECT max(s.until) FROM ${webhookSecrets} s WHERE s.webhook = ${webhooks}.id AND s.until > ${now})`,
      })
      .from(webhooks)
      .where(eq(webhooks.facility, facility))
      .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
    return rows.map(({ webhook, ...rest }) => ({ ...webhook, ...rest }))
  })

/** A facility's webhook. Throws `webhook-unknown` also for another facility's, and `warehouse-unavailable`. */
export async function readWebhook(warehouse: Warehouse, facility: string, id: string): Promise<Webhook> {
  const [found] = await available(() =>
    warehouse
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, id), eq(webhooks.facility, facility))),
  )
  if (!found) throw new Refusal('webhook-unknown')
  return found
}

/** Takes a webhook away with what is known of its deliveries. Throws what `readWebhook` throws. */
export async function removeWebhook(warehouse: Warehouse, facility: string, id: string): Promise<void> {
  await readWebhook(warehouse, facility, id)
  await available(() =>
    warehouse.batch([
      warehouse.delete(webhooks).where(eq(webhooks.id, id)),
      warehouse.delete(webhookDeliveries).where(eq(webhookDeliveries.webhook, id)),
      warehouse.delete(webhookSecrets).where(eq(webhookSecrets.webhook, id)),
    ]),
  )
}

/** A webhook that has been put right takes part again; from now on `account` vouches for it. */
export async function enableWebhook(warehouse: Warehouse, id: string, account: string): Promise<void> {
  await available(() =>
    warehouse
      .update(webhooks)
      .set({ failingSince: null, disabledAt: null, disabledReason: null, pausedUntil: null, createdBy: account })
      .where(eq(webhooks.id, id)),
  )
}

/**
 * Gives a webhook a new secret and returns it. Until `until` the one before signs beside it; an `until` that is not later than `now` ends
 * all earlier ones at once. Epoch milliseconds. Throws `webhook-secrets` where too many sign already, `warehouse-unavailable`.
 */
export async function rotateSecret(
  warehouse: Warehouse,
  vault: Vault,
  { id }: Webhook,
  { until, now }: { until: number; now: number },
): Promise<string> {
  const secret = makeSecret()
  const sealed = await vault.seal(placeOf(id), { secret })
  const replaced =
    until > now
      ? {
          sql: `INSERT INTO webhook_secrets (webhook, secret, until) SELECT id, secret, :until FROM webhooks WHERE id = :id
                AND (SELECT count(*) FROM webhook_secrets WHERE webhook = :id AND until > :now) < :most`,
          args: { id, until, now, most: MOST_PREVIOUS },
        }
      : { sql: 'DELETE FROM webhook_secrets WHERE webhook = :id', args: { id } }
  const [, changed] = await available(() =>
    warehouse.write([
      replaced,
      {
        // Where the one before was not kept, it goes on alone.
        sql: `UPDATE webhooks SET secret = :sealed WHERE id = :id
                AND (:ends OR secret IN (SELECT secret FROM webhook_secrets WHERE webhook = :id))`,
        args: { id, sealed, ends: until > now ? 0 : 1 },
      },
    ]),
  )
  if (changed === 0) throw new Refusal('webhook-secrets', { limit: MOST_PREVIOUS + 1 })
  return secret
}

/** The secrets by which a webhook's messages are signed now, the newest first. Throws where the vault has not their key. */
export async function secretsOf(
  warehouse: Warehouse,
  vault: Vault,
  { id, secret }: Webhook,
  now: number,
): Promise<string[]> {
  const previous = await warehouse
    .select({ secret: webhookSecrets.secret })
    .from(webhookSecrets)
    .where(and(eq(webhookSecrets.webhook, id), gt(webhookSecrets.until, now)))
    .orderBy(desc(webhookSecrets.until))
  return Promise.all([secret, ...previous.map((row) => row.secret)].map((sealed) => opened(vault, id, sealed)))
}

async function opened(vault: Vault, id: string, sealed: string): Promise<string> {
  const { secret } = await vault.open(placeOf(id), sealed)
  if (secret === undefined) throw new Error('a sealed secret holds none')
  return secret
}

/** Forgets secrets whose time is over; `now` in epoch milliseconds. */
export async function forgetSecrets(warehouse: Warehouse, now: number): Promise<void> {
  await warehouse.delete(webhookSecrets).where(lte(webhookSecrets.until, now))
}

/** Seals secrets anew that lie under an older key: the rotation of identities goes through the tables of the law only. */
export async function resealSecrets(warehouse: Warehouse, vault: Vault): Promise<void> {
  // The clock asks every minute, and nearly always there is none.
  const current = `${vault.currentKey}.`
  const older = {
    sql: `SELECT 'webhooks' AS place, id, secret FROM webhooks WHERE substr(secret, 1, :length) <> :current
          UNION ALL SELECT 'webhook_secrets', webhook, secret FROM webhook_secrets WHERE substr(secret, 1, :length) <> :current`,
    args: { length: current.length, current },
    shape: { place: oneOf(['webhooks', 'webhook_secrets']), id: text, secret: text },
  }
  for (const { place, id, secret: sealed } of await warehouse.ask(older)) {
    const anew = await vault.seal(placeOf(id), { secret: await opened(vault, id, sealed) })
    const isCurrent = place === 'webhooks'
    await warehouse.write([
      {
        sql: isCurrent
          ? 'UPDATE webhooks SET secret = :anew WHERE id = :id AND secret = :sealed'
          : 'UPDATE webhook_secrets SET secret = :anew WHERE webhook = :id AND secret = :sealed',
        args: { anew, id, sealed },
      },
    ])
  }
}
