import { z } from '@hono/zod-openapi'
import { notices } from '../../../../db/reference/schema.ts'
import { moment, MOST_WORDS, orNull, someWords, textSchema, wholeNumber } from '../../schema-parts.ts'

const MOST_TITLE = 200
const pair = (most: number) => z.strictObject({ vi: someWords(most), en: someWords(most) })
const time = z.iso.datetime({ offset: true }).openapi({ example: '2026-12-05T22:00:00+07:00' })

const kind = z.enum(notices.kind.enumValues)

const members = {
  kind: kind.openapi({ description: 'outage: planned, with the time it takes' }),
  title: pair(MOST_TITLE),
  text: pair(MOST_WORDS),
  from: orNull(time).default(null).openapi({ description: 'Of an outage: when it begins' }),
  to: orNull(time).default(null).openapi({ description: 'Of an outage: when it should be over' }),
}

type Times = { kind: z.infer<typeof kind>; from: string | null; to: string | null }
/** An outage says from when to when; news has no times. */
const hasItsTimes = ({ kind, from, to }: Times): boolean =>
  kind === 'news' ? from === null && to === null : from !== null && to !== null && Date.parse(from) < Date.parse(to)
const TIMES = { path: ['from'], message: 'of an outage from before to, of news neither' }

export const noticeBody = z.strictObject(members).refine(hasItsTimes, TIMES).openapi('NoticeRequest')
const revision = z.int().positive().openapi({ description: 'The one that was read; another one since then is a 409' })
export const noticeChangeBody = z
  .strictObject({ ...members, revision })
  .refine(hasItsTimes, TIMES)
  .openapi('NoticeChangeRequest')
export const withdrawQuery = z.object({ revision: wholeNumber(1) })

export const noticeSchema = z
  .object({
    id: z.string(),
    kind,
    title: textSchema,
    text: textSchema,
    from: orNull(moment),
    to: orNull(moment),
    publishedAt: moment,
    changedAt: moment,
    revision: z.int(),
  })
  .openapi('Notice')

export const noticesSchema = z
  .object({
    contact: z
      .object({
        hotline: z.string().nullable(),
        hours: orNull(textSchema),
        email: z.string().nullable(),
        group: z.string().nullable().openapi({ description: 'Address of the group in which facilities ask' }),
      })
      .openapi({ description: 'Whom a facility asks; by configuration of the deployment' }),
    notices: z.array(noticeSchema).openapi({ description: 'The newest first' }),
  })
  .openapi('Notices')
