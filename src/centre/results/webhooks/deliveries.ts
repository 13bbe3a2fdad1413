import { and, desc, eq, lt } from 'drizzle-orm'
import type { Warehouse } from '../../../store/database.ts'
import { events, webhookDeliveries } from '../../../../db/warehouse/schema.ts'
import { available } from '../../../store/warehouse/read.ts'

export type ListedDelivery = typeof webhookDeliveries.$inferSelect & {
  /** The id of the message. */
  readonly id: string
  readonly kind: (typeof events.$inferSelect)['kind']
  readonly submission: string
}

/** Deliveries of a webhook, the newest event first, from before the event `before`. Throws `warehouse-unavailable`. */
export const listDeliveries = (
  warehouse: Warehouse,
  webhook: string,
  { before, state, limit }: { before: number | undefined; state: ListedDelivery['state'] | undefined; limit: number },
): Promise<ListedDelivery[]> =>
  available(async () => {
    const rows = await warehouse
      .select({ delivery: webhookDeliveries, id: events.key, kind: events.kind, submission: events.submissionId })
      .from(webhookDeliveries)
      .innerJoin(events, eq(events.seq, webhookDeliveries.event))
      .where(
        and(
          eq(webhookDeliveries.webhook, webhook),
          before === undefined ? undefined : lt(webhookDeliveries.event, before),
          state === undefined ? undefined : eq(webhookDeliveries.state, state),
        ),
      )
      .orderBy(desc(webhookDeliveries.event))
      .limit(limit)
    return rows.map(({ delivery, ...event }) => ({ ...delivery, ...event }))
  })
