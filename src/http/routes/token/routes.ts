import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { limitBody } from '../../operation.ts'
import { issueToken, TOKEN_LIFETIME_SECONDS } from '../../../edge/identity/token.ts'
import { Refusal } from '../../refusals.ts'
import type { AppEnv } from '../../services.ts'
import { json } from '../../route-parts.ts'
import { signIn, type NamedPerson } from '../../sign-in.ts'
import { credentialsOf } from './credentials.ts'
import { oauthErrorSchema, tokenSchema } from './schemas.ts'

export const TOKEN_PATH = '/oauth/token'
/** A form of five short fields. */
const MAX_FORM_BYTES = 8 * 1024
const FORM = 'application/x-www-form-urlencoded'

/** Answers of this path: of failures too none may be kept (RFC 6749, section 5.1; Pragma is for caches of HTTP/1.0). */
export const UNKEPT = { 'cache-control': 'no-store', pragma: 'no-cache' }

const GRANT = 'client_credentials'

const formShape = z.object({
  grant_type: z.string().optional().openapi({ description: 'client_credentials', example: 'client_credentials' }),
  scope: z.string().optional().openapi({ description: 'There are no scopes: leave it out' }),
  client_id: z.string().optional().openapi({ description: 'Unless Basic is used', example: '01001' }),
  client_secret: z.string().optional().openapi({ description: 'Unless Basic is used' }),
  person: z.string().optional().openapi({
    description: "Code of a person of the facility's register, who authenticates payment data (article 7)",
  }),
  person_secret: z.string().optional().openapi({ description: 'Of the person' }),
})

const route = createRoute({
  method: 'post',
  path: TOKEN_PATH,
  summary: 'Client credentials → access token (RFC 6749, section 4.4); Basic or form',
  request: {
    headers: z.object({ authorization: z.string().optional() }),
    body: {
      content: {
        [FORM]: {
          schema: formShape,
        },
      },
    },
  },
  responses: {
    200: json(tokenSchema, 'A token'),
    400: json(oauthErrorSchema, 'invalid_request, unsupported_grant_type, invalid_scope, unauthorized_client'),
    401: json(oauthErrorSchema, 'invalid_client; WWW-Authenticate asks for Basic'),
    413: json(oauthErrorSchema, 'invalid_request: the form is too long'),
    429: json(
      oauthErrorSchema,
      'temporarily_unavailable: too many failed sign-ins; Retry-After says when to try again',
    ),
    503: json(oauthErrorSchema, 'temporarily_unavailable; Retry-After says when to try again'),
  },
})

export function tokenRoute(app: OpenAPIHono<AppEnv>): void {
  app.use(TOKEN_PATH, async (c, next) => {
    if (c.req.method === 'POST') assertForm(c.req.header('content-type'))
    await next()
  })
  app.use(TOKEN_PATH, limitBody(MAX_FORM_BYTES))
  app.openapi(route, async (c) => {
    const { issuer, now, openReplica } = c.get('services')
    if (!issuer) throw new Refusal('route-unknown')
    const form = c.req.valid('form')
    if (!form.grant_type) throw new Refusal('parameter-invalid', { parameter: 'grant_type', expected: GRANT })
    if (form.grant_type !== GRANT) throw new Refusal('grant-type-unsupported')
    if (form.scope) throw new Refusal('scope-unsupported')
    const credentials = credentialsOf(c.req.header('authorization'), form)
    const { caller, holder } = await signIn(c, openReplica(), credentials, personOf(form))
    if (holder === 'person') throw new Refusal('account-of-person')
    const token = await issueToken(issuer, caller, now())
    return c.json(
      { access_token: token, token_type: 'Bearer' as const, expires_in: TOKEN_LIFETIME_SECONDS },
      200,
      UNKEPT,
    )
  })
}

/** Throws `parameter-invalid` for a body that is no form. */
function assertForm(contentType: string | undefined): void {
  // A request without any body has no type, and lacks its grant_type.
  if (contentType !== undefined && contentType.split(';')[0]?.trim().toLowerCase() !== FORM)
    throw new Refusal('parameter-invalid', { parameter: 'Content-Type', expected: FORM })
}

/** Who is named beside the account; a secret without a code is a person too, whom nobody knows. */
const personOf = ({ person, person_secret: secret }: z.infer<typeof formShape>): NamedPerson | null =>
  person === undefined && secret === undefined ? null : { id: person, secret: secret ?? '' }
