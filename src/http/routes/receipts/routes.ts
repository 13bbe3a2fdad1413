import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { proveReceipt } from '../../../centre/receipt-log/prove.ts'
import { bundleForm } from '../../../proof/bundle.ts'
import { publishedKeys } from '../../../proof/signed.ts'
import { operation } from '../../operation.ts'
import { json } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { readableReceipt, submissionParams } from '../submissions/submission.ts'
import { receiptLogRoutes } from './logs.ts'

const moment = z.int().optional().openapi({ description: 'Epoch seconds; missing: no limit.' })
const keySet = z
  .object({
    keys: z.array(
      z.object({
        kid: z.string(),
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
        x: z.string(),
        y: z.string(),
        nbf: moment,
        exp: moment,
      }),
    ),
  })
  .openapi('ReceiptKeys', {
    description:
      'JWKS, RFC 7517. `nbf` and `exp` say when a key may sign: what it signed then stays valid when its time is over.',
  })

const keys = createRoute({
  method: 'get',
  path: '/v1/receipts/keys',
  summary: 'The public keys by which receipts are verified, those of years ago too; no token needed',
  responses: { 200: json(keySet, 'The keys') },
})

const proof = operation(
  { may: ['sender', 'supervisor', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/receipts/{id}/proof',
    summary: 'The receipt, its place in the log, the checkpoint and the keys: verifies without the service',
    request: { params: submissionParams },
    responses: {
      200: json(
        bundleForm.extend({ keys: keySet, cosignerKeys: keySet }).openapi('ReceiptBundle', {
          description:
            '`inclusion` (RFC 9162, 2.1.3) leads from SHA-256(0x00 ‖ receipt.jws) at `index` to the root of `checkpoint`. Trust `keys` only where you know them from elsewhere.',
        }),
        'The bundle',
      ),
      ...problems(400, 401, 403, 404, 503),
    },
  },
)

/** A new key is published before it signs: an hour is soon enough for those who keep a copy. */
const FOR_AN_HOUR = { 'cache-control': 'public, max-age=3600' }

/** By what receipts are proven. */
export function receiptRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(keys, (c) => c.json({ keys: publishedKeys(c.get('services').receiptKeys) }, 200, FOR_AN_HOUR))

  app.openapi(proof, async (c) => {
    const receipt = await readableReceipt(c, c.req.valid('param').id)
    const { openWarehouse, receiptKeys, cosignerKeys } = c.get('services')
    const bundle = await proveReceipt(openWarehouse(receipt.facility), receipt)
    const published = {
      keys: { keys: publishedKeys(receiptKeys) },
      cosignerKeys: { keys: publishedKeys(cosignerKeys) },
    }
    return c.json({ ...bundle, ...published }, 200)
  })

  receiptLogRoutes(app)
}
