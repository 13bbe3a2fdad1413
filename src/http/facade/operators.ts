import { z, type OpenAPIHono } from '@hono/zod-openapi'
import { calledOperations, wireUse, type WireUse } from '../../edge/facade/call-ledger.ts'
import { listLegacySettings } from '../../edge/facade/settings.ts'
import { isWithin, provinceOf } from '../../edge/identity/caller.ts'
import { vietnamIsoDay, vietnamTime } from '../../kernel/vietnam-time.ts'
import { callerOf, operation } from '../operation.ts'
import { Refusal } from '../refusals.ts'
import { facilitySchema, isoDay, moment, orNull } from '../schema-parts.ts'
import type { AppEnv } from '../services.ts'
import { freshest, json, timeOrNull } from '../route-parts.ts'
import { problems } from '../routes/service/problems.ts'
import { takeCalls } from './take-calls.ts'

/** What is looked back at where nobody says since when. */
const DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

const use = z
  .object({ calls: z.int(), errors: z.int(), lastAt: moment, lastErrorAt: orNull(moment) })
  .openapi('WireUse')

const route = operation(
  { may: ['supervisor', 'operator', 'analyst'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/operations/legacy-calls',
    summary:
      'Which facility speaks which wire, when it was last seen, its errors; what was called (province, ministry)',
    request: {
      query: z.object({
        facility: facilitySchema.optional().openapi({ description: 'Only what this facility called' }),
        since: isoDay.optional().openapi({ description: `From this day on; left out: the last ${DAYS} days` }),
      }),
    },
    responses: {
      200: json(
        z
          .object({
            since: isoDay,
            facilities: z.array(
              z.object({
                facility: z.string().openapi({ description: 'Empty: callers without a valid token' }),
                mode: z.enum(['answer', 'forward', 'both']),
                paymentPerson: z.enum(['needed', 'waived']),
                waivedUntil: orNull(isoDay),
                old: orNull(use).openapi({ description: 'The old web services; null: never' }),
                new: orNull(use).openapi({ description: 'The API of this service; null: never' }),
              }),
            ),
            operations: z.array(
              z.object({
                operation: z.string().openapi({ description: 'A path; of an unknown one digits are hidden' }),
                wire: z.enum(['old', 'new']),
                isKnown: z.boolean().openapi({ description: 'false: HIS call it and nothing here answers' }),
                code: z.string(),
                calls: z.int(),
                lastAt: moment,
              }),
            ),
          })
          .openapi('LegacyCalls'),
        'By facility, and what was called, the most frequent first',
      ),
      ...problems(400, 401, 403, 503),
    },
  },
)

/** GET /v1/operations/legacy-calls. At the centre with what the store has by now; some seconds of calls are still in isolates. */
export function legacyCallRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const caller = callerOf(c)
    const province = caller.role === 'province' ? caller.province : null
    const { facility = null, since: stated } = c.req.valid('query')
    if (province !== null && facility !== null && !isWithin(caller, provinceOf(facility)))
      throw new Refusal('not-yours')
    const { store, centre, now } = c.get('services')
    const since = stated ?? vietnamIsoDay(now() - DAYS * DAY_MS)
    if (centre) await takeCalls(store, centre.openPrimary(), now())
    const [uses, settings, operations] = await Promise.all([
      wireUse(freshest(c), province, since),
      listLegacySettings(freshest(c), province),
      calledOperations(freshest(c), { province, facility, since }),
    ])
    const usesBy = new Map(uses.map((each) => [`${each.facility} ${each.wire}`, each]))
    const settingsBy = new Map(settings.map((each) => [each.facility, each]))
    const names = [...new Set([...uses, ...settings].map((each) => each.facility))].sort()
    const facilities = names
      .filter((name) => facility === null || name === facility)
      .map((name) => {
        const set = settingsBy.get(name)
        const { mode = 'answer' as const, paymentPerson = 'needed' as const, waivedUntil = null } = set ?? {}
        const [old, newer] = [shownUse(usesBy.get(`${name} old`)), shownUse(usesBy.get(`${name} new`))]
        return { facility: name, mode, paymentPerson, waivedUntil, old, new: newer }
      })
    const called = operations.map(({ lastAt, ...call }) => ({ ...call, lastAt: vietnamTime(lastAt) }))
    return c.json({ since, facilities, operations: called }, 200)
  })
}

function shownUse(use: WireUse | undefined) {
  if (!use) return null
  const { calls, errors, lastAt, lastErrorAt } = use
  return { calls, errors, lastAt: vietnamTime(lastAt), lastErrorAt: timeOrNull(lastErrorAt) }
}
