import { z } from '@hono/zod-openapi'
import { problemSchema } from '../service/schemas.ts'

export const oauthErrorSchema = problemSchema
  .extend({
    error: z.string().openapi({ description: 'As RFC 6749, section 5.2 has it', example: 'invalid_client' }),
    error_description: z.string().openapi({ description: 'For the developer of the client, in English' }),
  })
  .openapi('OAuthError', { description: 'What OAuth clients read, with the members of every problem beside.' })

export const tokenSchema = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int() })
  .openapi('Token', { description: 'RFC 6749, section 5.1.' })
