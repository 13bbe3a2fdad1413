import { vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { resultDue } from '../../../centre/deadlines/due.ts'
import { assertMayRead } from '../../../edge/identity/caller.ts'
import { isSubmissionId, type Receipt } from '../../../edge/receipt/receipt.ts'
import { readReceipt } from '../../../edge/receipt/receipts.ts'
import { Refusal } from '../../refusals.ts'
import { levelsOf, readAssessed, type SubmissionLevel } from '../../../centre/results/levels.ts'
import { resendOf, shownOutcome } from '../../../centre/results/outcome.ts'
import { hasOpenDossiers, readAnswers, type DossierAnswer } from '../../../store/warehouse/open-rejections.ts'
import { readDossiers, readSubmission } from '../../../store/warehouse/read.ts'
import type { AppEnv } from '../../services.ts'
import { pageOf, pageQuery } from '../../page.ts'
import { problems } from '../service/problems.ts'
import { acknowledgementOf } from './answers.ts'
import { submissionSchema } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

export const submissionParams = z.object({ id: z.string().openapi({ description: 'id of the acknowledgement' }) })

const route = operation(
  { may: ['sender', 'supervisor', 'assessor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: '/v1/submissions/{id}',
    summary: 'Receipt, status and the outcome per dossier',
    request: { params: submissionParams, query: pageQuery },
    responses: {
      200: { description: 'The submission', content: { 'application/json': { schema: submissionSchema } } },
      ...problems(400, 401, 403, 404, 503),
    },
  },
)

export function submissionRoute(app: OpenAPIHono<AppEnv>): void {
  app.openapi(route, async (c) => {
    const receipt = await readableReceipt(c, c.req.valid('param').id)
    const { id, facility, purpose } = receipt
    const { after, limit } = c.req.valid('query')
    const warehouse = c.get('services').openWarehouse(facility)
    const state = await readSubmission(warehouse, id)
    const isVerified = state?.status === 'verified'
    const [dossiers, assessed, hasOpen] = await Promise.all([
      state ? readDossiers(warehouse, id, after, limit + 1) : [],
      state ? readAssessed(warehouse, id) : null,
      isVerified && state.rejected !== 0 ? hasOpenDossiers(warehouse, id) : false,
    ])
    const { items, next } = pageOf(dossiers, limit, ({ dossier }) => dossier)
    const last = items.at(-1)?.dossier ?? 0
    const answers = await (items.some(({ outcome }) => outcome === 'rejected')
      ? readAnswers(warehouse, id, after + 1, last)
      : NO_ANSWERS)
    const acknowledged = acknowledgementOf(receipt)
    return c.json(
      {
        ...acknowledged,
        status: state?.status ?? ('received' as const),
        resend: isVerified ? resendOf(hasOpen) : acknowledged.resend,
        verifiedAt: state?.verifiedAt ? vietnamTime(state.verifiedAt) : null,
        history: state?.history ?? null,
        failure: state?.failure ?? null,
        failedDossiers: state?.failedDossiers ?? 0,
        deadline: { resultDueOn: resultDue(purpose, vietnamIsoDay(receipt.receivedAtMs)) },
        levels: levelsOf(receipt, state, assessed, hasOpen).map(shownLevel),
        outcomes: items.map((row) => shownOutcome(receipt, row, answers.get(row.dossier))),
        nextDossier: next,
      },
      200,
    )
  })
}

const NO_ANSWERS: ReadonlyMap<number, DossierAnswer> = new Map()

const shownLevel = ({ at, ...level }: SubmissionLevel) => ({ ...level, at: at === null ? null : vietnamTime(at) })

/** The receipt, for those who may read it. Throws submission-unknown, not-yours. */
export async function readableReceipt(c: Context<AppEnv>, id: string): Promise<Receipt> {
  const { store } = c.get('services')
  const receipt = isSubmissionId(id) ? await readReceipt(store, id) : null
  if (!receipt) throw new Refusal('submission-unknown')
  assertMayRead(callerOf(c), receipt.facility)
  return receipt
}
