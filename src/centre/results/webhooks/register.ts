import { and, asc, eq, sql } from 'drizzle-orm'
import type { Warehouse } from '../../../store/database.ts'
import { webhookDeliveries, webhooks } from '../../../../db/warehouse/schema.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { SealedPlace, Vault } from '../../../store/warehouse/identity/vault.ts'
import { available } from '../../../store/warehouse/read.ts'
import { makeSecret } from './signature.ts'

export type Webhook = typeof webhooks.$inferSelect

/** A test system, a production system and their successors. */
export const MOST_WEBHOOKS = 5

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
  // Counted and written in one statement, so that two at once do not both find room.
  const { rowsAffected } = await available(() =>
    warehouse.$client.execute({
      sql: `INSERT INTO webhooks (id, facility, url, secret, created_at, created_by) SELECT :id, :facility, :url, :sealed, :now, :account
            WHERE (SELECT count(*) FROM webhooks WHERE facility = :facility) < :most`,
      args: { id, facility, url, sealed, now, account, most: MOST_WEBHOOKS },
    }),
  )
  if (rowsAffected === 0) throw new Refusal('webhook-limit', { limit: MOST_WEBHOOKS })
  return { webhook: await readWebhook(warehouse, facility, id), secret }
}

/** Of one facility, the oldest first, each with the number of its deliveries under way. Throws `warehouse-unavailable`. */
export const listWebhooks = (warehouse: Warehouse, facility: string): Promise<(Webhook & { pending: number })[]> =>
  available(async () => {
    const rows = await warehouse
      .select({
        webhook: webhooks,
        pending: sql<number>`(SELECT count(*) FROM ${webhookDeliveries} d WHERE d.webhook = ${webhooks}.id AND d.state = 'pending')`,
      })
      .from(webhooks)
      .where(eq(webhooks.facility, facility))
      .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
    return rows.map(({ webhook, pending }) => ({ ...webhook, pending }))
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
    ]),
  )
}

/** A webhook that has been put right takes part again. */
export async function enableWebhook(warehouse: Warehouse, id: string): Promise<void> {
  await available(() =>
    warehouse
      .update(webhooks)
      .set({ failingSince: null, disabledAt: null, disabledReason: null })
      .where(eq(webhooks.id, id)),
  )
}

/** The secret of a webhook. Throws where the vault has not its key. */
export async function secretOf(vault: Vault, { id, secret }: Webhook): Promise<string> {
  const { secret: opened } = await vault.open(placeOf(id), secret)
  if (opened === undefined) throw new Error('a sealed secret holds none')
  return opened
}

/** Seals secrets anew that lie under an older key: the rotation of identities goes through the tables of the law only. */
export async function resealSecrets(warehouse: Warehouse, vault: Vault): Promise<void> {
  // The clock asks every minute, and nearly always there is none.
  const current = `${vault.currentKey}.`
  const isOlder = sql`substr(${webhooks.secret}, 1, ${current.length}) <> ${current}`
  for (const webhook of await warehouse.select().from(webhooks).where(isOlder)) {
    const sealed = await vault.seal(placeOf(webhook.id), { secret: await secretOf(vault, webhook) })
    await warehouse
      .update(webhooks)
      .set({ secret: sealed })
      .where(and(eq(webhooks.id, webhook.id), eq(webhooks.secret, webhook.secret)))
  }
}
