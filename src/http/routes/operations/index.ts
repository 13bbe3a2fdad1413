import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../../services.ts'
import { deadLetterRoutes } from './dead-letters.ts'
import { erasureRoutes } from './erasures.ts'
import { overdueRoute } from './overdue.ts'
import { ruleHitsRoute } from './rules.ts'
import { stateRoute } from './state.ts'

/** What operators ask and do. */
export function operationRoutes(app: OpenAPIHono<AppEnv>): void {
  erasureRoutes(app)
  deadLetterRoutes(app)
  stateRoute(app)
  overdueRoute(app)
  ruleHitsRoute(app)
}
