import { z } from '@hono/zod-openapi'
import { accountChanges } from '../../../../db/reference/schema.ts'
import { HOLDERS } from '../../../edge/identity/account.ts'
import { DUTIES, SIDES } from '../../../edge/identity/duties.ts'
import { ACCOUNT_ID } from '../../../edge/identity/manage-accounts.ts'
import { facilitySchema, moment, purposeSchema, statedReason, wholeNumber } from '../../schema-parts.ts'

/** The shapes of accounts and of their audit trail. */

const MOST_TITLE = 200
const LARGEST_PAGE = 1000

const id = z.string().regex(ACCOUNT_ID, 'so-y-te-79').openapi({ example: 'so-y-te-79' })
const province = z.string().regex(/^\d{2}$/, '79')
const role = z.enum(SIDES).openapi({
  description: 'With whom it is: a facility, a Sở Y tế, or the nation (Ministry, BHXH, operator)',
})
const duty = z.enum(DUTIES)
const reason = statedReason.openapi({ description: 'Why; kept in the audit trail. No data of patients.' })

export const accountParams = z.object({ account: z.string().max(64) })

const scopeBody = {
  duties: z
    .array(duty)
    .min(1)
    .openapi({
      description: 'The fewest that its work needs (docs/reference/permissions.md)',
      example: ['supervisor'],
    }),
  facility: facilitySchema.optional().openapi({ description: 'Of a facility' }),
  provinces: z
    .array(province)
    .min(1)
    .max(10)
    .optional()
    .openapi({
      description: 'Of a Sở Y tế: its old codes, several where provinces were joined',
      example: ['79', '74', '77'],
    }),
  department: z.string().max(40).optional().openapi({ description: 'Of a curator; left out: all catalogues' }),
  purposes: z.array(purposeSchema).min(1).optional().openapi({ description: 'Of a sender; left out: both' }),
  title: z
    .string()
    .trim()
    .max(MOST_TITLE)
    .default('')
    .openapi({ description: 'Which office or system; no name of a person' }),
  reason,
}
const holder = z.enum(HOLDERS).openapi({
  description:
    'software: signs in for tokens with its secret. person: somebody who signs in at the portal, and gets no token with a password',
})
const person = z.string().max(32).openapi({
  description: "Of a person's account at a facility: their code in the facility's register",
  example: '01001-kt01',
})
export const accountBody = z
  .strictObject({ id, role, holder: holder.default('software'), person: person.optional(), ...scopeBody })
  .openapi('AccountRequest')
export const changeBody = z.strictObject(scopeBody).openapi('AccountChangeRequest')
export const reasonBody = z.strictObject({ reason }).openapi('AccountStep')

const accountMembers = {
  id: z.string(),
  role,
  duties: z.array(duty),
  facility: z.string().nullable(),
  provinces: z.array(z.string()).nullable(),
  department: z.string().nullable().openapi({ description: 'null: all, of a curator' }),
  purposes: z.array(purposeSchema).nullable(),
  title: z.string(),
  holder,
  person: person.nullable(),
  disabledAt: moment.nullable(),
  pendingBy: z.string().nullable().openapi({
    description: 'Who made or changed it: until another operator approves, it gets no token; null: nobody has to',
  }),
}
export const accountSchema = z.object(accountMembers).openapi('Account')
export const madeAccountSchema = z
  .object({ ...accountMembers, secret: z.string().openapi({ description: 'Shown this once; only its hash is kept' }) })
  .openapi('MadeAccount')

export const accountsQuery = z.object({
  role: role.optional(),
  facility: facilitySchema.optional(),
  after: z.string().max(64).default('').openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(500),
})
export const accountsSchema = z
  .object({ accounts: z.array(accountSchema), next: z.string().nullable() })
  .openapi('Accounts')

export const accountChangesQuery = z.object({
  account: z.string().max(64).optional(),
  since: wholeNumber(0).default(0).openapi({ description: '`next` of the page before' }),
  limit: wholeNumber(1, LARGEST_PAGE).default(500),
})
export const accountChangesSchema = z
  .object({
    changes: z.array(
      z.object({
        number: z.int(),
        account: z.string(),
        action: z.enum(accountChanges.action.enumValues),
        state: z.record(z.string(), z.unknown()).openapi({ description: 'Side, scope and duties after it' }),
        reason: z.string(),
        by: z.string(),
        at: moment,
      }),
    ),
    next: z.int().openapi({ description: 'Ask again with since= this, now or later' }),
  })
  .openapi('AccountChanges')
