import { lt } from 'drizzle-orm'
import { spentChallenges } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import { Refusal } from '../refusals.ts'

/** Marks a challenge as answered, so that the same answer opens nothing again. `until`, `now`: epoch ms. Throws `challenge-ended`. */
export async function spendChallenge(primary: Reference, id: string, until: number, now: number): Promise<void> {
  try {
    await available(() =>
      primary.batch([
        primary.delete(spentChallenges).where(lt(spentChallenges.until, now)),
        primary.insert(spentChallenges).values({ id, until }),
      ]),
    )
  } catch (cause) {
    throw uniqueViolation(cause, spentChallenges) ? new Refusal('challenge-ended', {}, undefined, { cause }) : cause
  }
}
