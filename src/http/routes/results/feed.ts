import { type OpenAPIHono } from '@hono/zod-openapi'
import { readFeed, type FeedEvent } from '../../../centre/results/feed.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { resultsQuery, resultsSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { scopedWarehouse } from './caller-warehouse.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['sender', 'supervisor', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/results',
    summary: 'What became of submissions since a cursor: verified, failed, assessed, corrected; for polling',
    request: { query: resultsQuery },
    responses: { 200: json(resultsSchema, 'Events in their order'), ...problems(400, 401, 403, 503) },
  },
)

export function feedRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { since, limit, ...asked } = c.req.valid('query')
    const { scope, warehouse } = scopedWarehouse(c, asked)
    const { events, next, more } = await readFeed(warehouse, scope, { since, limit })
    return c.json({ events: events.map(shownEvent), next, more }, 200)
  })
}

const shownEvent = ({ seq: _, at, ...event }: FeedEvent) => ({ ...event, at: vietnamTime(at) })
