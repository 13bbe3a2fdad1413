import { inArray, or } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { encounters } from '../../db/register/schema.ts'
import { enter, markUnsettled, countSharing, isLookedAt, readSharing } from './register.ts'

/**
 * Takes the encounters of a person out of the register, by keyed hashes of card or citizen number. What was said of them, and because of
 * them, is taken back by the clock. The fund's own register of cards and the notes of who asked stay.
 */
export async function forgetPerson(register: Database, hashes: readonly string[]): Promise<void> {
  const own = await register
    .select()
    .from(encounters)
    .where(
      or(
        inArray(encounters.cardHash, [...hashes]),
        inArray(encounters.personHash, [...hashes]),
        inArray(encounters.citizenHash, [...hashes]),
      ),
    )
  const { keys } = await enter(register, [], own)
  const met = await readSharing(register, (await countSharing(register, keys)).filter(isLookedAt))
  await markUnsettled(register, [...own, ...met])
}
