import type { Context } from 'hono'
import { authenticate } from '../edge/identity/accounts.ts'
import type { SignedIn } from '../edge/identity/caller.ts'
import { assertPerson, withPerson } from '../edge/identity/persons.ts'
import { vietnamIsoDay } from '../kernel/vietnam-time.ts'
import { clientAddress } from './client-address.ts'
import { Refusal } from './refusals.ts'
import type { AppEnv } from './services.ts'

/** A person as the request names it; without a code nobody is meant who could be right. */
export type NamedPerson = { readonly id: string | undefined; readonly secret: string }

/**
 * Who signs in: an account, and beside it the person that is named, if one is (null: none). Guesses are counted for each by itself. Throws
 * `credentials-invalid`, also for a person beside an account that is no facility's, `too-many-guesses`, `reference-unavailable`.
 */
export async function signIn(
  c: Context<AppEnv>,
  account: { id: string; secret: string },
  person: NamedPerson | null,
): Promise<SignedIn> {
  const { openReplica, now, guesses } = c.get('services')
  const replica = openReplica()
  const guesser = { client: account.id, address: clientAddress(c) }
  const caller = await authenticate(replica, account, guesses.checkFor(guesser))
  if (person === null) return caller
  const { id, secret } = person
  if (caller.role !== 'facility' || id === undefined) throw new Refusal('credentials-invalid')
  const { facility } = caller
  const matches = guesses.checkFor({ ...guesser, client: `${facility} ${id}` })
  await assertPerson(replica, { facility, id, secret }, vietnamIsoDay(now()), matches)
  return withPerson(caller, id)
}
