/** The FHIR side as a stock client and a browser see it: fhir-kit-client against the real worker, every answer checked by R4's schema. */
import { Client, type FhirResource } from 'fhir-kit-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertFhir, prepareFhirSchema } from '../harness/fhir-schema.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const LIST = 'urn:bhyt-edge:dmdc:sexes'

type Bundle = FhirResource & {
  total: number
  link: { relation: string; url: string }[]
  entry?: { fullUrl?: string; resource: Record<string, unknown>; search: { mode: string } }[]
}
type Outcome = { issue: { code: string; details: { text: string } }[] }

let probe: Probe
let base: string
let client: Client
beforeAll(async () => {
  prepareFhirSchema()
  probe = await startProbe()
  base = `${probe.stack.url}/fhir`
  client = new Client({ baseUrl: base })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

const isBundle = (resource: FhirResource): Bundle => {
  assertFhir(resource)
  expect(resource.resourceType).toBe('Bundle')
  return resource as Bundle
}
const search = async (resourceType: string, searchParams: Record<string, string | number>): Promise<Bundle> =>
  isBundle(await client.resourceSearch({ resourceType, searchParams }))
const idsOf = ({ entry = [] }: Bundle): unknown[] => entry.map(({ resource }) => resource['id'])
const linkOf = ({ link }: Bundle, relation: string): string | undefined =>
  link.find((one) => one.relation === relation)?.url
const raw = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(path.startsWith('http') ? path : `${base}/${path}`, init)
  const text = await response.text()
  const body = (text === '' ? null : JSON.parse(text)) as Record<string, unknown> | null
  if (body !== null) assertFhir(body)
  return { status: response.status, headers: response.headers, body }
}

describe.each(['CodeSystem', 'ValueSet', 'ConceptMap'])('a search of %s', (type) => {
  test('is walked page by page by the links, each resource once, and every fullUrl leads to it', async () => {
    const all = await search(type, {})
    expect(all.total).toBeGreaterThan(7)
    const walked: unknown[] = []
    let page: Bundle | undefined = await search(type, { _count: 3 })
    const first = page
    for (; page !== undefined;) {
      expect(page.total).toBe(all.total)
      walked.push(...idsOf(page))
      const next: Promise<FhirResource> | undefined = client.nextPage({ bundle: page })
      page = next === undefined ? undefined : isBundle(await next)
    }
    expect(walked).toEqual(idsOf(all))
    const second = isBundle((await client.nextPage({ bundle: first })) as FhirResource)
    const back = await raw(linkOf(second, 'previous') ?? '')
    expect(idsOf(back.body as unknown as Bundle)).toEqual(idsOf(first))
    for (const { fullUrl, resource } of first.entry ?? []) {
      const read = await raw(fullUrl ?? '')
      expect([read.status, read.body?.['url']]).toEqual([200, resource['url']])
    }
  })

  test('by POST finds the same', async () => {
    const [one] = idsOf(await search(type, { _count: 1 }))
    const posted = await client.resourceSearch({
      resourceType: type,
      searchParams: { _id: String(one) },
      options: { postSearch: true },
    })
    expect(idsOf(isBundle(posted))).toEqual([one])
  })

  test('says what it was understood as, and counts without entries', async () => {
    const found = await search(type, { status: 'active', _count: 2 })
    const self = new URL(linkOf(found, 'self') ?? '')
    expect([self.pathname, Object.fromEntries(self.searchParams)]).toEqual([
      `/fhir/${type}`,
      { status: 'active', _count: '2' },
    ])
    const counted = await search(type, { _summary: 'count' })
    expect({ total: counted.total > 7, entry: counted.entry }).toEqual({ total: true, entry: undefined })
    expect((await search(type, { url: 'urn:other' })).entry).toBeUndefined()
  })
})

describe('a search parameter', () => {
  test('finds by url, version, name, title and status, several at once', async () => {
    const [known] = (await search('CodeSystem', { url: LIST })).entry ?? []
    const { version = '', name = '', title = '' } = (known?.resource ?? {}) as Record<string, string>
    const finds = async (query: Record<string, string>): Promise<boolean> =>
      idsOf(await search('CodeSystem', query)).includes('sexes')
    for (const query of [
      { url: `${LIST}|${version}` },
      { version, url: LIST },
      { name: name.slice(0, 6).toLowerCase() },
      { 'name:exact': name },
      { 'title:contains': title.slice(3) },
      { title: 'gioi tinh' },
      { _id: 'no-such,sexes' },
      { status: 'http://hl7.org/fhir/publication-status|active' },
      { system: LIST },
    ])
      expect([query, await finds(query as Record<string, string>)]).toEqual([query, true])
    for (const query of [
      { url: `${LIST}|1999.1.1` },
      { version: '1999.1.1' },
      { name: 'Khong' },
      { 'name:exact': name.toLowerCase() },
      { status: 'draft' },
      { _id: 'SEXES' },
    ])
      expect([query, await finds(query as Record<string, string>)]).toEqual([query, false])
    expect(idsOf(await search('ValueSet', { reference: LIST }))).toEqual(['sexes'])
  })

  test.each([
    'CodeSystem?publisher=x',
    'CodeSystem?_sort=title',
    'CodeSystem?_include=x',
    'CodeSystem?title:missing=true',
    'CodeSystem?url:below=urn:bhyt-edge',
    'ValueSet?expansion=x',
    `ValueSet/$expand?url=${LIST}:all&valueSet=x`,
    `CodeSystem/$lookup?system=${LIST}&code=1&useSupplement=x`,
    'CodeSystem/sexes?version=1',
    'metadata?_count=1',
  ])('that is not known is refused: %s', async (path) => {
    const { status, body } = await raw(path)
    expect([status, (body as unknown as Outcome).issue[0]?.code]).toEqual([400, 'not-supported'])
    expect((body as unknown as Outcome).issue[0]?.details.text).toContain('Supported')
  })

  test('that is not known is left out where the client asks for that, and named', async () => {
    const { status, body } = await raw('CodeSystem?publisher=x&status=active', {
      headers: { prefer: 'return=representation, handling=lenient' },
    })
    const bundle = body as unknown as Bundle
    expect([status, linkOf(bundle, 'self')]).toEqual([200, `${base}/CodeSystem?status=active&_count=100`])
    expect(bundle.entry?.[0]).toMatchObject({
      search: { mode: 'outcome' },
      resource: { issue: [{ severity: 'warning', diagnostics: expect.stringContaining('publisher') }] },
    })
    const modified = await raw('CodeSystem?url:below=x', { headers: { prefer: 'handling=lenient' } })
    expect(modified.status).toBe(400)
  })

  test('for a part of a resource gives that part, marked', async () => {
    const summary = await raw('CodeSystem/sexes?_summary=true')
    expect(summary.body).toMatchObject({ meta: { tag: [{ code: 'SUBSETTED' }] }, url: LIST, content: 'not-present' })
    expect(summary.body).not.toHaveProperty('description')
    const elements = await raw('CodeSystem?_id=sexes&_elements=title')
    const [entry] = (elements.body as unknown as Bundle).entry ?? []
    expect(Object.keys(entry?.resource ?? {}).sort()).toEqual([
      'content',
      'id',
      'meta',
      'resourceType',
      'status',
      'title',
    ])
  })
})

describe('an expansion', () => {
  type Expansion = { total: number; contains?: { code: string }[]; extension?: { url: string; valueUri: string }[] }
  const expansionOf = (resource: unknown): Expansion => {
    assertFhir(resource)
    return (resource as { expansion: Expansion }).expansion
  }
  const nextOf = ({ extension = [] }: Expansion): string | undefined =>
    extension.find(({ url }) => url.endsWith('extension-ValueSet.expansion.next'))?.valueUri

  test('by POST has a link to its next page, and the pages are the whole', async () => {
    const input = (count: number): FhirResource => ({
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: `${LIST}:all` },
        { name: 'count', valueInteger: count },
      ],
    })
    const whole = expansionOf(
      await client.operation({ name: 'expand', resourceType: 'ValueSet', method: 'POST', input: input(100) }),
    )
    expect(nextOf(whole)).toBeUndefined()
    let page: Expansion | undefined = expansionOf(
      await client.operation({ name: 'expand', resourceType: 'ValueSet', method: 'POST', input: input(1) }),
    )
    const codes: string[] = []
    for (; page !== undefined;) {
      codes.push(...(page.contains ?? []).map(({ code }) => code))
      const next = nextOf(page)
      page = next === undefined ? undefined : expansionOf((await raw(next)).body)
    }
    expect(codes).toEqual(whole.contains?.map(({ code }) => code))
    expect(codes.length).toBe(whole.total)
  })

  test('has the same links in its header, pinned to the release and the day', async () => {
    const { headers } = await raw(`ValueSet/$expand?url=${LIST}:all&count=1&offset=1`)
    const links = headers.get('link') ?? ''
    for (const relation of ['self', 'first', 'previous', 'next']) expect(links).toContain(`rel="${relation}"`)
    expect(links).toContain(`valueSetVersion=${headers.get('dmdc-release')}`)
  })

  test('of no code has no empty list', async () => {
    const none = await raw(`ValueSet/$expand?url=${LIST}:all&filter=khongcogi`)
    expect(none.body?.['expansion']).toMatchObject({ total: 0 })
    expect(none.body?.['expansion']).not.toHaveProperty('contains')
  })
})

