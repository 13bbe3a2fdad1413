import { SEVERITIES } from '../../../engine/index.ts'
import { z } from '@hono/zod-openapi'
import { LETTER_STATES } from '../../../edge/queue/dead-letters.ts'
import { freshness, periodQuery, provinceParams } from '../regions/schemas.ts'
import { LEAST_REASON, MOST_REASON } from '../../../kernel/reason.ts'
import { facilitySchema, orNull, statedReason, wholeNumber } from '../../schema-parts.ts'

/** The shapes of what operators ask and do. */

/** Each is several exchanges with the store. */
const LARGEST_PAGE = 100

/** The id of a submission, or `message-` and that of a delivery. */
const letterId = z.string().regex(/^(message-)?[\w-]{1,100}$/, 'id')

export const letterParams = z.object({
  id: letterId.openapi({ description: 'Of the submission; `message-…` of a message that cannot be read' }),
})

export const stepBody = z
  .strictObject({
    reason: statedReason.openapi({ description: 'Why; kept with the account and the time. No data of patients.' }),
  })
  .openapi('OperatorStep')

export const lettersQuery = z.object({
  mended: z.stringbool().default(false).openapi({ type: 'boolean', description: 'Those that were mended since' }),
  after: letterId.optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(50),
})

const moment = z.string().openapi({ example: '2026-11-22T08:15:30.123+07:00' })
const step = z.object({ by: z.string(), at: moment, reason: z.string() }).openapi('OperatorStepTaken')

export const letterSchema = z
  .object({
    id: z.string(),
    submissionId: orNull(z.string()),
    deliveryId: orNull(z.string()),
    facility: orNull(z.string()),
    cause: z.string().openapi({ description: 'Of the last failure, in words that hold no data.' }),
    attempts: z.int(),
    at: moment.openapi({ description: 'When it was given up.' }),
    mendedAt: orNull(moment),
    state: z.enum(LETTER_STATES),
    reruns: z.array(step).openapi({ description: 'The oldest first; never taken away.' }),
    dismissals: z.array(step),
  })
  .openapi('DeadLetter')

export const lettersSchema = z
  .object({ deadLetters: z.array(letterSchema), next: orNull(z.string()) })
  .openapi('DeadLetters')

const LONGEST_WAIT_MINUTES = 10_000
export const overdueQuery = z.object({
  minutes: wholeNumber(1, LONGEST_WAIT_MINUTES).default(10),
  after: letterId.optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE),
})

export const overdueSchema = z
  .object({
    overdue: z.array(z.object({ submissionId: z.string(), facility: z.string(), since: moment, minutes: z.int() })),
    next: orNull(z.string()).openapi({ description: 'Not null: ask on, also where this page is empty.' }),
  })
  .openapi('OverdueSubmissions')

export const stateSchema = z
  .object({
    at: moment,
    databases: z.array(
      z.object({ name: z.string().openapi({ example: 'warehouse-79' }), answers: z.boolean(), milliseconds: z.int() }),
    ),
    replicas: z
      .array(z.object({ name: z.string(), answers: z.boolean(), lagSeconds: z.int().nullable() }))
      .openapi({ description: 'Copies of warehouses, each by its province, * where provinces share one' }),
    codeLists: orNull(z.object({ release: z.string(), lagSeconds: z.int().nullable(), stale: z.boolean() })),
    backlog: z.object({
      waiting: z.int().nullable().openapi({ description: 'Up to 1000; null: the store does not answer' }),
      oldestSeconds: z.int().nullable(),
    }),
    freeBytes: z.number().nullable().openapi({ description: 'Where the store lies; null: nobody here can say' }),
    hours: z
      .array(z.object({ hour: moment, verified: z.int(), failed: z.int() }))
      .openapi({ description: 'Files whose verification ended in each of the last 24 hours, the earliest first' }),
    webhooks: z.object({
      pending: z.int(),
      delivered: z.int(),
      failed: z.int(),
      failing: z
        .array(
          z.object({
            id: z.string(),
            facility: z.string(),
            failingSince: moment.nullable(),
            disabledAt: moment.nullable(),
            disabledReason: z.enum(['gone', 'failing', 'account']).nullable(),
          }),
        )
        .openapi({ description: 'The first 200 of each warehouse' }),
    }),
    unanswered: z.array(z.string()).openapi({ description: 'Warehouses that did not answer: their part is missing' }),
  })
  .openapi('ServiceState')

export const ruleHitsQuery = periodQuery.extend({
  province: provinceParams.shape.province.optional(),
  facility: facilitySchema.optional(),
})

export const ruleHitsSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    facility: orNull(z.string()),
    provinces: z.array(
      z.object({
        province: z.string(),
        ...freshness,
        received: orNull(z.int()).openapi({ description: 'Dossiers received; null: withheld, fewer than 5 persons' }),
        suppressed: z.int(),
        rules: z.array(
          z.object({
            rule: z.string(),
            dossiers: orNull(z.int()).openapi({ description: 'Dossiers it is said of; null: withheld' }),
            share: orNull(z.number()).openapi({ description: 'Of those received, 0 to 1' }),
            alarm: z
              .boolean()
              .openapi({ description: 'Said of more than a fifth of 50 dossiers or more: to be looked at' }),
            severity: orNull(z.enum(SEVERITIES)),
            state: z.enum(['active', 'shadow', 'off', 'retired']),
            list: z.string().openapi({ description: 'The dossiers behind it' }),
          }),
        ),
      }),
    ),
    unanswered: z.array(z.string()).openapi({ description: 'Provinces whose warehouse did not answer in time' }),
  })
  .openapi('RuleHits')

export const erasureBody = z.object({
  card: z.string().trim().min(10).max(20).optional().openapi({ description: 'Card or social insurance number' }),
  citizenNumber: z.string().trim().min(8).max(20).optional(),
  reason: z.string().trim().min(LEAST_REASON).max(MOST_REASON),
})

const erasureSchema = z.object({
  id: z.string(),
  warehouse: z.string().openapi({ description: 'Province, or * for those that share one' }),
  by: z.string(),
  reason: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable().openapi({ description: 'null: it goes on by itself' }),
  dossiers: z.int(),
  rows: z.int(),
})

const erasureRequest = z
  .object({ id: z.string(), reason: z.string(), askedBy: z.string(), askedAt: moment })
  .openapi('ErasureRequest')

export const erasuresSchema = z
  .object({
    erasures: z.array(erasureSchema),
    requests: z.array(erasureRequest).openapi({ description: 'Those that wait for a second operator' }),
  })
  .openapi('Erasures')
