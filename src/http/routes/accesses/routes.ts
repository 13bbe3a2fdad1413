import type { OpenAPIHono } from '@hono/zod-openapi'
import { listCardChecks } from '../../../centre/history/card-check-log.ts'
import { provinceOf, provincesOf } from '../../../edge/identity/caller.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { ACCESS_KINDS, listAccesses } from '../../../province/accesses.ts'
import { available } from '../../../store/register/available.ts'
import { centreOf } from '../../callers.ts'
import { callerOf, operation, type Permission } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { accessesQuery, accessesSchema, cardChecksQuery, cardChecksSchema } from './schemas.ts'

const READS: Permission = {
  may: ['auditor', 'supervisor', 'assessor'],
  within: 'what concerned its own facility; its provinces; all (insurer, auditor of the nation)',
}

const listing = operation(READS, {
  method: 'get',
  path: '/v1/accesses',
  summary:
    'Every list of dossiers or findings, and every dossier read whole: who, when, why, how many, unmasked or not',
  request: { query: accessesQuery },
  responses: { 200: json(accessesSchema, 'The latest first'), ...problems(400, 401, 403, 503) },
})
const checking = operation(READS, {
  method: 'get',
  path: '/v1/card-checks',
  summary: 'Every card check: which facility, when, with which answer; the card as a mark',
  request: { query: cardChecksQuery },
  responses: { 200: json(cardChecksSchema, 'The latest first'), ...problems(400, 401, 403, 421, 503) },
})

/** The access log, for those who watch: the facility's auditor, its Sở Y tế, the insurer. */
export function accessRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const caller = callerOf(c)
    const { province, ...filters } = c.req.valid('query')
    const own = provincesOf(caller)
    const asked =
      province ?? (filters.facility && provinceOf(filters.facility)) ?? (own?.length === 1 ? own[0] : undefined)
    if (asked === undefined)
      throw new Refusal('parameter-invalid', { parameter: 'province', expected: own?.join(', ') ?? '01' })
    const found = await listAccesses(c.get('services').warehouses, caller, asked, filters)
    const accesses = found.accesses.map(({ kind, at, ...access }) => ({
      ...access,
      at: vietnamTime(at),
      kind: ACCESS_KINDS.find((each) => each === kind) ?? ('dossiers' as const),
    }))
    return c.json({ accesses, next: found.next }, 200)
  })
  app.openapi(checking, async (c) => {
    const { openRegister } = centreOf(c)
    if (openRegister === null) throw new Refusal('register-unavailable')
    const found = await available(() => listCardChecks(openRegister(), callerOf(c), c.req.valid('query')))
    return c.json(
      { checks: found.checks.map(({ at, ...check }) => ({ ...check, at: vietnamTime(at) })), next: found.next },
      200,
    )
  })
}
