import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Authenticated } from '../../../edge/identity/accounts.ts'
import { provincesOf } from '../../../edge/identity/caller.ts'
import { issueSession, type OfSession } from '../../../edge/identity/session.ts'
import { issueToken, TOKEN_LIFETIME_SECONDS, type Issuer } from '../../../edge/identity/token.ts'
import { deviceOf } from '../../../edge/sign-in/device.ts'
import { hasSecondFactor, readFactors, type Factors } from '../../../edge/sign-in/factors.ts'
import { needsSecondFactor } from '../../../edge/sign-in/policy.ts'
import { beginSession, type SignInMethod } from '../../../edge/sign-in/sessions.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { primaryOf } from '../../callers.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv, Services } from '../../services.ts'
import { forgetStep, keepSession } from '../../session-cookies.ts'
import type { sessionSchema } from './schemas.ts'

/** Early enough that a slow line has the next token before the last one ends. */
const RENEW_AFTER_SECONDS = Math.floor(TOKEN_LIFETIME_SECONDS * 0.7)

/** Who makes tokens here. Throws `route-unknown` where nobody does. */
export function issuingOf(c: Context<AppEnv>): { issuer: Issuer; notes: NonNullable<Services['notes']> } {
  const { issuer, notes } = c.get('services')
  if (issuer === null || notes === null) throw new Refusal('route-unknown')
  return { issuer, notes }
}

/** Throws `route-unknown` where nobody makes tokens. */
export const assertIssuing = (c: Context<AppEnv>): void => void issuingOf(c)

/** Whether the policy asks somebody for a second factor. */
const isAskedFor = (c: Context<AppEnv>, { caller }: Authenticated): boolean =>
  needsSecondFactor(c.get('services').signInPolicy, caller.duties)

/**
 * What a right password opens: of a person with a second factor nothing yet (the factors); of anybody else a session, limited to setting up
 * a second factor where the policy asks for one. Throws `own-account-needed` for software whose duties need one.
 */
export async function enterWithPassword(c: Context<AppEnv>, who: Authenticated): Promise<Factors | SessionAnswer> {
  if (who.holder === 'software') {
    if (isAskedFor(c, who)) throw new Refusal('own-account-needed')
    return enter(c, who, { method: 'password' })
  }
  const factors = await readFactors(primaryOf(c), who.caller.account)
  return hasSecondFactor(factors) ? factors : enterByOneFactor(c, who, 'password')
}

/** A session of a person without a second factor. */
export const enterByOneFactor = (
  c: Context<AppEnv>,
  who: Authenticated,
  method: SignInMethod,
): Promise<SessionAnswer> => enter(c, who, { method, isLimited: isAskedFor(c, who) })

export type SessionAnswer = z.infer<typeof sessionSchema>

/** Begins a session: its row, its cookies, and what the page knows of it. */
export async function enter(
  c: Context<AppEnv>,
  { caller }: Authenticated,
  { method, isLimited = false }: { method: SignInMethod; isLimited?: boolean },
): Promise<SessionAnswer> {
  const { issuer } = issuingOf(c)
  const { now, randomName } = c.get('services')
  const entered: OfSession = { ...caller, ...(isLimited ? { duties: [] } : {}), session: randomName() }
  const session = {
    id: entered.session,
    account: caller.account,
    person: caller.role === 'facility' ? (caller.person ?? null) : null,
    device: deviceOf(c.req.header('user-agent')),
    method,
    isLimited,
  }
  const until = await beginSession(primaryOf(c), session, now())
  forgetStep(c)
  const token = await issueToken(issuer, entered, now())
  keepSession(c, { token, session: await issueSession(issuer, entered, now()) })
  return sessionAnswer(entered, { until, isLimited })
}

/** Until: epoch milliseconds. */
export function sessionAnswer(
  caller: OfSession,
  { until, isLimited }: { until: number; isLimited: boolean },
): SessionAnswer {
  const provinces = provincesOf(caller)
  return {
    account: caller.account,
    side: caller.role,
    facility: caller.role === 'facility' ? caller.facility : null,
    provinces: provinces === null ? null : [...provinces],
    person: caller.role === 'facility' ? (caller.person ?? null) : null,
    duties: [...caller.duties],
    mustSetUpSecondFactor: isLimited,
    until: vietnamTime(until),
    renewAfterSeconds: RENEW_AFTER_SECONDS,
  }
}
