import { z } from '@hono/zod-openapi'
import { LEAST_REASON } from '../../../kernel/reason.ts'
import { facilitySchema, moment, wholeNumber } from '../../schema-parts.ts'

/** The shapes of the outage ledger (Circular 48/2017/TT-BYT, article 8). */

const LONGEST_TEXT = 500
const LARGEST_PAGE = 500

const causes = z
  .enum(['power', 'network', 'software', 'hardware', 'force-majeure', 'no-power-or-internet'])
  .openapi({ description: 'no-power-or-internet: the place has none, for long' })
const channels = z
  .enum(['web-service', 'client', 'direct-entry', 'ftp', 'all'])
  .openapi({ description: 'The way of sending that was cut (article 5)' })
/** A moment with its distance from UTC; its meaning is shown in Việt Nam's time. */
const asked = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T08:30:00+07:00' })

export const outageBody = z.strictObject({
  cause: causes,
  channel: channels,
  from: asked,
  to: asked.optional().openapi({ description: 'Left out while it goes on' }),
  evidence: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_TEXT)
    .optional()
    .openapi({ description: 'What proves it: number of a report, of a notice; nothing about persons' }),
  provinces: z
    .array(z.string().regex(/^\d{2}$/, '01'))
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: 'Of the receiving side (ministry): the (old) codes it touches; left out: all' }),
})

export const endOutageBody = z.strictObject({
  to: asked.optional().openapi({ description: 'When it was over; left out: now' }),
})

export const withdrawOutageBody = z.strictObject({
  reason: z.string().trim().min(LEAST_REASON).max(LONGEST_TEXT),
})

export const outagesQuery = z.object({
  facility: facilitySchema.optional(),
  open: z.stringbool().default(false).openapi({ type: 'boolean', description: 'Only those that go on' }),
  after: z.string().optional().openapi({ description: 'next of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(100),
})

export const outageSchema = z
  .object({
    id: z.string(),
    side: z.enum(['facility', 'receiver']),
    facility: z.string().nullable(),
    provinces: z.array(z.string()).nullable().openapi({ description: 'Of the receiving side; null: all of them' }),
    cause: causes,
    channel: channels,
    from: moment,
    to: moment.nullable().openapi({ description: 'null: it goes on' }),
    evidence: z.string().nullable().openapi({ description: 'null: declared without evidence' }),
    declaredBy: z.string(),
    declaredAt: moment,
    ended: z
      .object({ by: z.string(), at: moment })
      .nullable()
      .openapi({ description: 'Who said later that it was over, and when' }),
    withdrawn: z
      .object({ by: z.string(), at: moment, reason: z.string() })
      .nullable()
      .openapi({ description: 'It excuses nothing any more' }),
  })
  .openapi('Outage')

export const outagesSchema = z
  .object({ outages: z.array(outageSchema), next: z.string().nullable() })
  .openapi('Outages', { description: 'The latest first.' })
