import { type OpenAPIHono } from '@hono/zod-openapi'
import { warehousesState } from '../../../centre/throughput.ts'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { callerOf, operation } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import { json, timeOrNull, waitUntilOf } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { stateSchema } from './schemas.ts'

const route = operation(
  { may: ['operator'], within: 'all' },
  {
    method: 'get',
    path: '/v1/operations/state',
    summary:
      'How the service is: databases, copies, backlog, files by the hour, webhooks that fail; nothing personal (ministry)',
    responses: { 200: json(stateSchema, 'As of now'), ...problems(400, 401, 403, 421, 503) },
  },
)

export function stateRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    ofMinistry(callerOf(c))
    const { centreState, warehouses, reference, freeBytes, now } = c.get('services')
    if (centreState === null) throw new Refusal('centre-only')
    const [{ databases, backlog, deliveries }, found, lists, free] = await Promise.all([
      centreState(),
      warehousesState(warehouses, now()),
      reference.current(waitUntilOf(c)).catch(() => null),
      freeBytes?.().catch(() => null) ?? null,
    ])
    const at = now()
    return c.json(
      {
        at: vietnamTime(at),
        databases: databases.map((each) => ({ ...each })),
        replicas: found.replicas.map((each) => ({ ...each })),
        codeLists: lists && {
          release: lists.release,
          lagSeconds: lists.replicaLagSeconds,
          stale: lists.stale,
        },
        backlog: {
          waiting: backlog?.waiting ?? null,
          oldestSeconds: backlog?.oldest == null ? null : Math.max(0, Math.round((at - backlog.oldest) / 1000)),
        },
        freeBytes: free,
        hours: found.hours.map(({ hour, ...counts }) => ({ hour: vietnamTime(hour), ...counts })),
        webhooks: {
          pending: deliveries['pending'] ?? 0,
          delivered: deliveries['delivered'] ?? 0,
          failed: deliveries['failed'] ?? 0,
          failing: found.webhooks.map(({ failingSince, disabledAt, ...each }) => ({
            ...each,
            failingSince: timeOrNull(failingSince),
            disabledAt: timeOrNull(disabledAt),
          })),
        },
        unanswered: [...found.unanswered],
      },
      200,
    )
  })
}
