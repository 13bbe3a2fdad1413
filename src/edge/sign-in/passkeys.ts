/**
 * Passkeys (WebAuthn): a device holds the private key and asks its owner for a finger, a face or a PIN, so that one is two factors at once.
 * The ceremony itself is @simplewebauthn/server's.
 */
import { Buffer } from 'node:buffer'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { and, eq, lt, or } from 'drizzle-orm'
import * as z from 'zod'
import { passkeys } from '../../../db/reference/schema.ts'
import type { Reference } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { AccountRow } from '../identity/account.ts'
import { noteOwnChange } from '../identity/manage-accounts.ts'
import { Refusal } from '../refusals.ts'
import { newRecoveryCodes } from './codes.ts'
import { openLimited, readFactors } from './factors.ts'

const NAME = 'KCB BHYT'
/** A telephone, a computer, a key in the safe, and some. */
const MOST_PASSKEYS = 10
const ways = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))

/** The page that asks: a passkey is of its host name, and answers no other page. */
export type OwnPage = { readonly origin: string; readonly host: string }

/** What the browser makes a passkey by. */
export async function beginPasskey(
  database: Reference,
  account: string,
  page: OwnPage,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { passkeys: known } = await readFactors(database, account)
  if (known.length >= MOST_PASSKEYS) throw new Refusal('factor-state')
  return generateRegistrationOptions({
    rpName: NAME,
    rpID: page.host,
    userName: account,
    userID: Uint8Array.from(new TextEncoder().encode(account)),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

type NewPasskey = { readonly response: RegistrationResponseJSON; readonly challenge: string; readonly title: string }

/**
 * Keeps a passkey. Returns recovery codes where the person had none; else null. Throws `passkey-wrong`.
 */
export async function addPasskey(
  primary: Reference,
  vault: Vault,
  account: AccountRow,
  { response, challenge, title }: NewPasskey,
  page: OwnPage,
  now: number,
): Promise<string[] | null> {
  const verified = await proven(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: page.origin,
      expectedRPID: page.host,
      requireUserVerification: true,
    }),
  )
  if (!verified.verified) throw new Refusal('passkey-wrong')
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential
  const known = ways.safeParse(transports)
  const { recoveryCodesLeft } = await readFactors(primary, account.id)
  const fresh = recoveryCodesLeft > 0 ? null : newRecoveryCodes(primary, vault, account.id)
  const key = {
    id,
    account: account.id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: JSON.stringify(known.success ? known.data : []),
    title,
    createdAt: now,
  }
  try {
    await available(() =>
      primary.batch([
        primary.insert(passkeys).values(key),
        openLimited(primary, account.id),
        noteOwnChange(primary, account, { action: 'factor-added', reason: 'passkey', now }),
        ...(fresh?.statements ?? []),
      ]),
    )
  } catch (cause) {
    throw uniqueViolation(cause, passkeys) ? new Refusal('passkey-wrong', {}, undefined, { cause }) : cause
  }
  return fresh?.codes ?? null
}

/** Takes a passkey away. Throws `factor-unknown`. */
export async function removePasskey(primary: Reference, account: AccountRow, id: string, now: number): Promise<void> {
  const isMeant = and(eq(passkeys.account, account.id), eq(passkeys.id, id))
  const gone = await available(() => primary.delete(passkeys).where(isMeant).returning({ id: passkeys.id }))
  if (gone.length === 0) throw new Refusal('factor-unknown')
  const note = noteOwnChange(primary, account, { action: 'factor-removed', reason: 'passkey', now })
  await available(() => note)
}

/** What the browser asks its passkeys by: any of this host, whoever's. */
export const passkeyQuestion = ({ host }: OwnPage): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({ rpID: host, userVerification: 'required', allowCredentials: [] })

/** Whose passkey answered. Throws `passkey-wrong`. */
export async function takePasskey(
  primary: Reference,
  { response, challenge }: { response: AuthenticationResponseJSON; challenge: string },
  page: OwnPage,
  now: number,
): Promise<string> {
  const [key] = await available(() => primary.select().from(passkeys).where(eq(passkeys.id, response.id)))
  if (key === undefined) throw new Refusal('passkey-wrong')
  const { id, account, publicKey, counter, transports } = key
  const { verified, authenticationInfo } = await proven(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: page.origin,
      expectedRPID: page.host,
      requireUserVerification: true,
      credential: {
        id,
        publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
        counter,
        transports: ways.parse(JSON.parse(transports)),
      },
    }),
  )
  if (!verified) throw new Refusal('passkey-wrong')
  const next = authenticationInfo.newCounter
  const used = await available(() =>
    primary
      .update(passkeys)
      .set({ counter: next, usedAt: now })
      // A counter that does not rise is that of a copy; devices that share keys do not count.
      .where(and(eq(passkeys.id, id), or(lt(passkeys.counter, next), eq(passkeys.counter, 0))))
      .returning({ id: passkeys.id }),
  )
  if (used.length === 0) throw new Refusal('passkey-wrong')
  return account
}

/** The library throws for whatever is not as it must be; what it says is for developers. */
async function proven<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new Refusal('passkey-wrong', {}, undefined, { cause })
  }
}
