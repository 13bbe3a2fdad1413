import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { accountChanges, accounts, authorisedPersons, personChanges } from '../../../db/reference/schema.ts'
import { Refusal } from '../refusals.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import { columnsOf, type AccountScope } from './account.ts'
import { isWithin, provinceOf, provincesOf, type Caller, type SignedIn } from './caller.ts'
import { hashSecret, NOBODY, type SecretCheck } from './secret.ts'

/** A person of a facility's register, without the secret. */
export type Person = Omit<typeof authorisedPersons.$inferSelect, 'secretHash'>
export type PersonChange = typeof personChanges.$inferSelect

/** Columns of the register that may be seen. */
const SEEN = {
  facility: authorisedPersons.facility,
  id: authorisedPersons.id,
  title: authorisedPersons.title,
  validFrom: authorisedPersons.validFrom,
  validTo: authorisedPersons.validTo,
}

/**
 * Whether a person of a facility shows the right secret and is in force on a day (ISO, Việt Nam). Throws `credentials-invalid` without
 * showing which of these is not so, `reference-unavailable`.
 */
export async function assertPerson(
  replica: Reference,
  { facility, id, secret }: { facility: string; id: string; secret: string },
  today: string,
  matches: SecretCheck,
): Promise<void> {
  const person = await findPerson(replica, facility, id)
  const isRight = await matches(secret, person?.secretHash ?? NOBODY)
  if (!person || !isInForce(person, today) || !isRight) throw new Refusal('credentials-invalid')
}

/** Whether a person is in force on a day (ISO, Việt Nam). Throws `reference-unavailable`. */
export async function isPersonInForce(
  database: Reference,
  { facility, id }: { facility: string; id: string },
  today: string,
): Promise<boolean> {
  const person = await findPerson(database, facility, id)
  return person !== undefined && isInForce(person, today)
}

/** The facility's caller with a person beside it, who has a duty of their own. */
export const withPerson = (caller: SignedIn & { readonly role: 'facility' }, person: string): SignedIn => ({
  ...caller,
  person,
  duties: [...caller.duties, 'person'],
})

export const isInForce = ({ validFrom, validTo }: Pick<Person, 'validFrom' | 'validTo'>, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo)

async function findPerson(
  database: Reference,
  facility: string,
  id: string,
): Promise<typeof authorisedPersons.$inferSelect | undefined> {
  const [person] = await available(() =>
    database
      .select()
      .from(authorisedPersons)
      .where(and(eq(authorisedPersons.facility, facility), eq(authorisedPersons.id, id))),
  )
  return person
}

/** The register of a facility, by code. Throws `reference-unavailable`. */
export const listPersons = (database: Reference, facility: string): Promise<Person[]> =>
  available(() =>
    database
      .select(SEEN)
      .from(authorisedPersons)
      .where(eq(authorisedPersons.facility, facility))
      .orderBy(asc(authorisedPersons.id)),
  )

/**
 * Who may change the register of a facility: one of its own persons, so that its software alone makes nobody; its province, from which
 * the first person comes. Throws `not-yours`, `person-needed`.
 */
export function assertMayRegister(caller: Caller, facility: string): void {
  if (caller.role === 'facility' && caller.facility !== facility) throw new Refusal('not-yours')
  if (caller.role !== 'facility' && !isWithin(caller, provinceOf(facility))) throw new Refusal('not-yours')
  if (caller.role === 'facility' && caller.person === undefined) throw new Refusal('person-needed')
}

/** The account of a person at the portal: its name begins with that of the facility, so that nobody takes another's. */
export const portalAccountOf = ({ facility, id }: Pick<Person, 'facility' | 'id'>): string =>
  id.startsWith(`${facility}-`) ? id : `${facility}-${id}`

/** The secret for the facility's software, and how the person signs in at the portal; null: they do not. `now`: epoch ms. */
export type NewPerson = {
  readonly secret: string
  readonly portal: { readonly account: string; readonly password: string } | null
  readonly now: number
}

/**
 * Enters a person, their account at the portal and the changes in one transaction. Throws what `assertMayRegister` throws,
 * `parameter-invalid` (a last day before the first), `person-taken`, `account-taken`.
 */
