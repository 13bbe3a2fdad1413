import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../../services.ts'
import { connectionRoute } from './connection.ts'
import { regionDossiersRoute } from './dossiers.ts'
import { figureRoute } from './figure.ts'
import { regionFindingsRoute } from './findings.ts'
import { nationalRoute } from './national.ts'
import { reportRoute } from './report.ts'

/** What a Sở Y tế and the ministry ask; fixed paths before those with a figure's name in their place. */
export function regionRoutes(app: OpenAPIHono<AppEnv>): void {
  nationalRoute(app)
  connectionRoute(app)
  reportRoute(app)
  regionFindingsRoute(app)
  regionDossiersRoute(app)
  figureRoute(app)
}
