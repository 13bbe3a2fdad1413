/** What operators ask of the centre: whether its databases answer, what waits, and how far behind copies are. */
import { count } from 'drizzle-orm'
import { webhookDeliveries } from '../../db/warehouse/schema.ts'
import { accounts } from '../../db/reference/schema.ts'
import type { Backlog } from '../edge/receipt/backlog.ts'
import { integer } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import type { Centre } from './services.ts'

/** A database that takes longer is away for whoever waits for it. */
const ANSWERS_WITHIN_MS = 3000
/** Nobody learns more by asking every database oftener. */
const KNOWN_FOR_MS = 10_000

export type DatabaseState = { readonly name: string; readonly answers: boolean; readonly milliseconds: number }
export type CentreState = {
  readonly databases: readonly DatabaseState[]
  /** null: the store does not answer. */
  readonly backlog: Backlog | null
  /** Messages to webhooks by state, over all warehouses that answer. */
  readonly deliveries: Readonly<Record<string, number>>
}

export type StateNeeds = {
  readonly centre: Centre
  readonly warehouses: { readonly names: readonly string[]; readonly openPrimary: (province: string) => Warehouse }
  readonly readBacklog: () => Promise<Backlog>
  readonly now: () => number
}

/**
 * The state, asked about every ten seconds. While one request asks anew, the others are given what was known before; where nothing is known
 * yet each asks for itself: in Workers one request must not wait for what another one asked.
 */
export function createCentreState(needs: StateNeeds): () => Promise<CentreState> {
  let known: CentreState | null = null
  let askedAt = 0
  return async () => {
    const at = needs.now()
    if (known !== null && Math.abs(at - askedAt) < KNOWN_FOR_MS) return known
    askedAt = at
    return (known = await ask(needs))
  }
}

type Probe = [name: string, probe: () => PromiseLike<unknown>]

async function ask({ centre, warehouses, readBacklog, now }: StateNeeds): Promise<CentreState> {
  const deliveries: Record<string, number> = {}
  const { openRegister: register } = centre
  const probes: Probe[] = [
    ['reference', () => centre.openPrimary().select({ accounts: count() }).from(accounts)],
    ...(register === null
      ? []
      : [['register', () => register().ask({ sql: 'SELECT 1 AS one', shape: { one: integer } })] satisfies Probe]),
    ...warehouses.names.map((name): Probe => [
      name === '*' ? 'warehouse' : `warehouse-${name}`,
      async () => {
        const rows = await warehouses
          .openPrimary(name)
          .select({ state: webhookDeliveries.state, number: count() })
          .from(webhookDeliveries)
          .groupBy(webhookDeliveries.state)
        for (const { state, number } of rows) deliveries[state] = (deliveries[state] ?? 0) + number
      },
    ]),
  ]
  const [databases, backlog] = await Promise.all([
    Promise.all(probes.map(([name, probe]) => answering(name, probe, now))),
    readBacklog().catch(() => null),
  ])
  return { databases, backlog, deliveries }
}

async function answering(name: string, probe: () => PromiseLike<unknown>, now: () => number): Promise<DatabaseState> {
  const startedAt = now()
  const late = Symbol('late')
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<symbol>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_WITHIN_MS, late)
  })
  try {
    const first = await Promise.race([Promise.resolve(probe()), waited])
    return { name, answers: first !== late, milliseconds: now() - startedAt }
  } catch {
    return { name, answers: false, milliseconds: now() - startedAt }
  } finally {
    clearTimeout(timer)
  }
}
