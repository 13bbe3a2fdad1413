import { type OpenAPIHono } from '@hono/zod-openapi'
import { Refusal } from '../../refusals.ts'
import { daysOf, periodOf, type Period } from '../../../province/period.ts'
import { report } from '../../../province/report.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { checkFilters, regionOf, shownFreshness, tellFreshness, todayOf } from './ask.ts'
import { shownAnswer } from './figure.ts'
import { reportPage } from './report-page.ts'
import { provinceParams, reportQuery, reportSchema } from './schemas.ts'
import { operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/regions/{province}/reports',
    summary: 'The report of a month, quarter, half-year, year or any days, to print or as data',
    request: { params: provinceParams, query: reportQuery },
    responses: {
      200: {
        description: 'The report',
        content: { 'text/html': { schema: { type: 'string' } }, 'application/json': { schema: reportSchema } },
      },
      ...problems(400, 401, 403, 503),
    },
  },
)

function askedPeriod({
  period,
  from,
  to,
}: {
  period?: string | undefined
  from?: string | undefined
  to?: string | undefined
}): Period {
  if (period !== undefined) return periodOf(period)
  if (from !== undefined && to !== undefined) return daysOf(from, to)
  throw new Refusal('parameter-invalid', {
    parameter: 'period',
    expected: '2026-11, 2026-Q3, 2026-H1, 2026, from … to',
  })
}

/** Nothing on the page comes from elsewhere, and nothing on it runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function reportRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { province } = c.req.valid('param')
    const { format, ...asked } = c.req.valid('query')
    const { region } = await regionOf(c, province)
    const period = askedPeriod(asked)
    checkFilters(province, period)
    const found = await report(region, c.get('services').openReplica(), period, todayOf(c))
    tellFreshness(c, region.freshness)
    if (format === 'json') {
      return c.json(
        {
          province,
          from: period.from,
          to: period.to,
          period: period.vi,
          ...shownFreshness(region.freshness),
          connection: found.connection,
          figures: found.figures.map((each) => shownAnswer(province, each)),
        },
        200,
      )
    }
    c.header('content-security-policy', POLICY)
    return c.html(reportPage(found, shownFreshness(region.freshness).asOf))
  })
}
