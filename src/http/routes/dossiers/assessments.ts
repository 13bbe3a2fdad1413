import { type OpenAPIHono, type z } from '@hono/zod-openapi'
import { hundredthsOf, type Assessed, type Assessment } from '../../../centre/assessments/assessment.ts'
import { readAssessments } from '../../../centre/assessments/read.ts'
import { recordAssessments } from '../../../centre/assessments/record.ts'
import { provinceOf } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { decimalOf } from '../../../province/answer-figure.ts'
import { readVersions } from '../../../centre/versions/read.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { available } from '../../../store/warehouse/read.ts'
import { vaultOf } from '../../callers.ts'
import type { AppEnv } from '../../services.ts'
import { assessmentsBody, assessmentsSchema, dossierParams, facilityQuery, recordedSchema } from './schemas.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { bhxhOf, readableFacility } from './readable-facility.ts'
import { operation } from '../../operation.ts'

const PATH = '/v1/assessments'
const MAX_BODY_BYTES = 4 * 1024 * 1024

const taking = operation(
  {
    may: ['assessor'],
    within: 'all',
    isConfirmed: true,
    body: { most: MAX_BODY_BYTES, why: '500 assessments with their lines' },
  },
  {
    method: 'post',
    path: PATH,
    summary: "BHXH's assessments of dossiers of one province, all of them or none (BHXH)",
    request: { body: bodyOf(assessmentsBody) },
    responses: {
      201: json(recordedSchema, 'Recorded; those that were known already are named as such'),
      200: json(recordedSchema, 'All were known already'),
      ...problems(400, 401, 403, 409, 413, 421, 422, 503),
    },
  },
)
const reading = operation(
  { may: ['sender', 'supervisor', 'assessor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/dossiers/{MA_LK}/assessment',
    summary: "BHXH's assessments of a dossier sent for payment, the newest first",
    request: { params: dossierParams, query: facilityQuery },
    responses: { 200: json(assessmentsSchema, 'Empty: none is known'), ...problems(400, 401, 403, 404, 421, 503) },
  },
)

export function assessmentRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(taking, async (c) => {
    const { account } = bhxhOf(c)
    const items = c.req.valid('json').assessments.map(assessmentFrom)
    const [first] = items
    if (!first) throw new Error('a body without items was let through')
    const province = provinceOf(first.facility)
    if (items.some(({ facility }) => provinceOf(facility) !== province)) throw new Refusal('assessment-provinces')
    const { openWarehouse, now } = c.get('services')
    const stored = { warehouse: openWarehouse(first.facility), vault: vaultOf(c) }
    const recorded = await available(() => recordAssessments(stored, account, items, now()))
    const assessments = recorded.map(({ isNew, ...rest }) => ({
      ...rest,
      recorded: isNew ? ('now' as const) : ('before' as const),
    }))
    return c.json({ assessments }, recorded.some(({ isNew }) => isNew) ? 201 : 200)
  })
  app.openapi(reading, async (c) => {
    const { MA_LK } = c.req.valid('param')
    const { facility, warehouse } = readableFacility(c, c.req.valid('query').facility)
    const stored = { warehouse, vault: vaultOf(c) }
    return available(async () => {
      await readVersions(stored, { facility, purpose: 'payment' }, MA_LK)
      const known = await readAssessments(stored, facility, MA_LK)
      const assessments = known.map(({ id, submission, dossier, receivedAt, lines, ...judgement }) => ({
        id,
        submission,
        dossier,
        receivedAt: vietnamTime(receivedAt),
        ...judgementShown(judgement),
        lines: lines.map(({ table, STT, ...line }) => ({ table, STT, ...judgementShown(line) })),
      }))
      return c.json({ MA_LK, facility, assessments }, 200)
    })
  })
}

type Item = z.infer<typeof assessmentsBody>['assessments'][number]
type Judged = Pick<Item, 'decision' | 'amount' | 'reason'>

const assessmentFrom = ({ id, facility, MA_LK, submission, lines, ...judged }: Item): Assessment => ({
  id,
  facility,
  MA_LK,
  submission: submission ?? null,
  ...judgementFrom(judged),
  lines: lines.map(({ table, STT, ...line }) => ({ table, STT, ...judgementFrom(line) })),
})

const judgementFrom = ({ decision, amount, reason }: Judged): Assessed => ({
  decision,
  amount: amount === undefined ? null : hundredthsOf(amount),
  reason: reason ?? null,
})

const judgementShown = ({ decision, amount, reason }: Assessed) => ({
  decision,
  amount: amount === null ? null : decimalOf(BigInt(amount)),
  reason,
})
