/** What is refused before any service is asked: routed in process, over every operation that the document names. */
import { describe, expect, test } from 'vitest'
import type { SignedIn } from '../../src/edge/identity/caller.ts'
import { DUTIES } from '../../src/edge/identity/duties.ts'
import { createPack } from '../../src/engine/index.ts'
import { createApp } from '../../src/http/app.ts'
import { createMetrics } from '../../src/kernel/metrics.ts'
import { Refusal } from '../../src/http/refusals.ts'
import type { Services } from '../../src/http/services.ts'
import { sha256 } from '../../src/store/reference/listed-code.ts'

/** The account of whoever may ask for everything, as its table would hold it. */
const account = {
  id: 'everybody',
  role: 'ministry',
  facility: null,
  province: null,
  provinces: null,
  department: null,
  duties: JSON.stringify(DUTIES),
  purposes: null,
  title: '',
}
const EVERYBODY: SignedIn = { role: 'ministry', account: 'everybody', department: null, duties: DUTIES, purposes: null }
const TOKEN = { authorization: 'Bearer everybody' }

// Whoever has no token learns that before anything else is asked for.
const services: Partial<Services> = {
  now: () => Date.parse('2026-11-30T08:00:00+07:00'),
  verifyToken: (authorization) =>
    authorization === TOKEN.authorization ? Promise.resolve(EVERYBODY) : Promise.reject(new Refusal('token-missing')),
  centre: {
    // All that is asked of it here is whether the account is still there.
    openPrimary: () => ({ select: () => ({ from: () => ({ where: () => Promise.resolve([account]) }) }) }) as never,
    openRegister: null,
    dmdcSigner: null,
  },
  log: () => {},
  metrics: createMetrics(),
  pack: createPack({}, sha256),
  openReplica: () => {
    throw new Refusal('lists-unavailable')
  },
}
// Nothing but these is asked for before a request is refused; anything else would be a fault, and no answer expected here.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const app = createApp(() => services as Services)

type Schema = { type?: string | string[]; enum?: string[]; pattern?: string; format?: string; example?: string }
type Parameter = { in: string; name: string; required?: boolean; schema?: Schema }
type Operation = {
  parameters?: Parameter[]
  security?: unknown[]
  requestBody?: unknown
  responses?: Record<string, { content?: Record<string, { example?: unknown }> }>
  operationId?: string
  tags?: string[]
}
type Document = { servers: unknown[]; tags: { name: string }[]; paths: Record<string, Record<string, Operation>> }

const document: Document = await (await app.request('/openapi.json')).json()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
)
/** Parameters of FHIR are FHIR's; where an outside provider sends people back, they are the provider's. */
const ofOurs = operations.filter(({ path }) => !/^\/fhir\/|\/callback$/.test(path))

/** A value that the path's own form lets through. */
const IN_PATH: Readonly<Record<string, string>> = {
  province: '01',
  facility: '01001',
  day: '2026-11-29',
  figure: 'volumes',
  party: 'bhxh',
  version: '1',
}
const addressOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IN_PATH[name] ?? 'a1')
const codeOf = async (response: Response): Promise<unknown> => (await response.json<{ code?: string }>()).code

const ask = (path: string, method: string, query = '', init: RequestInit = {}): Response | Promise<Response> =>
  app.request(`${addressOf(path)}${query}`, { method: method.toUpperCase(), ...init })

describe.each(ofOurs)('$name', ({ path, method, operation }) => {
  test('refuses a query name that it does not have', async () => {
    const response = await ask(path, method, '?certainly-not-known=1')
    expect(response.status).toBe(400)
    expect(['parameter-unknown', 'query-not-taken']).toContain(await codeOf(response))
  })

  test('refuses a charset other than UTF-8', async () => {
    const headers = { 'content-type': 'application/json; charset=windows-1258' }
    const response = await ask(path, method, '', { headers })
    expect([response.status, await codeOf(response)]).toEqual([415, 'charset-unsupported'])
  })

  test('takes every query name that it documents', async () => {
    for (const { name } of (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')) {
      const response = await ask(path, method, `?${name}=`)
      const code = response.headers.get('content-type')?.startsWith('application/problem')
        ? await codeOf(response)
        : null
      expect([name, code]).not.toEqual([name, 'parameter-unknown'])
    }
  })
})

describe.each(
  ofOurs.filter(({ operation }) => (operation.security ?? []).length > 0 && operation.requestBody === undefined),
)('$name', ({ path, method, operation }) => {
  test('asks for a token', async () => {
    const needed = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required)
    const query = needed.map(({ name, schema }) => `${name}=${schema?.enum?.[0] ?? '2026-11-29'}`).join('&')
    const response = await ask(path, method, query === '' ? '' : `?${query}`)
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })
})

