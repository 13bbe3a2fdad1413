import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Register } from '../../../store/database.ts'
import { available } from '../../../store/register/available.ts'
import { jsonCards, separatedCards } from '../../../centre/history/card-line.ts'
import { checkCard } from '../../../centre/history/check-card.ts'
import { importCards, setComplete } from '../../../centre/history/import-cards.ts'
import { ofMinistry, sendingFacility } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import { centreOf, vaultOf } from '../../callers.ts'
import { readBody } from '../../../edge/read-body.ts'
import { cardCheckBody, cardCheckSchema, cardImportQuery, cardImportSchema } from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { callerOf, operation } from '../../operation.ts'

const lines = { schema: z.string().openapi({ format: 'binary' }) }

const imports = operation(
  { may: ['assessor'], within: 'all', isConfirmed: true, body: 'streamed' },
  {
    method: 'post',
    path: '/v1/cards',
    summary:
      'Take periods of cards into the register, a card a line (ministry); numbers, names and births become keyed hashes',
    request: {
      query: cardImportQuery,
      headers: z.object({ 'content-encoding': z.string().optional().openapi({ example: 'gzip' }) }),
      body: {
        required: true,
        description:
          'card, name, birth, validFrom; validTo, initialFacility, status (active, locked, withdrawn), citizenNumber where known',
        content: { 'application/x-ndjson': lines, 'text/csv': lines },
      },
    },
    responses: {
      200: {
        description: 'All lines were read; those with a problem are left out, the others count',
        content: { 'application/json': { schema: cardImportSchema } },
      },
      ...problems(400, 401, 403, 413, 415, 421, 422, 503),
    },
  },
)

const check = operation(
  { may: ['sender'], within: 'its own facility; limits by facility and card' },
  {
    method: 'post',
    path: '/v1/card-checks',
    summary: 'Status of a card and the encounters of the last 6 months (facility); who asked is kept',
    request: { body: { required: true, content: { 'application/json': { schema: cardCheckBody } } } },
    responses: {
      200: { description: 'What is known', content: { 'application/json': { schema: cardCheckSchema } } },
      ...problems(400, 401, 403, 421, 503),
    },
  },
)

/** POST /v1/cards, POST /v1/card-checks: at the centre only, as both write. */
export function cardRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(imports, async (c) => {
    ofMinistry(callerOf(c))
    const { register, vault } = registerOf(c)
    const { complete } = c.req.valid('query')
    const read = readerOf(c.req.header('content-type'), vault)
    const body = readBody(c.req.raw)
    return available(async () => {
      const report = await importCards(register, body, read, c.get('services').now())
      const registerComplete = complete === undefined ? null : complete === 'true'
      // A file with problems does not make the register whole, whatever its sender says.
      const isWhole = registerComplete !== true || report.problemsTotal === 0
      if (registerComplete !== null && isWhole) await setComplete(register, registerComplete)
      return c.json({ ...report, registerComplete: isWhole ? registerComplete : null }, 200)
    })
  })
  app.openapi(check, async (c) => {
    const caller = callerOf(c)
    const facility = sendingFacility(caller)
    const { register, vault } = registerOf(c)
    const { now, randomName, alarm } = c.get('services')
    const at = now()
    const asked = { id: randomName(), at, account: caller.account, facility }
    return available(async () => {
      const answer = await checkCard(register, vault, c.req.valid('json'), asked, alarm)
      return c.json({ ...answer, checkedAt: vietnamTime(at) }, 200)
    })
  })
}

/** Register and keys. Throws centre-only at an edge, register-unavailable where there is none. */
export function registerOf(c: Context<AppEnv>): { register: Register; vault: Vault } {
  const { openRegister } = centreOf(c)
  const vault = vaultOf(c)
  if (openRegister === null) throw new Refusal('register-unavailable')
  return { register: openRegister(), vault }
}

/** By the media type. Throws media-type-unsupported. */
function readerOf(contentType: string | undefined, vault: Vault) {
  switch (contentType?.split(';')[0]?.trim().toLowerCase()) {
    case 'application/x-ndjson':
      return jsonCards(vault)
    case 'text/csv':
      return separatedCards(vault)
    default:
      throw new Refusal('media-type-unsupported')
  }
}
