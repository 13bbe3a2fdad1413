import { provinceOf } from '../identity/caller.ts'
import type { Lane } from './lanes.ts'
import { verifySubmission, type Message } from './message.ts'

/** Shard → the old codes of its provinces; `*` for all that no other names. */
export type Shards = Readonly<Record<string, readonly string[]>>

const OTHERS = '*'

/** The shard in which a facility's files are verified. Throws where the configuration names none. */
export function shardOf(shards: Shards, facility: string): string {
  const province = provinceOf(facility)
  const holding = (code: string) => Object.keys(shards).find((shard) => shards[shard]?.includes(code))
  const shard = holding(province) ?? holding(OTHERS)
  if (shard === undefined) throw new Error(`no shard is configured for province ${province}`)
  return shard
}

/** What a queue of a shard is called, and the binding by which it is sent to. */
export const queueOf = (lane: Lane, shard: string): string => `bhyt-${lane}-${shard}`
export const bindingOf = (lane: Lane, shard: string): string => `${lane}_${shard}`.toUpperCase()

/** A file that the centre is to verify. */
export type Waiting = { readonly id: string; readonly facility: string; readonly lane: Lane }

/** Asks the centre to verify files. Rejects where a queue does not take its messages; others may have taken theirs. */
export type ToCentre = (files: readonly Waiting[]) => Promise<void>

type Producer = Pick<Queue<Message>, 'send' | 'sendBatch'>

/** As many as a queue takes at once. */
const SENT_AT_ONCE = 100

/** Sends each file to the lane of its shard. */
export const createToCentre =
  (shards: Shards, producerOf: (binding: string) => Producer): ToCentre =>
  async (files) => {
    const byQueue = new Map<string, Message[]>()
    for (const { id, facility, lane } of files) {
      const binding = bindingOf(lane, shardOf(shards, facility))
      const messages = byQueue.get(binding) ?? []
      byQueue.set(binding, messages)
      messages.push(verifySubmission(id, facility))
    }
    for (const [binding, messages] of byQueue) {
      const producer = producerOf(binding)
      const [only] = messages
      if (messages.length === 1 && only) await producer.send(only)
      else
        for (let from = 0; from < messages.length; from += SENT_AT_ONCE)
          await producer.sendBatch(messages.slice(from, from + SENT_AT_ONCE).map((body) => ({ body })))
    }
  }
