import { z } from '@hono/zod-openapi'
import { DUTIES, SIDES } from '../../../edge/identity/duties.ts'
import { moment } from '../../schema-parts.ts'

const MOST = 200
const word = z.string().min(1).max(MOST)

export const signInBody = z.object({
  account: word.openapi({ example: '01001' }),
  secret: word,
  person: word.optional().openapi({ description: "Code of a person of the facility's register, to send payment data" }),
  personSecret: word.optional(),
})

export const sessionSchema = z
  .object({
    account: z.string(),
    side: z.enum(SIDES),
    facility: z.string().nullable(),
    provinces: z.array(z.string()).nullable().openapi({ description: 'Old codes; null: the whole nation' }),
    person: z.string().nullable(),
    duties: z.array(z.enum(DUTIES)),
    until: moment.openapi({ description: 'When the session ends, and everybody signs in again' }),
    renewAfterSeconds: z.int().openapi({ description: 'The page asks for the next token after so long' }),
  })
  .openapi('Session')
