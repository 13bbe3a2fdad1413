import { openDatabase, type Database } from '../../db/client.ts'
import { openWarehouse, type WarehouseAddresses } from './open.ts'

/** A replica near by answers in milliseconds; one that takes longer than this is away, and the primary is asked. */
const REPLICA_TIMEOUT_MS = 10_000

/** Primaries and replicas by province; `names` are those that the configuration has. */
export const openWarehouses = (
  primaries: WarehouseAddresses,
  replicas: WarehouseAddresses,
): {
  names: readonly string[]
  openPrimary: (province: string) => Database
  openReplica: (province: string) => Database | null
} => ({
  names: Object.keys(primaries.urls).sort(),
  openPrimary: (province) => openWarehouse(primaries, province),
  openReplica(province) {
    const url = replicas.urls[province] ?? replicas.urls['*']
    if (url === undefined) return null
    const authToken = replicas.tokens?.[province] ?? replicas.tokens?.['*']
    return openDatabase({ url, authToken, timeoutMs: REPLICA_TIMEOUT_MS })
  },
})
