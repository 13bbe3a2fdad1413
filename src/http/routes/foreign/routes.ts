import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { createHash } from 'node:crypto'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { countKinds, type DifferenceKind, type ForeignCode } from '../../../codes/foreign/compare.ts'
import { readForeignFile, type ForeignFile } from '../../../codes/foreign/read-file.ts'
import {
  compareWith,
  deltaPage,
  keepView,
  listViews,
  rowsHash,
  type ForeignView,
} from '../../../codes/foreign/views.ts'
import { Refusal } from '../../refusals.ts'
import { MAX_SPREADSHEET_BYTES } from '../../../codes/spreadsheet/limits.ts'
import { signerOf } from '../../callers.ts'
import { refuseParameter } from '../../parameter.ts'
import type { AppEnv } from '../../services.ts'
import {
  deltaSchema,
  differenceKind,
  differencesSchema,
  foreignBody,
  keptViewSchema,
  partySchema,
  viewSchema,
  viewsSchema,
} from './schemas.ts'
import { SHOWN_FILE_PROBLEMS } from '../releases/schemas.ts'
import { pageQuery } from '../../page.ts'
import { CSV, XLSX } from '../../table-files.ts'
import { problems } from '../service/problems.ts'
import { firstDay, json } from '../../route-parts.ts'
import { isoDay } from '../../schema-parts.ts'
import { ministryOf, operation } from '../../operation.ts'

const PATH = '/v1/dmdc/foreign'
const params = z.object({ party: partySchema, catalogue: z.string() })
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 422, 503)
const FILE_TYPES: ReadonlySet<string> = new Set([XLSX, CSV, 'application/octet-stream'])

const file = { schema: z.string().openapi({ format: 'binary' }) }
const compared = {
  view: z.string().optional().openapi({ description: 'Id of an earlier copy; none: their newest' }),
  day: isoDay.optional().openapi({ description: 'Only rows in force on it; none: all periods' }),
}

const keeping = operation(
  {
    may: ['curator', 'assessor'],
    within: 'all',
    isConfirmed: true,
    body: { most: MAX_SPREADSHEET_BYTES, why: 'a list of a ministry as a file' },
  },
  {
    method: 'post',
    path: `${PATH}/{party}/{catalogue}`,
    summary: "Keep another side's copy of a list, to compare it; nothing of ours is touched (ministry)",
    request: {
      params,
      body: {
        content: {
          'application/json': { schema: foreignBody },
          [XLSX]: file,
          [CSV]: file,
          'application/octet-stream': file,
        },
      },
    },
    responses: { 201: json(keptViewSchema, 'The copy'), ...PROBLEMS },
  },
)
const listing = operation(
  { may: ['curator', 'assessor', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: PATH,
    summary: 'Copies of other sides, the newest first (ministry)',
    responses: { 200: json(viewsSchema, 'The copies'), ...PROBLEMS },
  },
)
const comparing = operation(
  { may: ['curator', 'assessor', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: `${PATH}/{party}/{catalogue}/differences`,
    summary: 'Where their copy and our newest release differ, by kind (ministry)',
    request: { params, query: pageQuery.extend({ kind: differenceKind.optional(), ...compared }) },
    responses: { 200: json(differencesSchema, 'Counts of all kinds, and a page of the kind asked for'), ...PROBLEMS },
  },
)
const announcing = operation(
  { may: ['curator', 'assessor', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: `${PATH}/{party}/{catalogue}/delta`,
    summary:
      'What one side would have to change so that both hold the same, signed page by page; it changes nothing (ministry)',
    request: { params, query: pageQuery.extend({ direction: z.enum(['to-them', 'to-us']), ...compared }) },
    responses: { 200: json(deltaSchema, 'A signed page'), ...PROBLEMS },
  },
)

export function foreignRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(keeping, async (c) => {
    const { caller, primary, now } = ministryOf(c)
    const { party, catalogue } = c.req.valid('param')
    const { rows, warnings, fileHash } = await handedRows(c, catalogue)
    const id = c.get('services').randomName()
    const view = await keepView(primary, { id, party, catalogue, by: caller.account, now, fileHash }, rows)
    const problems = warnings.slice(0, SHOWN_FILE_PROBLEMS).map((problem) => ({ ...problem }))
    return c.json({ ...shownView(view), warnings: warnings.length, problems }, 201)
  })
  app.openapi(listing, async (c) => {
    const { primary } = ministryOf(c)
    return c.json({ views: (await listViews(primary)).map(shownView) }, 200)
  })
  app.openapi(comparing, async (c) => {
    const { primary } = ministryOf(c)
    const { kind, after, limit, ...asked } = c.req.valid('query')
    const { view, release, differences } = await compareWith(primary, { ...c.req.valid('param'), ...asked })
    const wanted = kind === undefined ? differences : differences.filter((difference) => difference.kind === kind)
    const page = wanted.slice(after, after + limit).map(({ ours, theirs, fields, ...rest }) => ({
      ...rest,
      fields: [...fields],
      ours: ours === null ? null : { ...ours, attributes: { ...ours.attributes }, validFrom: firstDay(ours.validFrom) },
      theirs: theirs === null ? null : shownCode(theirs),
    }))
    const counts: Record<DifferenceKind, number> = countKinds(differences)
    const next = after + limit < wanted.length ? after + limit : null
    return c.json({ view: shownView(view), release, counts, differences: page, next }, 200)
  })
  app.openapi(announcing, async (c) => {
    const { primary } = ministryOf(c)
    const sign = await signerOf(c)
    const { direction, after, limit, ...asked } = c.req.valid('query')
    const found = await compareWith(primary, { ...c.req.valid('param'), ...asked })
    const { entries, ...page } = deltaPage(found, { direction, day: asked.day, after, limit })
    const rows = entries.map(({ kind, row }) => ({ kind, row: { ...row, attributes: { ...row.attributes } } }))
    const claims = { ...page, entries: rows }
    const next = after + limit < page.entriesTotal ? after + limit : null
    return c.json({ ...claims, next, signature: await sign(claims) }, 200)
  })
}

/** Rows as JSON, or a file that our own importer reads. Throws media-type-unsupported, row-invalid, and what a spreadsheet is refused for. */
async function handedRows(c: Context<AppEnv>, catalogue: string): Promise<ForeignFile & { fileHash: string }> {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'application/octet-stream'
  if (mediaType === 'application/json') {
    const read = foreignBody.safeParse(await c.req.json())
    if (!read.success) throw refuseParameter(read.error)
    return { rows: read.data.rows, warnings: [], fileHash: rowsHash(read.data.rows) }
  }
  if (!FILE_TYPES.has(mediaType)) throw new Refusal('media-type-unsupported')
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  return { ...readForeignFile(catalogue, bytes), fileHash: createHash('sha256').update(bytes).digest('hex') }
}

const shownView = ({ importedAt, ...view }: ForeignView): z.infer<typeof viewSchema> => ({
  ...view,
  importedAt: vietnamTime(importedAt),
})

const shownCode = ({ code, name, attributes, validFrom, validTo }: ForeignCode) => ({
  code,
  name,
  attributes: { ...attributes },
  validFrom: firstDay(validFrom),
  validTo,
})
