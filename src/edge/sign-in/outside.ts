/**
 * Signing in by an outside provider (OpenID Connect, code flow with PKCE, state and nonce; the protocol is openid-client's). Who an account
 * is there, its person has said once, signed in here; nothing that the provider claims besides makes anybody anything.
 */
import { and, eq } from 'drizzle-orm'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  AuthorizationResponseError,
  WWWAuthenticateChallengeError,
  type Configuration,
} from 'openid-client'
import { outsideIdentities } from '../../../db/reference/schema.ts'
import type { Text } from '../../kernel/text.ts'
import type { Reference } from '../../store/database.ts'
import { uniqueViolation } from '../../store/failures.ts'
import { available } from '../../store/reference/available.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import type { AccountRow } from '../identity/account.ts'
import { noteOwnChange } from '../identity/manage-accounts.ts'
import { Refusal } from '../refusals.ts'

/** A provider as the deployment configures it. */
export type OutsideProvider = {
  readonly id: string
  readonly title: Text
  readonly issuer: string
  readonly clientId: string
  /** null: a public client, by PKCE alone. */
  readonly clientSecret: string | null
  /** Whether its sign-in is two factors already, so that none of ours is asked for after it. */
  readonly isSecondFactor: boolean
}

/** Kept in the browser while somebody is at the provider. */
export type OutsideStep = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly provider: string
}

const SECONDS = 10
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Where the browser goes, and what it is asked for when it comes back. Throws `outside-unavailable`. */
export async function beginOutside(
  provider: OutsideProvider,
  callback: string,
): Promise<{ address: URL; step: OutsideStep }> {
  const configuration = await configurationOf(provider)
  const step = { provider: provider.id, state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid',
    state: step.state,
    nonce: step.nonce,
    code_challenge: await calculatePKCECodeChallenge(step.verifier),
    code_challenge_method: 'S256',
  })
  return { address, step }
}

/** Who came back, as a keyed hash of issuer and subject. `address`: the whole of the callback. Throws `outside-refused`, `outside-unavailable`. */
export async function finishOutside(
  provider: OutsideProvider,
  vault: Vault,
  address: URL,
  { state, nonce, verifier }: OutsideStep,
): Promise<string> {
  const configuration = await configurationOf(provider)
  const tokens = await spoken(() =>
    authorizationCodeGrant(configuration, address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    }),
  )
  const claims = tokens.claims()
  if (claims === undefined) throw new Refusal('outside-refused')
  return vault.hash('outside-identity', `${claims.iss}\n${claims.sub}`)
}

/** Whose account it is. Throws `outside-unknown`. */
export async function findOutside(database: Reference, provider: string, subjectHash: string): Promise<string> {
  const [found] = await available(() =>
    database
      .select({ account: outsideIdentities.account })
      .from(outsideIdentities)
      .where(and(eq(outsideIdentities.provider, provider), eq(outsideIdentities.subjectHash, subjectHash))),
  )
  if (found === undefined) throw new Refusal('outside-unknown')
  return found.account
}

/** From now on this is who the account is there. Throws `outside-taken` where it is somebody's already. */
export async function linkOutside(
  primary: Reference,
  account: AccountRow,
  { provider, subjectHash }: { provider: string; subjectHash: string },
  now: number,
): Promise<void> {
  const reason = `outside provider ${provider}`
  try {
    await available(() =>
      primary.batch([
        primary.insert(outsideIdentities).values({ provider, subjectHash, account: account.id, createdAt: now }),
        noteOwnChange(primary, account, { action: 'factor-added', reason, now }),
      ]),
    )
  } catch (cause) {
    throw uniqueViolation(cause, outsideIdentities) ? new Refusal('outside-taken', {}, undefined, { cause }) : cause
  }
}

/** The account is nobody there any more. Throws `factor-unknown`. */
export async function unlinkOutside(
  primary: Reference,
  account: AccountRow,
  provider: string,
  now: number,
): Promise<void> {
  const isMeant = and(eq(outsideIdentities.account, account.id), eq(outsideIdentities.provider, provider))
  const gone = await available(() =>
    primary.delete(outsideIdentities).where(isMeant).returning({ provider: outsideIdentities.provider }),
  )
  if (gone.length === 0) throw new Refusal('factor-unknown')
  const note = noteOwnChange(primary, account, {
    action: 'factor-removed',
    reason: `outside provider ${provider}`,
    now,
  })
  await available(() => note)
}

/** What the provider publishes of itself, asked for each time: a sign-in is rare, and a request shares nothing with another one. */
function configurationOf({ issuer, clientId, clientSecret }: OutsideProvider): Promise<Configuration> {
  const server = new URL(issuer)
  const authentication = clientSecret === null ? None() : ClientSecretBasic(clientSecret)
  // Without TLS on one's own machine only.
  const isLocal = server.protocol === 'http:' && LOOPBACK.has(server.hostname)
  const execute = isLocal ? [allowInsecureRequests] : []
  return spoken(() => discovery(server, clientId, undefined, authentication, { execute, timeout: SECONDS }))
}

/** What the provider refuses, or what is not as the protocol asks, is a refusal; one that cannot be reached is away. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const isRefused =
      cause instanceof ResponseBodyError ||
      cause instanceof AuthorizationResponseError ||
      cause instanceof WWWAuthenticateChallengeError ||
      (cause instanceof ClientError && cause.code !== 'OAUTH_TIMEOUT')
    throw new Refusal(isRefused ? 'outside-refused' : 'outside-unavailable', {}, undefined, { cause })
  }
}
