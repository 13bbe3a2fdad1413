/** What BHXH has to do, also as a sheet to fill in. */
import { type OpenAPIHono } from '@hono/zod-openapi'
import { assessmentWorkbook } from '../../../centre/assessments/sheet-columns.ts'
import { countWork, listWork, type ListedWork } from '../../../centre/assessments/worklist.ts'
import { provinceOf } from '../../../edge/identity/caller.ts'
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { decimalOf } from '../../../province/answer-figure.ts'
import { labelsOf, type Labels } from '../../../province/labels.ts'
import { assertProvince } from '../../../province/provinces.ts'
import { xlsxStream } from '../../../province/sheets/xlsx.ts'
import { available } from '../../../store/warehouse/read.ts'
import { operation } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import { json } from '../../route-parts.ts'
import type { AppEnv, Services } from '../../services.ts'
import { tableFile, XLSX } from '../../table-files.ts'
import { orAway } from '../regions/province-request.ts'
import { problems } from '../service/problems.ts'
import { bhxhOf } from './readable-facility.ts'
import { dueQuery, dueSchema, worklistQuery, worklistSchema } from './work-schemas.ts'

const file = { schema: { type: 'string' as const, format: 'binary' } }

const counting = operation(
  { may: ['assessor'], within: 'all' },
  {
    method: 'get',
    path: '/v1/assessments/due',
    summary: 'How many payment dossiers of a province BHXH has to assess, by facility and due day (BHXH)',
    request: { query: dueQuery },
    responses: { 200: json(dueSchema, 'Facilities with something to do'), ...problems(400, 401, 403, 404, 503) },
  },
)
const listing = operation(
  { may: ['assessor'], within: 'all' },
  {
    method: 'get',
    path: '/v1/assessments/worklist',
    summary:
      'Payment dossiers to assess, corrections that wait, or what was assessed; also as a sheet to fill in (BHXH)',
    request: { query: worklistQuery },
    responses: {
      200: {
        description: 'A page, the earliest due first; the sheet has the first 500',
        content: { 'application/json': { schema: worklistSchema }, [XLSX]: file },
      },
      ...problems(400, 401, 403, 404, 503),
    },
  },
)
export function worklistRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(counting, async (c) => {
    bhxhOf(c)
    const { province } = c.req.valid('query')
    const { openWarehouse, openReplica, now } = c.get('services')
    await orAway(assertProvince(openReplica(), province), undefined)
    const today = vietnamIsoDay(now())
    const facilities = await available(() => countWork(openWarehouse(province), province, today))
    const names = await namesOf(
      c.get('services'),
      facilities.map(({ facility }) => facility),
    )
    return c.json(
      {
        province,
        facilities: facilities.map(({ days, ...each }) => ({
          ...each,
          name: names.get(each.facility)?.vi ?? null,
          days: [...days],
        })),
      },
      200,
    )
  })
  app.openapi(listing, async (c) => {
    bhxhOf(c)
    const { format, province: stated, facility, state, dueOn, after, limit } = c.req.valid('query')
    const province = stated ?? (facility === undefined ? undefined : provinceOf(facility))
    if (province === undefined) throw new Refusal('parameter-invalid', { parameter: 'province', expected: '01' })
    if (facility !== undefined && !facility.startsWith(province)) throw new Refusal('not-yours')
    const { openWarehouse, openReplica } = c.get('services')
    await orAway(assertProvince(openReplica(), province), undefined)
    const asked = { province, facility, state, dueOn, after, limit }
    const { dossiers, next } = await available(() => listWork(openWarehouse(province), asked))
    if (format === 'xlsx')
      return tableFile(
        c,
        'xlsx',
        `giam-dinh-${facility ?? province}`,
        xlsxStream(assessmentWorkbook(dossiers, province)),
      )
    const names = await namesOf(
      c.get('services'),
      dossiers.map((each) => each.facility),
    )
    return c.json({ province, state, dossiers: dossiers.map((each) => shownWork(each, names)), next }, 200)
  })
}

const namesOf = ({ openReplica, now }: Services, facilities: readonly string[]): Promise<Labels> =>
  orAway(labelsOf(openReplica(), 'facility', [...new Set(facilities)], vietnamIsoDay(now())), new Map())

const amountOrNull = (value: bigint | null): string | null => (value === null ? null : decimalOf(value))

const shownWork = ({ T_TONGCHI_BV, T_BHTT, ...each }: ListedWork, names: Labels) => ({
  ...each,
  name: names.get(each.facility)?.vi ?? null,
  T_TONGCHI_BV: amountOrNull(T_TONGCHI_BV),
  T_BHTT: amountOrNull(T_BHTT),
})
