import { z } from '@hono/zod-openapi'
import { orNull, textSchema } from '../../schema-parts.ts'

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:bhyt-edge:problem:xml-malformed' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'One of a closed list; retired, never reused.' }),
    message: textSchema,
    remedy: textSchema,
    requestId: z.string().openapi({ description: 'Give it to the operator: it finds the log line.' }),
    line: z.int().optional(),
    column: z.int().optional(),
    table: z.string().optional(),
    earlier: z
      .array(
        z.object({
          MA_LK: z.string(),
          submission: z.string(),
          dossier: z.int(),
          receivedAt: z.string(),
          version: z.int(),
          state: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'Of dossier-changed: the first of the dossiers as they were accepted before.' }),
    places: z
      .array(z.string())
      .optional()
      .openapi({ description: 'The first of the items that are meant.', example: ['assessments[2].lines[0]'] }),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details.' })

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    dmdc: z.object({ release: z.string(), replicaLagSeconds: z.int().nullable(), stale: z.boolean() }).nullable(),
    rules: z.object({ version: z.string() }),
    centre: orNull(
      z.object({
        databases: z.array(
          z.object({
            name: z.string().openapi({ example: 'warehouse-79' }),
            answers: z.boolean(),
            milliseconds: z.int(),
          }),
        ),
        waiting: z.int().nullable().openapi({
          description: 'Submissions that wait for the centre, up to 1000; null: the store does not answer',
        }),
        oldestWaitingSeconds: z.int().nullable(),
      }),
    ).openapi({ description: 'null at an edge' }),
  })
  .openapi('Health')
