/**
 * One-time codes (RFC 6238) and recovery codes. The secret of the codes is sealed at rest. A code is taken once: of its step, and of every
 * step before, none is taken again. A try is counted before it is compared, at the primary, so that many at once guess no more than many
 * in a row.
 */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { recoveryCodes, secondFactors } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { available } from '../../store/reference/available.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { AccountRow } from '../identity/account.ts'
import { noteOwnChange } from '../identity/manage-accounts.ts'
import { Refusal } from '../refusals.ts'
import { openLimited } from './factors.ts'

const ISSUER = 'KCB BHYT'
/** What every program for such codes assumes: SHA-1, six digits, thirty seconds. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** 160 bits, as RFC 4226, section 4 recommends. */
const SECRET_BYTES = 20
/** Clocks of telephones differ, and people type slowly: one step on either side (RFC 6238, section 5.2). */
const WINDOW = 1
/** Five wrong ones, then a quarter of an hour: with the right password 480 tries a day, for one of some 330,000. */
const MOST_FAILURES = 5
const PAUSE_MS = 15 * 60 * 1000
const RECOVERY_CODES = 10
/** 80 bits each. */
const RECOVERY_BYTES = 10
const TOTP_CODE = /^\d{6}$/

const placeOf = (account: string) => ({ table: 'second_factors', submission: account, dossier: 0, ordinal: 0 })
const totpOf = (account: string, secret: string): TOTP =>
  new TOTP({ issuer: ISSUER, label: account, secret: Secret.fromBase32(secret), ...FORM })

/** A secret to be read into a device, which counts for nothing before its first code. Throws `factor-state` where there is one already. */
export async function beginCodes(
  primary: Reference,
  vault: Vault,
  account: string,
): Promise<{ secret: string; address: string }> {
  const secret = new Secret({ size: SECRET_BYTES }).base32
  const sealedSecret = await vault.seal(placeOf(account), { secret })
  const [row] = await available(() =>
    primary
      .insert(secondFactors)
      .values({ account, sealedSecret })
      .onConflictDoUpdate({
        target: secondFactors.account,
        set: { sealedSecret, lastStep: 0 },
        setWhere: isNull(secondFactors.confirmedAt),
      })
      .returning({ account: secondFactors.account }),
  )
  if (row === undefined) throw new Refusal('factor-state')
  return { secret, address: totpOf(account, secret).toString() }
}

/**
 * The first code of a new secret: from now on codes are asked for. Returns new recovery codes. Throws `code-wrong`, `too-many-guesses`,
 * `factor-state`.
 */
export async function confirmCodes(
  primary: Reference,
  vault: Vault,
  account: AccountRow,
  code: string,
  now: number,
): Promise<string[]> {
  const row = await countTry(primary, account.id, now)
  if (row === undefined || row.sealedSecret === null || row.confirmedAt !== null) throw new Refusal('factor-state')
  const { secret = '' } = await vault.open(placeOf(account.id), row.sealedSecret)
  const step = stepOf(account.id, secret, code, now)
  if (step === null) throw new Refusal('code-wrong')
  const fresh = newRecoveryCodes(primary, vault, account.id)
  await available(() =>
    primary.batch([
      primary
        .update(secondFactors)
        .set({ confirmedAt: now, lastStep: step, failures: 0 })
        .where(eq(secondFactors.account, account.id)),
      openLimited(primary, account.id),
      noteOwnChange(primary, account, { action: 'factor-added', reason: 'one-time codes', now }),
      ...fresh.statements,
    ]),
  )
  return fresh.codes
}

/**
 * Takes a one-time code, or a recovery code, of an account. Throws `code-wrong` (also for one that was taken before), `too-many-guesses`.
 */
export async function takeCode(
  primary: Reference,
  vault: Vault,
  account: string,
  typed: string,
  now: number,
): Promise<'code' | 'recovery-code'> {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase()
  const row = await countTry(primary, account, now)
  const isTotp = TOTP_CODE.test(code)
  const isTaken = isTotp
    ? row !== undefined && (await takeStep(primary, vault, row, code, now))
    : await takeRecoveryCode(primary, account, hashOf(vault, account, code), now)
  if (!isTaken) throw new Refusal('code-wrong')
  await available(() => primary.update(secondFactors).set({ failures: 0 }).where(eq(secondFactors.account, account)))
  return isTotp ? 'code' : 'recovery-code'
}