export async function registerPerson(
  primary: Reference,
  caller: Caller,
  person: Person,
  { secret, portal, now }: NewPerson,
): Promise<void> {
  const { facility, id, title, validFrom, validTo } = person
  assertMayRegister(caller, facility)
  if (validTo !== null && validTo < validFrom)
    throw new Refusal('parameter-invalid', { parameter: 'validTo', expected: `≥ ${validFrom}` })
  const change = { facility, person: id, title, validFrom, validTo, ...actorOf(caller, facility), at: now }
  try {
    await primary.batch([
      primary.insert(authorisedPersons).values({ ...person, secretHash: await hashSecret(secret) }),
      primary.insert(personChanges).values({ ...change, action: 'registered' }),
      ...(portal === null ? [] : await portalAccount(primary, person, portal, change)),
    ])
  } catch (cause) {
    if (uniqueViolation(cause, accounts)) throw new Refusal('account-taken', {}, undefined, { cause })
    throw uniqueViolation(cause, authorisedPersons) ? new Refusal('person-taken', {}, undefined, { cause }) : cause
  }
}

/** The statements that make a person's account: a sender of the facility, who is also its person. */
async function portalAccount(
  primary: Reference,
  { facility, id, title }: Person,
  { account, password }: NonNullable<NewPerson['portal']>,
  { by, at }: { by: string; at: number },
) {
  const scope: AccountScope = {
    role: 'facility',
    duties: ['sender'],
    facility,
    provinces: null,
    department: null,
    purposes: null,
    title,
    holder: 'person',
    person: id,
  }
  const secretHash = await hashSecret(password)
  const note = { account, action: 'made' as const, state: JSON.stringify(scope), reason: `person ${id}`, by, at }
  return [
    primary.insert(accounts).values({ id: account, ...columnsOf(scope), secretHash }),
    primary.insert(accountChanges).values(note),
  ] as const
}

/**
 * Sets the last day (ISO) of a person, or an earlier one than was set. The same day again changes nothing. Throws what
 * `assertMayRegister` throws, `person-unknown`, `person-state` (ended sooner already).
 */
export async function endPerson(
  primary: Reference,
  caller: Caller,
  { facility, id, validTo }: { facility: string; id: string; validTo: string },
  now: number,
): Promise<Person> {
  assertMayRegister(caller, facility)
  const isLonger = and(
    eq(authorisedPersons.facility, facility),
    eq(authorisedPersons.id, id),
    or(isNull(authorisedPersons.validTo), gt(authorisedPersons.validTo, validTo)),
  )
  const actor = actorOf(caller, facility)
  const [, , [person]] = await primary.batch([
    // Before the person is changed: of two who end somebody at once the second changes nothing, and enters no change.
    primary.insert(personChanges).select(
      primary
        .select({
          number: sql<number>`NULL`.as('number'),
          facility: authorisedPersons.facility,
          province: sql<string>`${actor.province}`.as('province'),
          person: authorisedPersons.id,
          action: sql<'ended'>`'ended'`.as('action'),
          title: authorisedPersons.title,
          validFrom: authorisedPersons.validFrom,
          validTo: sql<string>`${validTo}`.as('valid_to'),
          by: sql<string>`${actor.by}`.as('by'),
          byPerson: sql<string | null>`${actor.byPerson}`.as('by_person'),
          at: sql<number>`${now}`.as('at'),
        })
        .from(authorisedPersons)
        .where(isLonger),
    ),
    primary.update(authorisedPersons).set({ validTo }).where(isLonger),
    primary
      .select(SEEN)
      .from(authorisedPersons)
      .where(and(eq(authorisedPersons.facility, facility), eq(authorisedPersons.id, id))),
  ])
  if (!person) throw new Refusal('person-unknown')
  if (person.validTo !== validTo) throw new Refusal('person-state')
  return person
}

/** Changes behind number `since`, in order: of a province's facilities, or all (ministry). Throws `role-not-allowed`. */
export function listPersonChanges(
  database: Reference,
  caller: Caller,
  since: number,
  limit: number,
): Promise<PersonChange[]> {
  if (caller.role === 'facility') throw new Refusal('role-not-allowed')
  const provinces = provincesOf(caller)
  const own = provinces === null ? undefined : inArray(personChanges.province, [...provinces])
  return available(() =>
    database
      .select()
      .from(personChanges)
      .where(and(own, gt(personChanges.number, since)))
      .orderBy(asc(personChanges.number))
      .limit(limit),
  )
}

const actorOf = (caller: Caller, facility: string) => ({
  province: provinceOf(facility),
  by: caller.account,
  byPerson: caller.role === 'facility' ? (caller.person ?? null) : null,
})
