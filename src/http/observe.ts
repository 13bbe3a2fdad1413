import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Received } from '../edge/receive.ts'
import type { Metrics } from '../kernel/metrics.ts'
import { AnyRefusal } from '../kernel/refusal.ts'
import type { AppEnv } from './services.ts'

const NO_ROUTE = 'none'

/** As the document names it, without the values of the request, which may name a patient. */
export const routeOf = (c: Context<AppEnv>): string =>
  matchedRoutes(c).findLast(({ path, method }) => method !== 'ALL' && !path.includes('*'))?.path ?? NO_ROUTE

/** One line and two figures for each request: who asked is in no line, nor anything of what was asked. */
export const observed: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { now, log, metrics } = c.get('services')
  const startedAt = now()
  await next()
  const { status } = c.res
  const [route, { method }] = [routeOf(c), c.req]
  const code = c.error instanceof AnyRefusal ? c.error.code : undefined
  const submission = /^\/v1\/submissions\/([0-9a-f]{32})$/.exec(c.res.headers.get('location') ?? '')?.[1]
  const durationMs = now() - startedAt
  metrics.count('bhyt_requests', { method, route, status: String(status) })
  metrics.took('bhyt_request_seconds', { route }, durationMs / 1000)
  if (code !== undefined) metrics.count('bhyt_refusals', { code })
  const fields = { requestId: c.get('requestId'), method, route, status, durationMs }
  log({ event: 'request', level: 'info', ...fields, ...(code ? { code } : {}), ...(submission ? { submission } : {}) })
}

type CountedFile = Pick<Received, 'bySeverity'> & { readonly receipt: Pick<Received['receipt'], 'dossiers'> }

/** What the edge made of a new file: its dossiers, and what it found in them. */
export function countFile(metrics: Metrics, { receipt, bySeverity }: CountedFile): void {
  const { accepted, acceptedWithWarnings, rejected } = receipt.dossiers
  for (const [outcome, number] of Object.entries({ accepted, warned: acceptedWithWarnings, rejected }))
    metrics.count('bhyt_dossiers', { outcome }, number)
  for (const [severity, number] of Object.entries(bySeverity ?? {}))
    metrics.count('bhyt_findings', { severity }, number)
}
