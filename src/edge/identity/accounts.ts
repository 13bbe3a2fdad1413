import { and, eq, isNull } from 'drizzle-orm'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import { accounts } from '../../../db/reference/schema.ts'
import { Refusal } from '../refusals.ts'
import { provinceOf, type Caller } from './caller.ts'
import { NOBODY, secretMatches } from './secret.ts'

/**
 * The caller behind client credentials, from the replica of the reference database.
 * Throws `credentials-invalid` for an unknown or disabled account or a wrong secret, `reference-unavailable` when the replica is away.
 */
export async function authenticate(replica: Reference, id: string, secret: string): Promise<Caller> {
  const account = await findAccount(replica, id)
  const matches = await secretMatches(secret, account?.secretHash ?? NOBODY)
  if (!account || !matches) throw new Refusal('credentials-invalid')
  const { role, facility, province, department } = account
  if (role === 'facility' && facility) return { role, account: id, facility, province: provinceOf(facility) }
  if (role === 'province' && province) return { role, account: id, province }
  if (role === 'ministry') return { role, account: id, department }
  throw new Error(`account ${id} has the role ${role} without its scope`)
}

async function findAccount(replica: Reference, id: string): Promise<typeof accounts.$inferSelect | undefined> {
  const [account] = await available(() =>
    replica
      .select()
      .from(accounts)
      .where(and(eq(accounts.id, id), isNull(accounts.disabledAt))),
  )
  return account
}
