import { type OpenAPIHono } from '@hono/zod-openapi'
import type { VersionKey } from '../../../centre/versions/compare.ts'
import { readAnyVersions, versionNamed, type Version } from '../../../centre/versions/read.ts'
import { readRejected, readWholeRejected, type Rejected } from '../../../centre/versions/rejected.ts'
import { currentOf, readWhole, type WholeDossier } from '../../../centre/versions/whole.ts'
import type { ChainKey } from '../../../edge/earlier/read-chains.ts'
import { provinceOf, type Caller } from '../../../edge/identity/caller.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { accessLogOf } from '../../../province/access-log.ts'
import { noteAccess } from '../../../province/accesses.ts'
import type { Warehouse } from '../../../store/database.ts'
import type { KeyedWarehouse } from '../../../store/warehouse/identity/words.ts'
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
import { versionShown } from './versions.ts'

const reading = operation(
  {
    may: ['sender', 'supervisor', 'assessor'],
    within: 'its own facility; its provinces; all; others than the facility state a reason, every answer is noted',
  },
  {
    method: 'get',
    path: '/v1/dossiers/{MA_LK}',
    summary:
      'A dossier whole: its versions and rejected deliveries, and of one of them every row of every table and every finding; persons masked, unless asked for',
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
    const { store } = c.get('services')
    return available(async () => {
      const found = await findDossier({ warehouse, vault }, { facility, purpose, MA_LK }, name)
      const { shown } = found
      const query = { MA_LK, purpose, version: `${shown.submission}-${shown.dossier}` }
      // Noted first: what cannot be noted is not shown.
      await noteDossier(warehouse, caller, c.get('services'), { facility, query, reason: reason ?? '', isUnmasked })
      const options = { isUnmasked, after, limit }
      const whole = found.isRejected
        ? await readWholeRejected({ warehouse, store }, shown, options)
        : await readWhole(warehouse, vault, shown, options)
      return c.json({ MA_LK, facility, purpose, ...answerOf(found, whole), unmasked: isUnmasked }, 200)
    })
  })
}

type Asked = ChainKey & { readonly MA_LK: string }
type Found = {
  readonly shown: VersionKey & { readonly version: number | null }
  readonly isRejected: boolean
  readonly versions: readonly Version[]
  readonly rejected: readonly Rejected[]
}

/** The delivery of that name; where none is named the version that counts, and where nothing was accepted the last try. Throws Refusal('dossier-unknown'). */
async function findDossier(stored: KeyedWarehouse, { MA_LK, ...key }: Asked, name: string | undefined): Promise<Found> {
  const versions = await readAnyVersions(stored, key, MA_LK)
  const rejected = await readRejected(stored.warehouse, key, MA_LK)
  const refused =
    name === undefined
      ? versions.length === 0 && rejected[0]
      : rejected.find(({ submission, dossier }) => `${submission}-${dossier}` === name)
  if (refused) return { shown: { ...refused, version: null }, isRejected: true, versions, rejected }
  const shown = name === undefined ? currentOf(versions) : versionNamed(versions, name)
  if (shown === undefined) throw new Refusal('dossier-unknown')
  return { shown, isRejected: false, versions, rejected }
}

const answerOf = (
  { shown: { submission, dossier, version }, isRejected, versions, rejected }: Found,
  { tables, findings, ...rest }: WholeDossier,
) => ({
  ...rest,
  shown: { submission, dossier, version },
  outcome: isRejected ? ('rejected' as const) : ('accepted' as const),
  versions: versions.map(versionShown),
  rejected: rejected.map(({ receivedAt, ...place }) => ({ ...place, receivedAt: vietnamTime(receivedAt) })),
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
