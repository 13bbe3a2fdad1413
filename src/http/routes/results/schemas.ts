import { z } from '@hono/zod-openapi'
import { EVENT_KINDS } from '../../../../db/warehouse/results.ts'
import { MOST_ENTRIES } from '../../../centre/results/manifests/manifest.ts'
import { upToFirstWrong } from '../../row-list.ts'
import { checkpointSchema } from '../receipts/schemas.ts'
import {
  countsSchema,
  facilitySchema,
  isoDay,
  moment,
  orNull,
  purposeSchema,
  resendSchema,
  wholeNumber,
} from '../../schema-parts.ts'

/** The shapes of results: the feed of events, webhooks, manifests. */

const LARGEST_PAGE = 1000
const MOST_CHARACTERS = 200
const limit = wholeNumber(1, LARGEST_PAGE).default(LARGEST_PAGE)
const since = z.string().max(MOST_CHARACTERS).optional()
const kind = z.enum(EVENT_KINDS).openapi({
  description:
    'rejected-after-acceptance: the edge accepted the dossier by lists that it could not renew, and by the lists in force it is wrong; mend it and send it again',
})

export const resultsQuery = z.object({
  since: since.openapi({ description: '`next` of the answer before; left out: from the start' }),
  limit,
  facility: facilitySchema.optional().openapi({ description: 'Of a province or the ministry: only this facility' }),
  province: z
    .string()
    .regex(/^\d{2}$/, '01')
    .optional()
    .openapi({ description: 'Of the ministry, unless it names a facility' }),
})

const dossierOfEvent = z
  .object({
    index: z.int(),
    MA_LK: z.string().nullable(),
    outcome: z.string().nullable(),
    assessment: z.string().nullable(),
  })
  .openapi('ResultDossier')
const eventSchema = z
  .object({
    id: z.string().openapi({ description: 'The same as webhook-id of its message' }),
    kind,
    at: moment,
    facility: z.string(),
    submission: z.string(),
    purpose: orNull(purposeSchema),
    status: z.enum(['verifying', 'verified', 'failed']).nullable().openapi({ description: 'As of now' }),
    dossiers: orNull(countsSchema),
    findingsTotal: z.int().nullable(),
    resend: resendSchema.nullable().openapi({ description: 'As of now; null: not verified' }),
    dossier: orNull(dossierOfEvent).openapi({ description: 'Where the event is about one dossier' }),
  })
  .openapi('ResultEvent')
export const resultsSchema = z
  .object({
    events: z.array(eventSchema),
    next: z
      .string()
      .openapi({ description: 'Keep it and ask with since= this; it is also given where there is nothing new' }),
    more: z.boolean().openapi({ description: 'true: ask again at once' }),
  })
  .openapi('Results')

export const webhookBody = z
  .strictObject({ url: z.string().min(1).openapi({ example: 'https://his.benhvien.vn/bhyt' }) })
  .openapi('WebhookRequest')
export const webhookParams = z.object({ id: z.string() })
const webhook = {
  id: z.string(),
  url: z.string(),
  state: z.enum(['active', 'failing', 'disabled']).openapi({
    description: 'failing: a message was tried to the end in vain · disabled: nothing is sent until a test succeeds',
  }),
  createdAt: moment,
  previousSecretUntil: moment
    .nullable()
    .openapi({ description: 'Until then messages bear the signature of the secret before as well' }),
  pausedUntil: moment
    .nullable()
    .openapi({ description: 'The receiver asked by Retry-After to be left alone until then; a day at most' }),
  failingSince: moment.nullable(),
  disabledAt: moment.nullable(),
  disabledReason: z.enum(['gone', 'failing', 'account']).nullable().openapi({
    description: 'account: the account that vouches for it was disabled; a test by another one enables it',
  }),
}
export const madeWebhookSchema = z
  .object({ ...webhook, secret: z.string().openapi({ description: 'whsec_…; shown this once' }) })
  .openapi('MadeWebhook')
/** A week is enough to bring a new secret to every receiver. */
const LONGEST_OVERLAP_HOURS = 168
export const rotationQuery = z.object({
  overlapHours: wholeNumber(0, LONGEST_OVERLAP_HOURS)
    .default(24)
    .openapi({ description: 'How long the old secret signs as well; 0: it ends now, for one that has leaked' }),
})
export const rotatedWebhookSchema = z
  .object({ ...webhook, secret: z.string().openapi({ description: 'whsec_…; shown this once' }) })
  .openapi('RotatedWebhook')
export const webhooksSchema = z
  .object({ webhooks: z.array(z.object({ ...webhook, pending: z.int() }).openapi('Webhook')) })
  .openapi('Webhooks')

