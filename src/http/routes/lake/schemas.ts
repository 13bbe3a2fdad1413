import { z } from '@hono/zod-openapi'
import { TABLE_NAMES } from '../../../lake/tables.ts'

/** The shapes of what the lake holds. */

const moment = z.string().openapi({ example: '2026-11-22T08:15:30.123+07:00' })

const fileSchema = z
  .object({
    name: z.string().openapi({
      description: 'By the hash of its bytes: what is named by it never changes',
      example: 'lines/province=01/month=2026-10/0123456789abcdef0123456789abcdef.parquet',
    }),
    rows: z.int(),
    bytes: z.int(),
  })
  .openapi('LakeFile')

export const lakeSchema = z
  .object({
    schema: z.int().openapi({ description: 'Version of the columns, as docs/reference/lake.md lists them' }),
    months: z.array(
      z
        .object({
          province: z.string().openapi({ example: '01' }),
          month: z.string().openapi({ description: 'Of discharge', example: '2026-10' }),
          writtenAt: moment,
          fund: z.string().openapi({
            description: "The fund's share of its current dossiers in đồng: for whoever checks that nothing is missing",
            example: '480.07',
          }),
          tables: z.array(z.object({ table: z.enum(TABLE_NAMES), files: z.array(fileSchema) })),
        })
        .openapi('LakeMonth'),
    ),
  })
  .openapi('Lake')

export const fileParams = z.object({
  table: z.enum(TABLE_NAMES),
  province: z
    .string()
    .regex(/^province=\w\w$/, 'province=01')
    .openapi({ example: 'province=01' }),
  month: z
    .string()
    .regex(/^month=\d{4}-\d\d$/, 'month=2026-10')
    .openapi({ example: 'month=2026-10' }),
  file: z
    .string()
    .regex(/^[0-9a-f]{32}\.parquet$/, 'a name that GET /v1/lake lists')
    .openapi({ example: '0123456789abcdef0123456789abcdef.parquet' }),
})