/** New recovery codes in place of those before. */
export async function renewRecoveryCodes(
  primary: Reference,
  vault: Vault,
  account: AccountRow,
  now: number,
): Promise<string[]> {
  const fresh = newRecoveryCodes(primary, vault, account.id)
  const note = noteOwnChange(primary, account, { action: 'recovery-codes', reason: 'new recovery codes', now })
  await available(() => primary.batch([note, ...fresh.statements]))
  return fresh.codes
}

/** One-time codes are no longer asked for. */
export async function removeCodes(primary: Reference, account: AccountRow, now: number): Promise<void> {
  await available(() =>
    primary.batch([
      primary
        .update(secondFactors)
        .set({ sealedSecret: null, confirmedAt: null })
        .where(eq(secondFactors.account, account.id)),
      noteOwnChange(primary, account, { action: 'factor-removed', reason: 'one-time codes', now }),
    ]),
  )
}

/** Recovery codes as they are shown, once, and the statements that put their hashes in place of those before. */
export function newRecoveryCodes(primary: Reference, vault: Vault, account: string) {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const { base32 } = new Secret({ buffer: crypto.getRandomValues(new Uint8Array(RECOVERY_BYTES)).buffer })
    return (base32.match(/.{4}/g) ?? []).join('-')
  })
  const rows = codes.map((code) => ({ account, hash: hashOf(vault, account, code.replaceAll('-', '')) }))
  const statements = [
    primary.delete(recoveryCodes).where(eq(recoveryCodes.account, account)),
    primary.insert(recoveryCodes).values(rows),
    // Tries are counted for whoever has recovery codes, also beside passkeys alone.
    primary.insert(secondFactors).values({ account }).onConflictDoNothing(),
  ] as const
  return { codes, statements }
}

const hashOf = (vault: Vault, account: string, code: string): string =>
  vault.hash('recovery-code', `${account}\n${code}`)

type FactorRow = typeof secondFactors.$inferSelect

/** The row of an account after the try was counted. Throws `too-many-guesses` past the limit. */
async function countTry(primary: Reference, account: string, now: number): Promise<FactorRow | undefined> {
  const isMeant = eq(secondFactors.account, account)
  const mayTry = or(lt(secondFactors.failures, MOST_FAILURES), lt(secondFactors.failedAt, now - PAUSE_MS))
  const [[counted], [row]] = await available(() =>
    primary.batch([
      primary
        .update(secondFactors)
        .set({
          failures: sql`CASE WHEN ${secondFactors.failedAt} < ${now - PAUSE_MS} THEN 1 ELSE ${secondFactors.failures} + 1 END`,
          failedAt: now,
        })
        .where(and(isMeant, mayTry))
        .returning(),
      primary.select().from(secondFactors).where(isMeant),
    ]),
  )
  if (counted === undefined && row !== undefined) {
    const seconds = Math.max(1, Math.ceil((row.failedAt + PAUSE_MS - now) / 1000))
    throw new Refusal('too-many-guesses', { seconds }, undefined, { retryAfterSeconds: seconds })
  }
  return counted
}

/** The step whose code it is; null: of none that may be used now. */
function stepOf(account: string, secret: string, code: string, now: number): number | null {
  const delta = totpOf(account, secret).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? null : Math.floor(now / 1000 / FORM.period) + delta
}

async function takeStep(primary: Reference, vault: Vault, row: FactorRow, code: string, now: number): Promise<boolean> {
  const { account, sealedSecret, confirmedAt } = row
  if (sealedSecret === null || confirmedAt === null) return false
  const { secret = '' } = await vault.open(placeOf(account), sealedSecret)
  const step = stepOf(account, secret, code, now)
  if (step === null) return false
  // Sealed anew where the ring has turned, so that the old key can go.
  const isCurrent = sealedSecret.startsWith(`${vault.currentKey}.`)
  const sealed = isCurrent ? sealedSecret : await vault.seal(placeOf(account), { secret })
  const taken = await available(() =>
    primary
      .update(secondFactors)
      .set({ lastStep: step, sealedSecret: sealed })
      .where(and(eq(secondFactors.account, account), lt(secondFactors.lastStep, step)))
      .returning({ account: secondFactors.account }),
  )
  return taken.length > 0
}

async function takeRecoveryCode(primary: Reference, account: string, hash: string, now: number): Promise<boolean> {
  const taken = await available(() =>
    primary
      .update(recoveryCodes)
      .set({ usedAt: now })
      .where(and(eq(recoveryCodes.account, account), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
      .returning({ hash: recoveryCodes.hash }),
  )
  return taken.length > 0
}
