import { and, asc, eq, gt, isNotNull, isNull, sql, type SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import {
  accountChanges,
  accounts,
  outsideIdentities,
  passkeys,
  recoveryCodes,
  secondFactors,
} from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import { Refusal } from '../refusals.ts'
import {
  columnsOf,
  needsSecondPerson,
  scopeOfRow,
  scopeProblem,
  type AccountRow,
  type AccountScope,
} from './account.ts'
import { endAllSessions } from './end-sessions.ts'
import { hashSecret } from './secret.ts'

/**
 * How accounts come about and change: by operators over the API, and by the command of whoever holds the database. Each change goes into the
 * audit trail in the same transaction. An account that sees more than one facility may sign in only after a second operator has agreed to its
 * making, to each change of its scope and to each new secret.
 */

/** Who acts, why, when (epoch ms). */
export type AccountStep = {
  readonly by: string
  readonly reason: string
  readonly now: number
  /** There is nobody else: the command, demonstrations and local stacks. */
  readonly isAlone: boolean
}

export type ListedAccount = AccountScope & {
  readonly id: string
  readonly disabledAt: number | null
  /** Who made or changed it, where a second person has to agree. */
  readonly pendingBy: string | null
}

export type AccountChange = typeof accountChanges.$inferSelect
type Action = AccountChange['action']

/** Codes of accounts: no name or number of a person. */
export const ACCOUNT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/

function assertScope(scope: AccountScope): void {
  const problem = scopeProblem(scope)
  if (problem !== null) throw new Refusal('parameter-invalid', problem)
}

/** Makes an account. Throws `parameter-invalid`, `account-taken`, `reference-unavailable`. */
export async function makeAccount(
  primary: Reference,
  id: string,
  scope: AccountScope,
  secret: string,
  acting: AccountStep,
): Promise<ListedAccount> {
  assertScope(scope)
  const { by, reason, now } = acting
  const pendingBy = pendingAfter(scope, acting)
  const secretHash = await hashSecret(secret)
  try {
    await available(() =>
      primary.batch([
        primary.insert(accounts).values({ id, ...columnsOf(scope), secretHash, pendingBy }),
        primary
          .insert(accountChanges)
          .values({ account: id, action: 'made', state: JSON.stringify(scope), reason, by, at: now }),
      ]),
    )
  } catch (cause) {
    throw uniqueViolation(cause, accounts) ? new Refusal('account-taken', {}, undefined, { cause }) : cause
  }
  return { id, ...scope, disabledAt: null, pendingBy }
}

/** Gives an account another scope or other duties; its side and whose it is stay. Throws `account-unknown`, `parameter-invalid`. */
export async function changeAccount(
  primary: Reference,
  id: string,
  wanted: Omit<AccountScope, 'role' | 'holder' | 'person'>,
  acting: AccountStep,
): Promise<ListedAccount> {
  const before = await rowOf(primary, id)
  const scope = { ...wanted, role: before.role, holder: before.holder, person: before.person }
  assertScope(scope)
  const pendingBy = pendingAfter(scope, acting, before.pendingBy)
  return change(primary, { id, action: 'changed', scope, set: { ...columnsOf(scope), pendingBy } }, acting)
}

/** A new secret in place of the one before; sessions that began with the old one end. Throws `account-unknown`. */
export async function renewSecret(
  primary: Reference,
  id: string,
  secret: string,
  acting: AccountStep,
): Promise<ListedAccount> {
  const before = await rowOf(primary, id)
  const scope = scopeOfRow(before)
  const secretHash = await hashSecret(secret)
  const set = { secretHash, pendingBy: pendingAfter(scope, acting, before.pendingBy) }
  return change(
    primary,
    { id, action: 'secret', scope, set, besides: [endAllSessions(primary, id, acting.now)] },
    acting,
  )
}

/**
 * Takes away whatever a person shows beside the password, for the day on which the device and the recovery codes are lost, and ends their
 * sessions. Nobody signs in with the account until a second operator agrees. Throws `account-unknown`.
 */
export async function resetFactors(primary: Reference, id: string, acting: AccountStep): Promise<ListedAccount> {
  const scope = scopeOfRow(await rowOf(primary, id))
  const set = { pendingBy: acting.isAlone ? null : acting.by }
  const besides = [
    primary.delete(secondFactors).where(eq(secondFactors.account, id)),
    primary.delete(recoveryCodes).where(eq(recoveryCodes.account, id)),
    primary.delete(passkeys).where(eq(passkeys.account, id)),
    primary.delete(outsideIdentities).where(eq(outsideIdentities.account, id)),
    endAllSessions(primary, id, acting.now),
  ]
  return change(primary, { id, action: 'factors-reset', scope, set, besides }, acting)
}

/** Agrees to what another operator made or changed. Throws `account-unknown`, `account-own` (made by oneself, or one's own). */
export async function approveAccount(primary: Reference, id: string, acting: AccountStep): Promise<ListedAccount> {
  const before = await rowOf(primary, id)
  if (before.pendingBy === null) return listedAccount(before)
  if (!acting.isAlone && (before.pendingBy === acting.by || id === acting.by)) throw new Refusal('account-own')
  const where = and(eq(accounts.pendingBy, before.pendingBy), eq(accounts.secretHash, before.secretHash))
  const scope = scopeOfRow(before)
  return change(primary, { id, action: 'approved', scope, set: { pendingBy: null }, ...(where && { where }) }, acting)
}

/** From now on it gets no token and may write no authority; its webhooks stop. Said again it changes nothing. Throws `account-unknown`. */
export async function disableAccount(primary: Reference, id: string, acting: AccountStep): Promise<ListedAccount> {
  const scope = scopeOfRow(await rowOf(primary, id))
  const where = isNull(accounts.disabledAt)
  const besides = [endAllSessions(primary, id, acting.now)]
  return change(primary, { id, action: 'disabled', scope, set: { disabledAt: acting.now }, where, besides }, acting)
}

/** It may sign in again; one that needs a second person, once another has agreed. Throws `account-unknown`. */
export async function enableAccount(primary: Reference, id: string, acting: AccountStep): Promise<ListedAccount> {
  const before = await rowOf(primary, id)
  const scope = scopeOfRow(before)
  const where = isNotNull(accounts.disabledAt)
  const set = { disabledAt: null, pendingBy: pendingAfter(scope, acting, before.pendingBy) }
  return change(primary, { id, action: 'enabled', scope, set, where }, acting)
}

/** One account. Throws `account-unknown`. */
export const readAccount = async (database: Reference, id: string): Promise<ListedAccount> =>
  listedAccount(await rowOf(database, id))

export type AccountFilters = {
  readonly role?: AccountScope['role'] | undefined
  /** Only those of a facility. */
  readonly facility?: string | undefined
  /** Id of the last account of the page before. */
  readonly after: string
  readonly limit: number
}

/** Accounts by id. */
export async function listAccounts(
  database: Reference,
  { role, facility, after, limit }: AccountFilters,
): Promise<ListedAccount[]> {
  const rows = await available(() =>
    database
      .select()
      .from(accounts)
      .where(
        and(
          gt(accounts.id, after),
          role === undefined ? undefined : eq(accounts.role, role),
          facility === undefined ? undefined : eq(accounts.facility, facility),
        ),
      )
      .orderBy(asc(accounts.id))
      .limit(limit),
  )
  return rows.map(listedAccount)
}

/** The audit trail behind number `since`, in order; `account`: of one alone. */
export const listAccountChanges = (
  database: Reference,
  { account, since, limit }: { account?: string | undefined; since: number; limit: number },
): Promise<AccountChange[]> =>
  available(() =>
    database
      .select()
      .from(accountChanges)
      .where(
        and(gt(accountChanges.number, since), account === undefined ? undefined : eq(accountChanges.account, account)),
      )
      .orderBy(asc(accountChanges.number))
      .limit(limit),
  )

/** Who waits for a second operator; what waited before goes on waiting, whatever else is changed. */
const pendingAfter = (
  scope: AccountScope,
  { by, isAlone }: AccountStep,
  before: string | null = null,
): string | null => {
  if (isAlone) return null
  return needsSecondPerson(scope) ? by : before
}

/** The statement that notes a change which the person of the account made. */
export const noteOwnChange = (
  primary: Reference,
  account: AccountRow,
  { action, reason, now }: { action: Action; reason: string; now: number },
) =>
  primary.insert(accountChanges).values({
    account: account.id,
    action,
    state: JSON.stringify(scopeOfRow(account)),
    reason,
    by: account.id,
    at: now,
  })

/** Throws `account-unknown`. */
export async function rowOf(database: Reference, id: string): Promise<AccountRow> {
  const [row] = await available(() => database.select().from(accounts).where(eq(accounts.id, id)))
  if (row === undefined) throw new Refusal('account-unknown')
  return row
}

/** The change and its note in one transaction; where nothing is changed, nothing is noted. */
async function change(
  primary: Reference,
  { id, action, scope, set, where, besides = [] }: Change,
  { by, reason, now }: AccountStep,
): Promise<ListedAccount> {
  const isMeant = and(eq(accounts.id, id), where)
  const [, changed] = await available(() =>
    primary.batch([
      primary.insert(accountChanges).select(
        primary
          .select({
            number: sql<number>`NULL`.as('number'),
            account: accounts.id,
            action: sql<Action>`${action}`.as('action'),
            state: sql<string>`${JSON.stringify(scope)}`.as('state'),
            reason: sql<string>`${reason}`.as('reason'),
            by: sql<string>`${by}`.as('by'),
            at: sql<number>`${now}`.as('at'),
          })
          .from(accounts)
          .where(isMeant),
      ),
      primary.update(accounts).set(set).where(isMeant).returning(),
      ...besides,
    ]),
  )
  return listedAccount(changed[0] ?? (await rowOf(primary, id)))
}

type Change = {
  readonly id: string
  readonly action: Action
  /** After it. */
  readonly scope: AccountScope
  readonly set: Partial<AccountRow>
  /** Otherwise nothing is changed. */
  readonly where?: SQL
  /** In the same transaction. */
  readonly besides?: readonly BatchItem<'sqlite'>[]
}

const listedAccount = (row: AccountRow): ListedAccount => ({
  id: row.id,
  ...scopeOfRow(row),
  disabledAt: row.disabledAt,
  pendingBy: row.pendingBy,
})
