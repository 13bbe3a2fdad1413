/**
 * Messages that were tried to the end, and what operators did about them. They lie in the store, beside the bytes, as the databases may
 * be what fails:
 *
 *     dead-letters/<id>.json                          as it is now; gone once it is mended
 *     mended-letters/<id>.json                        what it was, and when it was mended
 *     dead-letter-steps/<id>/<when it died>/<step>.json   who ran it again or dismissed it, and why; written once
 *
 * The id is that of the submission, or `message-` and that of the delivery of a body that this code cannot read.
 */

import { inParallel } from '../../kernel/in-parallel.ts'

/** Why a message could not be handled: kept beside the bytes, as the warehouse itself may be what fails. `at` in ISO. */
export type FailedAttempt = { submissionId: string; attempt: number; at: string; cause: string }

const LETTERS = 'dead-letters/'
const MENDED = 'mended-letters/'
const stepsOf = (id: string): string => `dead-letter-steps/${id}/`
const fileOf = (folder: string, id: string): string => `${folder}${id}.json`

type StepKind = 'rerun' | 'dismissal'

/** Whoever did something about a letter; `at` in ISO. */
export type LetterStep = { readonly by: string; readonly at: string; readonly reason: string }

/** As it is stored; letters of older versions lack what is optional. */
type StoredLetter = {
  readonly submissionId?: string
  readonly deliveryId?: string
  readonly facility?: string | null
  readonly attempt?: number
  /** The last failure. */
  readonly at: string
  readonly cause: string
  /** When it was given up; each time it is, another one. */
  readonly deadAt?: string
  readonly mendedAt?: string
}

/**
 * open: nobody has done anything since it was given up · rerunning: it is tried again · dismissed: somebody said that it cannot be
 * mended · mended: a later try has succeeded.
 */
export const LETTER_STATES = ['open', 'rerunning', 'dismissed', 'mended'] as const
export type LetterState = (typeof LETTER_STATES)[number]

/** A dead letter as operators see it; times in ISO. */
export type DeadLetter = {
  readonly id: string
  readonly submissionId: string | null
  readonly deliveryId: string | null
  /** null where it is not known. */
  readonly facility: string | null
  /** In words that hold no data. */
  readonly cause: string
  readonly attempts: number
  /** When it was given up. */
  readonly at: string
  readonly mendedAt: string | null
  readonly state: LetterState
  /** The oldest first. */
  readonly reruns: readonly LetterStep[]
  readonly dismissals: readonly LetterStep[]
}

/** Keeps a submission's letter over an earlier one; steps that were taken for that one no longer say anything of its state. */
export async function putDeadLetter(
  bucket: R2Bucket,
  letter: FailedAttempt & { facility: string | null; deadAt: string },
): Promise<void> {
  await bucket.put(fileOf(LETTERS, letter.submissionId), JSON.stringify(letter))
}

/**
 * A body that this code cannot read (a newer edge beside an older centre, or not ours). It is named by its delivery: the
 * submission it may mean is still pending, and the sweep speaks of it again in words that this code knows.
 */
export async function recordUnreadable(bucket: R2Bucket, deliveryId: string, at: string): Promise<void> {
  const letter = { deliveryId, at, deadAt: at, cause: 'a queue message of an unknown kind or version' }
  await bucket.put(fileOf(LETTERS, `message-${deliveryId}`), JSON.stringify(letter))
}

/** Whether a submission has a letter that waits for somebody. */
export const hasDeadLetter = async (bucket: R2Bucket, submissionId: string): Promise<boolean> =>
  (await bucket.head(fileOf(LETTERS, submissionId))) !== null

/** Of more submissions than this the letters are listed, which are few, instead of each being looked for. */
const LOOKED_FOR = 3

/** Those of the submissions that have a letter that waits. */
export async function waitingLetters(bucket: R2Bucket, submissionIds: readonly string[]): Promise<readonly string[]> {
  if (submissionIds.length > LOOKED_FOR) {
    const { objects, truncated } = await bucket.list({ prefix: LETTERS })
    const waiting = new Set(objects.map(({ key }) => key))
    if (!truncated) return submissionIds.filter((id) => waiting.has(fileOf(LETTERS, id)))
  }
  const found: string[] = []
  await inParallel(submissionIds, LOOKED_FOR, async (id) => {
    if (await hasDeadLetter(bucket, id)) found.push(id)
  })
  return found
}

