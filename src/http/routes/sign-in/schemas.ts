import { z } from '@hono/zod-openapi'
import { sessions } from '../../../../db/reference/schema.ts'
import { moment, someWords } from '../../schema-parts.ts'

/** The shapes of how somebody signs in, and of their sessions. */

const MOST_TITLE = 60
const MOST_PASSWORD = 200

const listedSessionSchema = z
  .object({
    id: z.string(),
    device: z
      .string()
      .openapi({ description: 'Browser and system in words; empty: not known', example: 'Chrome 156, Windows 10' }),
    method: z.enum(sessions.method.enumValues),
    person: z.string().nullable(),
    since: moment,
    seenAt: moment.openapi({ description: 'To within some minutes' }),
    until: moment,
    isThis: z.boolean().openapi({ description: 'The one that asks' }),
  })
  .openapi('ListedSession')
export const sessionsSchema = z.object({ sessions: z.array(listedSessionSchema) }).openapi('Sessions')
export const sessionParams = z.object({ session: z.string().max(64) })

export const signInSchema = z
  .object({
    account: z.string(),
    isPerson: z.boolean().openapi({ description: 'false: an account of software; it has a secret and nothing else' }),
    secondFactor: z
      .enum(['asked-for', 'free'])
      .openapi({ description: 'Whether the policy asks for one of the duties of this account' }),
    codesSince: moment
      .nullable()
      .openapi({ description: 'Since when one-time codes are asked for; null: they are not' }),
    recoveryCodesLeft: z.int(),
    passkeys: z.array(z.object({ id: z.string(), title: z.string(), since: moment, usedAt: moment.nullable() })),
    outside: z.array(z.object({ provider: z.string(), since: moment })),
  })
  .openapi('SignIn')

export const newCodesSchema = z
  .object({
    secret: z.string().openapi({ description: 'Base32, to be typed where no camera is; shown this once' }),
    address: z.string().openapi({ description: 'otpauth://, what the picture for the telephone holds' }),
  })
  .openapi('NewCodes')

export const recoveryCodesSchema = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'Shown this once, each to be used once; null: those before are still good' }),
  })
  .openapi('RecoveryCodes')

export const confirmBody = z.strictObject({ code: z.string().min(6).max(20) })
export const passkeyBody = z.strictObject({
  title: someWords(MOST_TITLE).openapi({ description: 'What its owner calls it', example: 'Máy ở phòng tài vụ' }),
  response: z
    .record(z.string(), z.unknown())
    .openapi({ description: "The browser's answer (RegistrationResponseJSON)" }),
})
export const passkeyParams = z.object({ passkey: z.string().max(1400) })
export const outsideParams = z.object({ provider: z.string().max(40) })
export const passwordBody = z.strictObject({
  secret: z.string().min(1).max(MOST_PASSWORD),
  newSecret: z.string().min(1).max(MOST_PASSWORD).openapi({ description: '12 characters or more' }),
})