const failure = z
  .enum(['status', 'redirect', 'timeout', 'unreachable', 'address', 'disabled'])
  .nullable()
  .openapi({ description: 'Why the last attempt did not count; redirects are not followed' })
export const testedSchema = z
  .object({ delivered: z.boolean(), status: z.int().nullable(), failure })
  .openapi('WebhookTested')
export const replayQuery = z.object({
  since: since.openapi({ description: 'A cursor of GET /v1/results; left out: all' }),
})
export const replayedSchema = z
  .object({
    deliveries: z.int(),
    next: z.string().nullable().openapi({ description: 'There is more: replay again with since= this' }),
  })
  .openapi('WebhookReplayed')
export const deliveriesQuery = z.object({
  before: wholeNumber(1).optional().openapi({ description: '`next` of the page before' }),
  state: z.enum(['pending', 'delivered', 'failed']).optional(),
  limit,
})
export const deliveriesSchema = z
  .object({
    deliveries: z.array(
      z
        .object({
          id: z.string().openapi({ description: 'webhook-id of the message' }),
          kind,
          submission: z.string(),
          state: z.enum(['pending', 'delivered', 'failed']),
          attempts: z.int(),
          nextAt: moment.nullable(),
          lastAt: moment.nullable(),
          lastStatus: z.int().nullable(),
          lastFailure: failure,
        })
        .openapi('WebhookDelivery'),
    ),
    next: z.int().nullable(),
  })
  .openapi('WebhookDeliveries')

/** The longest MA_LK of any standard. */
const MOST_KEY = 100
const entry = z.strictObject({
  MA_LK: z.string().trim().min(1).max(MOST_KEY),
  hash: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'SHA-256 (64 hex)')
    .transform((text) => text.toLowerCase())
    .nullish()
    .openapi({ description: 'Of the content of the dossier, as `bhyt-edge hash` prints it', type: 'string' }),
})
export const manifestBody = z
  .strictObject({ entries: upToFirstWrong(z.array(entry).max(MOST_ENTRIES)) })
  .openapi('ManifestRequest')
export const manifestParams = z.object({
  day: isoDay.openapi({ description: 'The day on which they were sent, by the clock of Việt Nam' }),
})
export const manifestQuery = z.object({ purpose: purposeSchema })
export const comparisonQuery = manifestQuery.extend({
  facility: facilitySchema.optional().openapi({ description: 'Of a province or the ministry: whose manifest' }),
  list: z
    .enum(['missing', 'unknown', 'different', 'rejected'])
    .optional()
    .openapi({ description: 'Only this list; with after= its next' }),
  after: z.string().max(MOST_CHARACTERS).optional(),
  limit,
})
const differing = z
  .array(
    z
      .object({
        MA_LK: z.string(),
        declared: z.string().nullable().openapi({ description: 'Hash as declared' }),
        held: z.string().nullable().openapi({ description: 'Hash of the version that counts' }),
        submission: z.string().nullable(),
        dossier: z.int().nullable(),
        receivedOn: z.string().nullable(),
      })
      .openapi('ManifestDifference'),
  )
  .openapi({ description: 'By MA_LK' })
const cursor = z.string().nullable()
export const comparisonSchema = z
  .object({
    facility: z.string(),
    purpose: purposeSchema,
    day: z.string(),
    asOf: moment,
    counts: z.object({
      declared: z.int(),
      agreed: z.int(),
      received: z.int().openapi({ description: 'MA_LK received on the day, accepted or not' }),
      missing: z.int(),
      unknown: z.int(),
      different: z.int(),
      rejected: z.int(),
      verifying: z.int().openapi({ description: 'Files that the centre is just reading: ask again when it is 0' }),
    }),
    missing: differing.openapi({ description: 'Declared, never arrived on any day' }),
    unknown: differing.openapi({ description: 'Received on the day, in no manifest of the facility' }),
    different: differing.openapi({ description: 'Declared with another content than the current version has' }),
    rejected: differing.openapi({ description: 'Arrived, but no version was accepted' }),
    next: z.object({ missing: cursor, unknown: cursor, different: cursor, rejected: cursor }),
    checkpoint: orNull(checkpointSchema).openapi({
      description:
        'The signed head of the log of receipts that covers the day: the first one from the end of the day on, or the newest so far; null: none was signed yet',
    }),
    history: z
      .array(z.object({ at: moment, by: z.string(), declared: z.int(), replacedAt: moment.nullable() }))
      .openapi({ description: 'The manifest in force and those that it replaced, the newest first' }),
  })
  .openapi('ManifestComparison')
