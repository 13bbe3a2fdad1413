import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import type { Keys } from '../../scripts/stack/keys.ts'
import { publish } from '../../src/codes/release/publish.ts'
import { createSigner } from '../../src/codes/release/signature.ts'
import { OPEN_START, type ListedCode } from '../../src/store/reference/listed-code.ts'
import { assertFhir, prepareFhirSchema } from '../harness/fhir-schema.ts'
import { startProbe, type Answer, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const SYSTEM = 'urn:bhyt-edge:dmdc:test-places'
const VALUE_SET = `${SYSTEM}:all`

const listed = (code: string, name: string, more: Partial<ListedCode> = {}): ListedCode => ({
  code,
  name,
  validFrom: OPEN_START,
  validTo: null,
  attributes: {},
  sourceDocument: 'QĐ 2/QĐ-BYT',
  replacedBy: null,
  ...more,
})

const ROWS = [
  listed('01', 'Thành phố Một', { attributes: { nameEnglish: 'City One', region: 'Bắc' } }),
  listed('02', 'Tỉnh Hai', { validTo: '2025-06-30', replacedBy: '01' }),
  listed('03', 'Tỉnh Ba', { validTo: '2025-06-30', replacedBy: '01;04' }),
  listed('04', 'Tỉnh Bốn cũ', { validTo: '2025-06-30', replacedBy: '04' }),
  listed('04', 'Tỉnh Bốn', { validFrom: '2025-07-01' }),
  listed('05', 'Tỉnh Năm', { validFrom: '2099-01-01' }),
  // Two generations that are both accepted for a while.
  listed('06', 'Tỉnh Sáu cũ', { validTo: '2099-12-31' }),
  listed('06', 'Tỉnh Sáu', { validFrom: '2025-07-01' }),
]

type Part = { name: string; part?: Part[] } & Record<string, unknown>
type Resource = { resourceType: string; parameter?: Part[] } & Record<string, unknown>

let probe: Probe
let release: string
beforeAll(async () => {
  prepareFhirSchema()
  probe = await startProbe()
  const primary = openDatabase('reference', { url: probe.stack.reference.primary.url, timeoutMs: 20_000 })
  const keys = JSON.parse(await readFile(join(probe.stack.directory, 'keys.json'), 'utf8')) as Keys
  const catalogue = {
    id: 'test-places',
    titleVi: 'Nơi thử',
    titleEn: 'Places for tests',
    owner: 'thong-ke',
    completeness: 'complete',
    completeFrom: '2020-01-01',
    ordinal: 100,
  } as const
  const published = await publish(
    primary,
    {
      note: 'test',
      publishedBy: 'test',
      decisions: [],
      catalogues: [catalogue],
      changes: ROWS.map((after) => ({ catalogue: catalogue.id, before: null, after })),
    },
    { sign: await createSigner(JSON.parse(keys.dmdcSigningKey) as JWK), now: Date.now() },
  )
  release = published.id
  primary.$client.close()
  await probe.stack.reference.caughtUp()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** Every answer is a resource of R4, refusals as well. */
const checked = async (answer: Promise<Answer<Resource>>): Promise<Answer<Resource>> => {
  assertFhir((await answer).body)
  return answer
}
const get = (path: string, query: Record<string, string> | [string, string][]) =>
  checked(probe.ask('GET', `/fhir/${path}?${new URLSearchParams(query).toString()}`, { account: null }))
const post = (path: string, parameter: Part[]) =>
  checked(
    probe.ask('POST', `/fhir/${path}`, {
      account: null,
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Parameters', parameter }),
    }),
  )

/** The value of a parameter, whatever its type. */
const value = (parts: readonly Part[] | undefined, name: string): unknown => {
  const found = parts?.find((part) => part.name === name)
  const key = Object.keys(found ?? {}).find((member) => member.startsWith('value'))
  return key === undefined ? undefined : found?.[key]
}
const properties = ({ parameter = [] }: Resource) =>
  Object.fromEntries(
    parameter
      .filter(({ name }) => name === 'property')
      .map(({ part }) => [String(value(part, 'code')), value(part, 'value')]),
  )

describe('CodeSystem/$lookup', () => {
  test('shows name, version, display, designations and properties, by GET and POST alike', async () => {
    const asked = await get('CodeSystem/$lookup', { system: SYSTEM, code: '01', date: '2026-11-22' })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8')
    expect(asked.headers.get('dmdc-release')).toBe(release)
    const { parameter } = asked.body
    expect(asked.body.resourceType).toBe('Parameters')
    expect(['name', 'version', 'display'].map((name) => value(parameter, name))).toEqual([
      'Nơi thử',
      release,
      'Thành phố Một',
    ])
    expect(
      parameter
        ?.filter(({ name }) => name === 'designation')
        .map(({ part }) => [value(part, 'language'), value(part, 'value')]),
    ).toEqual([
      ['vi', 'Thành phố Một'],
      ['en', 'City One'],
    ])
    expect(properties(asked.body)).toEqual({
      status: 'active',
      inactive: false,
      region: 'Bắc',
      sourceDocument: 'QĐ 2/QĐ-BYT',
    })
    const posted = await post('CodeSystem/$lookup', [
      { name: 'coding', valueCoding: { system: SYSTEM, code: '01' } },
      { name: 'date', valueDateTime: '2026-11-22T23:00:00+07:00' },
    ])
    expect(posted.body).toEqual(asked.body)
  })

  test('shows a code that is not in force as inactive, with what took its place', async () => {
    const { body } = await get('CodeSystem/$lookup', { system: SYSTEM, code: '02', date: '2026-11-22' })
    expect(properties(body)).toMatchObject({
      status: 'retired',
      inactive: true,
      validTo: '2025-06-30',
      replacedBy: '01',
    })
    const before = await get('CodeSystem/$lookup', { system: SYSTEM, code: '02', date: '2025-06-30' })
    expect(properties(before.body)).toMatchObject({ status: 'active', inactive: false })
    const future = await get('CodeSystem/$lookup', { system: SYSTEM, code: '05', date: '2026-11-22' })
    expect(properties(future.body)).toMatchObject({ status: 'draft', inactive: true })
  })

  test('a moment counts as the day it is in Việt Nam', async () => {
    // 30 June in UTC is 1 July in Việt Nam.
    const { body } = await get('CodeSystem/$lookup', { system: SYSTEM, code: '04', date: '2025-06-30T20:00:00Z' })
    expect(value(body.parameter, 'display')).toBe('Tỉnh Bốn')
  })

  test('answers in English where the list can, and only the properties asked for', async () => {
    const { body } = await get('CodeSystem/$lookup', [
      ['system', SYSTEM],
      ['code', '01'],
      ['displayLanguage', 'en-GB'],
      ['property', 'status'],
      ['property', 'region'],
    ])
    expect(value(body.parameter, 'display')).toBe('City One')
    expect(Object.keys(properties(body))).toEqual(['status', 'region'])
    expect(body.parameter?.some(({ name }) => name === 'designation')).toBe(false)
  })

  test.each([
    [{ system: SYSTEM, code: '99' }, 404, 'not-found'],
    [{ system: 'http://loinc.org', code: '1-8' }, 404, 'not-found'],
    [{ system: 'urn:bhyt-edge:dmdc:no-such', code: '1' }, 404, 'not-found'],
    [{ system: SYSTEM, code: '01', version: '1999.1.1' }, 404, 'not-found'],
    [{ system: SYSTEM }, 400, 'invalid'],
    [{ code: '01' }, 400, 'invalid'],
    [{ system: SYSTEM, code: '01', date: '2026-02-31' }, 400, 'invalid'],
    [{ system: SYSTEM, code: '01', date: '2026' }, 400, 'invalid'],
    [{ system: SYSTEM, code: '01', _format: 'xml' }, 406, 'not-supported'],
    [{ system: SYSTEM, code: '01', valueSet: 'x' }, 400, 'not-supported'],
  ])('%j is answered with %i and an OperationOutcome', async (query, status, code) => {
    const answer = await get('CodeSystem/$lookup', query)
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status,
      body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] },
    })
  })

  test('what is no Parameters resource is refused', async () => {
    const send = async (body: string, type = 'application/fhir+json') => {
      const response = await fetch(`${probe.stack.url}/fhir/CodeSystem/$lookup`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
      return [response.status, (await response.json<{ resourceType: string }>()).resourceType]
    }
    expect(await send('{')).toEqual([400, 'OperationOutcome'])
    expect(await send('{"resourceType":"Patient"}')).toEqual([400, 'OperationOutcome'])
    expect(
      await send('{"resourceType":"Parameters","parameter":[{"name":"coding","valueCoding":{"code":1}}]}'),
    ).toEqual([400, 'OperationOutcome'])
    expect(await send('<Parameters/>', 'application/fhir+xml')).toEqual([415, 'OperationOutcome'])
    expect(await send(`{"a":"${'x'.repeat(70_000)}"}`)).toEqual([413, 'OperationOutcome'])
  })
})

