import type { OpenAPIHono } from '@hono/zod-openapi'
import { addLegacyUser, disableLegacyUser, listLegacyUsers, type LegacyUser } from '../../edge/facade/legacy-users.ts'
import { setLegacySetting } from '../../edge/facade/settings.ts'
import { assertMayRead } from '../../edge/identity/caller.ts'
import { assertMayRegister } from '../../edge/identity/persons.ts'
import { vietnamTime } from '../../kernel/vietnam-time.ts'
import { citizenHash } from '../../store/warehouse/identity/numbers.ts'
import { nameHash } from '../../centre/history/hashes.ts'
import type { Vault } from '../../store/warehouse/identity/vault.ts'
import { primaryOf } from '../callers.ts'
import { callerOf, operation, type Permission } from '../operation.ts'
import { Refusal } from '../refusals.ts'
import type { AppEnv } from '../services.ts'
import { bodyOf, freshest, json, timeOrNull } from '../route-parts.ts'
import { problems } from '../routes/service/problems.ts'
import {
  facilityParams,
  legacySettingBody,
  legacySettingSchema,
  legacyUserBody,
  legacyUserSchema,
  legacyUsersSchema,
  newLegacyUserSchema,
  userParams,
} from './schemas.ts'

const PATH = '/v1/facilities/{facility}/legacy-users'
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 503)
/** Longer than anybody types, and yet typed once. */
const PASSWORD_CHARACTERS = 20

const WRITES: Permission = {
  may: ['person', 'supervisor'],
  within: 'its own facility; its provinces',
  isConfirmed: true,
}

const listing = operation(
  { may: ['sender', 'supervisor', 'operator', 'auditor'], within: 'its own facility; its provinces; all' },
  {
    method: 'get',
    path: PATH,
    summary: 'Users of the old web services of a facility (itself, its province, the ministry)',
    request: { params: facilityParams },
    responses: { 200: json(legacyUsersSchema, 'The users, by name'), ...problems(400, 401, 403, 503) },
  },
)
const adding = operation(WRITES, {
  method: 'post',
  path: PATH,
  summary: 'Enter a user of the old web services (a person of the facility, its province, the ministry)',
  request: { params: facilityParams, body: bodyOf(legacyUserBody) },
  responses: { 201: json(newLegacyUserSchema, 'The user, and the password where one was made'), ...PROBLEMS },
})
const disabling = operation(WRITES, {
  method: 'post',
  path: `${PATH}/{username}/disable`,
  summary: 'Switch a user of the old web services off (a person of the facility, its province, the ministry)',
  request: { params: userParams },
  responses: { 200: json(legacyUserSchema, 'The user'), ...PROBLEMS },
})
const setting = operation(
  { may: ['supervisor', 'operator'], within: 'its provinces; all', isConfirmed: true },
  {
    method: 'put',
    path: '/v1/facilities/{facility}/legacy-settings',
    summary:
      'Set who answers the old calls of a facility, and whether payment data needs a person (its province, the ministry)',
    request: { params: facilityParams, body: bodyOf(legacySettingBody) },
    responses: { 200: json(legacySettingSchema, 'What holds now'), ...PROBLEMS },
  },
)

/** Who may speak the old wire, and what is set for it. What is written is written at the centre. */
export function legacyUserRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listing, async (c) => {
    const { facility } = c.req.valid('param')
    assertMayRead(callerOf(c), facility)
    return c.json({ users: (await listLegacyUsers(freshest(c), facility)).map(shown) }, 200)
  })
  app.openapi(adding, async (c) => {
    const caller = callerOf(c)
    const { facility } = c.req.valid('param')
    assertMayRegister(caller, facility)
    const primary = primaryOf(c)
    const { username, passwordMd5, person = null, officer } = c.req.valid('json')
    const { now, randomName, vault } = c.get('services')
    const password = passwordMd5 === undefined ? randomName().replaceAll('-', '').slice(0, PASSWORD_CHARACTERS) : null
    const user = await addLegacyUser(
      primary,
      {
        username,
        facility,
        person,
        password: passwordMd5 ?? password ?? '',
        officer: officer === undefined ? null : hashedOfficer(vault, officer),
      },
      { by: caller.account, now: now() },
    )
    c.header('cache-control', 'no-store')
    return c.json({ ...shown(user), password }, 201)
  })
  app.openapi(disabling, async (c) => {
    const caller = callerOf(c)
    const { facility, username } = c.req.valid('param')
    assertMayRegister(caller, facility)
    const by = { by: caller.account, now: c.get('services').now() }
    return c.json(shown(await disableLegacyUser(primaryOf(c), { facility, username }, by)), 200)
  })
  app.openapi(setting, async (c) => {
    const caller = callerOf(c)
    const { facility } = c.req.valid('param')
    // The facility itself may not: none excuses itself.
    assertMayRead(caller, facility)
    const asked = c.req.valid('json')
    // The bus is what forwards; until it is built nothing would answer.
    if (asked.mode !== 'answer') throw new Refusal('legacy-forward-unavailable')
    const changed = { facility, ...asked, changedBy: caller.account, changedAt: c.get('services').now() }
    const { changedAt, ...set } = await setLegacySetting(primaryOf(c), changed)
    return c.json({ ...set, changedAt: vietnamTime(changedAt) }, 200)
  })
}

const shown = ({ createdAt, disabledAt, ...user }: LegacyUser) => ({
  ...user,
  legacy: true as const,
  createdAt: vietnamTime(createdAt),
  disabledAt: timeOrNull(disabledAt),
})

/** Throws centre-only where there are no keys. */
function hashedOfficer(vault: Vault | null, { citizenNumber, name }: { citizenNumber: string; name: string }) {
  const hash = vault && nameHash(vault, name)
  if (vault === null || hash === null) throw new Refusal('centre-only')
  return { citizenHash: citizenHash(vault, citizenNumber), nameHash: hash }
}
