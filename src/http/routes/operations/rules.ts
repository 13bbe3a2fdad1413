import { type OpenAPIHono } from '@hono/zod-openapi'
import { provinceOf, type Caller } from '../../../edge/identity/caller.ts'
import { ruleCatalogue, SEVERITIES, type CataloguedRule, type RulePack } from '../../../engine/index.ts'
import { Refusal } from '../../refusals.ts'
import { inTime } from '../../../province/national.ts'
import { Region } from '../../../province/region.ts'
import { ruleHits, type RuleHit } from '../../../province/rule-hits.ts'
import { scopeOf, type Scope } from '../../../province/scope.ts'
import { ruleHitsQuery, ruleHitsSchema } from './schemas.ts'
import type { AppEnv, Services } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { checkFilters, shownFreshness } from '../regions/province-request.ts'
import { everyScope } from '../regions/national.ts'
import { callerOf, operation } from '../../operation.ts'

const route = operation(
  { may: ['supervisor', 'analyst', 'operator'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/operations/rules',
    summary:
      'How often each rule is said, of how many dossiers received: of a province (its own), or of all (ministry)',
    request: { query: ruleHitsQuery },
    responses: {
      200: json(ruleHitsSchema, 'By province, the most frequent rules first'),
      ...problems(400, 401, 403, 503),
    },
  },
)

const WAIT_MS = 10_000

/** Made at the first question; it does not change within a version of the code. */
let catalogue: ReadonlyMap<string, CataloguedRule> | null = null

export function ruleHitsRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const services = c.get('services')
    const caller = callerOf(c)
    const { province, ...filters } = c.req.valid('query')
    const { scopes, missing } = await scopesOf(
      caller,
      services,
      province ?? (filters.facility && provinceOf(filters.facility)),
    )
    for (const scope of scopes) checkFilters(scope.province, filters)
    const asked = scopes.map(async (scope) => {
      const region = await Region.open(scope, services.warehouses, services.now())
      return { ...(await ruleHits(region, filters)), freshness: region.freshness }
    })
    const answers = await Promise.all(asked.map((answer) => inTime(answer, WAIT_MS)))
    const unanswered = scopes.filter((_, at) => !answers[at]).map((scope) => scope.province)
    // One province that does not answer is no answer; of all, the others are shown.
    if (scopes.length === 1 && unanswered.length === 1 && missing.length === 0)
      throw new Refusal('warehouse-unavailable')
    const { from, to, facility } = filters
    const provinces = scopes.flatMap(({ province: code }, at) => {
      const found = answers[at]
      if (!found) return []
      const { received, suppressed, freshness } = found
      const rules = found.rules.map((hit) => shown(hit, services.pack, code, filters))
      return { province: code, ...shownFreshness(freshness), received, suppressed, rules }
    })
    return c.json(
      { from, to, facility: facility ?? null, provinces, unanswered: [...missing, ...unanswered].sort() },
      200,
    )
  })
}

/** The province asked for, the caller's own, or all. Throws what `scopeOf` throws. */
async function scopesOf(
  caller: Caller,
  services: Services,
  province: string | undefined,
): Promise<{ scopes: Scope[]; missing: string[] }> {
  const one = province ?? (caller.role === 'ministry' ? undefined : caller.province)
  return one === undefined ? everyScope(caller, services) : { scopes: [scopeOf(caller, one)], missing: [] }
}

function shown(
  { rule, dossiers, share, isAlarming: alarm }: RuleHit,
  pack: RulePack,
  province: string,
  { from, to, facility }: { from: string; to: string; facility?: string | undefined },
) {
  catalogue ??= new Map(ruleCatalogue().map((each) => [each.id, each]))
  const variants = catalogue.get(rule)?.variants ?? []
  const list = new URLSearchParams({ from, to, ...(facility === undefined ? {} : { facility }), by: 'rule', key: rule })
  return {
    rule,
    dossiers,
    share,
    alarm,
    severity: SEVERITIES.find((severity) => variants.some((variant) => variant.severity === severity)) ?? null,
    // What the deployment decided, else what the rule itself says; a rule that this version no longer has is retired.
    state: pack.settingOf(rule)?.state ?? variants[0]?.state ?? ('retired' as const),
    list: `/v1/regions/${province}/findings/dossiers?${list.toString()}`,
  }
}
