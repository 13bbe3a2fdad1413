import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { listProposals } from '../../../codes/proposals/list.ts'
import { assertSees, proposalOf, readProposal, readSteps, type ProposalRow } from '../../../codes/proposals/proposal.ts'
import { likelyDuplicates, propose, type Duplicate } from '../../../codes/proposals/propose.ts'
import { takeStep, takeSteps, type AskedStep } from '../../../codes/proposals/steps.ts'
import { isFinal } from '../../../codes/proposals/transitions.ts'
import { parseAttributes } from '../../../store/reference/listed-code.ts'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import { problemOf } from '../../../kernel/refusal.ts'
import { Refusal } from '../../refusals.ts'
import { primaryOf } from '../../callers.ts'
import type { AppEnv } from '../../services.ts'
import { wholeNumber } from '../../schema-parts.ts'
import { problems } from '../service/problems.ts'
import { bodyOf, firstDay, freshest, json, matchedRevision } from '../../route-parts.ts'
import {
  acceptBody,
  commentBody,
  decidedSchema,
  decisionsBody,
  proposalSchema,
  proposalState,
  proposalWithStepsSchema,
  proposalsSchema,
  proposeBody,
  proposedSchema,
  reviseBody,
} from './schemas.ts'
import { callerOf, operation, type Permission } from '../../operation.ts'

const PATH = '/v1/dmdc/proposals'
const params = z.object({ id: z.string() })
const headers = z.object({ 'if-match': z.string().optional().openapi({ description: 'The revision last seen' }) })
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 421, 503)
const LARGEST_PAGE = 500

