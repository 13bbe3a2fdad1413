import type { Metrics } from '../../kernel/metrics.ts'

/** A batch whose messages are counted by what becomes of them: let go, or tried again. */
export function observedBatch<Body>(batch: MessageBatch<Body>, metrics: Pick<Metrics, 'count'>): MessageBatch<Body> {
  const { queue } = batch
  const note = (outcome: 'acked' | 'retried', messages = 1): void => {
    metrics.count('bhyt_messages', { queue, outcome }, messages)
  }
  const messages = batch.messages.map((message): Message<Body> => {
    const { id, timestamp, body, attempts } = message
    return {
      id,
      timestamp,
      body,
      attempts,
      ack: () => {
        note('acked')
        message.ack()
      },
      retry: (options) => {
        note('retried')
        message.retry(options)
      },
    }
  })
  return {
    queue,
    messages,
    metadata: batch.metadata,
    ackAll: () => {
      note('acked', messages.length)
      batch.ackAll()
    },
    retryAll: (options) => {
      note('retried', messages.length)
      batch.retryAll(options)
    },
  }
}
