import type { Sqld } from './sqld.ts'

/** Means all provinces that have no warehouse of their own. */
export const OTHERS = '*'

/** A warehouse and the replica that answers what its province asks. */
export type Warehouse = {
  /** Old province code, two digits; `*` for all that have none of their own. */
  readonly code: string
  readonly warehouse: Sqld
  /** null where the stack was started without. */
  readonly warehouseReplica: Sqld | null
}

/** `WAREHOUSE_URLS`: province → primary, as JSON. */
export const urlsOf = (warehouses: readonly Warehouse[]): string =>
  JSON.stringify(Object.fromEntries(warehouses.map(({ code, warehouse }) => [code, warehouse.url])))

/** `WAREHOUSE_REPLICA_URLS`: province → replica, as JSON; those without one are not named. */
export const replicaUrlsOf = (warehouses: readonly Warehouse[]): string =>
  JSON.stringify(
    Object.fromEntries(
      warehouses.flatMap(({ code, warehouseReplica }) => (warehouseReplica ? [[code, warehouseReplica.url]] : [])),
    ),
  )
