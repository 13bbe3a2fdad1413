import { z } from '@hono/zod-openapi'
import { DUTIES, SIDES } from '../../../edge/identity/duties.ts'
import { moment, textSchema } from '../../schema-parts.ts'

const MOST = 200
const word = z.string().min(1).max(MOST)

export const signInBody = z.object({
  account: word.openapi({ example: '01001' }),
  secret: word,
  person: word.optional().openapi({
    description: "Beside an account of software: code of a person of the facility's register, to send payment data",
  }),
  personSecret: word.optional(),
})

export const codeBody = z.strictObject({
  code: word.openapi({ description: 'Six digits of the device, or a recovery code', example: '492039' }),
})

export const stepSchema = z
  .object({
    next: z.literal('second-factor'),
    ways: z
      .array(z.enum(['code', 'passkey', 'recovery-code']))
      .openapi({ description: 'What this person may show: POST /v1/session/code, or a passkey' }),
  })
  .openapi('SignInStep')

export const sessionSchema = z
  .object({
    account: z.string(),
    side: z.enum(SIDES),
    facility: z.string().nullable(),
    provinces: z.array(z.string()).nullable().openapi({ description: 'Old codes; null: the whole nation' }),
    person: z.string().nullable(),
    duties: z
      .array(z.enum(DUTIES))
      .openapi({ description: 'Empty while a second factor has yet to be set up (mustSetUpSecondFactor)' }),
    mustSetUpSecondFactor: z
      .boolean()
      .openapi({ description: 'The policy asks for a second factor, and there is none: only /v1/sign-in is open' }),
    until: moment.openapi({ description: 'When the session ends, and everybody signs in again' }),
    renewAfterSeconds: z.int().openapi({ description: 'The page asks for the next token after so long' }),
  })
  .openapi('Session')

export const waysSchema = z
  .object({
    outside: z.array(z.object({ id: z.string(), title: textSchema })).openapi({ description: 'Outside providers' }),
    passkeys: z
      .boolean()
      .openapi({ description: 'Whether passkeys work at this address: they need a host name, no number' }),
  })
  .openapi('SignInWays')

/** What the browser's own interface (WebAuthn, Level 3, section 5) takes and gives, as JSON. */
export const ceremonySchema = z
  .record(z.string(), z.unknown())
  .openapi('PasskeyCeremony', { description: 'As WebAuthn, Level 3, section 5.1 and 5.4 have it in JSON' })
