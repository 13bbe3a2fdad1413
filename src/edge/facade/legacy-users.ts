import { createHash } from 'node:crypto'
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { accounts, authorisedPersons, legacyUsers } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import { hashSecret, NOBODY, type SecretCheck } from '../identity/secret.ts'
import { signedInByAccount, type AccountRow } from '../identity/account.ts'
import { IS_IN_FORCE } from '../identity/accounts.ts'
import { isInForce } from '../identity/persons.ts'
import { Refusal } from '../refusals.ts'
import type { LegacyCaller } from './legacy-token.ts'

/** unknown: no such user, or another password · closed: switched off, or the account or the person behind it may not. */
export type SignIn = { readonly caller: LegacyCaller } | { readonly fault: 'unknown' | 'closed' }

/** A user without the secret and without what identifies an officer. */
export type LegacyUser = {
  readonly username: string
  readonly facility: string
  readonly person: string | null
  /** Whether an officer is registered for card checks. */
  readonly hasOfficer: boolean
  readonly createdBy: string
  readonly createdAt: number
  readonly disabledAt: number | null
}

const MD5 = /^[0-9a-f]{32}$/i

/** Clients send the MD5 in capitals or small letters; a few send the password itself. */
const md5Of = (password: string): string =>
  MD5.test(password) ? password.toLowerCase() : createHash('md5').update(password, 'utf8').digest('hex')

const usernameOf = (text: string): string => text.trim().toLowerCase()

/**
 * Who signs in with a name and the MD5 of a password, on a day (ISO, Việt Nam). An unknown user costs the time of a known one. Throws
 * `reference-unavailable`, and what the check throws.
 */
export async function signInLegacy(
  replica: Reference,
  { username, password }: { username: string; password: string },
  today: string,
  matches: SecretCheck,
): Promise<SignIn> {
  const [found] = await available(() =>
    replica
      .select({ user: legacyUsers, account: accounts, person: authorisedPersons })
      .from(legacyUsers)
      .leftJoin(accounts, and(eq(accounts.id, legacyUsers.account), IS_IN_FORCE))
      .leftJoin(
        authorisedPersons,
        and(eq(authorisedPersons.facility, legacyUsers.facility), eq(authorisedPersons.id, legacyUsers.person)),
      )
      .where(eq(legacyUsers.username, usernameOf(username))),
  )
  const isRight = await matches(md5Of(password), found?.user.secretHash ?? NOBODY)
  if (!found || !isRight) return { fault: 'unknown' }
  const { user, person, account } = found
  const sender = account && senderBy(account)
  const isPersonOut = user.person !== null && (person === null || !isInForce(person, today))
  if (user.disabledAt !== null || !sender || isPersonOut) return { fault: 'closed' }
  return { caller: user.person === null ? sender : { ...sender, person: user.person } }
}

/** Who sends by an account of a facility; null: it is there for something else. */
function senderBy(account: AccountRow): LegacyCaller | null {
  const signedIn = signedInByAccount(account)
  if (signedIn.role !== 'facility' || !signedIn.duties.includes('sender')) return null
  const { duties: _, ...sender } = signedIn
  return sender
}

/** Users of a facility, by name. Throws `reference-unavailable`. */
export async function listLegacyUsers(database: Reference, facility: string): Promise<LegacyUser[]> {
  const found = await available(() =>
    database.select().from(legacyUsers).where(eq(legacyUsers.facility, facility)).orderBy(asc(legacyUsers.username)),
  )
  return found.map(shown)
}

/** Officers who check cards for a facility, as keyed hashes. Throws `reference-unavailable`. */
export const officersOf = (
  replica: Reference,
  facility: string,
): Promise<{ citizenHash: string | null; nameHash: string | null }[]> =>
  available(() =>
    replica
      .select({ citizenHash: legacyUsers.citizenHash, nameHash: legacyUsers.nameHash })
      .from(legacyUsers)
      .where(
        and(eq(legacyUsers.facility, facility), isNull(legacyUsers.disabledAt), isNotNull(legacyUsers.citizenHash)),
      ),
  )

const shown = ({
  username,
  facility,
  person,
  citizenHash,
  createdBy,
  createdAt,
  disabledAt,
}: typeof legacyUsers.$inferSelect): LegacyUser => ({
  username,
  facility,
  person,
  hasOfficer: citizenHash !== null,
  createdBy,
  createdAt,
  disabledAt,
})

export type NewLegacyUser = {
  readonly username: string
  readonly facility: string
  readonly person: string | null
  /** The password, or its MD5. */
  readonly password: string
  readonly officer: { readonly citizenHash: string; readonly nameHash: string } | null
}

/**
 * Enters a user of a facility. Throws `legacy-account-missing` (no account of the facility is in force and may send), `person-unknown`,
 * `legacy-user-taken`.
 */
export async function addLegacyUser(
  primary: Reference,
  { username, facility, person, password, officer }: NewLegacyUser,
  { by, now }: { by: string; now: number },
): Promise<LegacyUser> {
  const own = await primary
    .select()
    .from(accounts)
    .where(and(eq(accounts.facility, facility), eq(accounts.role, 'facility'), IS_IN_FORCE))
    .orderBy(asc(accounts.id))
  const senders = own.flatMap((row) => senderBy(row) ?? [])
  // One that may send everything, where there is one.
  const sender = senders.find(({ purposes }) => purposes === null) ?? senders[0]
  if (!sender) throw new Refusal('legacy-account-missing')
  if (person !== null) await assertRegistered(primary, facility, person)
  const row = {
    username: usernameOf(username),
    account: sender.account,
    facility,
    person,
    secretHash: await hashSecret(md5Of(password)),
    citizenHash: officer?.citizenHash ?? null,
    nameHash: officer?.nameHash ?? null,
    createdBy: by,
    createdAt: now,
    disabledBy: null,
    disabledAt: null,
  }
  try {
    await primary.insert(legacyUsers).values(row)
  } catch (cause) {
    throw uniqueViolation(cause, legacyUsers) ? new Refusal('legacy-user-taken', {}, undefined, { cause }) : cause
  }
  return shown(row)
}

async function assertRegistered(primary: Reference, facility: string, person: string): Promise<void> {
  const [known] = await primary
    .select({ id: authorisedPersons.id })
    .from(authorisedPersons)
    .where(and(eq(authorisedPersons.facility, facility), eq(authorisedPersons.id, person)))
  if (!known) throw new Refusal('person-unknown')
}

/** Switches a user off for good; a second time changes nothing. Throws `legacy-user-unknown`. */
export async function disableLegacyUser(
  primary: Reference,
  { facility, username }: { facility: string; username: string },
  { by, now }: { by: string; now: number },
): Promise<LegacyUser> {
  const isUser = and(eq(legacyUsers.facility, facility), eq(legacyUsers.username, usernameOf(username)))
  await primary
    .update(legacyUsers)
    .set({ disabledBy: by, disabledAt: now })
    .where(and(isUser, isNull(legacyUsers.disabledAt)))
  const [user] = await primary.select().from(legacyUsers).where(isUser)
  if (!user) throw new Refusal('legacy-user-unknown')
  return shown(user)
}
