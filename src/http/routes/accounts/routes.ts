import type { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AccountScope } from '../../../edge/identity/account.ts'
import {
  approveAccount,
  changeAccount,
  disableAccount,
  enableAccount,
  listAccountChanges,
  listAccounts,
  makeAccount,
  readAccount,
  renewSecret,
  resetFactors,
  type AccountStep,
  type ListedAccount,
} from '../../../edge/identity/manage-accounts.ts'
import { newSecret } from '../../../edge/identity/secret.ts'
import { vietnamTime } from '../../../kernel/vietnam-time.ts'
import { primaryOf } from '../../callers.ts'
import { callerOf, operation, SMALL_BODY, type Permission } from '../../operation.ts'
import { pageOf } from '../../page.ts'
import type { AppEnv } from '../../services.ts'
import { bodyOf, freshest, json, timeOrNull } from '../../route-parts.ts'
import { problems } from '../service/problems.ts'
import {
  accountBody,
  accountChangesQuery,
  accountChangesSchema,
  accountParams,
  accountSchema,
  accountsQuery,
  accountsSchema,
  changeBody,
  madeAccountSchema,
  reasonBody,
} from './schemas.ts'

const PATH = '/v1/accounts'
const ONE = `${PATH}/{account}`
const WRITES: Permission = {
  may: ['operator'],
  within: 'all; what sees more than one facility needs a second operator',
  isConfirmed: true,
  body: SMALL_BODY,
}
const READS: Permission = { may: ['operator', 'auditor'], at: ['ministry'], within: 'all' }
const PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 421, 503)

const making = operation(WRITES, {
  method: 'post',
  path: PATH,
  summary: 'Make an account; its secret is shown once (operator)',
  request: { body: bodyOf(accountBody) },
  responses: { 201: json(madeAccountSchema, 'The account and its secret'), ...PROBLEMS },
})
const listing = operation(READS, {
  method: 'get',
  path: PATH,
  summary: 'Accounts by id, with what each is there for (operator, auditor)',
  request: { query: accountsQuery },
  responses: { 200: json(accountsSchema, 'A page of accounts'), ...problems(400, 401, 403, 503) },
})
const auditing = operation(READS, {
  method: 'get',
  path: `${PATH}/changes`,
  summary: 'Every change of an account, in order: who, when, why (operator, auditor)',
  request: { query: accountChangesQuery },
  responses: { 200: json(accountChangesSchema, 'The changes behind since'), ...problems(400, 401, 403, 503) },
})
const reading = operation(READS, {
  method: 'get',
  path: ONE,
  summary: 'One account (operator, auditor)',
  request: { params: accountParams },
  responses: { 200: json(accountSchema, 'The account'), ...problems(400, 401, 403, 404, 503) },
})
const changing = operation(WRITES, {
  method: 'put',
  path: ONE,
  summary: 'Give an account other duties or another scope; its side stays (operator)',
  request: { params: accountParams, body: bodyOf(changeBody) },
  responses: { 200: json(accountSchema, 'The account'), ...PROBLEMS },
})
const renewing = operation(WRITES, {
  method: 'post',
  path: `${ONE}/secret`,
  summary: 'Give an account a new secret, shown once; the old one ends (operator)',
  request: { params: accountParams, body: bodyOf(reasonBody) },
  responses: { 200: json(madeAccountSchema, 'The account and its new secret'), ...PROBLEMS },
})
const stepRoute = (name: string, summary: string) =>
  operation(WRITES, {
    method: 'post',
    path: `${ONE}/${name}`,
    summary,
    request: { params: accountParams, body: bodyOf(reasonBody) },
    responses: { 200: json(accountSchema, 'The account; said again it is the same'), ...PROBLEMS },
  })
const STEPS = [
  [
    stepRoute(
      'second-factor/reset',
      'Take away what a person shows beside the password, and end their sessions; another operator approves before anybody signs in again (operator)',
    ),
    resetFactors,
  ],
  [stepRoute('approve', 'Agree to what another operator made or changed (operator)'), approveAccount],
  [stepRoute('disable', 'Disable an account: no token, no writing, its webhooks stop (operator)'), disableAccount],
  [stepRoute('enable', 'Enable an account again (operator)'), enableAccount],
] as const

/** Accounts. What is written is written at the centre. */
export function accountRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(making, async (c) => {
    const { id, role, reason, holder, person = null, ...scope } = c.req.valid('json')
    const secret = newSecret()
    const whose = { role, holder, person, ...whole(scope) }
    const made = await makeAccount(primaryOf(c), id, whose, secret, actingOf(c, reason))
    c.header('cache-control', 'no-store')
    return c.json({ ...shown(made), secret }, 201)
  })
  app.openapi(listing, async (c) => {
    const { limit, ...filters } = c.req.valid('query')
    const found = await listAccounts(freshest(c), { ...filters, limit: limit + 1 })
    const { items, next } = pageOf(found, limit, ({ id }) => id)
    return c.json({ accounts: items.map(shown), next }, 200)
  })
  // Before one account, which it would be taken for.
  app.openapi(auditing, async (c) => {
    const { since, ...filters } = c.req.valid('query')
    const found = await listAccountChanges(freshest(c), { since, ...filters })
    const changes = found.map(({ state, at, ...change }) => ({ ...change, state: stateOf(state), at: vietnamTime(at) }))
    return c.json({ changes, next: found.at(-1)?.number ?? since }, 200)
  })
  app.openapi(reading, async (c) => c.json(shown(await readAccount(freshest(c), c.req.valid('param').account)), 200))
  app.openapi(changing, async (c) => {
    const { reason, ...scope } = c.req.valid('json')
    const { account } = c.req.valid('param')
    return c.json(shown(await changeAccount(primaryOf(c), account, whole(scope), actingOf(c, reason))), 200)
  })
  app.openapi(renewing, async (c) => {
    const secret = newSecret()
    const acting = actingOf(c, c.req.valid('json').reason)
    const renewed = await renewSecret(primaryOf(c), c.req.valid('param').account, secret, acting)
    c.header('cache-control', 'no-store')
    return c.json({ ...shown(renewed), secret }, 200)
  })
  for (const [route, step] of STEPS)
    app.openapi(route, async (c) => {
      const acting = actingOf(c, c.req.valid('json').reason)
      return c.json(shown(await step(primaryOf(c), c.req.valid('param').account, acting)), 200)
    })
}

const actingOf = (c: Context<AppEnv>, reason: string): AccountStep => {
  const { now, isAlone } = c.get('services')
  return { by: callerOf(c).account, reason, now: now(), isAlone }
}

type Asked = Omit<z.infer<typeof changeBody>, 'reason'>

/** What was left out is none, or all. */
const whole = ({
  duties,
  facility,
  provinces,
  department,
  purposes,
  title,
}: Asked): Omit<AccountScope, 'role' | 'holder' | 'person'> => ({
  duties: [...new Set(duties)],
  facility: facility ?? null,
  provinces: provinces === undefined ? null : [...new Set(provinces)],
  department: department ?? null,
  purposes: purposes ?? null,
  title,
})

const shown = (account: ListedAccount): z.infer<typeof accountSchema> => ({
  ...account,
  duties: [...account.duties],
  provinces: account.provinces && [...account.provinces],
  purposes: account.purposes && [...account.purposes],
  disabledAt: timeOrNull(account.disabledAt),
})

const stateOf = (state: string): Record<string, unknown> => stateSchema.parse(JSON.parse(state))
const stateSchema = accountChangesSchema.shape.changes.element.shape.state
