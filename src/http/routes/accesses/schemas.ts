import { z } from '@hono/zod-openapi'
import { CARD_STATUSES } from '../../../centre/history/card-check-log.ts'
import { ACCESS_KINDS } from '../../../province/accesses.ts'
import { facilitySchema, moment, wholeNumber } from '../../schema-parts.ts'

/** The shapes of the access log: who asked about persons, when and why. */

const LARGEST_PAGE = 1000
const page = {
  after: z.string().max(100).optional().openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(100),
}

export const accessesQuery = z.object({
  province: z
    .string()
    .regex(/^\d{2}$/, '01')
    .optional()
    .openapi({ description: 'The (old) code; a facility, and a Sở Y tế with one code, may leave it out' }),
  facility: facilitySchema.optional(),
  account: z.string().max(64).optional().openapi({ description: 'Only what this account was shown' }),
  ...page,
})
export const accessesSchema = z
  .object({
    accesses: z.array(
      z.object({
        id: z.string(),
        at: moment,
        account: z.string(),
        role: z.string(),
        province: z.string(),
        facility: z.string().nullable().openapi({ description: 'null: the whole province' }),
        kind: z.enum(ACCESS_KINDS),
        reason: z.string().openapi({ description: 'Empty: none was needed' }),
        query: z.string().openapi({ description: 'Figure and filters as JSON' }),
        rows: z.int(),
        unmasked: z.int().openapi({ description: 'How many of the rows showed who it is' }),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('Accesses')

export const cardChecksQuery = z.object({
  facility: facilitySchema.optional(),
  answer: z.enum([...CARD_STATUSES, 'refused']).optional(),
  ...page,
})
export const cardChecksSchema = z
  .object({
    checks: z.array(
      z.object({
        id: z.string(),
        at: moment,
        account: z.string(),
        facility: z.string(),
        card: z.string().openapi({ description: 'A mark: the same for the same card, and not to be read back' }),
        answer: z.string(),
        encounters: z.int().openapi({ description: 'How many were shown' }),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('CardChecks')
