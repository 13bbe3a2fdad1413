import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { OutageRow } from '../../../centre/deadlines/outage-ledger.ts'
import { listOutages } from '../../../centre/deadlines/list-outages.ts'
import { declareOutage, endOutage, withdrawOutage } from '../../../centre/deadlines/outages.ts'
import type { Caller } from '../../../edge/identity/caller.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { centreOf } from '../../callers.ts'
import { endOutageBody, outageBody, outageSchema, outagesQuery, outagesSchema, withdrawOutageBody } from './schemas.ts'
import type { AppEnv, Services } from '../../services.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { callerOf, operation, SMALL_BODY, type Permission } from '../../operation.ts'

const PATH = '/v1/outages'
const params = z.object({ id: z.string() })
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503)

const writes = (within: string): Permission => ({
  may: ['sender', 'operator'],
  within,
  isConfirmed: true,
  body: SMALL_BODY,
})

const declaring = operation(writes('its own facility; the receiving side'), {
  method: 'post',
  path: PATH,
  summary:
    'Declare an outage: a facility its own, the ministry one of the receiving side; late dossiers are excused by it',
  request: { body: bodyOf(outageBody) },
  responses: {
    201: json(outageSchema, 'The outage'),
    200: json(outageSchema, 'The same was declared before'),
    ...PROBLEMS,
  },
})
const listing = operation(
  { may: ['sender', 'supervisor', 'analyst', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: PATH,
    summary:
      "Outages: a facility's own, those of a province's facilities, the receiver's that touch them; all (ministry)",
    request: { query: outagesQuery },
    responses: { 200: json(outagesSchema, 'A page of outages'), ...problems(400, 401, 503) },
  },
)
const stepRoute = <Body extends z.ZodType>(name: string, body: Body, permission: Permission, summary: string) =>
  operation(permission, {
    method: 'post',
    path: `${PATH}/{id}/${name}`,
    summary,
    request: { params, body: bodyOf(body) },
    responses: { 200: json(outageSchema, 'The outage'), ...PROBLEMS },
  })
const ending = stepRoute(
  'end',
  endOutageBody,
  writes('the side that declared it'),
  'Say that an outage is over (the side that declared it)',
)
const withdrawing = stepRoute(
  'withdraw',
  withdrawOutageBody,
  writes('the side that declared it, or the operator'),
  'Take an outage back, with a reason (the side that declared it, or the ministry)',
)

/** The ledger of outages. What is written is written at the centre. */
export function outageRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(declaring, async (c) => {
    const { caller, warehouses, now } = writerOf(c)
    const { from, to, evidence = null, provinces = null, ...rest } = c.req.valid('json')
    const declaration = { ...rest, evidence, provinces, from: Date.parse(from), to: timeOf(to) }
    const { outage, isNew } = await declareOutage(warehouses, caller, declaration, now)
    return c.json(shown(outage), isNew ? 201 : 200)
  })
  app.openapi(listing, async (c) => {
    const caller = callerOf(c)
    const { open, ...filters } = c.req.valid('query')
    const { outages, next } = await listOutages(c.get('services').warehouses, caller, { ...filters, isOpen: open })
    return c.json({ outages: outages.map(shown), next }, 200)
  })
  app.openapi(ending, async (c) => {
    const { caller, warehouses, now } = writerOf(c)
    const asked = { id: c.req.valid('param').id, to: timeOf(c.req.valid('json').to) }
    return c.json(shown(await endOutage(warehouses, caller, asked, now)), 200)
  })
  app.openapi(withdrawing, async (c) => {
    const { caller, warehouses, now } = writerOf(c)
    const asked = { id: c.req.valid('param').id, reason: c.req.valid('json').reason }
    return c.json(shown(await withdrawOutage(warehouses, caller, asked, now)), 200)
  })
}

/** Throws what `callerOf` throws, and centre-only at an edge, which may only read warehouses. */
function writerOf(c: Context<AppEnv>): { caller: Caller; warehouses: Services['warehouses']; now: number } {
  const caller = callerOf(c)
  centreOf(c)
  const { warehouses, now } = c.get('services')
  return { caller, warehouses, now: now() }
}

const timeOf = (moment: string | undefined): number | null => (moment === undefined ? null : Date.parse(moment))

function shown(row: OutageRow): z.infer<typeof outageSchema> {
  const { id, side, facility, cause, channel, evidence, declaredBy } = row
  return {
    id,
    side,
    facility,
    provinces: row.provinces === null ? null : outageSchema.shape.provinces.parse(JSON.parse(row.provinces)),
    cause,
    channel,
    from: vietnamTime(row.fromAt),
    to: row.toAt === null ? null : vietnamTime(row.toAt),
    evidence,
    declaredBy,
    declaredAt: vietnamTime(row.declaredAt),
    ended: row.endedBy === null || row.endedAt === null ? null : { by: row.endedBy, at: vietnamTime(row.endedAt) },
    withdrawn:
      row.withdrawnBy === null || row.withdrawnAt === null
        ? null
        : { by: row.withdrawnBy, at: vietnamTime(row.withdrawnAt), reason: row.withdrawnWhy ?? '' },
  }
}
