import { isMessage, readMessage, type Message } from './message.ts'

/** First pause after a failure; it doubles with every try. */
const FIRST_RETRY_SECONDS = 5
const LONGEST_RETRY_SECONDS = 600

export type Consumer = {
  handle: (message: Message) => Promise<void>
  /** Takes a body that is no message of ours; where there is none, such a body fails like any other message. */
  unreadable?: (deliveryId: string) => Promise<void>
  /** Called with every failure; the message is tried again whatever becomes of that. */
  failed: (message: Message | null, error: unknown, attempt: number) => Promise<void>
}

/** Each message by itself: one that fails is tried again later and holds no other back. */
export async function consume(batch: MessageBatch, consumer: Consumer): Promise<void> {
  for (const delivery of batch.messages) {
    let message: Message | null = null
    try {
      if (consumer.unreadable && !isMessage(delivery.body)) {
        await consumer.unreadable(delivery.id)
      } else {
        message = readMessage(delivery.body)
        await consumer.handle(message)
      }
      delivery.ack()
    } catch (error) {
      delivery.retry({ delaySeconds: retryDelaySeconds(delivery.attempts) })
      await consumer.failed(message, error, delivery.attempts)
    }
  }
}

export const retryDelaySeconds = (attempts: number): number =>
  Math.min(FIRST_RETRY_SECONDS * 2 ** Math.max(attempts - 1, 0), LONGEST_RETRY_SECONDS)
