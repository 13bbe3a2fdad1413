import type { Context } from 'hono'
import type { AccountRow } from '../../../edge/identity/account.ts'
import { DUTIES } from '../../../edge/identity/duties.ts'
import { rowOf } from '../../../edge/identity/manage-accounts.ts'
import { assertFresh } from '../../../edge/sign-in/sessions.ts'
import type { Reference } from '../../../store/database.ts'
import { primaryOf } from '../../callers.ts'
import { callerOf, type Permission } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'

/** What everybody may ask about themselves. */
export const OWN: Permission = { may: DUTIES, within: 'oneself', isOwn: true }
/** And change. */
export const OWN_CHANGES: Permission = {
  ...OWN,
  isConfirmed: true,
  body: { most: 32 * 1024, why: 'the answer of a passkey' },
}

/** Who asks from a browser's session. Throws `session-missing` for a program's token. */
export function sessionOf(c: Context<AppEnv>): { account: string; session: string } {
  const { account, session } = callerOf(c)
  if (session === undefined) throw new Refusal('session-missing')
  return { account, session }
}

export type Own = {
  readonly primary: Reference
  readonly account: AccountRow
  readonly session: string
  readonly now: number
}

/**
 * A person who changes how they sign in: somebody at a browser who has signed in lately. Throws `session-missing`, `sign-in-again`,
 * `own-account-needed` for an account of software.
 */
export async function ownOf(c: Context<AppEnv>): Promise<Own> {
  const { account: id, session } = sessionOf(c)
  const primary = primaryOf(c)
  const now = c.get('services').now()
  const account = await rowOf(primary, id)
  if (account.holder !== 'person') throw new Refusal('own-account-needed')
  await assertFresh(primary, session, now)
  return { primary, account, session, now }
}
