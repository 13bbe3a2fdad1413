import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../../services.ts'
import { agreementRoute } from './agreement.ts'
import { assessmentSheetRoute } from './assessment-sheet.ts'
import { assessmentRoutes } from './assessments.ts'
import { versionRoutes } from './versions.ts'
import { worklistRoutes } from './worklist.ts'
import { wholeDossierRoute } from './whole.ts'

/** The life of a dossier after it was accepted: its rows, its versions, BHXH's agreement to corrections, BHXH's assessment and what it has to do. */
export function dossierRoutes(app: OpenAPIHono<AppEnv>): void {
  wholeDossierRoute(app)
  versionRoutes(app)
  agreementRoute(app)
  worklistRoutes(app)
  assessmentSheetRoute(app)
  assessmentRoutes(app)
}
