import { openDatabase, type Warehouse } from '../database.ts'

/** Longest wait for one exchange with a warehouse: a batch of rows takes well below a second. */
const TIMEOUT_MS = 20_000

export type WarehouseAddresses = {
  /** Province → address; `*` for all others. */
  readonly urls: Readonly<Record<string, string>>
  readonly tokens?: Readonly<Record<string, string>> | undefined
}

/** Every warehouse that the configuration names: a province, or `*`. */
export const openEach = (addresses: WarehouseAddresses): Warehouse[] =>
  [...new Map(Object.entries(addresses.urls).map(([name, url]) => [url, name])).values()].map((name) =>
    openWarehouse(addresses, name),
  )

/** Where the warehouse of a province is. Throws where the configuration names none. */
export function warehouseAddress({ urls }: WarehouseAddresses, province: string): string {
  const url = urls[province] ?? urls['*']
  if (!url) throw new Error(`no warehouse is configured for province ${province}`)
  return url
}

/** The warehouse of a province, as the deployment's configuration says. Throws where it names none. */
export function openWarehouse(
  { urls, tokens = {} }: WarehouseAddresses,
  province: string,
  timeoutMs: number = TIMEOUT_MS,
): Warehouse {
  const url = warehouseAddress({ urls }, province)
  const label = urls[province] === undefined || province === '*' ? 'warehouse' : `warehouse ${province}`
  return openDatabase('warehouse', { url, authToken: tokens[province] ?? tokens['*'], timeoutMs, label })
}
