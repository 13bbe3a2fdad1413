import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Warehouse } from '../../../store/database.ts'
import { available as ofRegister } from '../../../store/register/available.ts'
import { available as ofWarehouse } from '../../../store/warehouse/read.ts'
import { forgetPerson } from '../../../centre/history/forget.ts'
import { Refusal } from '../../refusals.ts'
import { cardHash, citizenHash } from '../../../store/warehouse/identity/numbers.ts'
import {
  beginOperation,
  listOperations,
  readOperation,
  runOperations,
  type IdentityOperation,
} from '../../../store/warehouse/identity/operations.ts'
import { filesToErase } from '../../../store/warehouse/identity/erased-files.ts'
import type { Vault } from '../../../store/warehouse/identity/vault.ts'
import type { Centre } from '../../../centre/services.ts'
import {
  approveErasure,
  askErasure,
  readErasureRequest,
  waitingErasures,
  type ErasureRequest,
} from '../../../store/reference/erasure-requests.ts'
import { centreOf, primaryOf, vaultOf } from '../../callers.ts'
import type { AppEnv, Services } from '../../services.ts'
import { freshest } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { erasureBody, erasuresSchema } from './schemas.ts'
import { callerOf, operation } from '../../operation.ts'

const content = { 'application/json': { schema: erasuresSchema } }
const asking = operation(
  { may: ['operator'], within: 'all; two persons', isConfirmed: true },
  {
    method: 'post',
    path: '/v1/operations/erasures',
    summary:
      "Ask that one person's identity is taken out of every warehouse (operator); it begins when a second operator agrees",
    request: { body: { required: true, content: { 'application/json': { schema: erasureBody } } } },
    responses: {
      202: { description: 'Asked for; where one person may do everything, begun', content },
      ...problems(400, 401, 403, 421, 503),
    },
  },
)
const approving = operation(
  { may: ['operator'], within: 'all; nobody approves what they asked for', isConfirmed: true },
  {
    method: 'post',
    path: '/v1/operations/erasures/{id}/approve',
    summary: 'Agree to an erasure that another operator asked for: it begins (operator)',
    request: { params: z.object({ id: z.string().max(64) }) },
    responses: {
      202: { description: 'Begun; what is not done at once goes on by itself', content },
      ...problems(400, 401, 403, 404, 421, 503),
    },
  },
)
const list = operation(
  { may: ['operator', 'auditor'], at: ['ministry'], within: 'all' },
  {
    method: 'get',
    path: '/v1/operations/erasures',
    summary: 'Erasures and how far they are (ministry)',
    responses: { 200: { description: 'The newest first, of each warehouse', content }, ...problems(401, 403, 503) },
  },
)

/** Done before the answer: a person has tens of dossiers, a page holds a hundred. */
const PAGES_AT_ONCE = 3
const MOST_LISTED = 100

export function erasureRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(asking, async (c) => {
    const services = c.get('services')
    const { account: by } = callerOf(c)
    const { card, citizenNumber, reason } = c.req.valid('json')
    const vault = vaultOf(c)
    const subjects = subjectsOf(vault, card, citizenNumber)
    if (services.isAlone) {
      const erasures = await erase(c, vault, subjects, { by, reason })
      return c.json({ erasures, requests: [] }, 202)
    }
    const id = services.randomName()
    const asked = { id, subjects: JSON.stringify(subjects), reason, askedBy: by, askedAt: services.now() }
    return c.json({ erasures: [], requests: [requestShown(await askErasure(primaryOf(c), asked))] }, 202)
  })
  app.openapi(approving, async (c) => {
    const services = c.get('services')
    const { account: by } = callerOf(c)
    const [primary, vault] = [primaryOf(c), vaultOf(c)]
    const request = await readErasureRequest(primary, c.req.valid('param').id)
    if (request === undefined) throw new Refusal('erasure-unknown')
    if (!(await approveErasure(primary, { id: request.id, by, now: services.now() }))) throw new Refusal('erasure-own')
    // Said again it is begun again: what is gone already stays gone.
    const subjects = subjectList.parse(JSON.parse(request.subjects))
    const { askedBy, reason } = request
    const erasures = await erase(c, vault, subjects, { by: `${askedBy}, ${by}`, reason })
    return c.json({ erasures, requests: [] }, 202)
  })
  app.openapi(list, async (c) => {
    const services = c.get('services')
    const erasures = await inEach(services, (warehouse) => listOperations(warehouse, 'erasure', MOST_LISTED))
    const requests = await waitingErasures(freshest(c), MOST_LISTED)
    return c.json({ erasures, requests: requests.map(requestShown) }, 200)
  })
}

const subjectList = z.array(z.string())

const requestShown = ({ id, reason, askedBy, askedAt }: ErasureRequest) => ({
  id,
  reason,
  askedBy,
  askedAt: vietnamTime(askedAt),
})

/** Begins an erasure in every warehouse and in the register. Throws `warehouse-unavailable`, `register-unavailable`: then it is asked for again. */
async function erase(
  c: Context<AppEnv>,
  vault: Vault,
  subjects: readonly string[],
  { by, reason }: { by: string; reason: string },
): Promise<ReturnType<typeof shown>[]> {
  const services = c.get('services')
  const { openRegister } = centreOf(c)
  const startedAt = services.now()
  const erasures = await inEach(services, async (warehouse) => {
    const ids: string[] = []
    for (const subject of subjects) {
      const id = services.randomName()
      ids.push(id)
      await beginOperation(warehouse, { id, kind: 'erasure', subject, by, reason, startedAt })
    }
    await runOperations(warehouse, vault, startedAt, PAGES_AT_ONCE, ids)
    return (await Promise.all(ids.map((id) => readOperation(warehouse, id)))).flatMap((found) => found ?? [])
  })
  await forgetInRegister(openRegister, subjects)
  return erasures
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
  work: (warehouse: Warehouse) => Promise<IdentityOperation[]>,
): Promise<ReturnType<typeof shown>[]> {
  const found = await ofWarehouse(() =>
    Promise.all(
      warehouses.names.map(async (name) => {
        const warehouse = warehouses.openPrimary(name)
        const found = await work(warehouse)
        // Nothing is finished while stored files still have to be written anew.
        const isWaiting = (await filesToErase(warehouse, 1)).length > 0
        return found.map((operation) => shown(name, isWaiting ? { ...operation, finishedAt: null } : operation))
      }),
    ),
  )
  return found.flat()
}

/** Encounters of the person leave the register too. Throws `register-unavailable` where it is away: then it is asked for again. */
async function forgetInRegister(openRegister: Centre['openRegister'], subjects: readonly string[]): Promise<void> {
  if (openRegister === null) return
  await ofRegister(() => forgetPerson(openRegister(), subjects))
}

const shown = (warehouse: string, { id, by, reason, startedAt, finishedAt, dossiers, rows }: IdentityOperation) => ({
  id,
  warehouse,
  by,
  reason,
  startedAt: vietnamTime(startedAt),
  finishedAt: finishedAt === null ? null : vietnamTime(finishedAt),
  dossiers,
  rows,
})
