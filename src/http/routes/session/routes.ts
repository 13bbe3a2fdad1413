import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import { confirmAuthority } from '../../../edge/identity/accounts.ts'
import { provincesOf, type SignedIn } from '../../../edge/identity/caller.ts'
import { issueSession, SESSION_LIFETIME_SECONDS } from '../../../edge/identity/session.ts'
import { issueToken, TOKEN_LIFETIME_SECONDS } from '../../../edge/identity/token.ts'
import { vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { limitBody } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { assertOwnPage, forgetSession, keepSession, sessionIn, SESSION_PATH } from '../../session-cookies.ts'
import { bodyOf, freshest, json } from '../../route-parts.ts'
import { signIn } from '../../sign-in.ts'
import { problems } from '../service/problems.ts'
import { sessionSchema, signInBody } from './schemas.ts'

/** Four short texts. */
const MAX_BODY_BYTES = 8 * 1024
/** Early enough that a slow line has the next token before the last one ends. */
const RENEW_AFTER_SECONDS = Math.floor(TOKEN_LIFETIME_SECONDS * 0.7)

const signingIn = createRoute({
  method: 'post',
  path: SESSION_PATH,
  summary: 'Sign in at the portal: token and session are kept in cookies that no script reads',
  middleware: [limitBody(MAX_BODY_BYTES)],
  request: { body: bodyOf(signInBody) },
  responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 401, 403, 413, 415, 429, 503) },
})

const renewing = createRoute({
  method: 'post',
  path: `${SESSION_PATH}/renew`,
  summary: 'The next token of a session, by its cookie; account and person are looked up',
  responses: { 200: json(sessionSchema, 'Renewed'), ...problems(401, 403, 503) },
})

const signingOut = createRoute({
  method: 'delete',
  path: SESSION_PATH,
  summary: 'Sign out: the cookies go; a token that was copied before ends by itself',
  responses: { 204: { description: 'Signed out' }, ...problems(403) },
})

/** For pages of this service. Programs use POST /oauth/token. */
export function sessionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.use(`${SESSION_PATH}/*`, async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })

  app.openapi(signingIn, async (c) => {
    assertOwnPage(c)
    const { issuer, now } = c.get('services')
    if (!issuer) throw new Refusal('route-unknown')
    const { account, secret, person, personSecret = '' } = c.req.valid('json')
    const named = person === undefined ? null : { id: person, secret: personSecret }
    const caller = await signIn(c, { id: account, secret }, named)
    const token = await issueToken(issuer, caller, now())
    keepSession(c, { token, session: await issueSession(issuer, caller, now()) })
    return c.json(shown(caller, now() + SESSION_LIFETIME_SECONDS * 1000), 200)
  })

  app.openapi(renewing, async (c) => {
    assertOwnPage(c)
    const { issuer, verifySession, now } = c.get('services')
    if (!issuer) throw new Refusal('route-unknown')
    const { caller, until } = await verifySession(sessionIn(c), now())
    const current = await confirmAuthority(freshest(c), caller, vietnamIsoDay(now()))
    keepSession(c, { token: await issueToken(issuer, current, now()), session: null })
    return c.json(shown(current, until), 200)
  })

  app.openapi(signingOut, (c) => {
    assertOwnPage(c)
    forgetSession(c)
    return c.body(null, 204)
  })
}

const shown = (caller: SignedIn, until: number): z.infer<typeof sessionSchema> => {
  const provinces = provincesOf(caller)
  return {
    account: caller.account,
    side: caller.role,
    facility: caller.role === 'facility' ? caller.facility : null,
    provinces: provinces === null ? null : [...provinces],
    person: caller.role === 'facility' ? (caller.person ?? null) : null,
    duties: [...caller.duties],
    until: vietnamTime(until),
    renewAfterSeconds: RENEW_AFTER_SECONDS,
  }
}
