import { createHash, timingSafeEqual } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { CentreState } from '../../../centre/state.ts'
import { bearerOf } from '../../../edge/identity/token.ts'
import type { Gauge } from '../../../kernel/metrics.ts'
import { Refusal } from '../../refusals.ts'
import { waitUntilOf } from '../../route-parts.ts'
import type { AppEnv, Services } from '../../services.ts'

/** https://prometheus.io/docs/specs/om/open_metrics_spec/ */
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/**
 * GET /metrics: for the program that watches this deployment, not for users of the API, so the document does not list it. Whoever has no
 * token of it finds no such address.
 */
export function metricsRoute(app: OpenAPIHono<AppEnv>): void {
  app.get('/metrics', async (c) => {
    const services = c.get('services')
    const shown = bearerOf(c.req.header('authorization')) ?? ''
    if (services.metricsToken === null || !isSame(shown, services.metricsToken)) throw new Refusal('route-unknown')
    const gauges = await gaugesOf(services, waitUntilOf(c))
    return c.body(services.metrics.render(gauges), 200, { 'content-type': OPEN_METRICS, 'cache-control': 'no-store' })
  })
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (shown: string, expected: string): boolean => timingSafeEqual(digest(shown), digest(expected))

async function gaugesOf(
  { reference, centreState, freeBytes, now }: Services,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Gauge[]> {
  const [lists, state, free] = await Promise.all([
    reference.current(waitUntil).catch(() => null),
    centreState?.() ?? null,
    freeBytes?.().catch(() => null) ?? null,
  ])
  return [
    { name: 'bhyt_code_lists_stale', help: '1: code findings are warnings only', value: lists && !lists.stale ? 0 : 1 },
    ...(lists?.replicaLagSeconds == null
      ? []
      : [{ name: 'bhyt_replica_lag_seconds', help: 'Of the reference replica', value: lists.replicaLagSeconds }]),
    ...(free === null ? [] : [{ name: 'bhyt_store_free_bytes', help: 'Where the store lies', value: free }]),
    ...(state === null ? [] : ofCentre(state, now())),
  ]
}

const ofCentre = ({ databases, backlog, deliveries }: CentreState, now: number): Gauge[] => [
  ...databases.flatMap(({ name, answers, milliseconds }): Gauge[] => [
    { name: 'bhyt_database_up', help: '1: it answers', labels: { database: name }, value: answers ? 1 : 0 },
    {
      name: 'bhyt_database_answer_seconds',
      help: 'How long a small question took',
      labels: { database: name },
      value: milliseconds / 1000,
    },
  ]),
  ...(backlog === null
    ? []
    : [
        { name: 'bhyt_backlog', help: 'Submissions that wait for the centre, up to 1000', value: backlog.waiting },
        {
          name: 'bhyt_oldest_waiting_seconds',
          help: 'Age of the oldest of them',
          value: backlog.oldest === null ? 0 : Math.max(0, (now - backlog.oldest) / 1000),
        },
      ]),
  ...Object.entries(deliveries).map(([label, value]) => ({
    name: 'bhyt_webhook_messages',
    help: 'Messages to webhooks by state',
    labels: { state: label },
    value,
  })),
]
