import { inArray, or } from 'drizzle-orm'
import type { Register } from '../../store/database.ts'
import { encounters } from '../../../db/register/schema.ts'
import { enter } from '../../store/register/encounters.ts'

/**
 * Takes the encounters of a person out of the register, by keyed hashes of card or citizen number. What was said of them, and because of
 * them, is taken back by the clock. The fund's own register of cards and the notes of who asked stay.
 */
export async function forgetPerson(register: Register, hashes: readonly string[]): Promise<void> {
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
  await enter(register, [], own)
}
