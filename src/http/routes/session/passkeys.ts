import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import * as z from 'zod'
import { recognise } from '../../../edge/identity/accounts.ts'
import { passkeyQuestion, takePasskey, type OwnPage } from '../../../edge/sign-in/passkeys.ts'
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { primaryOf } from '../../callers.ts'
import { limitBody } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { assertOwnPage, SESSION_PATH, urlOf } from '../../session-cookies.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { enter } from './enter.ts'
import { ceremonySchema, sessionSchema } from './schemas.ts'
import { leaveStep, readStep, takeStep } from './steps.ts'

/** A signature with its data; some devices add extensions. */
const MAX_CEREMONY_BYTES = 32 * 1024

/** What @simplewebauthn reads of a browser's answer; it judges everything in it. */
const answerForm = z.looseObject({ id: z.string().max(1024), response: z.looseObject({}) })

const asking = createRoute({
  method: 'post',
  path: `${SESSION_PATH}/passkey/options`,
  summary: 'What the browser asks its passkeys by; to be answered within five minutes',
  responses: { 200: json(ceremonySchema, 'PublicKeyCredentialRequestOptionsJSON'), ...problems(403, 404) },
})
const answering = createRoute({
  method: 'post',
  path: `${SESSION_PATH}/passkey`,
  summary: 'Sign in by a passkey, which is two factors at once',
  middleware: [limitBody(MAX_CEREMONY_BYTES)],
  request: { body: bodyOf(ceremonySchema) },
  responses: { 200: json(sessionSchema, 'Signed in'), ...problems(400, 401, 403, 404, 413, 415, 421, 503) },
})

export const challengeNote = z.object({ challenge: z.string() })

export function passkeySessionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(asking, async (c) => {
    assertOwnPage(c)
    const question = await passkeyQuestion(ownPage(c))
    await leaveStep(c, 'passkey', { challenge: question.challenge })
    return c.json(asJson(question), 200)
  })
  app.openapi(answering, async (c) => {
    assertOwnPage(c)
    const { now } = c.get('services')
    const step = await readStep(c, 'passkey', challengeNote)
    const primary = primaryOf(c)
    await takeStep(c, step)
    // The library checks every member that it reads.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const response = parsed(c.req.valid('json')) as unknown as AuthenticationResponseJSON
    const account = await takePasskey(primary, { response, challenge: step.members.challenge }, ownPage(c), now())
    const who = await recognise(primary, account, vietnamIsoDay(now()))
    return c.json(await enter(c, who, { method: 'passkey' }), 200)
  })
}

const ceremony = z.record(z.string(), z.json())
/** What the browser is asked by, without the members that are left out. */
export const asJson = (options: object): z.infer<typeof ceremony> => ceremony.parse(JSON.parse(JSON.stringify(options)))

/** The page that asks is one of this service: its host is the passkeys'. */
export const ownPage = (c: Context): OwnPage => ({ origin: urlOf(c).origin, host: urlOf(c).hostname })

/** The frame of a browser's answer. Throws `parameter-invalid`. */
export function parsed(body: Record<string, unknown>): z.infer<typeof answerForm> {
  const read = answerForm.safeParse(body)
  if (!read.success) throw new Refusal('parameter-invalid', { parameter: 'response', expected: 'PublicKeyCredential' })
  return read.data
}
