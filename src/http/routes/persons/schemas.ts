import { z } from '@hono/zod-openapi'
import { facilitySchema, isoDay, moment, wholeNumber } from '../../schema-parts.ts'

/** The shapes of the register of authorised persons (Circular 48/2017/TT-BYT, articles 7 and 13). */

const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, '01001-kt01')
  .openapi({
    example: '01001-kt01',
    description: 'A code that the facility gives; never a name or a number of a person',
  })

export const facilityParams = z.object({
  facility: facilitySchema,
})
export const personParams = facilityParams.extend({ person: z.string() })

export const personBody = z.strictObject({
  id: code,
  title: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .openapi({ example: 'Kế toán trưởng', description: 'The function; names are not kept' }),
  validFrom: isoDay.optional().openapi({ description: 'First day; left out: today' }),
  validTo: isoDay.optional().openapi({ description: 'Last day; left out: open' }),
  signsIn: z
    .boolean()
    .default(false)
    .openapi({ description: 'true: also an account of their own for the portal, whose password is shown once' }),
})

export const endPersonBody = z.strictObject({
  validTo: isoDay
    .optional()
    .openapi({ description: 'Last day; left out: yesterday, so that no token is given any more' }),
})

const personMembers = {
  facility: z.string(),
  id: z.string(),
  title: z.string(),
  validFrom: isoDay,
  validTo: isoDay.nullable(),
}
export const personSchema = z.object(personMembers).openapi('Person')
export const registeredSchema = z
  .object({
    ...personMembers,
    secret: z.string().openapi({ description: 'For the software that sends in their name; shown this once' }),
    portal: z
      .object({ account: z.string(), password: z.string() })
      .nullable()
      .openapi({ description: 'How they sign in at the portal, shown this once; null: not asked for' }),
  })
  .openapi('RegisteredPerson')
export const personsSchema = z.object({ persons: z.array(personSchema) }).openapi('Persons')

export const changesQuery = z.object({
  since: wholeNumber(0).default(0).openapi({ description: 'next of the page before' }),
  limit: wholeNumber(1, 1000).default(500),
})

export const personChangesSchema = z
  .object({
    changes: z.array(
      z.object({
        number: z.int(),
        facility: z.string(),
        person: z.string(),
        action: z.enum(['registered', 'ended']),
        title: z.string(),
        validFrom: isoDay,
        validTo: isoDay.nullable(),
        by: z.string(),
        byPerson: z.string().nullable().openapi({ description: 'The person of the facility who acted, where one did' }),
        at: moment,
      }),
    ),
    next: z.int().openapi({ description: 'Ask again with since= this, now or later' }),
  })
  .openapi('PersonChanges')
