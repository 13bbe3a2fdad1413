import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { CentreState } from '../../../centre/state.ts'
import { Refusal } from '../../refusals.ts'
import { dmdcHeaders, dmdcHeadersSchema } from '../../dmdc-headers.ts'
import { waitUntilOf } from '../../route-parts.ts'
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
    const { pack, centreState, now } = c.get('services')
    const rules = { version: pack.version }
    const centre = centreState && shownCentre(await centreState(), now())
    const isWhole = centre === null || (centre.waiting !== null && centre.databases.every(({ answers }) => answers))
    try {
      const { release, replicaLagSeconds, stale } = await c.get('services').reference.current(waitUntilOf(c))
      return c.json(
        {
          status: stale || !isWhole ? ('degraded' as const) : ('ok' as const),
          dmdc: { release, replicaLagSeconds, stale },
          rules,
          centre,
        },
        200,
        dmdcHeaders({ release, replicaLagSeconds }),
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return c.json({ status: 'degraded' as const, dmdc: null, rules, centre }, 503)
    }
  })
}

const shownCentre = ({ databases, backlog }: CentreState, now: number) => ({
  databases: databases.map((each) => ({ ...each })),
  waiting: backlog?.waiting ?? null,
  oldestWaitingSeconds: backlog?.oldest == null ? null : Math.max(0, Math.round((now - backlog.oldest) / 1000)),
})
