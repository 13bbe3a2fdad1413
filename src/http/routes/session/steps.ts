/** What one step of signing in leaves to the next: a note in a cookie, for some minutes, taken once. */
import type { Context } from 'hono'
import type * as z from 'zod'
import { spendChallenge } from '../../../edge/sign-in/challenges.ts'
import type { NoteKind, ReadNote } from '../../../edge/sign-in/notes.ts'
import { primaryOf } from '../../callers.ts'
import type { AppEnv } from '../../services.ts'
import { keepStep, stepIn, STEP_SECONDS } from '../../session-cookies.ts'
import { issuingOf } from './enter.ts'

/** Leaves members to the next step. `isAway`: the browser goes to another site before it. */
export async function leaveStep(
  c: Context<AppEnv>,
  kind: NoteKind,
  members: Record<string, unknown>,
  options?: { isAway?: boolean },
): Promise<void> {
  const times = { now: c.get('services').now(), seconds: STEP_SECONDS }
  keepStep(c, await issuingOf(c).notes.write(kind, members, times), options)
}

/** What the step before left. Throws `challenge-ended`, `route-unknown`. */
export async function readStep<Members>(
  c: Context<AppEnv>,
  kind: NoteKind,
  form: z.ZodType<Members>,
): Promise<ReadNote<Members>> {
  return issuingOf(c).notes.read(kind, form, stepIn(c), c.get('services').now())
}

/** From now on it opens nothing again. Throws `challenge-ended` where it was taken before, `centre-only`. */
export const takeStep = (c: Context<AppEnv>, { id, until }: ReadNote<unknown>): Promise<void> =>
  spendChallenge(primaryOf(c), id, until, c.get('services').now())
