import { mendDeadLetter, putDeadLetter, type FailedAttempt, waitingLetters } from './dead-letters.ts'

const failureKey = (submissionId: string): string => `failures/${submissionId}.json`

/** Keeps the latest failure of a submission. */
export async function recordFailure(bucket: R2Bucket, failure: FailedAttempt): Promise<void> {
  await bucket.put(failureKey(failure.submissionId), JSON.stringify(failure))
}

/** A message that was tried to the end: its last failure becomes the dead letter's cause. `at` in ISO. */
export async function recordDeadLetter(
  bucket: R2Bucket,
  { submissionId, facility, at }: { submissionId: string; facility: string | null; at: string },
): Promise<FailedAttempt> {
  const last = await (await bucket.get(failureKey(submissionId)))?.json<FailedAttempt>()
  const failure: FailedAttempt = last ?? { submissionId, attempt: 0, at, cause: 'unknown' }
  await putDeadLetter(bucket, { ...failure, facility, deadAt: at })
  return failure
}

/** Numbers of dossiers named; the warehouse knows them all. */
const TOLD_DOSSIERS = 10

/** A verified submission of which the database would not take some dossiers (number → cause): its letter says so. `at` in ISO. */
export async function recordRefusedDossiers(
  bucket: R2Bucket,
  { submissionId, facility, at }: { submissionId: string; facility: string; at: string },
  causes: ReadonlyMap<number, string>,
): Promise<void> {
  const numbers = [...causes.keys()]
  const named = numbers.slice(0, TOLD_DOSSIERS).join(', ') + (numbers.length > TOLD_DOSSIERS ? ', …' : '')
  const cause = `${numbers.length} dossiers could not be written (${named}): ${[...causes.values()][0]}`
  await putDeadLetter(bucket, { submissionId, facility, attempt: 1, at, deadAt: at, cause })
}

/** Submissions that were verified after all, by a later try: nothing has failed any more. `at` in ISO. Safe to repeat. */
export async function forgetFailures(bucket: R2Bucket, submissionIds: readonly string[], at: string): Promise<void> {
  for (const id of await waitingLetters(bucket, submissionIds)) await mendDeadLetter(bucket, id, at)
  await bucket.delete(submissionIds.map(failureKey))
}
