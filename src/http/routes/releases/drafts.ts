import { dayBegins, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Reference } from '../../../store/database.ts'
import { createDraft, listDrafts, readChanges, readDraft, type Draft } from '../../../codes/drafts/draft.ts'
import { reviewDraft } from '../../../codes/drafts/review.ts'
import {
  approveDraft,
  assertOwnDraft,
  publishDraft,
  reopenDraft,
  restoreRelease,
  secondToRestore,
  submitDraft,
  withdrawDraft,
} from '../../../codes/drafts/steps.ts'
import type { PublishedRelease } from '../../../codes/release/plan.ts'
import type { ListedCode } from '../../../store/reference/listed-code.ts'
import { signerOf } from '../../callers.ts'
import {
  changesSchema,
  draftSchema,
  draftsSchema,
  publishedSchema,
  restoreRequestSchema,
  reviewSchema,
} from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { pageQuery } from '../../page.ts'
import { problems } from '../service/problems.ts'
import { bodyOf, firstDay, json, timeOrNull } from '../../route-parts.ts'
import { isoDay } from '../../schema-parts.ts'
import { Refusal } from '../../refusals.ts'
import { ministryOf, operation } from '../../operation.ts'

const params = z.object({ id: z.string() })
const MOST_NOTE = 2000
const PROBLEMS = problems(400, 401, 403, 404, 409, 421, 503)

