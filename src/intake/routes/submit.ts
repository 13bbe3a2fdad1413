import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { authenticatingPerson, sendingFacility } from '../../identity/caller.ts'
import { dmdcHeaders, dmdcHeadersSchema } from '../dmdc-headers.ts'
import { assertMediaType, fileBody } from '../file-body.ts'
import { readBody } from '../read-body.ts'
import { receive } from '../receive.ts'
import { acknowledgementSchema, purposeSchema, standardSchema } from '../schemas.ts'
import type { AppEnv } from '../services.ts'
import { problems } from './problems.ts'

const acknowledgement = { 'application/json': { schema: acknowledgementSchema } }

const route = createRoute({
  method: 'post',
  path: '/v1/submissions',
  summary: 'Send a file of dossiers; it is checked while it arrives and acknowledged per field',
  security: [{ token: [] }],
  request: {
    query: z.object({
      purpose: purposeSchema.openapi({
        description:
          'management: at the end of the encounter; payment: for assessment, with a token of an authorised person',
      }),
      standard: standardSchema
        .optional()
        .openapi({ description: 'Left out, the structure and dates of the file decide.' }),
    }),
    headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
    body: fileBody,
  },
  responses: {
    202: {
      description: 'Received and stored; the centre will verify it',
      content: acknowledgement,
      headers: dmdcHeadersSchema,
    },
    200: {
      description: 'The same bytes were received before: the same acknowledgement, with Idempotent-Replay: true',
      content: acknowledgement,
      headers: dmdcHeadersSchema,
    },
    ...problems(400, 401, 403, 413, 415, 422, 503),
  },
})

export function submitRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const services = c.get('services')
    const { bucket, queue, pack, now } = services
    const caller = await services.verifyToken(c.req.header('authorization'), now())
    const facility = sendingFacility(caller)
    assertMediaType(c.req.header('content-type'))
    const { purpose, standard } = c.req.valid('query')
    const authenticatedBy = authenticatingPerson(caller, purpose)

    const waitUntil = (work: Promise<unknown>): void => {
      c.executionCtx.waitUntil(work)
    }
    const [reference, localCodes] = await Promise.all([
      services.reference.current(waitUntil),
      services.localCodes.of(facility, waitUntil),
    ])
    const { acknowledgement, isReplay } = await receive(
      { facility, purpose, authenticatedBy, stated: standard ?? null, body: readBody(c.req.raw) },
      { bucket, queue, reference, localCodes, pack, now: now(), uploadName: services.randomName() },
    )
    c.header('location', `/v1/submissions/${acknowledgement.id}`)
    if (isReplay) c.header('idempotent-replay', 'true')
    const headers = dmdcHeaders(acknowledgement.dmdc)
    // What was written once is told as it was written; its members are those of the schema.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return c.json(acknowledgement as z.infer<typeof acknowledgementSchema>, isReplay ? 200 : 202, headers)
  })
}
