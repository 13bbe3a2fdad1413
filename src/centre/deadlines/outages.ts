import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Warehouse } from '../../store/database.ts'
import { outages } from '../../../db/warehouse/schema.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { vietnamIsoDay } from '../../kernel/vietnam-time.ts'
import type { OutageRow } from './outage-ledger.ts'
import { inEach, namesFor, namesOf, type OutageWarehouses } from './outage-warehouses.ts'
import { assertWindow } from './outage-window.ts'
import { enterOutageWork, runDeadlineWork } from './review-deadlines.ts'

/** What somebody declares. Moments are epoch milliseconds; `to` null: it goes on. `provinces` null: all, or the facility's own. */
export type Declaration = Pick<OutageRow, 'cause' | 'channel' | 'evidence'> & {
  readonly from: number
  readonly to: number | null
  readonly provinces: readonly string[] | null
}

/** Judged anew before the answer: what a facility has late of some weeks, and more. The rest the clock does. */
const PAGES_AT_ONCE = 3

/**
 * Enters an outage: a facility its own, the ministry one of the receiving side. The same declaration again changes nothing, and
 * completes one that reached some warehouses only. Throws role-not-allowed, outage-window, parameter-invalid, warehouse-unavailable.
 */
export async function declareOutage(
  warehouses: OutageWarehouses,
  caller: Caller,
  declaration: Declaration,
  now: number,
): Promise<{ outage: OutageRow; isNew: boolean }> {
  if (caller.role === 'province') throw new Refusal('role-not-allowed')
  const { cause, channel, evidence, from, to, provinces } = declaration
  assertWindow(cause, from, to, now)
  const isOwn = caller.role === 'facility'
  if (isOwn && provinces !== null) throw new Refusal('parameter-invalid', { parameter: 'provinces', expected: '–' })
  const scope = {
    side: isOwn ? ('facility' as const) : ('receiver' as const),
    facility: isOwn ? caller.facility : null,
    provinces: provinces && JSON.stringify([...new Set(provinces)].sort()),
  }
  const id = createHash('sha256')
    .update(JSON.stringify([scope, cause, channel, from, to, evidence]))
    .digest('hex')
    .slice(0, 32)
  const written = { id, ...scope, cause, channel, evidence, fromAt: from, toAt: to }
  const found = await inEach(
    warehouses,
    namesOf(warehouses, isOwn ? [caller.province] : provinces),
    async (warehouse) => {
      const [entered] = await warehouse.batch([
        warehouse
          .insert(outages)
          .values({ ...written, declaredBy: caller.account, declaredAt: now })
          .onConflictDoNothing()
          .returning({ id: outages.id }),
        enterOutageWork(warehouse, { id, revision: 1, facility: scope.facility }, { since: vietnamIsoDay(from), now }),
      ])
      await runDeadlineWork(warehouse, now, PAGES_AT_ONCE)
      return { row: await readRow(warehouse, id), isNew: entered.length > 0 }
    },
  )
  const outage = found.find(({ row }) => row !== undefined)?.row
  if (!outage) throw new Error('an outage that was just entered is not there')
  return { outage, isNew: found.some(({ isNew }) => isNew) }
}

/**
 * Says when an outage ended (epoch milliseconds; null: now). Its side may. Throws role-not-allowed, not-yours, outage-unknown,
 * outage-state (withdrawn, or ended at another time), outage-window, changed-meanwhile, warehouse-unavailable.
 */
export const endOutage = (
  warehouses: OutageWarehouses,
  caller: Caller,
  { id, to }: { id: string; to: number | null },
  now: number,
): Promise<OutageRow> =>
  takeStep(warehouses, caller, id, now, (rows) => {
    const ended = to ?? rows.find(({ toAt }) => toAt !== null)?.toAt ?? now
    return ({ side, cause, fromAt, toAt, withdrawnAt }) => {
      if (caller.role === 'ministry' && side === 'facility') throw new Refusal('not-yours')
      if (withdrawnAt !== null || (toAt !== null && toAt !== ended)) throw new Refusal('outage-state')
      assertWindow(cause, fromAt, ended, now)
      return toAt === null ? { toAt: ended, endedBy: caller.account, endedAt: now } : null
    }
  })

/**
 * Takes an outage back: it excuses nothing any more. Its side may, and the ministry. Throws role-not-allowed, outage-unknown,
 * changed-meanwhile, warehouse-unavailable.
 */
export const withdrawOutage = (
  warehouses: OutageWarehouses,
  caller: Caller,
  { id, reason }: { id: string; reason: string },
  now: number,
): Promise<OutageRow> =>
  takeStep(
    warehouses,
    caller,
    id,
    now,
    () =>
      ({ withdrawnAt }) =>
        withdrawnAt === null ? { withdrawnBy: caller.account, withdrawnAt: now, withdrawnWhy: reason } : null,
  )

/** What a step changes of an outage; null where that is done already. Throws where it may not be done. */
type Change = (row: OutageRow) => Partial<OutageRow> | null

/** The receiver's outage lies in several warehouses: a step that reached some of them only is completed when it is taken again. */
async function takeStep(
  warehouses: OutageWarehouses,
  caller: Caller,
  id: string,
  now: number,
  changeFor: (rows: readonly OutageRow[]) => Change,
): Promise<OutageRow> {
  if (caller.role === 'province') throw new Refusal('role-not-allowed')
  const isMine = ({ facility }: OutageRow): boolean => caller.role === 'ministry' || caller.facility === facility
  const names = namesFor(warehouses, caller)
  const held = (await inEach(warehouses, names, (warehouse) => readRow(warehouse, id))).flatMap((row) =>
    row && isMine(row) ? [row] : [],
  )
  if (held.length === 0) throw new Refusal('outage-unknown')
  const changeOf = changeFor(held)
  const changed = await inEach(warehouses, names, async (warehouse) => {
    const row = await readRow(warehouse, id)
    return row && write(warehouse, row, changeOf(row), now)
  })
  const [after] = changed.flatMap((row) => row ?? [])
  if (!after) throw new Error('an outage is gone that nobody takes away')
  return after
}

/** The row and its work in one transaction; of two who act at once the second finds another revision, and is refused. */
async function write(
  warehouse: Warehouse,
  row: OutageRow,
  change: Partial<OutageRow> | null,
  now: number,
): Promise<OutageRow> {
  if (change === null) return row
  const next = { ...row, ...change, revision: row.revision + 1 }
  const [changed] = await warehouse.batch([
    warehouse
      .update(outages)
      .set({ ...change, revision: next.revision })
      .where(and(eq(outages.id, row.id), eq(outages.revision, row.revision)))
      .returning({ id: outages.id }),
    enterOutageWork(warehouse, next, { since: vietnamIsoDay(row.fromAt), now }),
  ])
  if (changed.length === 0) throw new Refusal('changed-meanwhile')
  await runDeadlineWork(warehouse, now, PAGES_AT_ONCE)
  return next
}

async function readRow(warehouse: Warehouse, id: string): Promise<OutageRow | undefined> {
  const [row] = await warehouse.select().from(outages).where(eq(outages.id, id))
  return row
}
