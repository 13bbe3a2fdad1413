import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import * as z from 'zod'
import { confirmAuthority, recognise } from '../../../edge/identity/accounts.ts'
import { issueToken } from '../../../edge/identity/token.ts'
import { takeCode } from '../../../edge/sign-in/codes.ts'
import type { Factors } from '../../../edge/sign-in/factors.ts'
import { continueSession, endSession } from '../../../edge/sign-in/sessions.ts'
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { primaryOf, vaultOf } from '../../callers.ts'
import { limitBody } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { assertOwnPage, forgetSession, keepSession, sessionIn, SESSION_PATH } from '../../session-cookies.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { signIn } from '../../sign-in.ts'
import { problems } from '../service/problems.ts'
import { assertIssuing, enter, enterWithPassword, issuingOf, sessionAnswer } from './enter.ts'
import { outsideRoutes } from './outside.ts'
import { passkeySessionRoutes } from './passkeys.ts'
import { codeBody, sessionSchema, signInBody, stepSchema } from './schemas.ts'
import { leaveStep, readStep, takeStep } from './steps.ts'

/** Four short texts. */
const MAX_BODY_BYTES = 8 * 1024

const signingIn = createRoute({
  method: 'post',
  path: SESSION_PATH,
  summary: 'Sign in at the portal: token and session are kept in cookies that no script reads',
  middleware: [limitBody(MAX_BODY_BYTES)],
  request: { body: bodyOf(signInBody) },
  responses: {
    200: json(sessionSchema, 'Signed in'),
    202: json(stepSchema, 'The password is right; a second factor is asked for within five minutes'),
    ...problems(400, 401, 403, 413, 415, 421, 429, 503),
  },
})

const showingCode = createRoute({
  method: 'post',
  path: `${SESSION_PATH}/code`,
  summary: 'The second step: a one-time code of the device (RFC 6238), or a recovery code',
  middleware: [limitBody(MAX_BODY_BYTES)],
  request: { body: bodyOf(codeBody) },
  responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 401, 403, 413, 415, 421, 429, 503) },
})

const renewing = createRoute({
  method: 'post',
  path: `${SESSION_PATH}/renew`,
  summary: 'The next token of a session, by its cookie; session, account and person are looked up',
  responses: { 200: json(sessionSchema, 'Renewed'), ...problems(401, 403, 421, 503) },
})

const signingOut = createRoute({
  method: 'delete',
  path: SESSION_PATH,
  summary: 'Sign out: the session ends and its cookies go',
  responses: { 204: { description: 'Signed out' }, ...problems(403, 421, 503) },
})

const pending = z.object({ account: z.string() })

/** For pages of this service. Programs use POST /oauth/token. */
export function sessionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.use(`${SESSION_PATH}/*`, async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })

  app.openapi(signingIn, async (c) => {
    assertOwnPage(c)
    assertIssuing(c)
    const { account, secret, person, personSecret = '' } = c.req.valid('json')
    const named = person === undefined ? null : { id: person, secret: personSecret }
    const who = await signIn(c, primaryOf(c), { id: account, secret }, named)
    const entered = await enterWithPassword(c, who)
    if ('account' in entered) return c.json(entered, 200)
    await leaveStep(c, 'second-factor', { account })
    return c.json({ next: 'second-factor' as const, ways: waysOf(entered) }, 202)
  })

  app.openapi(showingCode, async (c) => {
    assertOwnPage(c)
    const { now } = c.get('services')
    const step = await readStep(c, 'second-factor', pending)
    const { account } = step.members
    const primary = primaryOf(c)
    const method = await takeCode(primary, vaultOf(c), account, c.req.valid('json').code, now())
    await takeStep(c, step)
    const who = await recognise(primary, account, vietnamIsoDay(now()))
    return c.json(await enter(c, who, { method }), 200)
  })

  app.openapi(renewing, async (c) => {
    assertOwnPage(c)
    const { issuer } = issuingOf(c)
    const { verifySession, now } = c.get('services')
    const { session, ...caller } = await verifySession(sessionIn(c), now())
    const primary = primaryOf(c)
    const { isLimited, until } = await continueSession(primary, session, now())
    const confirmed = await confirmAuthority(primary, caller, vietnamIsoDay(now()))
    const current = { ...confirmed, ...(isLimited ? { duties: [] } : {}), session }
    keepSession(c, { token: await issueToken(issuer, current, now()), session: null })
    return c.json(sessionAnswer(current, { until, isLimited }), 200)
  })

  app.openapi(signingOut, async (c) => {
    assertOwnPage(c)
    // Whatever happens to the row, this browser forgets it.
    forgetSession(c)
    await endOwn(c)
    return c.body(null, 204)
  })

  passkeySessionRoutes(app)
  outsideRoutes(app)
}

const waysOf = ({ codesSince, recoveryCodesLeft, passkeys }: Factors): ('code' | 'recovery-code' | 'passkey')[] => [
  ...(codesSince === null ? [] : ['code' as const]),
  ...(passkeys.length === 0 ? [] : ['passkey' as const]),
  ...(recoveryCodesLeft === 0 ? [] : ['recovery-code' as const]),
]

/** Ends the session of the cookie, where it is one that still lasts. */
async function endOwn(c: Context<AppEnv>): Promise<void> {
  const { verifySession, now } = c.get('services')
  try {
    const { account, session } = await verifySession(sessionIn(c), now())
    await endSession(primaryOf(c), account, session, now())
  } catch (error) {
    if (!(error instanceof Refusal) || !GONE.has(error.code)) throw error
  }
}
const GONE: ReadonlySet<string> = new Set(['session-missing', 'session-ended', 'session-unknown'])
