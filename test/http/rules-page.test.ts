import { describe, expect, test } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { createMetrics } from '../../src/kernel/metrics.ts'
import type { Services } from '../../src/http/services.ts'
import { createPack } from '../../src/engine/index.ts'
import { createConformance } from '../harness/conformance.ts'
import { sha256 } from '../../src/store/reference/listed-code.ts'

const RULE = 'XML1.NGAY_RA.not-before-NGAY_VAO'
const DERIVED = 'XML1.MA_LK.required'
const REASON = '<b>chờ văn bản</b> & "hỏi lại"'

/** These routes ask for nothing but the rules. */
const app = createApp(
  () =>
    ({
      pack: createPack({ [RULE]: { state: 'off', reason: REASON } }, sha256),
      now: Date.now,
      log: () => {},
      metrics: createMetrics(),
    }) as unknown as Services,
)
const get = async (path: string, accept = '*/*') => {
  const response = await app.request(path, { headers: { accept } })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const conformance = createConformance(JSON.parse((await get('/openapi.json')).text))
const getJson = async (path: string): Promise<Record<string, unknown>> => {
  const { status, headers, text } = await get(path)
  const body = JSON.parse(text) as Record<string, unknown>
  conformance.check('GET', path, status, headers, body)
  return { status, ...body }
}

describe('a rule by its id', () => {
  test('is shown with its words, catalogue rows, examples and what the deployment decided', async () => {
    const body = await getJson(`/v1/rules/${RULE}`)
    expect(body).toMatchObject({ status: 200, rule: { id: RULE }, setting: { state: 'off', reason: REASON } })
    expect(body['catalogue']).toContain('DAT-01')
    expect(body['examples']).toMatchObject({
      invalid: expect.arrayContaining([
        { why: 'one minute early', tables: { XML1: [{ NGAY_VAO: '202501010800', NGAY_RA: '202501010759' }] } },
      ]),
    })
    expect(await getJson(`/v1/rules/${DERIVED}`)).toMatchObject({ rule: { id: DERIVED }, setting: null })
    expect(await getJson('/v1/rules/XML1.MA_LK.invented')).toMatchObject({ status: 404, code: 'rule-unknown' })
  })

  test('is a page in the language asked for, every value escaped, for whoever accepts HTML', async () => {
    const { headers, text } = await get(`/v1/rules/${RULE}`, 'text/html,application/xhtml+xml,*/*;q=0.8')
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    expect([headers.get('vary'), headers.get('content-security-policy')]).toEqual([
      'Accept',
      expect.stringContaining("default-src 'none'"),
    ])
    expect(text).toContain('<html lang="vi">')
    expect(text).toContain('NGAY_RA trước NGAY_VAO')
    expect(text).toContain('Đã tắt')
    expect(text).toContain('&lt;b&gt;chờ văn bản&lt;/b&gt; &amp; &quot;hỏi lại&quot;')
    expect(text).not.toContain('<b>')
    const english = await get(`/v1/rules/${RULE}?lang=en`, 'text/html')
    expect(english.text).toContain('NGAY_RA is earlier than NGAY_VAO')
    expect((await get(`/v1/rules/${RULE}`, 'application/json')).headers.get('vary')).toBe('Accept')
  })

  test('every rule of the catalogue has both, reached from the list, whose next page is asked the same', async () => {
    const list = await getJson('/v1/rules?limit=1000')
    const ids = (list['rules'] as { id: string }[]).map(({ id }) => id)
    for (const id of ids.filter((_, at) => at % 97 === 0)) {
      expect((await getJson(`/v1/rules/${encodeURIComponent(id)}`))['status']).toBe(200)
    }
    const { text } = await get('/v1/rules?table=XML2&limit=3', 'text/html')
    expect(text.match(/href="\/v1\/rules\/XML2\./g)?.length).toBeGreaterThanOrEqual(3)
    const next = /href="(\/v1\/rules\?[^"]*after=3[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain('table=XML2')
    expect((await get(next, 'text/html')).text).toContain('/v1/rules/XML2.')
  })
})
