import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Database } from '../../../store/client.ts'
import { bodyLimit } from 'hono/body-limit'
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { authenticate } from '../../../edge/identity/accounts.ts'
import { assertPerson } from '../../../edge/identity/persons.ts'
import type { Caller } from '../../../edge/identity/caller.ts'
import { issueToken, TOKEN_LIFETIME_SECONDS } from '../../../edge/identity/token.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { tokenSchema } from '../../schemas.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'

export const TOKEN_PATH = '/oauth/token'
/** A form of five short fields. */
const MAX_FORM_BYTES = 8 * 1024

const route = createRoute({
  method: 'post',
  path: TOKEN_PATH,
  summary: 'Client credentials → access token (RFC 6749, section 4.4); Basic or form',
  request: {
    headers: z.object({ authorization: z.string().optional() }),
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.object({
            grant_type: z.string().optional(),
            client_id: z.string().optional(),
            client_secret: z.string().optional(),
            person: z.string().optional().openapi({
              description: "Code of a person of the facility's register, who authenticates payment data (article 7)",
            }),
            person_secret: z.string().optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'A token', content: { 'application/json': { schema: tokenSchema } } },
    ...problems(400, 401, 413, 503),
  },
})

export function tokenRoute(app: OpenAPIHono<AppEnv>): void {
  app.use(
    TOKEN_PATH,
    bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: () => {
        throw new Refusal('file-too-large', { limit: MAX_FORM_BYTES })
      },
    }),
  )
  app.openapi(route, async (c) => {
    const { issuer, openReplica, now } = c.get('services')
    if (!issuer) throw new Refusal('route-unknown')
    const form = c.req.valid('form')
    if (form.grant_type !== 'client_credentials') throw new Refusal('grant-type-unsupported')
    const { id, secret } = basicCredentials(c.req.header('authorization')) ?? {
      id: form.client_id ?? '',
      secret: form.client_secret ?? '',
    }
    const account = await authenticate(openReplica(), id, secret)
    const caller = await withPerson(account, form.person, form.person_secret, {
      replica: openReplica(),
      today: vietnamIsoDay(now()),
    })
    const token = await issueToken(issuer, caller, now())
    c.header('cache-control', 'no-store')
    return c.json({ access_token: token, token_type: 'Bearer' as const, expires_in: TOKEN_LIFETIME_SECONDS }, 200)
  })
}

/** The caller with the person named, if one is. Throws `credentials-invalid` also where the account is not a facility's. */
async function withPerson(
  caller: Caller,
  person: string | undefined,
  secret: string | undefined,
  { replica, today }: { replica: Database; today: string },
): Promise<Caller> {
  if (person === undefined && secret === undefined) return caller
  if (caller.role !== 'facility' || person === undefined) throw new Refusal('credentials-invalid')
  await assertPerson(replica, { facility: caller.facility, id: person, secret: secret ?? '' }, today)
  return { ...caller, person }
}

/** RFC 7617, with id and secret form-encoded as RFC 6749, section 2.3.1 asks. */
function basicCredentials(authorization: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  try {
    const pair = new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)))
    const colon = pair.indexOf(':')
    return colon < 0
      ? null
      : { id: decodeURIComponent(pair.slice(0, colon)), secret: decodeURIComponent(pair.slice(colon + 1)) }
  } catch {
    throw new Refusal('credentials-invalid')
  }
}
