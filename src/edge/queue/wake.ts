import { readWake, type WakeMessage } from './message.ts'

/**
 * Handles all messages of a batch at once and lets each go, whatever became of it: what is due lies in the warehouse, and the clock asks
 * again every minute. A failure is only reported.
 */
export async function consumeWakes(
  batch: MessageBatch,
  handle: (message: WakeMessage) => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  await Promise.all(
    batch.messages.map(async (delivery) => {
      try {
        const message = readWake(delivery.body)
        if (!message) throw new Error('a webhook message of an unknown kind or version')
        await handle(message)
      } catch (error) {
        failed(error)
      }
      delivery.ack()
    }),
  )
}