describe('validate-code', () => {
  const result = (body: Resource) => value(body.parameter, 'result')

  test.each([
    ['a code in force', { code: '01' }, true, 'Thành phố Một'],
    ['one that has expired', { code: '02', date: '2026-11-22' }, false, 'Tỉnh Hai'],
    ['the same on its last day', { code: '02', date: '2025-06-30' }, true, 'Tỉnh Hai'],
    ['one that nobody knows', { code: '99' }, false, undefined],
    ['the right display in other capitals', { code: '01', display: 'thành phố  một' }, true, 'Thành phố Một'],
    ['the display in English', { code: '01', display: 'City One' }, true, 'Thành phố Một'],
    ['a wrong display', { code: '01', display: 'Thanh pho Mot' }, false, 'Thành phố Một'],
  ])('%s', async (_, query, expected, display) => {
    const inSystem = await get('CodeSystem/$validate-code', { url: SYSTEM, ...query })
    const inSet = await get('ValueSet/$validate-code', {
      url: VALUE_SET,
      system: SYSTEM,
      ...query,
    })
    for (const { status, body } of [inSystem, inSet]) {
      expect({ status, result: result(body), display: value(body.parameter, 'display') }).toEqual({
        status: 200,
        result: expected,
        display,
      })
      expect(value(body.parameter, 'message') === undefined).toBe(expected)
    }
  })

  test('a concept is valid when one of its codings is', async () => {
    const other = { system: 'http://loinc.org', code: '1-8' }
    const concept = (...coding: object[]) => [
      { name: 'url', valueUri: SYSTEM },
      { name: 'codeableConcept', valueCodeableConcept: { coding } },
    ]
    const both = await post('CodeSystem/$validate-code', concept(other, { system: SYSTEM, code: '01' }))
    expect(result(both.body)).toBe(true)
    const none = await post('CodeSystem/$validate-code', concept(other))
    expect({ status: none.status, result: result(none.body) }).toEqual({ status: 200, result: false })
  })

  test('a partial list says that it proves nothing', async () => {
    const { body } = await get('CodeSystem/$validate-code', { url: 'urn:bhyt-edge:dmdc:icd10', code: 'Z99.99' })
    expect(result(body)).toBe(false)
    expect(value(body.parameter, 'message')).toContain('does not prove')
  })
})

