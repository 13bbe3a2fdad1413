import { type OpenAPIHono } from '@hono/zod-openapi'
import { publicWebhookUrl } from '../../../centre/results/webhooks/address.ts'
import { attempt } from '../../../centre/results/webhooks/attempt.ts'
import { listDeliveries } from '../../../centre/results/webhooks/deliveries.ts'
import { testPayload } from '../../../centre/results/webhooks/payload.ts'
import {
  enableWebhook,
  listWebhooks,
  makeWebhook,
  readWebhook,
  removeWebhook,
  rotateSecret,
  secretsOf,
  type Webhook,
} from '../../../centre/results/webhooks/register.ts'
import { replay } from '../../../centre/results/webhooks/replay.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { available } from '../../../store/warehouse/read.ts'
import {
  deliveriesQuery,
  deliveriesSchema,
  madeWebhookSchema,
  replayedSchema,
  replayQuery,
  rotatedWebhookSchema,
  rotationQuery,
  testedSchema,
  webhookBody,
  webhookParams,
  webhooksSchema,
} from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { centreOf, vaultOf } from '../../callers.ts'
import { bodyOf, json, timeOrNull } from '../../route-parts.ts'
import { pageOf } from '../../page.ts'
import { problems } from '../service/problems.ts'
import { ownWarehouse } from './caller-warehouse.ts'
import { operation } from '../../operation.ts'

const PATH = '/v1/webhooks'
/** One URL. */
const MAX_BODY_BYTES = 8 * 1024
const ONE = `${PATH}/{id}`
const HOUR_MS = 3_600_000
const PROBLEMS = problems(400, 401, 403, 404, 421, 503)

const making = operation(
  { may: ['sender'], within: 'its own facility', isConfirmed: true, body: { most: MAX_BODY_BYTES, why: 'one URL' } },
  {
    method: 'post',
    path: PATH,
    summary: 'Have results of the own facility sent to an address, signed as Standard Webhooks (facility)',
    request: { body: bodyOf(webhookBody) },
    responses: {
      201: json(madeWebhookSchema, 'Made; the secret is shown this once'),
      ...problems(400, 401, 403, 409, 413, 415, 421, 422, 503),
    },
  },
)
const listing = operation(
  { may: ['sender'], within: 'its own facility' },
  {
    method: 'get',
    path: PATH,
    summary: 'The webhooks of the own facility (facility)',
    responses: { 200: json(webhooksSchema, 'The oldest first'), ...problems(401, 403, 503) },
  },
)
const removing = operation(
  { may: ['sender'], within: 'its own facility', isConfirmed: true },
  {
    method: 'delete',
    path: ONE,
    summary: 'Take a webhook away, with what is under way to it (facility)',
    request: { params: webhookParams },
    responses: { 204: { description: 'Gone' }, ...PROBLEMS },
  },
)
const testing = operation(
  { may: ['sender'], within: 'its own facility', isConfirmed: true },
  {
    method: 'post',
    path: `${ONE}/test`,
    summary: 'Send a message of type webhook.test now; one that arrives enables a disabled webhook (facility)',
    request: { params: webhookParams },
    responses: { 200: json(testedSchema, 'What the receiver answered'), ...PROBLEMS },
  },
)
const rotating = operation(
  { may: ['sender'], within: 'its own facility', isConfirmed: true },
  {
    method: 'post',
    path: `${ONE}/secret`,
    summary:
      'Give a webhook a new secret; for some hours messages bear the signature of the old one as well (facility)',
    request: { params: webhookParams, query: rotationQuery },
    responses: {
      200: json(rotatedWebhookSchema, 'The new secret, shown this once'),
      ...problems(400, 401, 403, 404, 409, 421, 503),
    },
  },
)
const replaying = operation(
  { may: ['sender'], within: 'its own facility', isConfirmed: true },
  {
    method: 'post',
    path: `${ONE}/replay`,
    summary: 'Send the events behind a cursor again, under the ids they had (facility)',
    request: { params: webhookParams, query: replayQuery },
    responses: { 202: json(replayedSchema, 'On their way'), ...problems(400, 401, 403, 404, 409, 421, 503) },
  },
)
const delivering = operation(
  { may: ['sender'], within: 'its own facility' },
  {
    method: 'get',
    path: `${ONE}/deliveries`,
    summary: 'What became of the messages to a webhook, the newest event first (facility)',
    request: { params: webhookParams, query: deliveriesQuery },
    responses: { 200: json(deliveriesSchema, 'A page'), ...PROBLEMS },
  },
)

