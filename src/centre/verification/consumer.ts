import { describeFault } from '../../kernel/fault.ts'
import type { Consumer } from '../../edge/queue/consume.ts'
import { recordUnreadable } from '../../edge/queue/dead-letters.ts'
import { recordDeadLetter, recordFailure } from '../../edge/queue/failures.ts'
import { readReceipt } from '../../edge/receipt/receipts.ts'
import { giveUp, verify, type VerificationNeeds } from './verify.ts'

/** Where messages go that were tried to the end. */
const DEAD_LETTERS = 'bhyt-verification-dead'

/** Takes one line of the log, already without data. */
type Log = (line: Record<string, unknown>) => void

/** What the centre does with the messages of a queue: verify, or record as given up. */
export function createConsumer(queue: string, needs: VerificationNeeds, log: Log): Consumer {
  const { bucket, now } = needs
  const at = (): string => new Date(now()).toISOString()

  const failed: Consumer['failed'] = async (message, error, attempt) => {
    const cause = describeFault(error)
    log({ event: 'queue', queue, submissionId: message?.submissionId, attempt, cause })
    // The cause of a dead letter is why it died, not what kept it from being noted.
    if (!message || queue === DEAD_LETTERS) return
    // The other messages go on also where the store is what fails.
    await recordFailure(bucket, { submissionId: message.submissionId, attempt, at: at(), cause }).catch(
      (fault: unknown) => {
        log({ event: 'failure', cause: describeFault(fault) })
      },
    )
  }

  if (queue !== DEAD_LETTERS) {
    return {
      async handle({ submissionId }) {
        if (!(await verify(submissionId, needs))) log({ event: 'verification-postponed', submissionId })
      },
      failed,
    }
  }
  return {
    async handle({ submissionId }) {
      const facility = (await readReceipt(bucket, submissionId))?.facility ?? null
      const { cause } = await recordDeadLetter(bucket, { submissionId, facility, at: at() })
      await giveUp(submissionId, cause, needs)
    },
    unreadable: (deliveryId) => recordUnreadable(bucket, deliveryId, at()),
    failed,
  }
}