describe('ValueSet/$expand', () => {
  type Expansion = { total: number; offset: number; contains: { code: string; display: string; system: string }[] }
  const expand = async (query: Record<string, string>) =>
    (await get('ValueSet/$expand', { url: VALUE_SET, ...query })).body['expansion'] as Expansion
  const codesOf = ({ contains }: Expansion) => contains.map(({ code }) => code)

  test('holds every code in force on the day once, the later of two generations', async () => {
    const now = await expand({ date: '2026-11-22' })
    expect(now.contains).toEqual([
      { system: SYSTEM, code: '01', display: 'Thành phố Một' },
      { system: SYSTEM, code: '04', display: 'Tỉnh Bốn' },
      { system: SYSTEM, code: '06', display: 'Tỉnh Sáu' },
    ])
    expect(now.total).toBe(3)
    expect(codesOf(await expand({ date: '2025-06-30' }))).toEqual(['01', '02', '03', '04', '06'])
  })

  test('is filtered without accents, and paged', async () => {
    expect(codesOf(await expand({ filter: 'tinh', date: '2025-06-30' }))).toEqual(['02', '03', '04', '06'])
    const page = await expand({ filter: 'tinh', date: '2025-06-30', offset: '1', count: '2' })
    expect({ total: page.total, offset: page.offset, codes: codesOf(page) }).toEqual({
      total: 4,
      offset: 1,
      codes: ['03', '04'],
    })
    expect(await expand({ count: '0', date: '2026-11-22' })).toMatchObject({ total: 3 })
  })

  test("takes FHIR's own form of an implicit value set, and refuses others", async () => {
    expect((await get('ValueSet/$expand', { url: `${SYSTEM}?fhir_vs` })).status).toBe(200)
    expect((await get('ValueSet/$expand', { url: `${VALUE_SET}|${release}` })).body['version']).toBe(release)
    expect((await get('ValueSet/$expand', { url: 'http://hl7.org/fhir/ValueSet/x' })).status).toBe(404)
    expect((await get('ValueSet/$expand', { url: VALUE_SET, count: '-1' })).status).toBe(400)
    expect((await get('ValueSet/$expand', {})).status).toBe(400)
  })
})

