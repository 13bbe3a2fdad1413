import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../../services.ts'
import { feedRoute } from './feed.ts'
import { manifestRoutes } from './manifests.ts'
import { webhookRoutes } from './webhooks.ts'

/** What facilities learn of the centre's results. */
export function resultRoutes(app: OpenAPIHono<AppEnv>): void {
  feedRoute(app)
  webhookRoutes(app)
  manifestRoutes(app)
}
