import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { countHistoryFindings, readFindings, readSubmission } from '../../warehouse/read.ts'
import { findingSchema, findingsPageSchema } from '../schemas.ts'
import type { AppEnv } from '../services.ts'
import { pageOf, pageQuery } from './page.ts'
import { problems } from './problems.ts'
import { readableReceipt, submissionParams } from './submission.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/submissions/{id}/findings',
  summary: 'Every finding of a submission, page by page',
  security: [{ token: [] }],
  request: { params: submissionParams, query: pageQuery },
  responses: {
    200: { description: 'A page of findings', content: { 'application/json': { schema: findingsPageSchema } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

export function findingsRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { acknowledgement } = await readableReceipt(c, c.req.valid('param').id)
    const { after, limit } = c.req.valid('query')
    const warehouse = c.get('services').openWarehouse(acknowledgement.facility)
    const state = await readSubmission(warehouse, acknowledgement.id)
    if (state?.status !== 'verified') {
      const acknowledged = acknowledgement.findings.map((finding, at) => ({ ordinal: at + 1, finding }))
      const { items, next } = pageOf(acknowledged.slice(after, after + limit + 1), limit, ({ ordinal }) => ordinal)
      const findings = items.map(({ finding }) => findingSchema.parse(finding))
      return c.json({ findings, findingsTotal: acknowledgement.findingsTotal, final: false, next }, 200)
    }
    const rows = await readFindings(warehouse, acknowledgement.id, after, limit + 1)
    const { items, next } = pageOf(rows, limit, ({ ordinal }) => ordinal)
    const findings = items.map(({ told }) => findingSchema.parse(JSON.parse(told)))
    const ofHistory = await countHistoryFindings(warehouse, acknowledgement.id)
    return c.json({ findings, findingsTotal: (state.findingsTotal ?? 0) + ofHistory, final: true, next }, 200)
  })
}
