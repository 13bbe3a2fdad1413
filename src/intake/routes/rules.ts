import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { ruleCatalogue, type CataloguedRule } from '../../inspection/catalogue.ts'
import { RULES_VERSION } from '../../rules/version.ts'
import { rulesSchema, standardSchema } from '../schemas.ts'
import type { AppEnv } from '../services.ts'
import { pageOf, pageQuery } from './page.ts'
import { problems } from './problems.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/rules',
  summary: 'Every rule a file is held against: words, severity, legal source, by standard',
  request: {
    query: pageQuery.extend({
      standard: standardSchema.optional(),
      table: z.string().optional().openapi({ example: 'XML1' }),
      field: z.string().optional().openapi({ example: 'MA_LK' }),
      id: z.string().optional().openapi({ example: 'XML1.MA_LK.required' }),
    }),
  },
  responses: {
    200: { description: 'A page of rules', content: { 'application/json': { schema: rulesSchema } } },
    ...problems(400),
  },
})

/** Made at the first question; it does not change within a version of the code. */
let catalogue: readonly CataloguedRule[] | null = null

export function rulesRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, (c) => {
    const { after, limit, standard, table, field, id } = c.req.valid('query')
    catalogue ??= ruleCatalogue()
    const asked = catalogue.filter(
      (rule) =>
        (!table || rule.table === table) &&
        (!field || rule.field === field) &&
        (!id || rule.id === id) &&
        (!standard || rule.variants.some(({ standards }) => standards.includes(standard))),
    )
    const numbered = asked.map((rule, at) => ({ at: at + 1, rule }))
    const { items, next } = pageOf(numbered.slice(after, after + limit + 1), limit, ({ at }) => at)
    return c.json({ version: RULES_VERSION, total: asked.length, rules: items.map(({ rule }) => rule), next }, 200)
  })
}
