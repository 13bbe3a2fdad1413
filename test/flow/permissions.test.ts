/** Each documented operation, asked of the real service by each kind of caller: the answer is what the table of permissions says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoToken } from '../../scripts/stack/demo-token.ts'
import { createApp } from '../../src/http/app.ts'
import { permissionsOf, type OperationPermission } from '../../src/http/permissions.ts'
import type { Services } from '../../src/http/services.ts'
import type { Duty, Side } from '../../src/edge/identity/duties.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here } = await ownProvinces()

/** The table is made of the routes alone: no service is asked for anything. */
const permissions = permissionsOf(createApp(() => ({}) as Services))

/** One demo account for each duty at each side. */
const CALLERS: readonly { account: string; side: Side; duties: readonly Duty[] }[] = [
  { account: here.facility, side: 'facility', duties: ['sender', 'person'] },
  { account: `software of ${here.facility}`, side: 'facility', duties: ['sender'] },
  { account: '01001-auditor', side: 'facility', duties: ['auditor'] },
  { account: here.department, side: 'province', duties: ['supervisor'] },
  { account: 'ministry-kcb', side: 'ministry', duties: ['curator'] },
  { account: 'analyst', side: 'ministry', duties: ['analyst'] },
  { account: 'bhxh', side: 'ministry', duties: ['curator', 'assessor'] },
  { account: 'operator', side: 'ministry', duties: ['operator'] },
  { account: 'auditor', side: 'ministry', duties: ['auditor'] },
]

/** A value of the path's own form, which names nothing that is there: nothing is changed by whoever may. */
const IN_PATH: Readonly<Record<string, string>> = {
  province: here.code,
  facility: here.facility,
  day: '2026-11-29',
  figure: 'volumes',
  party: 'bhxh',
  version: '1',
}

let probe: Shared
let software: string
beforeAll(async () => {
  probe = await shareStack(here)
  software = await demoToken(probe.url, here.facility)
}, START_TIMEOUT_MS)
afterAll(() => {
  probe?.close()
})

const tokenOf = (account: string): string | Promise<string> =>
  account.startsWith('software') ? software : probe.token(account)

/** Without a body and with ids of nothing: whoever may reads what is missing, and whoever may not, that they may not. */
async function answerTo({ method, path }: OperationPermission, token: string | null): Promise<[number, string | null]> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IN_PATH[name] ?? 'none-such')
  const response = await fetch(`${probe.url}${address}`, {
    method: method.toUpperCase(),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
  const text = await response.text()
  const code = /"code":"([\w-]+)"/.exec(text)?.[1] ?? null
  return [response.status, response.status >= 400 ? code : null]
}

const guarded = permissions.filter(({ duties }) => duties !== null)

test('every operation of the document has a row, and no other', async () => {
  const document: { paths: Record<string, Record<string, unknown>> } = await (
    await fetch(`${probe.url}/openapi.json`)
  ).json()
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(permissions.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort())
})

describe.each(
  guarded.map((permission) => [`${permission.method.toUpperCase()} ${permission.path}`, permission] as const),
)('%s', (_, permission) => {
  test('asks for a token', async () => {
    expect(await answerTo(permission, null)).toEqual([401, 'token-missing'])
  })

  test('is open to the duties of its row alone', async () => {
    const { duties, sides } = permission
    for (const caller of CALLERS) {
      const may = sides.includes(caller.side) && caller.duties.some((duty) => duties?.includes(duty))
      const [status, code] = await answerTo(permission, await tokenOf(caller.account))
      const isRefused = status === 403 && (code === 'role-not-allowed' || code === 'person-needed')
      expect([caller.account, status === 500, isRefused]).toEqual([caller.account, false, !may])
    }
  })
})
