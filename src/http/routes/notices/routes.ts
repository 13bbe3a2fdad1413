import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  changeNotice,
  listNotices,
  publishNotice,
  withdrawNotice,
  type Notice,
  type NoticeChanged,
  type NoticeWords,
} from '../../../store/reference/notices.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { SHORTLY, tagged } from '../../caching.ts'
import { ministryOf, operation, type Permission } from '../../operation.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { bodyOf, freshest, json, timeOrNull } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { noticeBody, noticeChangeBody, noticeSchema, noticesSchema, withdrawQuery } from './schemas.ts'

const PATH = '/v1/notices'
/** A page of news: who reads further back than this looks for a document. */
const MOST_NOTICES = 100

const params = z.object({ id: z.string() })
const writes: Permission = { may: ['operator', 'curator'], at: ['ministry'], within: 'all', isConfirmed: true }
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 503)

const listing = createRoute({
  method: 'get',
  path: PATH,
  summary: 'News, planned outages, and whom to ask; no token needed',
  middleware: [tagged],
  responses: { 200: json(noticesSchema, 'The newest first'), ...problems(503) },
})
const publishing = operation(writes, {
  method: 'post',
  path: PATH,
  summary: 'Publish news or a planned outage (ministry)',
  request: { body: bodyOf(noticeBody) },
  responses: { 201: json(noticeSchema, 'The notice'), ...PROBLEMS },
})
const changing = operation(writes, {
  method: 'put',
  path: `${PATH}/{id}`,
  summary: 'Other words in place of a notice (ministry)',
  request: { params, body: bodyOf(noticeChangeBody) },
  responses: { 200: json(noticeSchema, 'The notice'), ...PROBLEMS },
})
const withdrawing = operation(writes, {
  method: 'delete',
  path: `${PATH}/{id}`,
  summary: 'Take a notice back (ministry)',
  request: { params, query: withdrawQuery },
  responses: { 200: json(noticeSchema, 'The notice as it was'), ...PROBLEMS },
})

/** News of the receiving side: everybody reads them, the ministry writes them. */
export function noticeRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const { contact } = c.get('services')
    const list = await listNotices(freshest(c), MOST_NOTICES)
    return c.json({ contact, notices: list.map(shown) }, 200, SHORTLY)
  })
  app.openapi(publishing, async (c) => {
    const { caller, primary, now } = ministryOf(c)
    const id = c.get('services').randomName()
    const notice = await publishNotice(primary, { id, by: caller.account, now }, wordsOf(c.req.valid('json')))
    return c.json(shown(notice), 201)
  })
  app.openapi(changing, async (c) => {
    const { caller, primary, now } = ministryOf(c)
    const { revision, ...asked } = c.req.valid('json')
    const change = { id: c.req.valid('param').id, revision, by: caller.account, now }
    return c.json(shown(changedOf(await changeNotice(primary, change, wordsOf(asked)))), 200)
  })
  app.openapi(withdrawing, async (c) => {
    const { caller, primary, now } = ministryOf(c)
    const change = { id: c.req.valid('param').id, ...c.req.valid('query'), by: caller.account, now }
    return c.json(shown(changedOf(await withdrawNotice(primary, change))), 200)
  })
}

/** Throws notice-unknown, and changed-meanwhile where somebody else was faster. */
function changedOf(changed: NoticeChanged): Notice {
  if (changed.state === 'changed') return changed.notice
  throw new Refusal(changed.state === 'unknown' ? 'notice-unknown' : 'changed-meanwhile')
}

const wordsOf = ({ kind, title, text, from, to }: z.output<typeof noticeBody>): NoticeWords => ({
  kind,
  titleVi: title.vi,
  titleEn: title.en,
  textVi: text.vi,
  textEn: text.en,
  fromAt: from === null ? null : Date.parse(from),
  toAt: to === null ? null : Date.parse(to),
})

const shown = (notice: Notice): z.infer<typeof noticeSchema> => ({
  id: notice.id,
  kind: notice.kind,
  title: { vi: notice.titleVi, en: notice.titleEn },
  text: { vi: notice.textVi, en: notice.textEn },
  from: timeOrNull(notice.fromAt),
  to: timeOrNull(notice.toAt),
  publishedAt: vietnamTime(notice.publishedAt),
  changedAt: vietnamTime(notice.changedAt),
  revision: notice.revision,
})
