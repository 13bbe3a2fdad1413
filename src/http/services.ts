import type { JSONWebKeySet } from 'jose'
import type { Reference, Register, Warehouse } from '../store/database.ts'
import type { Signer } from '../codes/release/signature.ts'
import type { LocalCodesHolder } from '../store/reference/local-codes.ts'
import type { ReferenceHolder } from '../store/reference/reference.ts'
import type { Issuer, TokenVerifier } from '../edge/identity/token.ts'
import type { Message } from '../edge/queue/message.ts'
import type { Warehouses } from '../province/region.ts'
import type { Wake } from '../centre/results/announce.ts'
import type { AttemptNeeds } from '../centre/results/webhooks/attempt.ts'
import type { RulePack } from '../engine/index.ts'
import type { EarlierLookUp } from '../edge/earlier/look-up.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'

/** What the routes work with; wired once per isolate in src/wiring.ts. */
export type Services = {
  bucket: R2Bucket
  queue: Pick<Queue<Message>, 'send'>
  /**
   * The replica of the reference database, opened for each use: a client queues what exceeds its 20 exchanges, and a
   * request that waits for another one's exchange, or inherits the place of a cancelled one, hangs in Workers.
   */
  openReplica: () => Reference
  /** The primary, where lists, drafts and proposals are written; null at an edge. */
  openPrimary: (() => Reference) | null
  /** Signs releases and deltas; null where this deployment has no key for it. */
  dmdcSigner: (() => Promise<Signer>) | null
  /** By which followers verify those signatures. */
  dmdcPublicKeys: JSONWebKeySet
  reference: ReferenceHolder
  localCodes: LocalCodesHolder
  /** The id of the release in force at a moment (epoch ms), as the primary knows it; null: it does not answer. The centre only. */
  releaseInForceAt: (moment: number) => Promise<string | null>
  /** Whether this client, by its address, may have another file checked without an account now. */
  admitDryRun: (client: string) => Promise<boolean>
  /** The rules as this deployment applies them. */
  pack: RulePack
  /** The warehouse of a facility's province. */
  openWarehouse: (facility: string) => Warehouse
  warehouses: Warehouses
  /** What was accepted before, asked while a sender waits. */
  earlier: EarlierLookUp
  /** The national register of cards and encounters; null at an edge, and where there is none. */
  openRegister: (() => Register) | null
  /** Opens what identifies persons; null where this deployment has no keys. */
  vault: Vault | null
  /** Whether one person may import, approve and publish code lists: demonstrations and local stacks. */
  isAlone: boolean
  /** How messages to webhooks go out, and where they may. */
  webhooks: AttemptNeeds
  wake: Wake
  /** null where this deployment issues no tokens. */
  issuer: Issuer | null
  verifyToken: TokenVerifier
  /** Epoch milliseconds. */
  now: () => number
  randomName: () => string
}

/** The Hono environment of every route. */
export type AppEnv = { Bindings: Record<string, unknown>; Variables: { services: Services; requestId: string } }
