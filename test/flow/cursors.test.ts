/** Where a page ends, over the whole document: what cannot be read is 400 and named, with whichever account may ask; never a fault. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import type { Problem } from '../harness/probe.ts'

const { here } = await ownProvinces()

type Parameter = {
  in: string
  name: string
  required?: boolean
  schema: { enum?: string[]; format?: string; pattern?: string }
}
type Document = { paths: Record<string, Record<string, { parameters?: Parameter[] }>> }
type Answered = Problem & { parameter?: string }

/** By which pages are asked for. */
const CURSORS: ReadonlySet<string> = new Set(['after', 'before', 'since', 'offset', '_offset'])
/** Cursors that are the key of the last item itself: any text has a place in the order, so there is none that cannot be read. */
const KEYS: ReadonlySet<string> = new Set([
  'GET /v1/manifests/{day} after',
  'GET /v1/accounts after',
  'GET /v1/dmdc/mappings/coverage after',
  'GET /v1/operations/dead-letters after',
  'GET /v1/operations/overdue after',
])
const UNREADABLE = [
  'x~y~z',
  '~',
  '-1',
  '1e999',
  '9'.repeat(40),
  '%00',
  '\u{1F600}',
  "'; DROP TABLE findings; --",
  'eyJhIjoxfQ',
]

let probe: Shared
let cursors: { name: string; method: string; path: string; parameter: string; query: [string, string][] }[]
let webhook: string

beforeAll(async () => {
  probe = await shareStack(here)
  const made = await probe.ask<{ id: string }>('POST', '/v1/webhooks', {
    account: here.facility,
    headers: { 'content-type': 'application/json' },
    body: '{"url":"http://127.0.0.1:1/hook"}',
  })
  webhook = made.body.id
  const document = (await probe.ask<Document>('GET', '/openapi.json', { account: null })).body
  cursors = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [] }]) => {
      const inQuery = parameters.filter((parameter) => parameter.in === 'query')
      const query = inQuery.flatMap(({ name, required, schema }): [string, string][] =>
        // Which list is expanded is no required parameter, as the resource itself may be sent instead.
        required === true || (name === 'url' && path === '/fhir/ValueSet/$expand')
          ? [[name, VALUES[name] ?? schema.enum?.[0] ?? '1']]
          : // The worklist may be asked by facility instead, and by one of them it must.
            name === 'province' && path === '/v1/assessments/worklist'
            ? [[name, here.code]]
            : [],
      )
      return inQuery
        .filter(({ name, schema }) => CURSORS.has(name) && schema.pattern?.includes('{4}-') !== true)
        .map(({ name }) => ({
          name: `${method.toUpperCase()} ${path} ${name}`,
          method: method.toUpperCase(),
          path,
          parameter: name,
          query,
        }))
    }),
  )
}, 180_000)
afterAll(() => {
  probe?.close()
})

const VALUES: Readonly<Record<string, string>> = {
  from: '2026-11-01',
  to: '2026-11-29',
  url: 'urn:bhyt-edge:dmdc:sexes:all',
  purpose: 'payment',
}
const placeOf = (name: string): string =>
  ({ province: here.code, figure: 'volumes', catalogue: 'cost-groups', party: 'bhxh', day: '2026-11-01', id: webhook })[
    name
  ] ?? 'a1'

/** Whoever may ask: the first account that is not refused for what it is. */
async function asked(method: string, path: string): Promise<{ status: number; body: Answered }> {
  const accounts = [here.facility, `province-${here.code}`, 'operator', 'ministry', 'auditor', 'bhxh']
  for (const account of accounts) {
    const { status, body } = await probe.ask<Answered>(method, path, { account })
    if (status !== 403) return { status, body }
  }
  throw new Error(`nobody may ask ${method} ${path}`)
}

describe('a cursor that cannot be read', () => {
  test('is 400 and named, wherever there are pages', async () => {
    expect(cursors.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const { name, method, path, parameter, query } of cursors) {
      const address = path.replaceAll(/\{(\w+)\}/g, (_, part: string) => placeOf(part))
      for (const value of UNREADABLE) {
        const search = new URLSearchParams([...query, [parameter, value === '%00' ? '\0' : value]])
        const { status, body } = await asked(method, `${address}?${search.toString()}`)
        const isNamed = status === 400 && JSON.stringify(body).includes(parameter)
        const isKey = KEYS.has(name) && status < 500
        if (!isNamed && !isKey) wrong.push(`${name} ${JSON.stringify(value)}: ${status} ${body.code}`)
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
