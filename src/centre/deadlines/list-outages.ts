import { and, desc, eq, isNull, like, lt, or, type SQL } from 'drizzle-orm'
import { outages } from '../../../db/warehouse/schema.ts'
import { provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { NEXT_OF_PAGE, Refusal } from '../refusals.ts'
import type { OutageRow } from './outage-ledger.ts'
import { inEach, namesFor, type OutageWarehouses } from './outage-warehouses.ts'

/** Where a page ends: beginning and id of its last outage. */
const CURSOR = /^(-?\d{1,16})\.([0-9a-f]{32})$/

export type OutageFilters = {
  readonly facility?: string | undefined
  /** Only those that go on. */
  readonly isOpen: boolean
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/**
 * Outages, the latest first: of a facility its own, of a province its facilities', and the receiver's that touch either; the ministry
 * sees all. Throws parameter-invalid on a cursor that is none, warehouse-unavailable.
 */
export async function listOutages(
  warehouses: OutageWarehouses,
  caller: Caller,
  { facility, isOpen, after, limit }: OutageFilters,
): Promise<{ outages: OutageRow[]; next: string | null }> {
  const where = and(
    ownOf(caller),
    facility === undefined ? undefined : eq(outages.facility, facility),
    isOpen ? and(isNull(outages.toAt), isNull(outages.withdrawnAt)) : undefined,
    behind(after),
  )
  const found = await inEach(warehouses, namesFor(warehouses, caller), (warehouse) =>
    warehouse
      .select()
      .from(outages)
      .where(where)
      .orderBy(desc(outages.fromAt), desc(outages.id))
      .limit(limit + 1),
  )
  // The receiver's lies in several warehouses.
  const all = [...new Map(found.flat().map((row) => [row.id, row])).values()].sort(
    (a, b) => b.fromAt - a.fromAt || (a.id < b.id ? 1 : -1),
  )
  const page = all.slice(0, limit)
  const last = page.at(-1)
  return { outages: page, next: all.length > limit && last ? `${last.fromAt}.${last.id}` : null }
}

function ownOf(caller: Caller): SQL | undefined {
  const provinces = provincesOf(caller)
  if (provinces === null) return undefined
  const receivers = and(
    eq(outages.side, 'receiver'),
    or(isNull(outages.provinces), ...provinces.map((code) => like(outages.provinces, `%"${code}"%`))),
  )
  return or(
    receivers,
    caller.role === 'facility'
      ? eq(outages.facility, caller.facility)
      : or(...provinces.map((code) => like(outages.facility, `${code}%`))),
  )
}

function behind(after: string | undefined): SQL | undefined {
  if (after === undefined) return undefined
  const [, moment, id = ''] = CURSOR.exec(after) ?? []
  if (moment === undefined) throw new Refusal('parameter-invalid', { parameter: 'after', expected: NEXT_OF_PAGE })
  const at = Number(moment)
  return or(lt(outages.fromAt, at), and(eq(outages.fromAt, at), lt(outages.id, id)))
}
