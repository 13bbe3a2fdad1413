import type { Context } from 'hono'
import { authenticate, type Authenticated } from '../edge/identity/accounts.ts'
import { assertPerson, withPerson } from '../edge/identity/persons.ts'
import { vietnamIsoDay } from '../kernel/vietnam-time.ts'
import type { Reference } from '../store/database.ts'
import { clientAddress } from './client-address.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv } from './services.ts'

/** A person as the request names it; without a code nobody is meant who could be right. */
export type NamedPerson = { readonly id: string | undefined; readonly secret: string }

/**
 * Who signs in: an account, and beside that of a software the person that is named, if one is (null: none). Guesses are counted for each by
 * itself. Throws `credentials-invalid`, also for a person beside an account that is no facility's software, `too-many-guesses`,
 * `reference-unavailable`.
 */
export async function signIn(
  c: Context<AppEnv>,
  database: Reference,
  account: { id: string; secret: string },
  person: NamedPerson | null,
): Promise<Authenticated> {
  const { now, guesses } = c.get('services')
  const today = vietnamIsoDay(now())
  const guesser = { client: account.id, address: clientAddress(c) }
  const found = await authenticate(database, account, guesses.checkFor(guesser), today)
  if (person === null) return found
  const { caller, holder } = found
  const { id, secret } = person
  if (caller.role !== 'facility' || holder !== 'software' || id === undefined) throw new Refusal('credentials-invalid')
  const { facility } = caller
  const matches = guesses.checkFor({ ...guesser, client: `${facility} ${id}` })
  await assertPerson(database, { facility, id, secret }, today, matches)
  return { caller: withPerson(caller, id), holder }
}
