import { LANES, type Lane } from './lanes.ts'
import { queueOf } from './shards.ts'

/** The queues that all shards share, as wrangler.toml names them. */
export const QUEUES = { deadLetters: 'bhyt-verification-dead', webhooks: 'bhyt-webhooks' } as const

export type KnownQueue =
  | { readonly kind: 'verification'; readonly lane: Lane }
  | { readonly kind: 'dead-letters' }
  | { readonly kind: 'webhooks' }

/** The queue of a batch. Throws for a queue that this code does not know: to guess what its messages mean could lose them. */
export function queueNamed(name: string): KnownQueue {
  if (name === QUEUES.deadLetters) return { kind: 'dead-letters' }
  if (name === QUEUES.webhooks) return { kind: 'webhooks' }
  const lane = LANES.find((each) => name.startsWith(queueOf(each, '')))
  if (lane === undefined) throw new Error('a queue that this code does not know')
  return { kind: 'verification', lane }
}
