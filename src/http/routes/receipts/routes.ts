import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { publishedKeys } from '../../../proof/signed.ts'
import type { AppEnv } from '../../services.ts'

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
  responses: { 200: { description: 'The keys', content: { 'application/json': { schema: keySet } } } },
})

/** A new key is published before it signs: an hour is soon enough for those who keep a copy. */
const FOR_AN_HOUR = { 'cache-control': 'public, max-age=3600' }

/** By what receipts are proven. */
export function receiptRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(keys, (c) => c.json({ keys: publishedKeys(c.get('services').receiptKeys) }, 200, FOR_AN_HOUR))
}
