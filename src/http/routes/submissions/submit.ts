import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Correction } from '../../../edge/receipt/receipt.ts'
import { Refusal } from '../../refusals.ts'
import { correctionCodes, corrections } from '../../../edge/earlier/corrections.ts'
import { assertPurpose, authenticatingPerson, sendingFacility } from '../../../edge/identity/caller.ts'
import { dmdcHeaders, dmdcHeadersSchema } from '../../dmdc-headers.ts'
import { assertMediaType, fileBody } from '../../file-body.ts'
import { announcedBytes, readBody, withBody } from '../../../edge/read-body.ts'
import { correctionReason, REASON_LENGTH } from '../dossiers/schemas.ts'
import { receiptHeader, receiptHeaderSchema } from '../../receipt-header.ts'
import { receiveFile } from '../../receive-file.ts'
import { waitUntilOf } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { acknowledgementOf } from './answers.ts'
import { acknowledgementSchema } from './schemas.ts'
import { purposeSchema, standardSchema } from '../../schema-parts.ts'
import { callerOf, operation } from '../../operation.ts'

const CORRECTIONS = Object.entries(corrections)
  .map(([code, { en }]) => `${code}: ${en}`)
  .join(' · ')

const acknowledgementHeaders = dmdcHeadersSchema.extend(receiptHeaderSchema.shape)
const acknowledgement = { 'application/json': { schema: acknowledgementSchema } }

const route = operation(
  { may: ['sender'], within: 'its own facility, its purposes; payment data with a person', body: 'streamed' },
  {
    method: 'post',
    path: '/v1/submissions',
    summary: 'Send a file of dossiers; it is checked while it arrives and acknowledged per field',
    request: {
      query: z.object({
        purpose: purposeSchema.openapi({
          description:
            'management: at the end of the encounter; payment: for assessment, with a token of an authorised person',
        }),
        standard: standardSchema
          .optional()
          .openapi({ description: 'Left out, the structure and dates of the file decide.' }),
        correction: z
          .enum(correctionCodes)
          .optional()
          .openapi({
            description: `Why dossiers that were accepted before come with other content; with reason. ${CORRECTIONS}`,
          }),
        reason: correctionReason.optional().openapi({
          description: `${REASON_LENGTH.en}, which must not name or describe a patient: they are kept and shown.`,
        }),
      }),
      headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
      body: fileBody,
    },
    responses: {
      202: {
        description: 'Received and stored; the centre will verify it',
        content: acknowledgement,
        headers: acknowledgementHeaders,
      },
      200: {
        description:
          'The same bytes were received before, for the same purpose and correction: the acknowledgement given then, with Idempotent-Replay: true',
        content: acknowledgement,
        headers: acknowledgementHeaders,
      },
      ...problems(400, 401, 403, 409, 413, 415, 422, 503),
    },
  },
)

export function submitRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const { uploads, calls } = c.get('services')
    const caller = callerOf(c)
    const facility = sendingFacility(caller)
    assertMediaType(c.req.header('content-type'))
    const { purpose, standard, correction, reason } = c.req.valid('query')
    assertPurpose(caller, purpose)
    const why = correctionOf(correction, reason)
    const authenticatedBy = authenticatingPerson(caller, purpose)

    const file = { facility, purpose, authenticatedBy, stated: standard ?? null, correction: why, otherwise: null }
    const length = announcedBytes(c.req.raw)
    const { receipt, isReplay } = await withBody(uploads.of(facility, readBody(c.req.raw)), (body) =>
      receiveFile(c, { ...file, body, length }),
    )
    calls.note({ facility, wire: 'new', operation: 'POST /v1/submissions', code: '202' }, waitUntilOf(c))
    c.header('location', `/v1/submissions/${receipt.id}`)
    const headers = { ...dmdcHeaders(receipt.judgedBy), ...receiptHeader(receipt.signed?.jws) }
    if (isReplay) c.header('idempotent-replay', 'true')
    return c.json(acknowledgementOf(receipt), isReplay ? 200 : 202, headers)
  })
}

/** Code and reason belong together. Throws parameter-invalid. */
function correctionOf(code: string | undefined, reason: string | undefined): Correction | null {
  if (code === undefined && reason === undefined) return null
  if (code === undefined)
    throw new Refusal('parameter-invalid', { parameter: 'correction', expected: correctionCodes.join(', ') })
  if (reason === undefined) throw new Refusal('parameter-invalid', { parameter: 'reason', expected: REASON_LENGTH })
  return { code, reason }
}
