import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Warehouse } from '../../../store/database.ts'
import { available as ofRegister } from '../../../store/register/available.ts'
import { available as ofWarehouse } from '../../../store/warehouse/read.ts'
import { forgetPerson } from '../../../centre/history/forget.ts'
import { ofMinistry } from '../../../edge/identity/caller.ts'
import { Refusal } from '../../refusals.ts'
import { cardHash, citizenHash } from '../../../store/warehouse/identity/numbers.ts'
import {
  beginOperation,
  listOperations,
  readOperation,
  runOperations,
  type Operation,
} from '../../../store/warehouse/identity/operations.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import type { Centre } from '../../../centre/services.ts'
import { callerOf, centreOf } from '../../callers.ts'
import type { AppEnv, Services } from '../../services.ts'
import { problems } from '../service/problems.ts'
import { erasureBody, erasuresSchema } from './schemas.ts'

const content = { 'application/json': { schema: erasuresSchema } }
const erase = createRoute({
  method: 'post',
  path: '/v1/operations/erasures',
  summary: "Take one person's identity out of every warehouse (ministry); who, when and why are kept",
  security: [{ token: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: erasureBody } } } },
  responses: {
    202: { description: 'Begun; what is not done at once goes on by itself', content },
    ...problems(400, 401, 403, 421, 503),
  },
})
const list = createRoute({
  method: 'get',
  path: '/v1/operations/erasures',
  summary: 'Erasures and how far they are (ministry)',
  security: [{ token: [] }],
  responses: { 200: { description: 'The newest first, of each warehouse', content }, ...problems(401, 403, 503) },
})

/** Done before the answer: a person has tens of dossiers, a page holds a hundred. */
const PAGES_AT_ONCE = 3
const MOST_LISTED = 100

export function erasureRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(erase, async (c) => {
    const services = c.get('services')
    const caller = ofMinistry(await callerOf(c))
    const { vault } = services
    const { openRegister } = centreOf(c)
    if (vault === null) throw new Refusal('centre-only')
    const { card, citizenNumber, reason } = c.req.valid('json')
    const subjects = subjectsOf(vault, card, citizenNumber)
    const startedAt = services.now()
    const erasures = await inEach(services, async (warehouse) => {
      const ids: string[] = []
      for (const subject of subjects) {
        const id = services.randomName()
        ids.push(id)
        await beginOperation(warehouse, { id, kind: 'erasure', subject, by: caller.account, reason, startedAt })
      }
      await runOperations(warehouse, vault, startedAt, PAGES_AT_ONCE, ids)
      return (await Promise.all(ids.map((id) => readOperation(warehouse, id)))).flatMap((found) => found ?? [])
    })
    await forgetInRegister(openRegister, subjects)
    return c.json({ erasures }, 202)
  })
  app.openapi(list, async (c) => {
    ofMinistry(await callerOf(c))
    const erasures = await inEach(c.get('services'), (warehouse) => listOperations(warehouse, 'erasure', MOST_LISTED))
    return c.json({ erasures }, 200)
  })
}

function subjectsOf(vault: Vault, card: string | undefined, citizenNumber: string | undefined): string[] {
  const subjects = [
    ...(card === undefined ? [] : [cardHash(vault, card)]),
    ...(citizenNumber === undefined ? [] : [citizenHash(vault, citizenNumber)]),
  ]
  if (subjects.length > 0) return subjects
  throw new Refusal('parameter-invalid', { parameter: 'card', expected: 'card, citizenNumber' })
}

/** A person may have been treated in any province. Throws `warehouse-unavailable` where one is away: then it is asked for again. */
async function inEach(
  { warehouses }: Services,
  work: (warehouse: Warehouse) => Promise<Operation[]>,
): Promise<ReturnType<typeof shown>[]> {
  const found = await ofWarehouse(() =>
    Promise.all(
      warehouses.names.map(async (name) =>
        (await work(warehouses.openPrimary(name))).map((operation) => shown(name, operation)),
      ),
    ),
  )
  return found.flat()
}

/** Encounters of the person leave the register too. Throws `register-unavailable` where it is away: then it is asked for again. */
async function forgetInRegister(openRegister: Centre['openRegister'], subjects: readonly string[]): Promise<void> {
  if (openRegister === null) return
  await ofRegister(() => forgetPerson(openRegister(), subjects))
}

const shown = (warehouse: string, { id, by, reason, startedAt, finishedAt, dossiers, rows }: Operation) => ({
  id,
  warehouse,
  by,
  reason,
  startedAt: vietnamTime(startedAt),
  finishedAt: finishedAt === null ? null : vietnamTime(finishedAt),
  dossiers,
  rows,
})
