/** Why a message could not be handled: kept beside the bytes, as the warehouse itself may be what fails. */
export type Failure = { submissionId: string; attempt: number; at: string; cause: string }

const failureKey = (submissionId: string): string => `failures/${submissionId}.json`
const deadLetterKey = (submissionId: string): string => `dead-letters/${submissionId}.json`

/** Keeps the latest failure of a submission. */
export async function recordFailure(bucket: R2Bucket, failure: Failure): Promise<void> {
  await bucket.put(failureKey(failure.submissionId), JSON.stringify(failure))
}

/** A message that was tried to the end: its last failure becomes the dead letter's cause. */
export async function recordDeadLetter(bucket: R2Bucket, submissionId: string, at: string): Promise<Failure> {
  const last = await (await bucket.get(failureKey(submissionId)))?.json<Failure>()
  const letter: Failure = last ?? { submissionId, attempt: 0, at, cause: 'unknown' }
  await bucket.put(deadLetterKey(submissionId), JSON.stringify(letter))
  return letter
}

/**
 * A body that this code cannot read (a newer edge beside an older centre, or not ours). It is named by its delivery: the
 * submission it may mean is still pending, and the sweep speaks of it again in words that this code knows.
 */
export async function recordUnreadable(bucket: R2Bucket, deliveryId: string, at: string): Promise<void> {
  const letter = { deliveryId, at, cause: 'a queue message of an unknown kind or version' }
  await bucket.put(deadLetterKey(`message-${deliveryId}`), JSON.stringify(letter))
}

/** The dead letter of a submission; null where there is none. */
export async function readDeadLetter(bucket: R2Bucket, submissionId: string): Promise<Failure | null> {
  return (await (await bucket.get(deadLetterKey(submissionId)))?.json<Failure>()) ?? null
}

/** Verified after all, by a later try: nothing has failed. */
export async function forgetFailures(bucket: R2Bucket, submissionId: string): Promise<void> {
  await bucket.delete([failureKey(submissionId), deadLetterKey(submissionId)])
}
