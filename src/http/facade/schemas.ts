import { z } from '@hono/zod-openapi'
import { LEAST_REASON, MOST_REASON } from '../../kernel/reason.ts'
import { facilitySchema, isoDay, moment } from '../schema-parts.ts'

/** What is kept of the old web services, as the API shows it. */

export const facilityParams = z.object({ facility: facilitySchema })
export const userParams = facilityParams.extend({ username: z.string() })

const MOST_NAME = 255

export const legacyUserBody = z.strictObject({
  username: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, '01001')
    .openapi({ example: '01001', description: 'As it is typed into the HIS; capitals do not count' }),
  passwordMd5: z
    .string()
    .regex(/^[0-9A-Fa-f]{32}$/, '32 hexadecimal digits')
    .optional()
    .openapi({ description: 'MD5 of a password that the HIS has already; left out, one is made and shown once' }),
  person: z.string().optional().openapi({ description: 'Code of a person of the register, for payment data' }),
  officer: z
    .strictObject({
      citizenNumber: z.string().regex(/^\d{12}$/, '12 digits'),
      name: z.string().trim().min(2).max(MOST_NAME),
    })
    .optional()
    .openapi({ description: 'Who checks cards (cccdCb, hoTenCb); kept as keyed hashes' }),
})

const userMembers = {
  username: z.string(),
  facility: z.string(),
  person: z.string().nullable(),
  hasOfficer: z.boolean().openapi({ description: 'Whether an officer is registered for card checks' }),
  legacy: z.literal(true).openapi({ description: 'Its password opens the old web services only' }),
  createdBy: z.string(),
  createdAt: moment,
  disabledAt: moment.nullable(),
}
export const legacyUserSchema = z.object(userMembers).openapi('LegacyUser')
export const legacyUsersSchema = z.object({ users: z.array(legacyUserSchema) }).openapi('LegacyUsers')
export const newLegacyUserSchema = z
  .object({
    ...userMembers,
    password: z.string().nullable().openapi({ description: 'Shown this once; null where its MD5 was given' }),
  })
  .openapi('NewLegacyUser')

const settingMembers = {
  mode: z
    .enum(['answer', 'forward', 'both'])
    .openapi({ description: 'Who answers the old calls: this service, the real gateway, or both' }),
  paymentPerson: z.enum(['needed', 'waived']).openapi({
    description: 'Whether payment data needs a person of the register, or not for a time of transition',
  }),
  waivedUntil: isoDay.nullable().openapi({ description: 'Last day of the transition; null: open' }),
  reason: z.string().trim().min(LEAST_REASON).max(MOST_REASON),
}
export const legacySettingBody = z.strictObject(settingMembers)
export const legacySettingSchema = z
  .object({ facility: z.string(), ...settingMembers, reason: z.string(), changedBy: z.string(), changedAt: moment })
  .openapi('LegacySetting')
