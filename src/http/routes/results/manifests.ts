import { type OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Warehouse } from '../../../store/database.ts'
import { Refusal } from '../../refusals.ts'
import { compareManifest, type ManifestDifference } from '../../../centre/results/manifests/compare.ts'
import {
  manifestHistory,
  putManifest,
  standingManifest,
  type ManifestKey,
} from '../../../centre/results/manifests/manifest.ts'
import { dayEnds, vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { comparisonQuery, comparisonSchema, manifestBody, manifestParams, manifestQuery } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { centreOf } from '../../callers.ts'
import { bodyOf, json, timeOrNull } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { checkpointBehind } from '../../../store/warehouse/receipt-log.ts'
import { shownCheckpoint } from '../receipts/shown-checkpoint.ts'
import { facilityWarehouse, ownWarehouse } from './caller-warehouse.ts'
import { operation } from '../../operation.ts'

const PATH = '/v1/manifests/{day}'
/** The most entries with their hashes. */
export const MAX_MANIFEST_BYTES = 24 * 1024 * 1024
const FIRST_PAGE = 1000

const putting = operation(
  {
    may: ['sender'],
    within: 'its own facility',
    body: { most: MAX_MANIFEST_BYTES, why: 'the most entries with their hashes' },
  },
  {
    method: 'put',
    path: PATH,
    summary: 'Declare what was sent on a day; the answer says what is missing, unknown and different (facility)',
    request: { params: manifestParams, query: manifestQuery, body: bodyOf(manifestBody) },
    responses: {
      200: json(comparisonSchema, 'Stored, in place of an earlier one, and compared'),
      ...problems(400, 401, 403, 413, 415, 421, 422, 503),
    },
  },
)
const reading = operation(
  { may: ['sender', 'supervisor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: PATH,
    summary: 'The manifest of a day compared with what the warehouse holds now (facility, its province, ministry)',
    request: { params: manifestParams, query: comparisonQuery },
    responses: { 200: json(comparisonSchema, 'Compared'), ...problems(400, 401, 403, 404, 503) },
  },
)

export function manifestRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(putting, async (c) => {
    const { facility, caller, warehouse } = ownWarehouse(c)
    centreOf(c)
    const { now, randomName } = c.get('services')
    const { day } = c.req.valid('param')
    const today = vietnamIsoDay(now())
    if (day > today) throw new Refusal('parameter-invalid', { parameter: 'day', expected: `… ${today}` })
    const key: ManifestKey = { facility, day, purpose: c.req.valid('query').purpose }
    const entries = c.req.valid('json').entries.map(({ MA_LK, hash = null }) => ({ MA_LK, hash }))
    await putManifest(warehouse, key, entries, { id: randomName(), account: caller.account, now: now() })
    return c.json(await compared(c, warehouse, key, { limit: FIRST_PAGE }), 200)
  })
  app.openapi(reading, async (c) => {
    const { facility: asked, purpose, ...page } = c.req.valid('query')
    const { facility, warehouse } = facilityWarehouse(c, asked)
    return c.json(await compared(c, warehouse, { facility, purpose, day: c.req.valid('param').day }, page), 200)
  })
}

type Page = { list?: ManifestDifference | undefined; after?: string | undefined; limit: number }

async function compared(
  c: Context<AppEnv>,
  warehouse: Warehouse,
  key: ManifestKey,
  { list, after, limit }: Page,
): Promise<z.infer<typeof comparisonSchema>> {
  const manifest = await standingManifest(warehouse, key)
  if (!manifest) throw new Refusal('manifest-unknown')
  const [{ counts, lists, next }, history, checkpoint] = await Promise.all([
    compareManifest(warehouse, manifest, { list, after, limit }),
    manifestHistory(warehouse, key),
    checkpointBehind(warehouse, dayEnds(key.day)),
  ])
  return {
    ...key,
    asOf: vietnamTime(c.get('services').now()),
    counts,
    missing: [...lists.missing],
    unknown: [...lists.unknown],
    different: [...lists.different],
    rejected: [...lists.rejected],
    next,
    checkpoint: checkpoint && (await shownCheckpoint(checkpoint, c.get('services').receiptKeys)),
    history: history.map(({ at, by, declared, replacedAt }) => ({
      at: vietnamTime(at),
      by,
      declared,
      replacedAt: timeOrNull(replacedAt),
    })),
  }
}
