import type { Store } from '../edge/receipt/store.ts'
import type { RulePack } from '../engine/index.ts'
import type { Reference, Register, Warehouse } from '../store/database.ts'
import type { ToCentre } from '../edge/queue/shards.ts'
import type { LocalCodesHolder } from '../store/reference/local-codes.ts'
import type { CodeListsHolder } from '../store/reference/code-lists.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'
import type { Wake } from './results/announce.ts'
import type { Statements } from './receipt-log/publish.ts'
import type { AttemptNeeds } from './results/webhooks/attempt.ts'

/** What only the centre has, as only it writes there. */
export type Centre = {
  /** The primary of the reference database, where lists, drafts and proposals are written. */
  readonly openPrimary: () => Reference
  /** The national register of cards and encounters; null where there is none. */
  readonly openRegister: (() => Register) | null
}

/** What queue and clock work with. */
export type CentreServices = {
  store: Store
  /** Asks the centre to verify files; by lane and shard. */
  toCentre: ToCentre
  /** How long a message is waited for before it is sent again. */
  sendAgainAfterMs: number
  /** The name of the queue that there is now; empty: it is kept for good. */
  queue: string
  /** null at an edge. */
  centre: Centre | null
  reference: CodeListsHolder
  localCodes: LocalCodesHolder
  /** The id of the release in force at a moment (epoch ms), as the primary knows it; null: it does not answer. The centre only. */
  releaseInForceAt: (moment: number) => Promise<string | null>
  /** The rules as this deployment applies them. */
  pack: RulePack
  /** The warehouse of a facility's province. */
  openWarehouse: (facility: string) => Warehouse
  /** By what that warehouse is known: facilities of one name lie in one database. */
  warehouseName: (facility: string) => string
  /** Opens what identifies persons; null where this deployment has no keys. */
  vault: Vault | null
  /** How messages to webhooks go out, and where they may. */
  webhooks: AttemptNeeds
  wake: Wake
  /** Whether an account may still do anything, as the nearest replica knows. */
  isAccountInForce: (account: string) => Promise<boolean>
  /** Signs heads of logs here, and by what they are verified. */
  statements: Statements
  /** Epoch milliseconds. */
  now: () => number
}
