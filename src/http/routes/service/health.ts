import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Refusal } from '../../refusals.ts'
import { dmdcHeaders, dmdcHeadersSchema } from '../../dmdc-headers.ts'
import type { AppEnv } from '../../services.ts'
import { healthSchema } from './schemas.ts'

const content = { 'application/json': { schema: healthSchema } }

const route = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether this edge can take files, and with which code lists',
  responses: {
    200: { description: 'It can', content, headers: dmdcHeadersSchema },
    503: { description: 'It has no code lists to check with', content },
  },
})

export function healthRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const rules = { version: c.get('services').pack.version }
    try {
      const { release, replicaLagSeconds, stale } = await c.get('services').reference.current((work) => {
        c.executionCtx.waitUntil(work)
      })
      return c.json(
        { status: stale ? ('degraded' as const) : ('ok' as const), dmdc: { release, replicaLagSeconds, stale }, rules },
        200,
        dmdcHeaders({ release, replicaLagSeconds }),
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return c.json({ status: 'degraded' as const, dmdc: null, rules }, 503)
    }
  })
}
