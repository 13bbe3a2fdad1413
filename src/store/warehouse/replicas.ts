import { openDatabase, type Warehouse } from '../database.ts'
import { openWarehouse, type WarehouseAddresses } from './open.ts'

/** A replica near by answers in milliseconds; one that takes longer than this is away, and the primary is asked. */
const REPLICA_TIMEOUT_MS = 10_000

/** The replica of a province where there is one, else its primary. Throws where the configuration names neither. */
export const openNearest = (
  primaries: WarehouseAddresses,
  replicas: WarehouseAddresses,
  province: string,
  timeoutMs: number,
): Warehouse => openReplica(replicas, province, timeoutMs) ?? openWarehouse(primaries, province, timeoutMs)

function openReplica({ urls, tokens }: WarehouseAddresses, province: string, timeoutMs: number): Warehouse | null {
  const url = urls[province] ?? urls['*']
  if (url === undefined) return null
  const label = `replica of warehouse ${urls[province] === undefined ? '*' : province}`
  return openDatabase('warehouse', { url, authToken: tokens?.[province] ?? tokens?.['*'], timeoutMs, label })
}

/** Primaries and replicas by province; `names` are those that the configuration has. */
export const openWarehouses = (
  primaries: WarehouseAddresses,
  replicas: WarehouseAddresses,
): {
  names: readonly string[]
  openPrimary: (province: string) => Warehouse
  openReplica: (province: string) => Warehouse | null
} => ({
  names: Object.keys(primaries.urls).sort(),
  openPrimary: (province) => openWarehouse(primaries, province),
  openReplica: (province) => openReplica(replicas, province, REPLICA_TIMEOUT_MS),
})
