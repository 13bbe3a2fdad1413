import { type OpenAPIHono } from '@hono/zod-openapi'
import { readVersions, versionNamed, type Version } from '../../../centre/versions/read.ts'
import { currentOf, readWhole, type WholeDossier } from '../../../centre/versions/whole.ts'
import { provinceOf, type Caller } from '../../../edge/identity/caller.ts'
import { accessLogOf } from '../../../province/access-log.ts'
import { noteAccess } from '../../../province/accesses.ts'
import type { Warehouse } from '../../../store/database.ts'
import { available } from '../../../store/warehouse/read.ts'
import { vaultOf } from '../../callers.ts'
import { callerOf, operation } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv, Services } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { findingSchema } from '../submissions/schemas.ts'
import { readableFacility } from './readable-facility.ts'
import { dossierParams, wholeQuery, wholeSchema } from './schemas.ts'
import { placeOf, versionShown } from './versions.ts'

const reading = operation(
  {
    may: ['sender', 'supervisor', 'assessor'],
    within: 'its own facility; its provinces; all; others than the facility state a reason, every answer is noted',
  },
  {
    method: 'get',
    path: '/v1/dossiers/{MA_LK}',
    summary:
      'A dossier whole: its versions, and of one of them every row of every table and every finding; persons masked, unless asked for',
    request: { params: dossierParams, query: wholeQuery },
    responses: { 200: json(wholeSchema, 'The dossier'), ...problems(400, 401, 403, 404, 421, 503) },
  },
)

export function wholeDossierRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(reading, async (c) => {
    const { purpose, facility: asked, version: name, reason, unmask, after, limit } = c.req.valid('query')
    const { MA_LK } = c.req.valid('param')
    const { facility, warehouse } = readableFacility(c, asked)
    const caller = callerOf(c)
    const isOwn = caller.role === 'facility'
    if (!isOwn && reason === undefined) throw new Refusal('reason-needed')
    const isUnmasked = isOwn || unmask
    const vault = vaultOf(c)
    return available(async () => {
      const versions = await readVersions(warehouse, { facility, purpose }, MA_LK)
      const shown = name === undefined ? currentOf(versions) : versionNamed(versions, name)
      if (shown === undefined) throw new Refusal('dossier-unknown')
      const query = { MA_LK, purpose, version: `${shown.submission}-${shown.dossier}` }
      // Noted first: what cannot be noted is not shown.
      await noteDossier(warehouse, caller, c.get('services'), { facility, query, reason: reason ?? '', isUnmasked })
      const whole = await readWhole(warehouse, vault, shown, { isUnmasked, after, limit })
      return c.json({ MA_LK, facility, purpose, ...answerOf(versions, shown, whole), unmasked: isUnmasked }, 200)
    })
  })
}

const answerOf = (versions: readonly Version[], shown: Version, { tables, findings, ...rest }: WholeDossier) => ({
  ...rest,
  shown: placeOf(shown),
  versions: versions.map(versionShown),
  tables: tables.map(({ rows, ...table }) => ({
    ...table,
    rows: rows.map(({ masked, ...row }) => ({ ...row, masked: [...masked] })),
  })),
  findings: findings.map((finding) => findingSchema.parse(finding)),
})

type Noted = {
  readonly facility: string
  readonly query: Readonly<Record<string, string>>
  readonly reason: string
  readonly isUnmasked: boolean
}

function noteDossier(
  warehouse: Warehouse,
  caller: Caller,
  { randomName, now, alarm }: Services,
  { facility, query, reason, isUnmasked }: Noted,
): Promise<void> {
  const shown = {
    id: randomName(),
    at: now(),
    kind: 'dossier',
    reason,
    query: JSON.stringify(query),
    facility,
  } as const
  const log = accessLogOf(() => warehouse, provinceOf(facility))
  return noteAccess(log, caller, { ...shown, rows: 1, unmasked: isUnmasked ? 1 : 0 }, alarm)
}
