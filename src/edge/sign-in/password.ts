import { and, eq } from 'drizzle-orm'
import { accounts } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import type { AccountRow } from '../identity/account.ts'
import { endAllSessions } from '../identity/end-sessions.ts'
import { noteOwnChange } from '../identity/manage-accounts.ts'
import { hashSecret, type SecretCheck } from '../identity/secret.ts'
import { Refusal } from '../refusals.ts'

/** Length is what counts (NIST SP 800-63B-4, section 3.1.1.2); no form is asked for. */
const LEAST_CHARACTERS = 12

export type NewPassword = { readonly secret: string; readonly newSecret: string; readonly session: string }

/**
 * A password that a person chose in place of the one before; their sessions elsewhere end. Throws `credentials-invalid` (the old one is
 * wrong), `too-many-guesses`, `password-weak`.
 */
export async function changePassword(
  primary: Reference,
  account: AccountRow,
  { secret, newSecret, session }: NewPassword,
  matches: SecretCheck,
  now: number,
): Promise<void> {
  if (!(await matches(secret, account.secretHash))) throw new Refusal('credentials-invalid')
  const isWeak =
    [...newSecret].length < LEAST_CHARACTERS ||
    newSecret === secret ||
    newSecret.toLowerCase().includes(account.id.toLowerCase())
  if (isWeak) throw new Refusal('password-weak')
  const secretHash = await hashSecret(newSecret)
  await available(() =>
    primary.batch([
      primary
        .update(accounts)
        .set({ secretHash })
        .where(and(eq(accounts.id, account.id), eq(accounts.secretHash, account.secretHash))),
      endAllSessions(primary, account.id, now, session),
      noteOwnChange(primary, account, { action: 'password', reason: 'chosen by its person', now }),
    ]),
  )
}
