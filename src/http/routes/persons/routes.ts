import { type OpenAPIHono } from '@hono/zod-openapi'
import { assertMayRead } from '../../../edge/identity/caller.ts'
import {
  endPerson,
  listPersonChanges,
  listPersons,
  portalAccountOf,
  registerPerson,
} from '../../../edge/identity/persons.ts'
import { newSecret } from '../../../edge/identity/secret.ts'
import { vietnamIsoDay, vietnamTime } from '../../../kernel/vietnam-time.ts'
import { primaryOf } from '../../callers.ts'
import {
  changesQuery,
  endPersonBody,
  facilityParams,
  personBody,
  personChangesSchema,
  personParams,
  personSchema,
  personsSchema,
  registeredSchema,
} from './schemas.ts'
import type { AppEnv } from '../../services.ts'
import { bodyOf, freshest, json } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import { callerOf, operation, SMALL_BODY, type Permission } from '../../operation.ts'

const PATH = '/v1/facilities/{facility}/persons'
const DAY_MS = 24 * 60 * 60 * 1000
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 503)

const WRITES: Permission = {
  may: ['person', 'supervisor'],
  within: 'its own facility; its provinces',
  isConfirmed: true,
  body: SMALL_BODY,
}

const listing = operation(
  { may: ['sender', 'supervisor', 'auditor', 'operator'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: PATH,
    summary: 'Who may authenticate payment data of a facility (itself, its province, the ministry)',
    request: { params: facilityParams },
    responses: { 200: json(personsSchema, 'The register, by code'), ...problems(400, 401, 403, 503) },
  },
)
const registering = operation(WRITES, {
  method: 'post',
  path: PATH,
  summary: 'Register a person; the secret is shown once (a person of the facility, its province, the ministry)',
  request: { params: facilityParams, body: bodyOf(personBody) },
  responses: { 201: json(registeredSchema, 'The person and the secret'), ...PROBLEMS },
})
const ending = operation(WRITES, {
  method: 'post',
  path: `${PATH}/{person}/end`,
  summary: 'Set the last day of a person (a person of the facility, its province, the ministry)',
  request: { params: personParams, body: bodyOf(endPersonBody) },
  responses: { 200: json(personSchema, 'The person'), ...PROBLEMS },
})
const changes = operation(
  { may: ['supervisor', 'auditor', 'operator'], at: ['province', 'ministry'], within: 'its provinces; all' },
  {
    method: 'get',
    path: '/v1/persons/changes',
    summary: "Changes of the registers, in order: of a province's facilities, or all (ministry)",
    request: { query: changesQuery },
    responses: { 200: json(personChangesSchema, 'The changes behind since'), ...problems(400, 401, 403, 503) },
  },
)

/** The register of authorised persons. What is written is written at the centre. */
export function personRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const { facility } = c.req.valid('param')
    assertMayRead(callerOf(c), facility)
    return c.json({ persons: await listPersons(freshest(c), facility) }, 200)
  })
  app.openapi(registering, async (c) => {
    const caller = callerOf(c)
    const primary = primaryOf(c)
    const moment = c.get('services').now()
    const { id, title, validFrom = vietnamIsoDay(moment), validTo = null, signsIn } = c.req.valid('json')
    const person = { facility: c.req.valid('param').facility, id, title, validFrom, validTo }
    const secret = newSecret()
    const portal = signsIn ? { account: portalAccountOf(person), password: newSecret() } : null
    await registerPerson(primary, caller, person, { secret, portal, now: moment })
    c.header('cache-control', 'no-store')
    return c.json({ ...person, secret, portal }, 201)
  })
  app.openapi(ending, async (c) => {
    const caller = callerOf(c)
    const primary = primaryOf(c)
    const moment = c.get('services').now()
    const { facility, person: id } = c.req.valid('param')
    const { validTo = vietnamIsoDay(moment - DAY_MS) } = c.req.valid('json')
    return c.json(await endPerson(primary, caller, { facility, id, validTo }, moment), 200)
  })
  app.openapi(changes, async (c) => {
    const caller = callerOf(c)
    const { since, limit } = c.req.valid('query')
    const found = await listPersonChanges(freshest(c), caller, since, limit)
    return c.json(
      {
        changes: found.map(({ province: _, at, ...change }) => ({ ...change, at: vietnamTime(at) })),
        next: found.at(-1)?.number ?? since,
      },
      200,
    )
  })
}
