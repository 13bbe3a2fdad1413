import { type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import {
  listDeadLetters,
  noteStep,
  readDeadLetter,
  type DeadLetter,
  type LetterState,
  type LetterStep,
} from '../../../edge/queue/dead-letters.ts'
import { stored } from '../../../edge/receipt/raw-writer.ts'
import { laneOfSize } from '../../../edge/queue/lanes.ts'
import { renewPending } from '../../../edge/receipt/pending.ts'
import { readReceipt } from '../../../edge/receipt/receipts.ts'
import { Refusal } from '../../refusals.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { letterParams, letterSchema, lettersQuery, lettersSchema, stepBody } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { bodyOf, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { callerOf, ministryOf, operation } from '../../operation.ts'

const PATH = '/v1/operations/dead-letters'
const listing = operation(
  { may: ['operator'], within: 'all' },
  {
    method: 'get',
    path: PATH,
    summary: 'Messages that were tried to the end, each with its cause and what was done about it (ministry)',
    request: { query: lettersQuery },
    responses: { 200: json(lettersSchema, 'A page of dead letters'), ...problems(400, 401, 403, 503) },
  },
)
const reading = operation(
  { may: ['operator'], within: 'all' },
  {
    method: 'get',
    path: `${PATH}/{id}`,
    summary: 'One dead letter, also after it was mended (ministry)',
    request: { params: letterParams },
    responses: { 200: json(letterSchema, 'The dead letter'), ...problems(400, 401, 403, 404, 503) },
  },
)
const stepRoute = (name: 'rerun' | 'dismiss', summary: string) =>
  operation(
    { may: ['operator'], within: 'all', isConfirmed: true },
    {
      method: 'post',
      path: `${PATH}/{id}/${name}`,
      summary,
      request: { params: letterParams, body: bodyOf(stepBody) },
      responses: {
        200: json(letterSchema, 'The dead letter as it is now; the same where the step had been taken'),
        ...problems(400, 401, 403, 404, 409, 421, 503),
      },
    },
  )
const rerunning = stepRoute('rerun', 'Verify the submission again; who, when and why are kept (ministry)')
const dismissing = stepRoute('dismiss', 'Say that it cannot be mended; who, when and why are kept (ministry)')

/** What may be dismissed: nothing that runs, nothing that is done. */
const DISMISSIBLE: ReadonlySet<LetterState> = new Set(['open', 'dismissed'])

export function deadLetterRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    ofMinistry(callerOf(c))
    const { mended: isMended, after, limit } = c.req.valid('query')
    const { letters, next } = await stored(listDeadLetters(c.get('services').store.bucket, { isMended, after, limit }))
    return c.json({ deadLetters: letters.map(shown), next }, 200)
  })

  app.openapi(reading, async (c) => {
    ofMinistry(callerOf(c))
    return c.json(shown(await letterOf(c, c.req.valid('param').id)), 200)
  })

  app.openapi(rerunning, async (c) => {
    const { caller, now } = ministryOf(c)
    const { store, toCentre, sendAgainAfterMs: afterMs, queue } = c.get('services')
    const { bucket } = store
    const letter = await letterOf(c, c.req.valid('param').id)
    // Asked for once more while it runs, or after it has succeeded, it is what was asked for.
    if (letter.state === 'mended') return c.json(shown(letter), 200)
    if (letter.submissionId === null) throw new Refusal('dead-letter-state', { state: letter.state })
    const receipt = await readReceipt(store, letter.submissionId)
    // Nobody was answered by it: there is nothing to run.
    if (receipt === null) throw new Refusal('submission-unknown')
    await stored(noteStep(bucket, letter, 'rerun', stepOf(caller.account, c.req.valid('json').reason, now)))
    await renewPending(bucket, toCentre, { ...receipt, lane: laneOfSize(receipt) }, { now, afterMs, queue })
    return c.json(shown(await letterOf(c, letter.id)), 200)
  })

  app.openapi(dismissing, async (c) => {
    const { caller, now } = ministryOf(c)
    const { bucket } = c.get('services').store
    const letter = await letterOf(c, c.req.valid('param').id)
    if (!DISMISSIBLE.has(letter.state)) throw new Refusal('dead-letter-state', { state: letter.state })
    await stored(noteStep(bucket, letter, 'dismissal', stepOf(caller.account, c.req.valid('json').reason, now)))
    return c.json(shown(await letterOf(c, letter.id)), 200)
  })
}

const stepOf = (by: string, reason: string, now: number): LetterStep => ({
  by,
  reason,
  at: new Date(now).toISOString(),
})

/** Throws `dead-letter-unknown`. */
async function letterOf(c: Context<AppEnv>, id: string): Promise<DeadLetter> {
  const letter = await stored(readDeadLetter(c.get('services').store.bucket, id))
  if (!letter) throw new Refusal('dead-letter-unknown')
  return letter
}

const shownTime = (iso: string): string => vietnamTime(Date.parse(iso))
const shownStep = ({ by, at, reason }: LetterStep) => ({ by, at: shownTime(at), reason })

const shown = ({ at, mendedAt, reruns, dismissals, ...letter }: DeadLetter) => ({
  ...letter,
  at: shownTime(at),
  mendedAt: mendedAt === null ? null : shownTime(mendedAt),
  reruns: reruns.map(shownStep),
  dismissals: dismissals.map(shownStep),
})
