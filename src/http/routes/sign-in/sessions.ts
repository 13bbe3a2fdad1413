import type { OpenAPIHono } from '@hono/zod-openapi'
import { endSession, endSessions, listSessions } from '../../../edge/sign-in/sessions.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { primaryOf } from '../../callers.ts'
import { operation } from '../../operation.ts'
import type { AppEnv } from '../../services.ts'
import { forgetSession } from '../../session-cookies.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { OWN, OWN_CHANGES, sessionOf } from './own.ts'
import { sessionParams, sessionsSchema } from './schemas.ts'

const PATH = '/v1/sessions'

const listing = operation(OWN, {
  method: 'get',
  path: PATH,
  summary: 'Own sessions that last, newest first',
  responses: { 200: json(sessionsSchema, 'The sessions'), ...problems(401, 403, 421, 503) },
})
const endingOne = operation(OWN_CHANGES, {
  method: 'delete',
  path: `${PATH}/{session}`,
  summary: 'End one of the own sessions',
  request: { params: sessionParams },
  responses: { 204: { description: 'Ended' }, ...problems(401, 403, 404, 421, 503) },
})
const endingAll = operation(OWN_CHANGES, {
  method: 'delete',
  path: PATH,
  summary: 'Sign out everywhere: all own sessions end, this one too',
  responses: { 204: { description: 'Ended' }, ...problems(401, 403, 421, 503) },
})

/** Sessions of whoever asks. */
export function ownSessionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const { account, session } = sessionOf(c)
    const found = await listSessions(primaryOf(c), account, c.get('services').now())
    const sessions = found.map(({ id, device, method, person, createdAt, seenAt, until }) => ({
      id,
      device,
      method,
      person,
      since: vietnamTime(createdAt),
      seenAt: vietnamTime(seenAt),
      until: vietnamTime(until),
      isThis: id === session,
    }))
    return c.json({ sessions }, 200)
  })
  app.openapi(endingOne, async (c) => {
    const { account, session } = sessionOf(c)
    const id = c.req.valid('param').session
    await endSession(primaryOf(c), account, id, c.get('services').now())
    if (id === session) forgetSession(c)
    return c.body(null, 204)
  })
  app.openapi(endingAll, async (c) => {
    const { account } = sessionOf(c)
    await endSessions(primaryOf(c), account, c.get('services').now())
    forgetSession(c)
    return c.body(null, 204)
  })
}
