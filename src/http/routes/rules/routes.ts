import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { ruleCatalogue, ruleDetail } from '../../../engine/index.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { pageOf, pageQuery } from '../../page.ts'
import { problems } from '../service/problems.ts'
import { ruleListPage, rulePage } from './rules-page.ts'
import { ruleDetailSchema, rulesSchema } from './schemas.ts'
import { standardSchema } from '../../schema-parts.ts'

const lang = z.enum(['vi', 'en']).default('vi').openapi({ description: 'Of the page that is read by people.' })
const page = { 'text/html': { schema: { type: 'string' as const } } }

const list = createRoute({
  method: 'get',
  path: '/v1/rules',
  summary: 'Every rule that a file is checked by: words, severity, legal source, by standard',
  request: {
    query: pageQuery.extend({
      standard: standardSchema.optional(),
      table: z.string().optional().openapi({ example: 'XML1' }),
      field: z.string().optional().openapi({ example: 'MA_LK' }),
      id: z.string().optional().openapi({ example: 'XML1.MA_LK.required' }),
      lang,
    }),
  },
  responses: {
    200: {
      description: 'A page of rules; with Accept: text/html one for people',
      content: { 'application/json': { schema: rulesSchema }, ...page },
    },
    ...problems(400),
  },
})

const one = createRoute({
  method: 'get',
  path: '/v1/rules/{id}',
  summary: 'One rule: words, source, dates in force, examples, and whether this deployment applies it',
  request: {
    params: z.object({ id: z.string().openapi({ example: 'XML1.NGAY_RA.not-before-NGAY_VAO' }) }),
    query: z.object({ lang }),
  },
  responses: {
    200: {
      description: 'The rule; with Accept: text/html a page for people',
      content: { 'application/json': { schema: ruleDetailSchema }, ...page },
    },
    ...problems(400, 404),
  },
})

/** Nothing on the page comes from elsewhere, and nothing on it runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function rulesRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, (c) => {
    const { after, limit, standard, table, field, id, lang } = c.req.valid('query')
    const asked = ruleCatalogue().filter(
      (rule) =>
        (!table || rule.table === table) &&
        (!field || rule.field === field) &&
        (!id || rule.id === id) &&
        (!standard || rule.variants.some(({ standards }) => standards.includes(standard))),
    )
    const numbered = asked.map((rule, at) => ({ at: at + 1, rule }))
    const { items, next } = pageOf(numbered.slice(after, after + limit + 1), limit, ({ at }) => at)
    const { pack } = c.get('services')
    const rules = items.map(({ rule }) => rule)
    if (wantsPage(c)) {
      const filters = { standard, table, field, id }
      return c.html(ruleListPage({ rules, total: asked.length, next, filters, pack, lang }))
    }
    return c.json({ version: pack.version, settings: { ...pack.settings }, total: asked.length, rules, next }, 200)
  })

  app.openapi(one, (c) => {
    const { id } = c.req.valid('param')
    const { lang } = c.req.valid('query')
    const rule = ruleCatalogue().find((known) => known.id === id)
    if (!rule) throw new Refusal('rule-unknown')
    const { pack } = c.get('services')
    const detail = ruleDetail(id)
    if (wantsPage(c)) return c.html(rulePage({ rule, detail, pack, lang }))
    const { catalogue: rows, valid, invalid } = detail
    const setting = pack.settingOf(id)
    // Read-only lists of our own; the schema's type has them writable.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const body = { version: pack.version, rule, setting, catalogue: rows, examples: { valid, invalid } } as z.infer<
      typeof ruleDetailSchema
    >
    return c.json(body, 200)
  })
}

/** Says so in the answer's headers, whichever it is. */
function wantsPage(c: Context<AppEnv>): boolean {
  c.header('vary', 'Accept')
  const type = accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  })
  if (type !== 'text/html') return false
  c.header('content-security-policy', POLICY)
  return true
}
