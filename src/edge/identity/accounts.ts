import { and, eq, isNull } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import { accounts } from '../../../db/reference/schema.ts'
import { Refusal } from '../refusals.ts'
import { signedInByAccount, type AccountRow, type Holder } from './account.ts'
import type { SignedIn } from './caller.ts'
import { isPersonInForce, withPerson } from './persons.ts'
import { NOBODY, type SecretCheck } from './secret.ts'

/** Who an account is, and who uses it. */
export type Authenticated = { readonly caller: SignedIn; readonly holder: Holder }

/**
 * The caller behind an id and its secret. `today`: ISO day in Việt Nam. Throws `credentials-invalid` for an unknown or disabled account, a
 * wrong secret, and an account whose person of the register is not in force; `reference-unavailable` when the database is away.
 */
export async function authenticate(
  database: Reference,
  { id, secret }: { id: string; secret: string },
  matches: SecretCheck,
  today: string,
): Promise<Authenticated> {
  const account = await accountInForce(database, id)
  const isRight = await matches(secret, account?.secretHash ?? NOBODY)
  if (!account || !isRight) throw new Refusal('credentials-invalid')
  return authenticated(database, account, today)
}

/** Who a person's account is that was proven in another way than by its password. Throws as `authenticate` does. */
export async function recognise(database: Reference, id: string, today: string): Promise<Authenticated> {
  const account = await accountInForce(database, id)
  if (account?.holder !== 'person') throw new Refusal('credentials-invalid')
  return authenticated(database, account, today)
}

/** An account that is somebody's of the facility's register is nobody else's: past the last day it opens nothing. */
async function authenticated(database: Reference, account: AccountRow, today: string): Promise<Authenticated> {
  const caller = signedInByAccount(account)
  const { holder, person } = account
  if (caller.role !== 'facility' || person === null) return { caller, holder }
  if (!(await isPersonInForce(database, { facility: caller.facility, id: person }, today)))
    throw new Refusal('credentials-invalid')
  return { caller: withPerson(caller, person), holder }
}

/**
 * Who calls as the primary knows it now, for whatever writes authority: the token may be older than the end of its account or of its person.
 * Duties and scope are those of now. Throws `authority-ended`, `reference-unavailable`. `today`: ISO day in Việt Nam.
 */
export async function confirmAuthority(primary: Reference, caller: SignedIn, today: string): Promise<SignedIn> {
  const account = await accountInForce(primary, caller.account)
  if (!account) throw new Refusal('authority-ended')
  const current = signedInByAccount(account)
  if (current.role !== caller.role) throw new Refusal('authority-ended')
  if (caller.role !== 'facility' || caller.person === undefined) return current
  if (current.role !== 'facility' || current.facility !== caller.facility) throw new Refusal('authority-ended')
  if (!(await isPersonInForce(primary, { facility: caller.facility, id: caller.person }, today)))
    throw new Refusal('authority-ended')
  return withPerson(current, caller.person)
}

/** Whether an account is there and not disabled. Throws `reference-unavailable`. */
export const isAccountInForce = async (database: Reference, id: string): Promise<boolean> =>
  (await accountInForce(database, id)) !== undefined

/** Neither disabled nor waiting for a second person to agree. */
export const IS_IN_FORCE = and(isNull(accounts.disabledAt), isNull(accounts.pendingBy))

async function accountInForce(database: Reference, id: string): Promise<AccountRow | undefined> {
  const [account] = await available(() =>
    database
      .select()
      .from(accounts)
      .where(and(eq(accounts.id, id), IS_IN_FORCE)),
  )
  return account
}