const proposing = operation(
  { may: ['sender'], within: 'its own facility' },
  {
    method: 'post',
    path: PATH,
    summary: 'Propose a new, changed or closed code; what is likely the same is named at once (facility)',
    request: { body: bodyOf(proposeBody) },
    responses: {
      201: json(proposedSchema, 'The proposal, now with the province, and its likely duplicates'),
      ...PROBLEMS,
    },
  },
)
const listing = operation(
  { may: ['sender', 'supervisor', 'curator', 'auditor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: PATH,
    summary: "Proposals, the oldest first: a facility's own, a province's, or all (ministry)",
    request: {
      query: z.object({
        state: proposalState.optional(),
        catalogue: z.string().optional(),
        after: z.string().optional().openapi({ description: 'next of the page before' }),
        limit: wholeNumber(1, LARGEST_PAGE).default(100),
      }),
    },
    responses: { 200: json(proposalsSchema, 'A page of proposals'), ...PROBLEMS },
  },
)
const reading = operation(
  { may: ['sender', 'supervisor', 'curator', 'auditor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: `${PATH}/{id}`,
    summary: 'A proposal with all its steps and its age; ETag is its revision',
    request: { params },
    responses: { 200: json(proposalWithStepsSchema, 'The proposal'), ...PROBLEMS },
  },
)
const deciding = operation(
  { may: ['curator'], within: 'catalogues of its department', isConfirmed: true },
  {
    method: 'post',
    path: `${PATH}/decisions`,
    summary:
      'Decide on several proposals; each is answered by itself, one wrong does not stop the rest (owner department)',
    request: { body: bodyOf(decisionsBody) },
    responses: { 200: json(decidedSchema, 'An answer per decision, in their order'), ...PROBLEMS },
  },
)
const stepRoute = <Body extends z.ZodType>(name: string, body: Body, permission: Permission, summary: string) =>
  operation(permission, {
    method: 'post',
    path: `${PATH}/{id}/${name}`,
    summary,
    request: { params, headers, body: bodyOf(body) },
    responses: { 200: json(proposalSchema, 'The proposal after the step'), ...PROBLEMS },
  })

const SENDER: Permission = { may: ['sender'], within: 'its own facility' }
const SUPERVISOR: Permission = { may: ['supervisor'], within: 'its provinces', isConfirmed: true }
const CURATOR: Permission = { may: ['curator'], within: 'catalogues of its department', isConfirmed: true }
const EITHER: Permission = {
  may: ['supervisor', 'curator'],
  within: 'its provinces; catalogues of its department',
  isConfirmed: true,
}

const COMMENTED = [
  stepRoute('return', commentBody, SUPERVISOR, 'open → returned: the facility has to revise it (province)'),
  stepRoute('forward', commentBody, SUPERVISOR, 'open → forwarded: the owner department decides (province)'),
  stepRoute('reject', commentBody, EITHER, 'open → rejected (province) or forwarded → rejected (owner department)'),
  stepRoute('withdraw', commentBody, SENDER, 'Give it up before it is decided (facility)'),
] as const
const revising = stepRoute(
  'revise',
  reviseBody,
  SENDER,
  'returned → open, with new content; what is left out stays (facility)',
)
const accepting = stepRoute(
  'accept',
  acceptBody,
  CURATOR,
  'forwarded → accepted: it enters a draft release (owner department)',
)

export function proposalRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(proposing, async (c) => {
    const caller = callerOf(c)
    if (caller.role !== 'facility') throw new Refusal('role-not-allowed')
    const primary = primaryOf(c)
    const { now, randomName } = c.get('services')
    const { code = null, name = null, attributes = null, validFrom = null, ...wanted } = c.req.valid('json')
    const moment = now()
    const whole = { ...wanted, code, name, attributes, validFrom }
    const row = await propose(primary, caller, whole, { id: randomName(), now: moment })
    c.header('location', `${PATH}/${row.id}`)
    c.header('etag', `"${row.revision}"`)
    return c.json({ proposal: shown(row, moment), likelyDuplicates: await duplicatesOf(c, row, moment) }, 201)
  })
  app.openapi(listing, async (c) => {
    const caller = callerOf(c)
    const moment = c.get('services').now()
    const { rows, next } = await listProposals(freshest(c), caller, c.req.valid('query'))
    return c.json({ proposals: rows.map((row) => shown(row, moment)), next }, 200)
  })
  // Before the steps of one proposal, which it would be taken for.
  app.openapi(deciding, async (c) => {
    const caller = ofMinistry(callerOf(c))
    const moment = c.get('services').now()
    const steps = c.req.valid('json').decisions.map(({ id, decision, comment, revision, ...rest }): AskedStep => ({
      id,
      action: decision,
      comment,
      revision,
      decision: rest,
    }))
    const answers = await takeSteps(primaryOf(c), caller, steps, moment)
    const decisions = answers.map(({ id, proposal, refusal }) => ({
      id,
      proposal: proposal === null ? null : shown(proposal, moment),
      problem: refusal === null ? null : problemShown(refusal),
    }))
    return c.json({ decisions }, 200)
  })
  app.openapi(reading, async (c) => {
    const caller = callerOf(c)
    const database = freshest(c)
    const moment = c.get('services').now()
    const row = await readProposal(database, c.req.valid('param').id)
    assertSees(caller, row)
    const steps = await readSteps(database, row.id)
    c.header('etag', `"${row.revision}"`)
    return c.json(
      {
        proposal: shown(row, moment),
        steps: steps.map(({ at, ...step }) => ({ ...step, at: vietnamTime(at) })),
        likelyDuplicates: isFinal(row.state) ? [] : await duplicatesOf(c, row, moment),
      },
      200,
    )
  })
  proposalSteps(app)
}

/** The steps of one proposal. */
function proposalSteps(app: OpenAPIHono<AppEnv>): void {
  for (const route of COMMENTED)
    app.openapi(route, async (c) => {
      const action = actionOf(c.req.path)
      return c.json(await step(c, { action, id: c.req.valid('param').id, ...c.req.valid('json') }), 200)
    })
  app.openapi(revising, async (c) => {
    const { comment, revision, ...content } = c.req.valid('json')
    return c.json(
      await step(c, { action: 'revise', id: c.req.valid('param').id, comment, revision, content: given(content) }),
      200,
    )
  })
  app.openapi(accepting, async (c) => {
    const { comment, revision, ...decision } = c.req.valid('json')
    return c.json(await step(c, { action: 'accept', id: c.req.valid('param').id, comment, revision, decision }), 200)
  })
}

/** The last part of the path is the action's own name. */
function actionOf(path: string): 'return' | 'forward' | 'reject' | 'withdraw' {
  const action = (['return', 'forward', 'reject', 'withdraw'] as const).find((name) => path.endsWith(`/${name}`))
  if (action === undefined) throw new Error('a step without a name')
  return action
}

async function step(c: Context<AppEnv>, asked: AskedStep): Promise<z.infer<typeof proposalSchema>> {
  const caller = callerOf(c)
  const moment = c.get('services').now()
  const revision = asked.revision ?? matchedRevision(c.req.header('if-match'))
  const row = await takeStep(primaryOf(c), caller, { ...asked, revision }, moment)
  c.header('etag', `"${row.revision}"`)
  return shown(row, moment)
}

/** Without members that were not sent: they stay as they are. */
const given = <T extends object>(content: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  // `fromEntries` forgets the keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const duplicatesOf = async (c: Context<AppEnv>, row: ProposalRow, moment: number) =>
  (await likelyDuplicates(freshest(c), { ...row, attributes: parseAttributes(row.attributes) }, moment)).map(
    shownDuplicate,
  )

const shownDuplicate = ({ nameScore: _, validFrom, attributes, reasons, ...rest }: Duplicate) => ({
  ...rest,
  attributes: { ...attributes },
  reasons: [...reasons],
  validFrom: validFrom === null ? null : firstDay(validFrom),
})

function shown(row: ProposalRow, now: number): z.infer<typeof proposalSchema> {
  const { attributes, proposedAt, changedAt, ...rest } = proposalOf(row, now)
  return {
    ...rest,
    attributes: { ...attributes },
    proposedAt: vietnamTime(proposedAt),
    changedAt: vietnamTime(changedAt),
  }
}

function problemShown(refusal: Refusal) {
  const { code, status, message, remedy } = problemOf(refusal, '')
  return { code, status, message, remedy }
}