/** Verified after all: what the letter was is kept, the letter goes. Safe to repeat. */
export async function mendDeadLetter(bucket: R2Bucket, submissionId: string, at: string): Promise<void> {
  const letter = await (await bucket.get(fileOf(LETTERS, submissionId)))?.json<StoredLetter>()
  if (!letter) return
  await bucket.put(fileOf(MENDED, submissionId), JSON.stringify({ ...letter, mendedAt: at }))
  await bucket.delete(fileOf(LETTERS, submissionId))
}

/** A letter that waits, else one that was mended; null where there never was one. */
export async function readDeadLetter(bucket: R2Bucket, id: string): Promise<DeadLetter | null> {
  for (const folder of [LETTERS, MENDED]) {
    const letter = await (await bucket.get(fileOf(folder, id)))?.json<StoredLetter>()
    if (letter) return shown(bucket, id, letter)
  }
  return null
}

/** A page of letters in the order of their ids, from behind `after`: those that wait, or those that were mended. */
export async function listDeadLetters(
  bucket: R2Bucket,
  { isMended, after, limit }: { isMended: boolean; after: string | undefined; limit: number },
): Promise<{ letters: DeadLetter[]; next: string | null }> {
  const prefix = isMended ? MENDED : LETTERS
  const startAfter = after === undefined ? {} : { startAfter: fileOf(prefix, after) }
  const { objects, truncated } = await bucket.list({ prefix, limit, ...startAfter })
  const ids = objects.map(({ key }) => key.slice(prefix.length, -'.json'.length))
  const letters = await Promise.all(
    ids.map(async (id) => {
      const letter = await (await bucket.get(fileOf(prefix, id)))?.json<StoredLetter>()
      // Mended between the list and the look.
      return letter ? [await shown(bucket, id, letter)] : []
    }),
  )
  return { letters: letters.flat(), next: truncated ? (ids.at(-1) ?? null) : null }
}

/**
 * Notes who takes a step about a letter, once for each time it was given up: a step that was taken already stays as it is, whoever
 * repeats it.
 */
export async function noteStep(
  bucket: R2Bucket,
  { id, at }: DeadLetter,
  kind: StepKind,
  step: LetterStep,
): Promise<void> {
  const absent = { onlyIf: new Headers({ 'If-None-Match': '*' }) }
  await bucket.put(`${stepsOf(id)}${at}/${kind}.json`, JSON.stringify(step), absent)
}

async function shown(bucket: R2Bucket, id: string, letter: StoredLetter): Promise<DeadLetter> {
  const at = letter.deadAt ?? letter.at
  const prefix = stepsOf(id)
  const { objects } = await bucket.list({ prefix })
  const taken = await Promise.all(
    objects.map(async ({ key }) => {
      const [deadAt = '', file = ''] = key.slice(prefix.length).split('/')
      const step = await (await bucket.get(key))?.json<LetterStep>()
      return step ? [{ deadAt, kind: file === 'rerun.json' ? 'rerun' : 'dismissal', step }] : []
    }),
  )
  const steps = taken.flat()
  const of = (kind: StepKind): LetterStep[] =>
    steps
      .filter((each) => each.kind === kind)
      .map(({ step }) => step)
      .sort((a, b) => (a.at < b.at ? -1 : 1))
  const isTaken = (kind: StepKind): boolean => steps.some((each) => each.kind === kind && each.deadAt === at)
  return {
    id,
    submissionId: letter.submissionId ?? null,
    deliveryId: letter.deliveryId ?? null,
    facility: letter.facility ?? null,
    cause: letter.cause,
    attempts: letter.attempt ?? 0,
    at,
    mendedAt: letter.mendedAt ?? null,
    // What was dismissed may be run again; what runs is not dismissed.
    state: letter.mendedAt ? 'mended' : isTaken('rerun') ? 'rerunning' : isTaken('dismissal') ? 'dismissed' : 'open',
    reruns: of('rerun'),
    dismissals: of('dismissal'),
  }
}