const noteBody = z.object({ note: z.string().trim().min(1).max(MOST_NOTE) })
const createBody = noteBody.extend({
  effectiveOn: isoDay.optional().openapi({ description: 'Day (Việt Nam) from which it is used; none: at once' }),
})
const list = operation(
  { may: ['curator', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: '/v1/dmdc/drafts',
    summary: 'Drafts of releases, the newest first (ministry)',
    responses: { 200: json(draftsSchema, 'The drafts'), ...PROBLEMS },
  },
)
const create = operation(
  { may: ['curator'], within: 'drafts', isConfirmed: true },
  {
    method: 'post',
    path: '/v1/dmdc/drafts',
    summary: 'Begin a draft of a release (ministry)',
    request: { body: bodyOf(createBody) },
    responses: { 201: json(draftSchema, 'The draft, empty'), ...PROBLEMS },
  },
)
const review = operation(
  { may: ['curator', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: '/v1/dmdc/drafts/{id}',
    summary: 'What a draft changes, for which owners, what conflicts with it, who has approved (ministry)',
    request: { params },
    responses: { 200: json(reviewSchema, 'The review'), ...PROBLEMS },
  },
)
const changes = operation(
  { may: ['curator', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: '/v1/dmdc/drafts/{id}/changes',
    summary: 'The difference to the release in force, row by row (ministry)',
    request: { params, query: pageQuery },
    responses: { 200: json(changesSchema, 'A page of changes'), ...PROBLEMS },
  },
)
const stepRoute = (name: string, summary: string) =>
  operation(
    { may: ['curator'], within: 'drafts that change catalogues of its department', isConfirmed: true },
    {
      method: 'post',
      path: `/v1/dmdc/drafts/{id}/${name}`,
      summary,
      request: { params },
      responses: { 200: json(reviewSchema, 'The draft after the step'), ...PROBLEMS },
    },
  )
const submit = stepRoute('submit', 'draft → review: its content is fixed (ministry)')
const reopen = stepRoute('reopen', 'review → draft: to change it again (ministry)')
const approve = stepRoute(
  'approve',
  "Agree for the account's department, or for all owners; never to a draft of one's own (ministry)",
)
const withdraw = stepRoute('withdraw', 'Give the draft up (ministry)')
const publishing = operation(
  {
    may: ['curator'],
    within: 'catalogues of its department; nobody publishes what they made or changed',
    isConfirmed: true,
  },
  {
    method: 'post',
    path: '/v1/dmdc/drafts/{id}/publish',
    summary: 'Publish a draft that every owner has approved and somebody else made (an owner department)',
    request: { params },
    responses: { 201: json(publishedSchema, 'The release'), ...PROBLEMS },
  },
)
const restore = operation(
  { may: ['curator'], within: 'the whole ministry; two persons', isConfirmed: true },
  {
    method: 'post',
    path: '/v1/dmdc/releases/{id}/restore',
    summary: 'Roll back: publish the content of an earlier release as a new one (the whole ministry)',
    request: { params, body: bodyOf(noteBody) },
    responses: {
      201: json(publishedSchema, 'The release'),
      202: json(restoreRequestSchema, 'Asked for; published when another account asks for it as well'),
      ...PROBLEMS,
    },
  },
)

export function draftRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (c) => {
    const { primary } = ministryOf(c)
    return c.json({ drafts: (await listDrafts(primary)).map(shownDraft) }, 200)
  })
  app.openapi(create, async (c) => {
    const { primary, caller, now } = ministryOf(c)
    const { note, effectiveOn } = c.req.valid('json')
    const effectiveAt = effectiveOn === undefined ? null : dayBegins(effectiveOn)
    const id = c.get('services').randomName()
    return c.json(shownDraft(await createDraft(primary, { id, note, effectiveAt, by: caller.account, now })), 201)
  })
  app.openapi(review, async (c) => {
    const { primary } = ministryOf(c)
    return c.json(await shownReview(primary, c.req.valid('param').id), 200)
  })
  app.openapi(changes, async (c) => {
    const { primary } = ministryOf(c)
    const { id } = await readDraft(primary, c.req.valid('param').id)
    const { after, limit } = c.req.valid('query')
    const rows = await readChanges(primary, id, { after, limit: limit + 1 })
    const page = rows.slice(0, limit).map(({ kind, catalogue, before, after: next, proposal = null }) => ({
      kind,
      catalogue,
      before: shownRow(before),
      after: shownRow(next),
      proposal,
    }))
    return c.json({ changes: page, next: rows.length > limit ? after + limit : null }, 200)
  })
  draftSteps(app)
}

/** The steps of one draft, and of a release that is to come back. */
function draftSteps(app: OpenAPIHono<AppEnv>): void {
  app.openapi(submit, async (c) => {
    const { primary, id } = await ownDraft(c, c.req.valid('param').id)
    await submitDraft(primary, id)
    return c.json(await shownReview(primary, id), 200)
  })
  app.openapi(reopen, async (c) => {
    const { primary, id } = await ownDraft(c, c.req.valid('param').id)
    await reopenDraft(primary, id)
    return c.json(await shownReview(primary, id), 200)
  })
  app.openapi(withdraw, async (c) => {
    const { primary, id } = await ownDraft(c, c.req.valid('param').id)
    await withdrawDraft(primary, id)
    return c.json(await shownReview(primary, id), 200)
  })
  app.openapi(approve, async (c) => {
    const { primary, caller, now } = ministryOf(c)
    const { department, account: by } = caller
    const { isAlone } = c.get('services')
    await approveDraft(primary, c.req.valid('param').id, { department, by, now, isAlone })
    return c.json(await shownReview(primary, c.req.valid('param').id), 200)
  })
  app.openapi(publishing, async (c) => {
    const { primary, caller, now } = ministryOf(c)
    const { department, account: by } = caller
    const { isAlone } = c.get('services')
    const sign = await signerOf(c)
    return c.json(
      shownRelease(await publishDraft(primary, c.req.valid('param').id, { department, by, now, isAlone, sign })),
      201,
    )
  })
  app.openapi(restore, async (c) => {
    const { primary, caller, now } = ministryOf(c)
    const { department, account: by } = caller
    const { note } = c.req.valid('json')
    const { id } = c.req.valid('param')
    if (department !== null) throw new Refusal('department-not-allowed', { departments: '*' })
    if (!c.get('services').isAlone && (await secondToRestore(primary, id, { by, now, note })) === null)
      return c.json({ release: id, note, askedBy: by, askedAt: vietnamTime(now) }, 202)
    const sign = await signerOf(c)
    const release = await restoreRelease(primary, c.req.valid('param').id, { department, by, now, sign, note })
    return c.json(shownRelease(release), 201)
  })
}

/** A draft that the caller's department may take on. Throws what `assertOwnDraft` throws. */
async function ownDraft(c: Context<AppEnv>, id: string): Promise<{ primary: Reference; id: string }> {
  const { primary, caller } = ministryOf(c)
  await assertOwnDraft(primary, id, { department: caller.department, by: caller.account })
  return { primary, id }
}

async function shownReview(primary: Reference, id: string): Promise<z.infer<typeof reviewSchema>> {
  const { draft, departments, ...rest } = await reviewDraft(primary, id)
  return {
    ...rest,
    draft: shownDraft(draft),
    departments: departments.map(({ approvedAt, ...other }) => ({ ...other, approvedAt: timeOrNull(approvedAt) })),
  }
}

const shownDraft = ({ createdAt, effectiveAt, ...rest }: Draft): z.infer<typeof draftSchema> => ({
  ...rest,
  createdAt: vietnamTime(createdAt),
  effectiveAt: timeOrNull(effectiveAt),
})

/** A release as it is answered, with times of Việt Nam. */
export const shownRelease = (release: PublishedRelease): z.infer<typeof publishedSchema> => ({
  ...release,
  publishedAt: vietnamTime(release.publishedAt),
  effectiveAt: vietnamTime(release.effectiveAt),
})

const shownRow = (row: ListedCode | null) =>
  row === null ? null : { ...row, attributes: { ...row.attributes }, validFrom: firstDay(row.validFrom) }