describe('an operation on one resource', () => {
  test.each([
    ['ValueSet/sexes/$expand', {}, 'ValueSet'],
    ['ValueSet/sexes/$validate-code', { code: '1' }, 'Parameters'],
    ['CodeSystem/sexes/$validate-code', { code: '1' }, 'Parameters'],
    ['ConceptMap/sexes/$translate', { code: '1' }, 'Parameters'],
  ])('%s answers by GET and POST as the one on its type does', async (path, query, type) => {
    const [resourceType = '', id = '', name = ''] = path.split('/')
    const got = await raw(`${path}?${new URLSearchParams(query).toString()}`)
    expect([got.status, got.body?.['resourceType']]).toEqual([200, type])
    const input: FhirResource = {
      resourceType: 'Parameters',
      ...(Object.keys(query).length === 0
        ? {}
        : { parameter: Object.entries(query).map(([key, valueCode]) => ({ name: key, valueCode })) }),
    }
    const posted = await client.operation({ name: name.slice(1), resourceType, id, method: 'POST', input })
    assertFhir(posted)
    expect(posted).toEqual(got.body)
  })

  test('takes no other resource than its own', async () => {
    expect((await raw(`ValueSet/sexes/$expand?url=urn:bhyt-edge:dmdc:icd10:all`)).status).toBe(400)
    expect((await raw('ValueSet/no-such/$expand')).status).toBe(404)
  })
})