export function webhookRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(making, async (c) => {
    const { facility, caller, warehouse } = ownWarehouse(c)
    centreOf(c)
    const { webhooks, randomName, now } = c.get('services')
    const url = await publicWebhookUrl(c.req.valid('json').url, webhooks)
    const wanted = { id: randomName(), facility, url, account: caller.account, now: now() }
    const { webhook, secret } = await makeWebhook(warehouse, vaultOf(c), wanted)
    c.header('location', `${PATH}/${webhook.id}`)
    c.header('cache-control', 'no-store')
    return c.json({ ...shown(webhook, null), secret }, 201)
  })
  app.openapi(listing, async (c) => {
    const { facility, warehouse } = ownWarehouse(c)
    const found = await listWebhooks(warehouse, facility, c.get('services').now())
    const webhooks = found.map(({ pending, previousUntil, ...webhook }) => ({
      ...shown(webhook, previousUntil),
      pending,
    }))
    return c.json({ webhooks }, 200)
  })
  app.openapi(removing, async (c) => {
    const { facility, warehouse } = ownWarehouse(c)
    centreOf(c)
    await removeWebhook(warehouse, facility, c.req.valid('param').id)
    return c.body(null, 204)
  })
  webhookSteps(app)
}

/** What is done with one webhook, and what it was sent. */
function webhookSteps(app: OpenAPIHono<AppEnv>): void {
  app.openapi(testing, async (c) => {
    const { facility, caller, warehouse } = ownWarehouse(c)
    centreOf(c)
    const webhook = await readWebhook(warehouse, facility, c.req.valid('param').id)
    const { webhooks, randomName, now } = c.get('services')
    const at = now()
    const secrets = await available(() => secretsOf(warehouse, vaultOf(c), webhook, at))
    const message = { url: webhook.url, secrets, id: `test_${randomName()}`, body: testPayload(facility, at), at }
    const { status, failure } = await attempt(message, webhooks)
    if (failure === null) await enableWebhook(warehouse, webhook.id, caller.account)
    return c.json({ delivered: failure === null, status, failure }, 200)
  })
  app.openapi(rotating, async (c) => {
    const { facility, warehouse } = ownWarehouse(c)
    centreOf(c)
    const webhook = await readWebhook(warehouse, facility, c.req.valid('param').id)
    const now = c.get('services').now()
    const { overlapHours } = c.req.valid('query')
    const until = now + overlapHours * HOUR_MS
    const secret = await rotateSecret(warehouse, vaultOf(c), webhook, { until, now })
    c.header('cache-control', 'no-store')
    return c.json({ ...shown(webhook, overlapHours === 0 ? null : until), secret }, 200)
  })
  app.openapi(replaying, async (c) => {
    const { facility, scope, warehouse } = ownWarehouse(c)
    centreOf(c)
    const webhook = await readWebhook(warehouse, facility, c.req.valid('param').id)
    const { now, wake } = c.get('services')
    const replayed = await replay(warehouse, scope, webhook, { since: c.req.valid('query').since, now: now() })
    // Where nobody can be woken, the clock does it within a minute.
    await wake({ facility, webhook: webhook.id }).catch(() => {})
    return c.json(replayed, 202)
  })
  app.openapi(delivering, async (c) => {
    const { facility, warehouse } = ownWarehouse(c)
    const webhook = await readWebhook(warehouse, facility, c.req.valid('param').id)
    const { before, state, limit } = c.req.valid('query')
    const found = await listDeliveries(warehouse, webhook.id, { before, state, limit: limit + 1 })
    const { items, next } = pageOf(found, limit, ({ event }) => event)
    const deliveries = items.map(({ webhook: _, event: __, nextAt, lastAt, ...delivery }) => ({
      ...delivery,
      nextAt: timeOrNull(nextAt),
      lastAt: timeOrNull(lastAt),
    }))
    return c.json({ deliveries, next }, 200)
  })
}

const shown = (
  { id, url, createdAt, failingSince, disabledAt, disabledReason, pausedUntil }: Webhook,
  previousUntil: number | null,
) => ({
  id,
  url,
  state:
    disabledAt !== null ? ('disabled' as const) : failingSince !== null ? ('failing' as const) : ('active' as const),
  createdAt: vietnamTime(createdAt),
  previousSecretUntil: timeOrNull(previousUntil),
  pausedUntil: timeOrNull(pausedUntil),
  failingSince: timeOrNull(failingSince),
  disabledAt: timeOrNull(disabledAt),
  disabledReason,
})
