import { type OpenAPIHono } from '@hono/zod-openapi'
import { ofMinistry, type Caller } from '../../../edge/identity/caller.ts'
import type { FigureTable } from '../../../province/answer.ts'
import { inTime, national, provincesIn } from '../../../province/national.ts'
import { scopeOf, type Scope } from '../../../province/scope.ts'
import type { AppEnv, Services } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { checkFilters, shownFreshness } from './ask.ts'
import { nationalSchema, periodQuery } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

const route = operation(
  { may: ['analyst'], within: 'all provinces' },
  {
    method: 'get',
    path: '/v1/regions',
    summary: 'All provinces beside each other (ministry); those that do not answer in time are named',
    request: { query: periodQuery },
    responses: {
      200: { description: 'The provinces', content: { 'application/json': { schema: nationalSchema } } },
      ...problems(400, 401, 403, 503),
    },
  },
)

/** Several provinces share the database of this name. */
const OTHERS = '*'
const WAIT_MS = 5000

export function nationalRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const services = c.get('services')
    const caller = ofMinistry(callerOf(c))
    const filters = c.req.valid('query')
    checkFilters('', filters)
    const { scopes, missing } = await everyScope(caller, services)
    const answers = await national(scopes, services.warehouses, filters, services.now())
    const unanswered = answers.flatMap(({ province, answered }) => (answered ? [] : [province]))
    return c.json(
      {
        from: filters.from,
        to: filters.to,
        provinces: answers.flatMap(({ province, answered }) =>
          answered
            ? {
                province,
                ...shownFreshness(answered.freshness),
                volumes: countsOf(answered.volumes),
                timeliness: countsOf(answered.timeliness),
                suppressed: answered.volumes.suppressed + answered.timeliness.suppressed,
              }
            : [],
        ),
        unanswered: [...missing, ...unanswered].sort(),
      },
      200,
    )
  })
}

/** Of the ministry: the provinces that have a warehouse, and those that are found in the one that others share. */
export async function everyScope(
  caller: Caller,
  { warehouses }: Services,
): Promise<{ scopes: Scope[]; missing: string[] }> {
  const named = warehouses.names.filter((name) => name !== OTHERS)
  if (!warehouses.names.includes(OTHERS)) return { scopes: named.map((name) => scopeOf(caller, name)), missing: [] }
  const found = await inTime(provincesIn(warehouses.openPrimary(OTHERS)), WAIT_MS)
  const all = [...new Set([...named, ...(found ?? [])])].sort()
  return { scopes: all.map((name) => scopeOf(caller, name)), missing: found ? [] : [OTHERS] }
}

/** Nothing was received where there is no row. */
function countsOf({ figure, rows: [row] }: FigureTable): Record<string, number | null> {
  return Object.fromEntries(figure.columns.map(({ id }, at) => [id, row ? (row.counts[at] ?? null) : 0]))
}