describe('what the server says of itself', () => {
  type Statement = {
    instantiates?: string[]
    rest: {
      resource: {
        type: string
        interaction: { code: string }[]
        searchParam: { name: string }[]
        operation: { name: string }[]
      }[]
    }[]
  }
  test('is there: every search, parameter and operation it names, and no other', async () => {
    const resource = await client.capabilityStatement()
    assertFhir(resource)
    const { rest, instantiates } = resource as unknown as Statement
    expect(instantiates).toBeUndefined()
    for (const { type, searchParam, operation } of rest[0]?.resource ?? []) {
      for (const { name } of searchParam) {
        const value = name === '_count' ? '1' : name === '_summary' ? 'true' : name === '_total' ? 'accurate' : 'active'
        expect([type, name, (await raw(`${type}?${name}=${value}`)).status]).toEqual([type, name, 200])
      }
      // Without parameters each asks for one.
      for (const { name } of operation) {
        const { status, body } = await raw(`${type}/$${name}`)
        expect([name, status, (body as unknown as Outcome).issue[0]?.code]).toEqual([name, 400, 'invalid'])
      }
    }
    for (const path of [
      'CodeSystem/$subsumes?codeA=1&codeB=1',
      'CodeSystem/sexes/$subsumes',
      '$closure',
      'CodeSystem/sexes/$lookup',
    ])
      for (const method of ['GET', 'POST']) {
        const { status, body } = await raw(path, { method })
        expect([path, status, (body as unknown as Outcome).issue[0]?.code]).toEqual([path, 404, 'not-supported'])
      }
    const terminology = (await raw('metadata?mode=terminology')).body
    expect(terminology).toMatchObject({ resourceType: 'TerminologyCapabilities', codeSystem: expect.any(Array) })
    const systems = (terminology?.['codeSystem'] ?? []) as { subsumption: boolean }[]
    expect(systems.some(({ subsumption }) => subsumption)).toBe(false)
  })

  test.each([
    ['application/fhir+xml', 406],
    ['application/xml, text/html', 406],
    ['application/fhir+json;q=0', 406],
    ['application/fhir+json; fhirVersion=5.0', 406],
    ['application/fhir+json; fhirVersion=4.0', 200],
    ['application/json', 200],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 200],
  ])('Accept: %s → %i', async (accept, status) => {
    const answer = await raw('CodeSystem/sexes', { headers: { accept } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/fhir+json; charset=utf-8',
    ])
  })

  test.each([
    ['xml', 406],
    ['application/fhir+xml', 406],
    ['json', 200],
    ['application/fhir%2Bjson', 200],
    ['application/fhir+json', 200],
  ])('_format=%s → %i, whatever Accept says', async (format, status) => {
    const answer = await raw(`metadata?_format=${format}`, { headers: { accept: 'text/turtle' } })
    expect(answer.status).toBe(status)
  })

  test('an unchanged resource is not sent again, and HEAD sends none', async () => {
    const first = await raw('CodeSystem/sexes')
    const tag = first.headers.get('etag') ?? ''
    const again = await raw('CodeSystem/sexes', { headers: { 'if-none-match': tag, origin: 'https://x.vn' } })
    expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([304, '*'])
    const head = await raw('CodeSystem/sexes', { method: 'HEAD' })
    expect([head.status, head.body, head.headers.get('content-type')]).toEqual([
      200,
      null,
      first.headers.get('content-type'),
    ])
  })
})

test('what needs no token may be read by pages of other sites, and nothing else', async () => {
  const origin = 'https://benhvien.example'
  const operations = Object.entries(probe.conformance.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      method: method.toUpperCase(),
      isPublic: ((operation as { security?: unknown[] }).security ?? []).length === 0 && path !== '/oauth/token',
    })),
  )
  expect(operations.filter(({ isPublic }) => isPublic).length).toBeGreaterThan(10)
  for (const { path, method, isPublic } of operations) {
    const preflight = await fetch(`${probe.stack.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method },
    })
    await preflight.body?.cancel()
    const allowed = preflight.headers.get('access-control-allow-origin')
    expect([method, path, allowed]).toEqual([method, path, isPublic ? '*' : null])
  }
  const refused = await fetch(`${base}/CodeSystem?no=1`, { headers: { origin } })
  await refused.body?.cancel()
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, '*'])
})
