import type { OpenAPIHono } from '@hono/zod-openapi'
import { stored } from '../../../edge/receipt/raw-writer.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { fileKey, readManifests } from '../../../lake/manifest.ts'
import { SCHEMA_VERSION, TABLE_NAMES } from '../../../lake/tables.ts'
import { decimalOf } from '../../../province/answer-figure.ts'
import { operation, type Permission } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import { json } from '../../route-parts.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { fileParams, lakeSchema } from './schemas.ts'

const READS: Permission = { may: ['analyst'], within: 'all provinces; no identities' }

const listing = operation(READS, {
  method: 'get',
  path: '/v1/lake',
  summary: 'What the lake holds: the Parquet files of each province and month of discharge (analyst)',
  responses: { 200: json(lakeSchema, 'Every month that was written, of one moment each'), ...problems(401, 403, 503) },
})

const reading = operation(READS, {
  method: 'get',
  path: '/v1/lake/files/{table}/{province}/{month}/{file}',
  summary: 'One Parquet file of the lake, by the name under which it is listed (analyst)',
  request: { params: fileParams },
  responses: {
    200: {
      description: 'The file',
      content: { 'application/vnd.apache.parquet': { schema: { type: 'string', format: 'binary' } } },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The lake as engines read it: a list of files, and the files. */
export function lakeRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const manifests = await stored(readManifests(c.get('services').store.bucket))
    const months = manifests.flatMap(({ province, months: written }) =>
      Object.entries(written)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([month, { writtenAt, fund, tables }]) => ({
          province,
          month,
          writtenAt: vietnamTime(writtenAt),
          fund: decimalOf(BigInt(fund)),
          tables: TABLE_NAMES.map((table) => ({ table, files: tables[table] ?? [] })),
        })),
    )
    return c.json({ schema: SCHEMA_VERSION, months }, 200)
  })

  app.openapi(reading, async (c) => {
    const { table, province, month, file } = c.req.valid('param')
    const object = await stored(c.get('services').store.bucket.get(fileKey(`${table}/${province}/${month}/${file}`)))
    if (object === null) throw new Refusal('lake-file-unknown')
    return c.body(object.body, 200, {
      'content-type': 'application/vnd.apache.parquet',
      'content-length': String(object.size),
    })
  })
}
