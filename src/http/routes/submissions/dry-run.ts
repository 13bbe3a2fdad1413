import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { COMPRESSION_RATIO_FROM_BYTES, MAX_COMPRESSION_RATIO, MAX_DRY_RUN_BYTES } from '../../../engine/index.ts'
import { Refusal } from '../../refusals.ts'
import { dmdcHeaders, dmdcHeadersSchema } from '../../dmdc-headers.ts'
import { dryRun } from '../../../edge/dry-run.ts'
import { assertMediaType, fileBody } from '../../file-body.ts'
import { readBody } from '../../../edge/read-body.ts'
import { waitUntilOf } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { clientAddress } from '../../client-address.ts'
import { dryRunOf } from './answers.ts'
import { dryRunSchema } from './schemas.ts'
import { facilitySchema, standardSchema } from '../../schema-parts.ts'

const LIMITS = {
  fileBytes: MAX_DRY_RUN_BYTES,
  compressionRatio: MAX_COMPRESSION_RATIO,
  ratioFromBytes: COMPRESSION_RATIO_FROM_BYTES,
}

const route = createRoute({
  method: 'post',
  path: '/v1/dry-run',
  summary: 'Check a file as a submission is checked; nothing is stored, no account is needed',
  request: {
    query: z.object({
      standard: standardSchema
        .optional()
        .openapi({ description: 'Left out, the structure and dates of the file decide.' }),
      facility: facilitySchema
        .optional()
        .openapi({ description: 'Whose file it should be; left out, its own MACSKCB.' }),
    }),
    headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
    body: fileBody,
  },
  responses: {
    200: {
      description: 'What a submission of these bytes would be answered',
      content: { 'application/json': { schema: dryRunSchema } },
      headers: dmdcHeadersSchema,
    },
    ...problems(400, 403, 413, 415, 422, 429, 503),
  },
})

export function dryRunRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const services = c.get('services')
    if (!(await services.admitDryRun(clientAddress(c)))) throw new Refusal('too-many-requests')
    assertMediaType(c.req.header('content-type'))
    const { standard, facility } = c.req.valid('query')
    const reference = await services.reference.current(waitUntilOf(c))
    const checked = await dryRun(
      { facility: facility ?? null, stated: standard ?? null, body: readBody(c.req.raw, LIMITS) },
      { reference, pack: services.pack, now: services.now() },
    )
    return c.json(dryRunOf(checked), 200, dmdcHeaders(checked.judgedBy))
  })
}
