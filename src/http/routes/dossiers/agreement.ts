import { type OpenAPIHono } from '@hono/zod-openapi'
import { settleHistory } from '../../../centre/history/settle-history.ts'
import { decideCorrection } from '../../../centre/versions/agreement.ts'
import { available } from '../../../store/warehouse/read.ts'
import { centreOf, vaultOf } from '../../callers.ts'
import type { AppEnv } from '../../services.ts'
import { agreementBody, dossierParams, versionSchema } from './schemas.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { bhxhOf } from './readable-facility.ts'
import { versionShown } from './versions.ts'
import { operation } from '../../operation.ts'

const PATH = '/v1/dossiers/{MA_LK}/agreement'
const MAX_BODY_BYTES = 64 * 1024

const deciding = operation(
  { may: ['assessor'], within: 'all', isConfirmed: true, body: { most: MAX_BODY_BYTES, why: 'one decision' } },
  {
    method: 'post',
    path: PATH,
    summary: 'Agree to a correction of what BHXH had assessed, or refuse it (BHXH)',
    request: { params: dossierParams, body: bodyOf(agreementBody) },
    responses: {
      200: json(versionSchema, 'The version after the decision; said again it is the same'),
      ...problems(400, 401, 403, 404, 409, 413, 421, 503),
    },
  },
)

export function agreementRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(deciding, async (c) => {
    const { account: by } = bhxhOf(c)
    const { openRegister } = centreOf(c)
    const { facility, purpose, submission, decision, reason } = c.req.valid('json')
    const services = c.get('services')
    const { openWarehouse, now } = services
    const vault = vaultOf(c)
    const corrected = { facility, purpose, submission, MA_LK: c.req.valid('param').MA_LK }
    const version = await available(async () => {
      const decided = await decideCorrection({ warehouse: openWarehouse(facility), vault }, corrected, {
        decision,
        reason,
        by,
        now: now(),
      })
      // Another version may count now: the others of the patient are compared with it. A repeated decision does this again.
      await settleHistory({ id: submission, facility, dossier: decided.dossier }, { ...services, openRegister, vault })
      return decided
    })
    return c.json(versionShown(version), 200)
  })
}
