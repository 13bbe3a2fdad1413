import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { cosign, proveConsistency } from '../../../centre/receipt-log/prove.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import type { Warehouse } from '../../../store/database.ts'
import { readCheckpoint, readNewest } from '../../../store/warehouse/receipt-log.ts'
import { centreOf } from '../../callers.ts'
import { operation, SMALL_BODY } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { moment, wholeNumber } from '../../schema-parts.ts'
import { shownCheckpoint } from './shown-checkpoint.ts'
import { checkpointSchema, hash } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'

/** The logs of receipts: one for each warehouse, asked for by any province whose receipts lie in it. */
const params = z.object({
  province: z
    .string()
    .regex(/^\d{2}$/, '01')
    .openapi({ description: 'Old two digits, as at the front of a facility' }),
})
const size = wholeNumber(0)

const PUBLIC = { 'cache-control': 'public, max-age=30' }

const checkpoint = createRoute({
  method: 'get',
  path: '/v1/receipt-logs/{province}/checkpoint',
  summary: 'The newest signed head of the log of receipts, or that of a size, with its co-signatures; no token needed',
  request: { params, query: z.object({ size: size.optional() }) },
  responses: {
    200: json(
      checkpointSchema
        .extend({ cosignatures: z.array(z.object({ by: z.string(), jws: z.string(), at: moment })) })
        .openapi('CosignedCheckpoint'),
      'The checkpoint',
    ),
    ...problems(400, 404, 503),
  },
})

const consistency = createRoute({
  method: 'get',
  path: '/v1/receipt-logs/{province}/consistency',
  summary: 'The proof that a smaller log is the beginning of a larger one (RFC 9162, 2.1.4); no token needed',
  request: { params, query: z.object({ from: size, to: size }) },
  responses: {
    200: json(z.object({ from: z.int(), to: z.int(), proof: z.array(hash) }).openapi('ConsistencyProof'), 'The proof'),
    ...problems(400, 404, 503),
  },
})

const cosignature = operation(
  { may: ['assessor', 'operator'], within: 'any log; the signature decides', isConfirmed: true, body: SMALL_BODY },
  {
    method: 'post',
    path: '/v1/receipt-logs/{province}/cosignatures',
    summary: 'Keep what a second body signed of a checkpoint',
    request: {
      params,
      body: bodyOf(
        z.object({
          jws: z.string().max(8192).openapi({
            description:
              'Compact JWS (ES256) by a key of RECEIPT_COSIGNER_KEYS, typ bhyt-cosignature+jwt, over version 1, iss, iat, log, size, root',
          }),
        }),
      ),
    },
    responses: {
      200: json(
        z.object({ by: z.string(), size: z.int() }).openapi('Cosignature'),
        'Kept; the same again changes nothing',
      ),
      ...problems(400, 401, 403, 404, 413, 415, 421, 422, 503),
    },
  },
)

export function receiptLogRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(checkpoint, async (c) => {
    const warehouse = logOf(c, c.req.valid('param').province)
    const { size: asked } = c.req.valid('query')
    const found = await (asked === undefined ? readNewest(warehouse) : readCheckpoint(warehouse, asked))
    if (found === null) throw new Refusal('checkpoint-unknown')
    const { cosignatures, ...kept } = found
    return c.json(
      {
        ...(await shownCheckpoint(kept, c.get('services').receiptKeys)),
        cosignatures: cosignatures.map((one) => ({ ...one, at: vietnamTime(one.at) })),
      },
      200,
      PUBLIC,
    )
  })

  app.openapi(consistency, async (c) => {
    const warehouse = logOf(c, c.req.valid('param').province)
    const { from, to } = c.req.valid('query')
    const newest = await readNewest(warehouse)
    if (newest === null || to > newest.size) throw new Refusal('checkpoint-unknown')
    if (from > to) throw new Refusal('parameter-invalid', { parameter: 'from', expected: `0 … ${to}` })
    return c.json({ from, to, proof: await proveConsistency(warehouse, from, to) }, 200, PUBLIC)
  })

  app.openapi(cosignature, async (c) => {
    centreOf(c)
    const { cosignerKeys, receiptKeys: keys, now } = c.get('services')
    const warehouse = logOf(c, c.req.valid('param').province)
    const kept = await cosign(warehouse, c.req.valid('json').jws, { keys, cosignerKeys, now: now() })
    return c.json(kept, 200)
  })
}

/** The warehouse, or its replica where one is near: nodes and checkpoints never change. Throws parameter-invalid. */
function logOf(c: Context<AppEnv>, province: string): Warehouse {
  const { names, openPrimary, openReplica } = c.get('services').warehouses
  if (!names.includes(province) && !names.includes('*'))
    throw new Refusal('parameter-invalid', { parameter: 'province', expected: names.join(', ') })
  return c.get('services').centre === null ? (openReplica(province) ?? openPrimary(province)) : openPrimary(province)
}
