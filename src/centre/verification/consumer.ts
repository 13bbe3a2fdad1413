import { describeFault } from '../../kernel/fault.ts'
import { inParallel } from '../../kernel/in-parallel.ts'
import type { Log } from '../../kernel/log.ts'
import type { Consumer } from '../../edge/queue/consume.ts'
import { beyondShare } from '../../edge/queue/lanes.ts'
import { isMessage, readMessage, type Message } from '../../edge/queue/message.ts'
import { recordUnreadable } from '../../edge/queue/dead-letters.ts'
import { recordDeadLetter, recordFailure } from '../../edge/queue/failures.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import type { VerificationNeeds } from './needs.ts'
import { actionOf, failed, SET_ASIDE, type Outcome } from './outcome.ts'
import { giveUp, verifyBatch } from './verify.ts'

const RECORDED_AT_ONCE = 5

/** Verifies the files of a batch together; each message is acknowledged, or tried again, by itself. */
export async function consumeVerification(batch: MessageBatch, needs: VerificationNeeds, log: Log): Promise<void> {
  const deliveries = batch.messages.map((delivery) => ({ delivery, message: messageIn(delivery.body) }))
  const startedAt = needs.now()
  const aside = await setAside(deliveries, needs)
  const ids = new Set(deliveries.flatMap(({ message }) => (message && !aside.has(message) ? message.submissionId : [])))
  const outcomes = await verifyBatch([...ids], needs).catch(
    (error: unknown) => new Map<string, Outcome>([...ids].map((id) => [id, failed(error)])),
  )
  // Of the batch: its files are read, written and settled together.
  const durationMs = needs.now() - startedAt
  const unfinished: { message: Message | null; error: unknown; attempt: number }[] = []
  for (const { delivery, message } of deliveries) {
    const outcome = message && aside.has(message) ? SET_ASIDE : outcomeOf(message, outcomes)
    const next = actionOf(outcome, delivery.attempts)
    if (next.action === 'ack') delivery.ack()
    else delivery.retry({ delaySeconds: next.delaySeconds })
    const logged = { submission: message?.submissionId, durationMs }
    if (outcome.kind === 'verified') log({ event: 'verified', level: 'info', ...logged })
    if (outcome.kind === 'postponed') log({ event: 'verification-postponed', level: 'warning', ...logged })
    if ('error' in outcome) unfinished.push({ message, error: outcome.error, attempt: delivery.attempts })
  }
  await inParallel(unfinished, RECORDED_AT_ONCE, ({ message, error, attempt }) =>
    noteFailure({ queue: batch.queue, message, error, attempt }, needs, log),
  )
}

type Delivered = { readonly delivery: { readonly attempts: number }; readonly message: Message | null }

/**
 * Sends on what a facility has beyond its share of a crowded batch, so that others wait for an exchange instead of its files. What was
 * tried before stays. Where the other queue does not take them they are verified here.
 */
async function setAside(
  deliveries: readonly Delivered[],
  { setAside: send }: Pick<VerificationNeeds, 'setAside'>,
): Promise<ReadonlySet<Message>> {
  if (send === null) return new Set()
  const places = beyondShare(deliveries.map(({ message }) => message))
  const messages = deliveries.flatMap(({ delivery, message }, at) =>
    message?.facility && places.has(at) && delivery.attempts === 1 ? [{ message, facility: message.facility }] : [],
  )
  if (messages.length === 0) return new Set()
  try {
    await send(messages.map(({ message, facility }) => ({ id: message.submissionId, facility, lane: 'bulk' as const })))
  } catch {
    return new Set()
  }
  return new Set(messages.map(({ message }) => message))
}

const messageIn = (body: unknown): Message | null => (isMessage(body) ? readMessage(body) : null)

function outcomeOf(message: Message | null, outcomes: ReadonlyMap<string, Outcome>): Outcome {
  if (message === null) return { kind: 'unreadable', error: new Error('a queue message of an unknown kind or version') }
  return outcomes.get(message.submissionId) ?? failed(new Error('nothing became of a message'))
}

type Failed = {
  readonly queue: string
  readonly message: Message | null
  readonly error: unknown
  readonly attempt: number
}

/** Logs a failure and keeps it beside the bytes. The other messages go on also where the store is what fails. */
async function noteFailure(
  { queue, message, error, attempt }: Failed,
  { store: { bucket }, now }: Pick<VerificationNeeds, 'store' | 'now'>,
  log: Log,
): Promise<void> {
  const cause = describeFault(error)
  log({ event: 'queue', queue, submission: message?.submissionId, attempt, cause })
  if (!message) return
  const at = new Date(now()).toISOString()
  await recordFailure(bucket, { submissionId: message.submissionId, attempt, at, cause }).catch((fault: unknown) => {
    log({ event: 'failure', cause: describeFault(fault) })
  })
}

/** What the centre does with messages that were tried to the end: it records them, and gives their submissions up. */
export function deadLetterConsumer(queue: string, needs: VerificationNeeds, log: Log): Consumer {
  const { store, now } = needs
  const { bucket } = store
  const at = (): string => new Date(now()).toISOString()
  return {
    handle: (message) =>
      handled(message, async ({ submissionId }) => {
        const facility = (await readReceipt(store, submissionId))?.facility ?? null
        const { cause } = await recordDeadLetter(bucket, { submissionId, facility, at: at() })
        await giveUp(submissionId, cause, needs)
      }),
    unreadable: (deliveryId) => recordUnreadable(bucket, deliveryId, at()),
    // The cause of a dead letter is why it died, not what kept it from being noted.
    failed: (message, error, attempt) => {
      log({ event: 'queue', queue, submission: message?.submissionId, attempt, cause: describeFault(error) })
      return Promise.resolve()
    },
  }
}

/** Each kind of message by what handles it: a new kind does not compile until something does. */
function handled(message: Message, verifying: (message: Message) => Promise<void>): Promise<void> {
  switch (message.kind) {
    case 'verify-submission':
      return verifying(message)
  }
}