/** By which pages are asked for, wherever there are pages. */
const PAGING: ReadonlySet<string> = new Set(['after', 'before', 'since', 'limit', 'minutes', 'overlapHours'])
const isWhole = ({ schema }: Parameter): boolean => [schema?.type ?? []].flat().includes('integer')
const VALUE: Readonly<Record<string, string>> = { from: '2026-11-01', to: '2026-11-29', validFrom: '2026-11-29' }
const valueOf = ({ name, schema }: Parameter): string => schema?.enum?.[0] ?? VALUE[name] ?? schema?.example ?? '1'
const withQuery = (parameters: readonly Parameter[], wrong: string, value: string | null): string =>
  `?${new URLSearchParams([
    ...parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required && parameter.name !== wrong)
      .map((parameter): [string, string] => [parameter.name, valueOf(parameter)]),
    ...(value === null ? [] : [[wrong, value] as [string, string]]),
  ]).toString()}`
const ofPages = ofOurs.flatMap(({ name, path, method, operation }) =>
  (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({
      name: `${name} ${parameter.name}`,
      path,
      method,
      parameter,
      all: operation.parameters ?? [],
    })),
)

/** Words that name nothing. */
const VAGUE = /^(?:one value|a value|một giá trị|text|chữ)$/

describe('a wrong value, over the whole document,', () => {
  const numbers = ofPages.filter(({ parameter }) => isWhole(parameter))

  test('is looked for among every number and every page', () => {
    expect(numbers.length).toBeGreaterThan(25)
    expect(numbers.filter(({ parameter }) => PAGING.has(parameter.name)).length).toBeGreaterThan(20)
  })

  test.each(numbers)('is no number of $name', async ({ path, method, parameter, all }) => {
    for (const wrong of ['', ' ', 'x', '1e3', '0x10', '1.5', '-1', '99999999999999999999']) {
      const response = await ask(path, method, withQuery(all, parameter.name, wrong), { headers: TOKEN })
      const problem = await response.json<{ code: string; remedy: { en: string; vi: string } }>()
      expect([wrong, response.status, problem.code]).toEqual([wrong, 400, 'parameter-invalid'])
      expect(problem.remedy.en).toContain('a whole number from')
    }
  })

  test.each(ofPages.filter(({ parameter }) => parameter.required))(
    'is named by what $name takes',
    async ({ path, method, parameter, all }) => {
      const response = await ask(path, method, withQuery(all, parameter.name, null), { headers: TOKEN })
      const { code, remedy } = await response.json<{ code: string; remedy: { en: string; vi: string } }>()
      expect([response.status, code]).toEqual([400, 'parameter-invalid'])
      for (const words of [remedy.en, remedy.vi]) {
        const expected = /: ([^:]+?)\.?$/.exec(words)?.[1] ?? ''
        expect(expected).not.toMatch(VAGUE)
        expect(expected.length).toBeGreaterThan(3)
      }
    },
  )
})

test('a day that is none is answered with one that is', async () => {
  const response = await app.request('/v1/regions/01/volumes?from=yesterday&to=2026-11-30', { headers: TOKEN })
  expect(await response.json()).toMatchObject({
    code: 'parameter-invalid',
    remedy: { en: expect.stringContaining('a day such as 2026-'), vi: expect.stringContaining('ngày, ví dụ 2026-') },
  })
})

test('a misspelt name is answered with the nearest known one', async () => {
  const response = await app.request('/v1/rules?tabel=XML1')
  expect(await response.json()).toMatchObject({
    code: 'parameter-unknown',
    message: { en: expect.stringContaining('table') },
  })
})

test('an address that ends in a slash is not there, whatever the method', async () => {
  for (const method of ['GET', 'POST']) expect((await app.request('/v1/rules/', { method })).status).toBe(404)
  const other = await app.request('/v1/rules', { method: 'DELETE' })
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('a page of another site learns that a public address has no such method, and nothing of others', async () => {
  const origin = async (path: string, method: string) => {
    const { status, headers } = await app.request(path, { method })
    return [status, headers.get('access-control-allow-origin')]
  }
  expect(await origin('/v1/rules', 'DELETE')).toEqual([405, '*'])
  expect(await origin('/v1/submissions', 'DELETE')).toEqual([405, null])
})

test('a charset of ASCII or UTF-8 is taken, and so is none', async () => {
  for (const type of ['application/xml', 'application/xml; charset=UTF-8', 'text/xml;charset="us-ascii"']) {
    const response = await app.request('/v1/rules?limit=1', { headers: { 'content-type': type } })
    expect(await codeOf(response)).not.toBe('charset-unsupported')
  }
})

describe('the document', () => {
  test('shows an example of each answer in JSON', () => {
    const answers = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.responses ?? {}).flatMap(([status, { content = {} }]) =>
        Object.entries(content)
          .filter(([type]) => type.includes('json'))
          .map(([type, media]) => [`${name} ${status} ${type}`, media.example !== undefined]),
      ),
    )
    expect(answers.length).toBeGreaterThan(500)
    expect(answers.filter(([, has]) => has !== true)).toEqual([])
  })

  test('names every operation once, says its area and who may call it', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(ids).not.toContain(undefined)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = new Set(document.tags.map(({ name }) => name))
    for (const { operation } of operations) {
      expect(tags).toContain(operation.tags?.[0])
      expect(operation.security).toBeDefined()
    }
    expect(document.servers).toHaveLength(1)
  })
})
