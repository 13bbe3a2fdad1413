import type { Database } from '../../db/client.ts'
import type { ReferenceHolder } from '../dmdc/reference.ts'
import type { Issuer, TokenVerifier } from '../identity/token.ts'
import type { Message } from '../queue/message.ts'

/** What the routes work with; wired once per isolate in worker.ts. */
export type Services = {
  bucket: R2Bucket
  queue: Pick<Queue<Message>, 'send'>
  /**
   * The replica of the reference database, opened for each use: a client queues what exceeds its 20 exchanges, and a
   * request that waits for another one's exchange, or inherits the place of a cancelled one, hangs in Workers.
   */
  openReplica: () => Database
  reference: ReferenceHolder
  /** The warehouse of a facility's province. */
  openWarehouse: (facility: string) => Database
  /** null where this deployment issues no tokens. */
  issuer: Issuer | null
  verifyToken: TokenVerifier
  /** Epoch milliseconds. */
  now: () => number
  randomName: () => string
}

/** The Hono environment of every route. */
export type AppEnv = { Bindings: Record<string, unknown>; Variables: { services: Services; requestId: string } }
