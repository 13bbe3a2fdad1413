import { clientAddress } from '../client-address.ts'
import type { Context } from 'hono'
import { announcedBytes, readBody, withBody } from '../../edge/read-body.ts'
import { createFields, type WrapperFields } from '../../edge/facade/wrapper/fields.ts'
import { openWrapper } from '../../edge/facade/wrapper/open-wrapper.ts'
import type { LegacyCaller, TokenFault } from '../../edge/facade/legacy-token.ts'
import { Refusal } from '../refusals.ts'
import type { AppEnv } from '../services.ts'

/** Parameters without a file: some names and numbers. */
const SMALL_BODY = { fileBytes: 64 * 1024, compressionRatio: 10, ratioFromBytes: 0 }

/** What a client says beside the body: headers of the newer services, the query of the older ones. */
export function parametersBeside(c: Context<AppEnv>): WrapperFields {
  const fields = createFields()
  for (const name of ['accessToken', 'tokenId']) {
    // A .NET client that signs in again adds the new token to the header beside the old one (RFC 9110, section 5.3: a list): the last counts.
    const value = c.req.header(name)?.split(',').at(-1) ?? ''
    if (value.trim() !== '') fields.set(name, value)
  }
  for (const [name, values] of Object.entries(c.req.queries())) if (values[0]) fields.set(name, values[0])
  return fields
}

/** The parameters of a body that holds no file; none of an empty one. Throws what a body and its wrapper throw. */
export async function parametersInside(c: Context<AppEnv>): Promise<WrapperFields> {
  return withBody(legacyBody(c, true), async (body) => {
    const { fields, file } = await openWrapper(body, c.req.header('content-type'))
    if (file !== null) throw new Refusal('parameter-invalid', { parameter: 'body', expected: 'form, JSON' })
    return fields
  })
}

/** The body piece by piece; an empty one is no fault by itself. */
export async function* legacyBody(c: Context<AppEnv>, isSmall: boolean): AsyncGenerator<Uint8Array> {
  if (c.req.raw.body === null || announcedBytes(c.req.raw) === 0) return
  try {
    yield* isSmall ? readBody(c.req.raw, SMALL_BODY) : readBody(c.req.raw)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'body-empty') return
    throw error
  }
}

/** The first of these that has the parameter. */
export const firstOf = (sources: readonly WrapperFields[], ...names: readonly string[]): string =>
  sources.map((fields) => fields.get(...names)).find((value) => value !== '') ?? ''

const CODE_OF = {
  missing: 'token-missing',
  invalid: 'token-invalid',
  expired: 'token-expired',
} as const satisfies Record<TokenFault, string>

/** Who calls, by the token in any of these. Throws token-missing, -invalid, -expired. */
export async function legacyCaller(c: Context<AppEnv>, sources: readonly WrapperFields[]): Promise<LegacyCaller> {
  const { verifyLegacyToken, now } = c.get('services')
  const verified = await verifyLegacyToken(
    {
      accessToken: firstOf(sources, 'accessToken', 'token', 'access_token'),
      tokenId: firstOf(sources, 'tokenId', 'id_token'),
      address: clientAddress(c),
    },
    now(),
  )
  if ('fault' in verified) throw new Refusal(CODE_OF[verified.fault])
  c.set('legacyFacility', verified.caller.facility)
  return verified.caller
}
