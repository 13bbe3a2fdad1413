import type { OpenAPIHono, z } from '@hono/zod-openapi'
import { closest } from 'fastest-levenshtein'
import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './services.ts'
import { operationKey } from './accepted-values.ts'
import { Refusal } from './refusals.ts'

/** Their parameters are FHIR's, and FHIR's own words refuse them; where an outside provider sends people back, they are the provider's. */
const OF_OTHERS = /^\/fhir\/|\/callback$/

/** The query names of every documented operation, by `get /v1/rules/:id`. */
export type KnownQueries = ReadonlyMap<string, readonly string[]>

/** What the documentation says of each operation's query; read once, when all routes are there. */
export function knownQueriesOf(app: OpenAPIHono<AppEnv>): KnownQueries {
  const known = new Map<string, readonly string[]>()
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path, request } = definition.route
    if (OF_OTHERS.test(path)) continue
    known.set(operationKey(method, path), namesOf(request?.query))
  }
  return known
}

/** Throws parameter-unknown for a query name that the operation does not have: what is ignored answers another question. */
export function refuseUnknownQuery(c: Context<AppEnv>, known: KnownQueries): void {
  const asked = Object.keys(c.req.queries())
  if (asked.length === 0) return
  const names = matchedRoutes(c)
    .map(({ method, path }) => known.get(operationKey(method, path)))
    .find((found) => found !== undefined)
  if (!names) return
  const unknown = asked.find((name) => !names.includes(name))
  if (unknown === undefined) return
  if (names.length === 0) throw new Refusal('query-not-taken')
  throw new Refusal('parameter-unknown', { nearest: closest(unknown, names), names: names.join(', ') })
}

const namesOf = (query: z.ZodType | undefined): readonly string[] =>
  query !== undefined && 'shape' in query && typeof query.shape === 'object' && query.shape !== null
    ? Object.keys(query.shape)
    : []
