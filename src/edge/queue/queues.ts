/** The queues that the centre consumes, as wrangler.toml names them. */
export const QUEUES = {
  verification: 'bhyt-verification',
  deadLetters: 'bhyt-verification-dead',
  webhooks: 'bhyt-webhooks',
} as const

export type QueueName = (typeof QUEUES)[keyof typeof QUEUES]

/** The queue of a batch. Throws for a queue that this code does not know: to guess what its messages mean could lose them. */
export function queueNamed(name: string): QueueName {
  const known = Object.values(QUEUES).find((queue) => queue === name)
  if (known === undefined) throw new Error('a queue that this code does not know')
  return known
}
