import { and, asc, count, eq, isNotNull, isNull } from 'drizzle-orm'
import { outsideIdentities, passkeys, recoveryCodes, secondFactors, sessions } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import { Refusal } from '../refusals.ts'

/** What a person shows beside, or in place of, the password. Nothing of it is secret. */
export type Factors = {
  /** Since when one-time codes are asked for (epoch ms); null: they are not. */
  readonly codesSince: number | null
  readonly recoveryCodesLeft: number
  readonly passkeys: readonly (typeof passkeys.$inferSelect)[]
  readonly outside: readonly { readonly provider: string; readonly createdAt: number }[]
}

/** Those of an account. */
export async function readFactors(database: Reference, account: string): Promise<Factors> {
  const [codes, [left], keys, outside] = await available(() =>
    database.batch([
      database
        .select({ confirmedAt: secondFactors.confirmedAt })
        .from(secondFactors)
        .where(and(eq(secondFactors.account, account), isNotNull(secondFactors.confirmedAt))),
      database
        .select({ codes: count() })
        .from(recoveryCodes)
        .where(and(eq(recoveryCodes.account, account), isNull(recoveryCodes.usedAt))),
      database.select().from(passkeys).where(eq(passkeys.account, account)).orderBy(asc(passkeys.createdAt)),
      database
        .select({ provider: outsideIdentities.provider, createdAt: outsideIdentities.createdAt })
        .from(outsideIdentities)
        .where(eq(outsideIdentities.account, account)),
    ]),
  )
  return {
    codesSince: codes[0]?.confirmedAt ?? null,
    recoveryCodesLeft: left?.codes ?? 0,
    passkeys: keys,
    outside,
  }
}

/** Whether the password alone is not enough for this person. */
export const hasSecondFactor = ({ codesSince, passkeys: keys }: Factors): boolean =>
  codesSince !== null || keys.length > 0

/** Throws `second-factor-needed` where the last second factor would go that the policy asks for. */
export function assertKeepsFactor(
  factors: Factors,
  without: { codes?: true; passkey?: string },
  isNeeded: boolean,
): void {
  const left = {
    ...factors,
    ...(without.codes ? { codesSince: null } : {}),
    passkeys: factors.passkeys.filter(({ id }) => id !== without.passkey),
  }
  if (isNeeded && !hasSecondFactor(left)) throw new Refusal('second-factor-needed')
}

/** The statement that opens the sessions that waited for a second factor. */
export const openLimited = (primary: Reference, account: string) =>
  primary.update(sessions).set({ isLimited: false }).where(eq(sessions.account, account))
