import type { Warehouse } from '../../store/database.ts'
import { provincesOf, type Caller } from '../../edge/identity/caller.ts'
import { Refusal } from '../refusals.ts'
import { available } from '../../store/warehouse/read.ts'

/** Where the warehouses are: by province, or `*` where several share one. */
export type OutageWarehouses = {
  readonly names: readonly string[]
  readonly openPrimary: (province: string) => Warehouse
}

const SHARED = '*'

/** The warehouses of these provinces; null: all of them. Throws parameter-invalid for a province that has none. */
export function namesOf({ names }: OutageWarehouses, provinces: readonly string[] | null): string[] {
  if (provinces === null) return [...names]
  const found = provinces.map((province) => (names.includes(province) ? province : SHARED))
  if (found.some((name) => !names.includes(name)))
    throw new Refusal('parameter-invalid', { parameter: 'provinces', expected: names.join(', ') })
  return [...new Set(found)]
}

/** The warehouses in which a caller's outages lie. */
export const namesFor = (warehouses: OutageWarehouses, caller: Caller): string[] =>
  namesOf(warehouses, provincesOf(caller))

/** Does something in each of the warehouses. Throws warehouse-unavailable where one is away: then it is asked for again. */
export function inEach<T>(
  { openPrimary }: OutageWarehouses,
  names: readonly string[],
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T[]> {
  return available(() => Promise.all(names.map((name) => work(openPrimary(name)))))
}
