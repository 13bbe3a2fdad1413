/** What operators see of the warehouses beside the state of the centre: files verified by the hour, copies, webhooks that fail. */
import { inArray, isNotNull, or } from 'drizzle-orm'
import { webhooks } from '../../db/warehouse/schema.ts'
import type { Warehouses } from '../province/region.ts'
import { integer, oneOf } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import { isAway } from '../store/failures.ts'

const HOUR_MS = 3_600_000
const HOURS = 24
/** Events lie in the order in which they came, and have no index by time: so many of the newest are looked at, two days of a large province. */
const MOST_EVENTS = 50_000
const MOST_WEBHOOKS = 200

/** `hour`: its beginning, epoch milliseconds. */
export type Hour = { readonly hour: number; readonly verified: number; readonly failed: number }

export type FailingWebhook = {
  readonly id: string
  readonly facility: string
  /** Epoch milliseconds. */
  readonly failingSince: number | null
  readonly disabledAt: number | null
  readonly disabledReason: 'gone' | 'failing' | 'account' | null
}

/** A copy of a warehouse. `lagSeconds` null: it answers, but has seen no heartbeat yet. */
export type ReplicaState = { readonly name: string; readonly answers: boolean; readonly lagSeconds: number | null }

export type WarehousesState = {
  /** Each of the last 24 hours, the earliest first. */
  readonly hours: readonly Hour[]
  readonly webhooks: readonly FailingWebhook[]
  readonly replicas: readonly ReplicaState[]
  /** Warehouses whose part is missing, as they do not answer. */
  readonly unanswered: readonly string[]
}

/** Asks every warehouse; those that are away are named. `now`: epoch milliseconds. */
export async function warehousesState({ names, ...open }: Warehouses, now: number): Promise<WarehousesState> {
  const first = Math.floor(now / HOUR_MS) - HOURS + 1
  const found = await Promise.all(names.map((name) => orNull(() => ofWarehouse(open.openPrimary(name), first))))
  const replicas = await Promise.all(
    names.map(async (name): Promise<ReplicaState | null> => {
      const replica = open.openReplica(name)
      return replica && { name, ...(await lagOf(replica, now)) }
    }),
  )
  const hours = Array.from({ length: HOURS }, (_, at) => ({ hour: (first + at) * HOUR_MS, verified: 0, failed: 0 }))
  for (const { kind, hour, n } of found.flatMap((each) => each?.events ?? [])) {
    const at = hours[hour - first]
    if (at !== undefined) at[kind] += n
  }
  return {
    hours,
    webhooks: found.flatMap((each) => each?.webhooks ?? []),
    replicas: replicas.filter((each) => each !== null),
    unanswered: names.filter((_, at) => found[at] === null),
  }
}

/** By hand: the newest events alone are counted, which the end of the table shows. */
async function ofWarehouse(warehouse: Warehouse, first: number) {
  const [events, failing] = await Promise.all([
    warehouse.ask({
      sql: `SELECT kind, at / ${HOUR_MS} AS hour, count(*) AS n
            FROM (SELECT kind, at FROM events ORDER BY seq DESC LIMIT ${MOST_EVENTS})
            WHERE kind IN ('verified', 'failed') AND at >= :since GROUP BY 1, 2`,
      args: { since: first * HOUR_MS },
      shape: { kind: oneOf(['verified', 'failed']), hour: integer, n: integer },
    }),
    warehouse
      .select({
        id: webhooks.id,
        facility: webhooks.facility,
        failingSince: webhooks.failingSince,
        disabledAt: webhooks.disabledAt,
        disabledReason: webhooks.disabledReason,
      })
      .from(webhooks)
      .where(or(isNotNull(webhooks.failingSince), inArray(webhooks.disabledReason, ['gone', 'failing'])))
      .limit(MOST_WEBHOOKS),
  ])
  return { events, webhooks: failing }
}

async function lagOf(replica: Warehouse, now: number): Promise<Omit<ReplicaState, 'name'>> {
  const rows = await orNull(() =>
    replica.ask({ sql: 'SELECT beat_at AS beatAt FROM heartbeats WHERE id = 1', shape: { beatAt: integer } }),
  )
  if (rows === null) return { answers: false, lagSeconds: null }
  const beatAt = rows[0]?.beatAt
  return { answers: true, lagSeconds: beatAt === undefined ? null : Math.max(0, Math.round((now - beatAt) / 1000)) }
}

/** null: the database is away. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!isAway(error)) throw error
    return null
  }
}
