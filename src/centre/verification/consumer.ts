import { describeFault } from '../../kernel/fault.ts'
import type { Log } from '../../kernel/log.ts'
import type { Consumer } from '../../edge/queue/consume.ts'
import type { Message } from '../../edge/queue/message.ts'
import { QUEUES, type QueueName } from '../../edge/queue/queues.ts'
import { recordUnreadable } from '../../edge/queue/dead-letters.ts'
import { recordDeadLetter, recordFailure } from '../../edge/queue/failures.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import { giveUp, verify, type VerificationNeeds } from './verify.ts'

/** What the centre does with messages about submissions, by their queue: verify, or record as given up. */
export function createConsumer(
  queue: Exclude<QueueName, typeof QUEUES.webhooks>,
  needs: VerificationNeeds,
  log: Log,
): Consumer {
  const { bucket, now } = needs
  const at = (): string => new Date(now()).toISOString()

  const failed: Consumer['failed'] = async (message, error, attempt) => {
    const cause = describeFault(error)
    log({ event: 'queue', queue, submission: message?.submissionId, attempt, cause })
    // The cause of a dead letter is why it died, not what kept it from being noted.
    if (!message || queue === QUEUES.deadLetters) return
    // The other messages go on also where the store is what fails.
    await recordFailure(bucket, { submissionId: message.submissionId, attempt, at: at(), cause }).catch(
      (fault: unknown) => {
        log({ event: 'failure', cause: describeFault(fault) })
      },
    )
  }

  switch (queue) {
    case QUEUES.verification:
      return {
        handle: (message) =>
          handled(message, async ({ submissionId }) => {
            const startedAt = now()
            const isDone = await verify(submissionId, needs)
            const told = { submission: submissionId, durationMs: now() - startedAt }
            if (isDone) log({ event: 'verified', level: 'info', ...told })
            else log({ event: 'verification-postponed', level: 'warning', ...told })
          }),
        failed,
      }
    case QUEUES.deadLetters:
      return {
        handle: (message) =>
          handled(message, async ({ submissionId }) => {
            const facility = (await readReceipt(bucket, submissionId))?.facility ?? null
            const { cause } = await recordDeadLetter(bucket, { submissionId, facility, at: at() })
            await giveUp(submissionId, cause, needs)
          }),
        unreadable: (deliveryId) => recordUnreadable(bucket, deliveryId, at()),
        failed,
      }
  }
}

/** Each kind of message by what handles it: a new kind does not compile until something does. */
function handled(message: Message, verifying: (message: Message) => Promise<void>): Promise<void> {
  switch (message.kind) {
    case 'verify-submission':
      return verifying(message)
  }
}
