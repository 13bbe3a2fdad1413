import { type OpenAPIHono } from '@hono/zod-openapi'
import { compareVersions } from '../../../centre/versions/compare.ts'
import { readVersions, versionNamed, type Version } from '../../../centre/versions/read.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { available } from '../../../store/warehouse/read.ts'
import { vaultOf } from '../../callers.ts'
import type { AppEnv } from '../../services.ts'
import {
  differencesQuery,
  differencesSchema,
  dossierParams,
  versionParams,
  versionsQuery,
  versionsSchema,
} from './schemas.ts'
import { json, timeOrNull } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { readableFacility } from './readable-facility.ts'
import { operation } from '../../operation.ts'

const listing = operation(
  { may: ['sender', 'supervisor', 'assessor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/dossiers/{MA_LK}/versions',
    summary: 'Every accepted version of a dossier, with state, reason, agreement and assessment',
    request: { params: dossierParams, query: versionsQuery },
    responses: { 200: json(versionsSchema, 'In the order of receipt'), ...problems(400, 401, 403, 404, 421, 503) },
  },
)
const comparing = operation(
  { may: ['sender', 'supervisor', 'assessor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/dossiers/{MA_LK}/versions/{version}/differences',
    summary: 'What a version says otherwise than an older one, field by field; persons are not shown',
    request: { params: versionParams, query: differencesQuery },
    responses: { 200: json(differencesSchema, 'The differences'), ...problems(400, 401, 403, 404, 421, 503) },
  },
)

export function versionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const { purpose, facility: asked } = c.req.valid('query')
    const { MA_LK } = c.req.valid('param')
    const { facility, warehouse } = readableFacility(c, asked)
    const vault = vaultOf(c)
    const versions = await available(() => readVersions({ warehouse, vault }, { facility, purpose }, MA_LK))
    return c.json({ MA_LK, facility, purpose, versions: versions.map(versionShown) }, 200)
  })
  app.openapi(comparing, async (c) => {
    const { purpose, facility: asked, against } = c.req.valid('query')
    const { MA_LK, version } = c.req.valid('param')
    const { facility, warehouse } = readableFacility(c, asked)
    const vault = vaultOf(c)
    return available(async () => {
      const versions = await readVersions({ warehouse, vault }, { facility, purpose }, MA_LK)
      const to = versionNamed(versions, version)
      const from = versionNamed(versions, against ?? followedBy(to))
      const { differences, total } = await compareVersions(warehouse, vault, from, to)
      const shown = differences.map(({ fields, ...difference }) => ({ ...difference, fields: [...fields] }))
      return c.json({ MA_LK, facility, purpose, from: placeOf(from), to: placeOf(to), total, differences: shown }, 200)
    })
  })
}

/** The name of the version that this one follows; the first follows itself. */
function followedBy({ follows, submission, dossier }: Version): string {
  const place = follows ?? { submission, dossier }
  return `${place.submission}-${place.dossier}`
}

const placeOf = ({ submission, dossier, version }: Version) => ({ submission, dossier, version })

/** A version with its times as they are shown. */
export function versionShown({ receivedAt, assessedAt, agreement, ...rest }: Version) {
  return {
    ...rest,
    receivedAt: vietnamTime(receivedAt),
    agreement: agreement && { ...agreement, at: vietnamTime(agreement.at) },
    assessedAt: timeOrNull(assessedAt),
  }
}
