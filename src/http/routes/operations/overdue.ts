import { type OpenAPIHono } from '@hono/zod-openapi'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import { listOverdue } from '../../../edge/receipt/pending.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { overdueQuery, overdueSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { callerOf, operation } from '../../operation.ts'

const MINUTE_MS = 60_000

const route = operation(
  { may: ['operator'], within: 'all' },
  {
    method: 'get',
    path: '/v1/operations/overdue',
    summary: 'Submissions that were received and still wait for the centre after so many minutes (ministry)',
    request: { query: overdueQuery },
    responses: { 200: json(overdueSchema, 'A page of submissions'), ...problems(400, 401, 403, 503) },
  },
)

export function overdueRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    ofMinistry(callerOf(c))
    const { store, now } = c.get('services')
    const { minutes, after, limit } = c.req.valid('query')
    const at = now()
    const { overdue, next } = await listOverdue(store, { after, limit, before: at - minutes * MINUTE_MS })
    const shown = overdue.map(({ since, ...rest }) => ({
      ...rest,
      since: vietnamTime(since.getTime()),
      minutes: Math.floor((at - since.getTime()) / MINUTE_MS),
    }))
    return c.json({ overdue: shown, next }, 200)
  })
}
