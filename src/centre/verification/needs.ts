import type { Store } from '../../edge/receipt/store.ts'
import type { RulePack } from '../../engine/index.ts'
import type { Register, Warehouse } from '../../store/database.ts'
import type { ToCentre } from '../../edge/queue/shards.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { Wake } from '../results/announce.ts'
import type { ListsNeeds } from './lists.ts'

export type VerificationNeeds = ListsNeeds & {
  store: Store
  /** The warehouse of the facility's province. */
  openWarehouse: (facility: string) => Warehouse
  /** By what the warehouse of the facility's province is known: facilities of one name lie in one database. */
  warehouseName: (facility: string) => string
  /** The register of encounters and cards; null where the deployment has none. */
  openRegister: (() => Register) | null
  /** Seals what is kept of dossiers; null where the deployment has no keys, and then nothing is verified. */
  vault: Vault | null
  pack: RulePack
  /** Sends messages again to another lane; null: the lane of the batch is the last one. */
  setAside: ToCentre | null
  /** Notifies webhooks of what is announced. */
  wake: Wake
  now: () => number
}

/** The same where there are keys. */
export type WithVault = VerificationNeeds & { readonly vault: Vault }