describe('ConceptMap/$translate', () => {
  const translate = async (query: Record<string, string>) => {
    const { body } = await get('ConceptMap/$translate', query)
    const matches = (body.parameter ?? []).filter(({ name }) => name === 'match')
    return {
      result: value(body.parameter, 'result'),
      codes: matches.map(({ part }) => (value(part, 'concept') as { code: string }).code),
      equivalences: [...new Set(matches.map(({ part }) => value(part, 'equivalence')))],
    }
  }

  test('leads from an old code to what took its place, and back', async () => {
    expect(await translate({ system: SYSTEM, code: '02' })).toEqual({
      result: true,
      codes: ['01'],
      equivalences: ['relatedto'],
    })
    expect((await translate({ system: SYSTEM, code: '03' })).codes).toEqual(['01', '04'])
    expect((await translate({ system: SYSTEM, code: '01', reverse: 'true' })).codes).toEqual(['02', '03'])
    expect((await translate({ url: `${SYSTEM}:replaced-by`, code: '02' })).codes).toEqual(['01'])
  })

  test('has no result where nothing took its place, or another system is the target', async () => {
    expect(await translate({ system: SYSTEM, code: '01' })).toMatchObject({ result: false, codes: [] })
    expect(await translate({ system: SYSTEM, code: '99' })).toMatchObject({ result: false, codes: [] })
    expect(await translate({ system: SYSTEM, code: '02', targetsystem: 'http://snomed.info/sct' })).toMatchObject({
      result: false,
    })
    expect(await translate({ system: SYSTEM, code: '02', targetsystem: SYSTEM })).toMatchObject({ result: true })
  })
})

describe('what the server says of itself', () => {
  const statement = async (query: Record<string, string>) => (await get('metadata', query)).body

  test('a CapabilityStatement names every operation that there is', async () => {
    const body = await statement({})
    expect(body).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      kind: 'instance',
      status: 'active',
    })
    const [rest] = body['rest'] as { resource: { type: string; operation: { name: string }[] }[] }[]
    const named = rest?.resource.flatMap(({ type, operation }) => operation.map(({ name }) => `/fhir/${type}/$${name}`))
    const documented = Object.keys(probe.conformance.document.paths).filter((path) => /^\/fhir\/\w+\/\$/.test(path))
    expect(named?.sort()).toEqual(documented.sort())
  })

  test('TerminologyCapabilities name every catalogue with its version', async () => {
    const body = await statement({ mode: 'terminology' })
    expect(body).toMatchObject({ resourceType: 'TerminologyCapabilities' })
    expect(body['codeSystem']).toContainEqual({
      uri: SYSTEM,
      version: [{ code: release, isDefault: true }],
      subsumption: false,
    })
    expect((await get('metadata', { mode: 'other' })).status).toBe(400)
  })

  test('code systems and value sets can be searched and read', async () => {
    const { body } = await get('CodeSystem', { url: SYSTEM })
    expect(body).toMatchObject({
      resourceType: 'Bundle',
      type: 'searchset',
      total: 1,
      entry: [
        { resource: { resourceType: 'CodeSystem', url: SYSTEM, content: 'not-present', publisher: 'Cục Thống kê' } },
      ],
    })
    expect((await get('ValueSet/test-places', {})).body).toMatchObject({
      url: VALUE_SET,
      compose: { include: [{ system: SYSTEM }] },
    })
    expect((await get('CodeSystem/no-such', {})).status).toBe(404)
    expect((await get('CodeSystem', { url: 'urn:other' })).body).toMatchObject({ total: 0 })
  })

  test('an unchanged answer is not sent again', async () => {
    const first = await get('metadata', {})
    const again = await fetch(`${probe.stack.url}/fhir/metadata`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  test('what is not there is written in words of FHIR', async () => {
    const gone = await fetch(`${probe.stack.url}/fhir/Patient/1`)
    expect([gone.status, (await gone.json<Resource>()).resourceType]).toEqual([404, 'OperationOutcome'])
    const method = await fetch(`${probe.stack.url}/fhir/metadata`, { method: 'DELETE' })
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})
