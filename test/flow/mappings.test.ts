import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import type { RenderedFinding } from '../../src/engine/index.ts'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { codeOf, startProbe, type Answer, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 60_000

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({ vars: { DMDC_REFRESH_SECONDS: '1' } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

type Mapping = {
  facility: string
  localCode: string
  code: string | null
  state: string
  used: number
  validFrom: string | null
}
type Page = { mappings: Mapping[]; next: string | null }
type Candidates = { candidates: { code: string; score: number; reasons: { kind: string }[] }[] }
type Coverage = { coverage: { facility: string; catalogue: string; codes: object; uses: object }[] }

const PATH = '/v1/dmdc/mappings'
const ask = <T>(method: string, path: string, account: string, body?: unknown): Promise<Answer<T>> =>
  probe.ask<T>(method, `${PATH}/${path}`, { account, json: body })
const upload = (rows: readonly object[], account = '01001', catalogue = 'drugs') =>
  ask<{ added: number; changed: number; unchanged: number }>('PUT', catalogue, account, { rows })
const step = (local: string, action: string, account: string, body: object) =>
  ask<Mapping>('POST', `drugs/${encodeURIComponent(local)}/${action}`, account, body)
const listed = async (account: string, query = ''): Promise<Mapping[]> =>
  (await ask<Page>('GET', `drugs${query}`, account)).body.mappings
const stateOf = async (local: string): Promise<unknown> => {
  const row = (await listed('01001')).find(({ localCode }) => localCode === local)
  return [row?.state, row?.code]
}
const local = (localCode: string, more: object = {}) => ({ localCode, localName: `Thuốc ${localCode}`, ...more })

describe('an upload', () => {
  test('may be repeated, and shows what is new, changed and as it was', async () => {
    const rows = [local('U1', { used: 5 }), local('U2', { code: '40.17' })]
    expect((await upload(rows)).body).toEqual({ added: 2, changed: 0, unchanged: 0 })
    expect((await upload(rows)).body).toEqual({ added: 0, changed: 0, unchanged: 2 })
    expect((await upload([local('U1', { used: 6 }), local('U3')])).body).toEqual({ added: 1, changed: 1, unchanged: 0 })
    expect([await stateOf('U1'), await stateOf('U2')]).toEqual([
      ['unmapped', null],
      ['proposed', '40.17'],
    ])
  })

  test.each([
    [[local('B1'), local('B2', { used: -1 })], 422, 'row-invalid'],
    [[local('B1', { code: '40.99999' })], 422, 'row-invalid'],
    [[local('B1'), local('B1')], 422, 'row-invalid'],
    [[local('B1', { validFrom: '2026-02-01', validTo: '2026-01-31' })], 422, 'row-invalid'],
    [[local('B1', { validFrom: '2026-01-01' }), local('B1', { validFrom: '2026-06-01' })], 422, 'row-invalid'],
    [[{ localCode: 'B1' }], 422, 'row-invalid'],
    [[], 400, 'parameter-invalid'],
  ])('of %j writes nothing: %i %s', async (rows, status, code) => {
    expect(codeOf(await upload(rows))).toEqual([status, code])
    expect((await listed('01001')).filter(({ localCode }) => localCode.startsWith('B'))).toEqual([])
  })

  test('names the row that is wrong', async () => {
    const { body } = await ask<{ message: { en: string } }>('PUT', 'drugs', '01001', {
      rows: [local('B1'), local('B2', { used: 1.5 })],
    })
    expect(body.message.en).toBe('Row 2: used is not valid; no row was written.')
  })

  test('of an unknown list, or by somebody else than a facility, is refused', async () => {
    expect(codeOf(await upload([local('X')], '01001', 'nothing'))).toEqual([404, 'catalogue-unknown'])
    expect(codeOf(await upload([local('X')], 'province-01'))).toEqual([403, 'role-not-allowed'])
  })

  test('as CSV is what the export writes, whatever stands in the cells', async () => {
    const rows = [
      local('C1', {
        localName: 'Thuốc "đặc biệt", 10mg; viên',
        code: '40.17',
        used: 3,
        attributes: { strength: '0,5g' },
      }),
      local('=C2+1', { localName: '-Tên\nhai dòng', validFrom: '2026-01-01', validTo: '2026-12-31' }),
    ]
    await upload(rows, '79001')
    const csv = await (await probe.stack.get('79001', `${PATH}/drugs/export?format=csv`)).text()
    expect(csv).toContain("'=C2+1")
    const again = await probe.ask<{ unchanged: number }>('PUT', `${PATH}/drugs`, {
      account: '79001',
      headers: { 'content-type': 'text/csv' },
      // A name of two lines is one of two words here: names are single lines.
      body: csv,
    })
    expect(again.body).toEqual({ added: 0, changed: 0, unchanged: 2 })
    const bad = await probe.ask('PUT', `${PATH}/drugs`, { headers: { 'content-type': 'text/csv' }, body: 'a;b\n1;2' })
    expect(codeOf(bad)).toEqual([422, 'row-invalid'])
    const xml = await probe.ask('PUT', `${PATH}/drugs`, { headers: { 'content-type': 'text/xml' }, body: '<a/>' })
    expect(codeOf(xml)).toEqual([415, 'media-type-unsupported'])
  })
})

describe('dual control', () => {
  test('the facility proposes, its province decides, and nobody does both', async () => {
    await upload([local('D/1')])
    const approval = { facility: '01001', code: '40.17' }
    expect(codeOf(await step('D/1', 'approve', 'province-01', approval))).toEqual([409, 'mapping-state'])
    expect((await step('D/1', 'propose', '01001', { code: '40.17' })).body.state).toBe('proposed')
    expect(codeOf(await step('D/1', 'approve', '01001', approval))).toEqual([403, 'role-not-allowed'])
    expect(codeOf(await step('D/1', 'approve', 'province-79', approval))).toEqual([403, 'not-yours'])
    expect(codeOf(await step('D/1', 'approve', 'ministry', approval))).toEqual([403, 'role-not-allowed'])
    expect(codeOf(await step('D/1', 'propose', 'province-01', { code: '40.17' }))).toEqual([403, 'role-not-allowed'])
    // What is approved is what was seen.
    expect(codeOf(await step('D/1', 'approve', 'province-01', { ...approval, code: '40.219' }))).toEqual([
      409,
      'changed-meanwhile',
    ])
    expect((await step('D/1', 'approve', 'province-01', approval)).body.state).toBe('approved')
    expect(codeOf(await step('D/1', 'approve', 'province-01', approval))).toEqual([409, 'mapping-state'])
    expect((await step('D/1', 'reject', 'province-01', { facility: '01001', comment: 'Nhầm' })).body.state).toBe(
      'rejected',
    )
  })

  test('who changes what was approved asks anew; counting uses does not', async () => {
    await upload([local('D2', { code: '40.17' })])
    await step('D2', 'approve', 'province-01', { facility: '01001', code: '40.17' })
    await upload([local('D2', { used: 9 })])
    expect(await stateOf('D2')).toEqual(['approved', '40.17'])
    await upload([local('D2', { localName: 'Tên mới' })])
    expect(await stateOf('D2')).toEqual(['proposed', '40.17'])
  })

  test('a code that the list does not have, or a local one that nobody listed, is refused', async () => {
    await upload([local('D3')])
    expect(codeOf(await step('D3', 'propose', '01001', { code: '40.99999' }))).toEqual([404, 'code-unknown'])
    expect(codeOf(await step('none', 'propose', '01001', { code: '40.17' }))).toEqual([404, 'mapping-unknown'])
  })
})

test('candidates are ranked, with reasons', async () => {
  await upload([local('K1', { localName: 'AZITHROMYCIN STADA 500 mg', attributes: { substance: 'Azithromycin' } })])
  const { body } = await ask<Candidates>('GET', 'drugs/K1/candidates', '01001')
  expect(body.candidates[0]).toMatchObject({ code: '40.219', reasons: [{ kind: 'same-words' }] })
  expect((await ask<Candidates>('GET', 'drugs/K1/candidates?facility=01001', 'province-01')).body).toEqual(body)
  expect(codeOf(await ask('GET', 'drugs/K1/candidates?facility=01001', 'province-79'))).toEqual([403, 'not-yours'])
})

test('lists show a facility its own, a province its facilities’, the ministry all, page by page', async () => {
  await upload([local('L1'), local('L2')])
  await upload([local('L1')], '79001')
  const facilities = async (account: string): Promise<string[]> => [
    ...new Set((await listed(account)).map(({ facility }) => facility)),
  ]
  expect(await facilities('01001')).toEqual(['01001'])
  expect(await facilities('province-79')).toEqual(['79001'])
  expect(await facilities('ministry')).toEqual(['01001', '79001'])
  expect(await listed('province-79', '?facility=01001')).toEqual([])
  const all = (await listed('ministry')).map(({ facility, localCode }) => `${facility} ${localCode}`)
  const paged: string[] = []
  let after = ''
  do {
    const { body } = await ask<Page>('GET', `drugs?limit=2${after}`, 'ministry')
    paged.push(...body.mappings.map(({ facility, localCode }) => `${facility} ${localCode}`))
    after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`
  } while (after !== '')
  expect(paged).toEqual(all)
  expect(codeOf(await ask('GET', 'drugs?after=x', 'ministry'))).toEqual([400, 'parameter-invalid'])
})

test('coverage is what is mapped of what is used, by number and by use', async () => {
  const rows = [
    local('V1', { code: '02.03', used: 75 }),
    local('V2', { used: 25 }),
    local('V3', { code: '02.03', used: 0 }),
    local('V4', { used: 900, validTo: '2020-12-31' }),
  ]
  const services = rows.map((row) => ({ ...row, code: 'code' in row ? '01.0002.1778' : undefined }))
  expect((await upload(services, '01001', 'services')).status).toBe(200)
  for (const code of ['V1', 'V3'])
    await ask('POST', `services/${code}/approve`, 'province-01', { facility: '01001', code: '01.0002.1778' })
  const figures = async (account: string) =>
    (await ask<Coverage>('GET', 'coverage?catalogue=services', account)).body.coverage
  const own = {
    facility: '01001',
    catalogue: 'services',
    codes: { listed: 3, used: 2, mapped: 1, share: 0.5 },
    uses: { total: 100, mapped: 75, share: 0.75 },
  }
  expect(await figures('01001')).toEqual([own])
  expect(await figures('province-01')).toEqual([own])
  expect(await figures('ministry')).toEqual([own])
  expect(await figures('province-79')).toEqual([])
})

test('approved mappings are a FHIR ConceptMap, as of a day', async () => {
  await upload([local('F1', { code: '40.17', validFrom: '2026-01-01' }), local('F2', { code: '40.219' })])
  await step('F1', 'approve', 'province-01', { facility: '01001', code: '40.17' })
  const map = async (day: string) => {
    const response = await ask<{ resourceType: string; group?: { element: { code: string; target: object[] }[] }[] }>(
      'GET',
      `drugs/export?format=fhir&facility=01001&day=${day}`,
      'province-01',
    )
    expect(response.headers.get('content-type')).toContain('application/fhir+json')
    return (response.body.group ?? []).flatMap(({ element }) => element).filter(({ code }) => code.startsWith('F'))
  }
  expect(await map('2026-06-01')).toEqual([
    {
      code: 'F1',
      display: 'Thuốc F1',
      target: [{ code: '40.17', display: 'Oxy dược dụng', equivalence: 'equivalent' }],
    },
  ])
  expect(await map('2025-12-31')).toEqual([])
  expect(codeOf(await ask('GET', 'drugs/export?format=fhir', 'province-01'))).toEqual([400, 'parameter-invalid'])
})

test(
  'a claim that carries a mapped local code is told the national one, at the edge and at the centre; others are not',
  async () => {
    const file = (seed: number): string => {
      const { XML2: [drug = {}] = [], ...rest } = makeDossier({ standard: '3176', seed })
      return wrapEnvelope([renderDossier('3176', { ...rest, XML2: [{ ...drug, MA_THUOC: 'OXY.TT' }] })], {
        made: '20261015',
      })
    }
    const shown = (findings: readonly RenderedFinding[]) =>
      findings
        .filter(({ rule }) => rule === 'XML2.MA_THUOC.code-known')
        .map(({ severity, value, remedy }) => ({
          severity,
          value,
          names: remedy.en.includes('40.17') && remedy.vi.includes('40.17'),
        }))

    expect(shown((await probe.submit(file(1))).body.findings)).toEqual([])
    await upload([local('OXY.TT', { code: '40.17', validFrom: '2020-01-01' })])
    // The list of drugs is partial: proposed alone says nothing.
    await probe.stack.reference.caughtUp()
    expect(shown((await probe.submit(file(2))).body.findings)).toEqual([])
    await step('OXY.TT', 'approve', 'province-01', { facility: '01001', code: '40.17' })

    let seed = 2
    const named = await until('the edge to know the mapping', 20_000, async () => {
      seed += 1
      const { body } = await probe.submit(file(seed))
      return shown(body.findings).length > 0 ? body : undefined
    })
    expect(shown(named.findings)).toEqual([{ severity: 'warning', value: 'OXY.TT', names: true }])
    expect((await probe.settled(named.id)).status).toBe('verified')
    const { body } = await probe.ask<{ findings: RenderedFinding[]; final: boolean }>(
      'GET',
      `/v1/submissions/${named.id}/findings`,
    )
    expect([body.final, shown(body.findings)]).toEqual([true, shown(named.findings)])
  },
  TEST_TIMEOUT_MS,
)
