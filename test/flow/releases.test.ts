import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { addChanges, type DraftChange } from '../../src/codes/drafts/draft.ts'
import { startTestStack, type TestStack } from '../harness/stack.ts'

const START_MS = 60_000

const added = (code: string): DraftChange => ({
  kind: 'added',
  catalogue: 'drugs',
  before: null,
  after: {
    code,
    validFrom: '2026-12-01',
    validTo: null,
    name: 'Hoạt chất thử',
    attributes: {},
    sourceDocument: 'QĐ 1/QĐ-BYT',
    replacedBy: null,
  },
})

describe('releases over HTTP', () => {
  let stack: TestStack
  beforeAll(async () => {
    stack = await startTestStack({ vars: { DMDC_REFRESH_SECONDS: '1' } })
  }, START_MS)
  afterAll(() => stack.dispose())

  const post = (account: string | undefined, path: string, body: unknown = {}): Promise<Response> =>
    stack.post(account, path, JSON.stringify(body), { 'content-type': 'application/json' })
  const made = async (...changes: DraftChange[]): Promise<string> => {
    const response = await post('ministry', '/v1/dmdc/drafts', { note: 'Bổ sung hoạt chất' })
    expect(response.status).toBe(201)
    const { id } = await response.json<{ id: string }>()
    const primary = openDatabase('reference', { url: stack.reference.primary.url, timeoutMs: 10_000 })
    await addChanges(primary, { draft: id, changes, author: 'a' })
    return id
  }
  const releaseInForce = async (): Promise<string> => {
    const { dmdc } = await (await fetch(`${stack.url}/healthz`)).json<{ dmdc: { release: string } }>()
    return dmdc.release
  }

  test('a draft is reviewed, approved by its owner, published, and in force at the edge within seconds', async () => {
    const id = await made(added('40.9001'))
    const submitted = await post('ministry-duoc', `/v1/dmdc/drafts/${id}/submit`)
    expect(await submitted.json()).toMatchObject({
      draft: { id, state: 'review', note: 'Bổ sung hoạt chất', createdBy: 'ministry' },
      counts: [{ catalogue: 'drugs', owner: 'duoc', kind: 'added', changes: 1 }],
      conflictsTotal: 0,
      departments: [{ department: 'duoc', approvedBy: null }],
    })
    const early = await post('ministry-duoc', `/v1/dmdc/drafts/${id}/publish`)
    expect(early.status).toBe(409)
    expect(await early.json()).toMatchObject({ code: 'draft-unapproved' })
    for (const step of ['approve', 'reopen', 'withdraw', 'submit'])
      expect((await post('ministry-kcb', `/v1/dmdc/drafts/${id}/${step}`)).status).toBe(403)
    expect((await post('ministry-duoc', `/v1/dmdc/drafts/${id}/approve`)).status).toBe(200)
    const published = await post('ministry-duoc', `/v1/dmdc/drafts/${id}/publish`)
    expect(published.status).toBe(201)
    const release = await published.json<{ id: string; changes: number }>()
    expect(release.changes).toBe(1)
    await expect.poll(releaseInForce, { timeout: 15_000, interval: 100 }).toBe(release.id)
    const changes = await stack.get('ministry', `/v1/dmdc/drafts/${id}/changes?limit=1`)
    expect(await changes.json()).toMatchObject({ changes: [{ kind: 'added', after: { code: '40.9001' } }], next: null })
  })

  test('rolling back is a new release', async () => {
    const before = await releaseInForce()
    const id = await made(added('40.9002'))
    await post('ministry', `/v1/dmdc/drafts/${id}/submit`)
    await post('ministry', `/v1/dmdc/drafts/${id}/approve`)
    expect((await post('ministry', `/v1/dmdc/drafts/${id}/publish`)).status).toBe(201)
    const restored = await post('ministry', `/v1/dmdc/releases/${before}/restore`, { note: 'Mã sai' })
    expect(restored.status).toBe(201)
    const { changes } = await restored.json<{ changes: number }>()
    expect(changes).toBe(1)
  })

  test('only the ministry works with drafts', async () => {
    for (const account of ['01001', 'province-01'])
      for (const path of ['/v1/dmdc/drafts', '/v1/dmdc/drafts/x/publish']) {
        const response = await post(account, path, { note: 'x' })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject({ code: 'role-not-allowed' })
      }
    expect((await post(undefined, '/v1/dmdc/drafts', { note: 'x' })).status).toBe(401)
  })

  test.each([
    ['without a note', '/v1/dmdc/drafts', {}, 400, 'parameter-invalid'],
    ['with a day that is none', '/v1/dmdc/drafts', { note: 'x', effectiveOn: '2026-02-30' }, 400, 'parameter-invalid'],
    ['of a draft that is not there', '/v1/dmdc/drafts/none/submit', {}, 404, 'draft-unknown'],
    ['back to a release that is not there', '/v1/dmdc/releases/none/restore', { note: 'x' }, 404, 'release-unknown'],
  ])('a step %s is refused', async (_, path, body, status, code) => {
    const response = await post('ministry', path, body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code })
  })

  test('a body that is no JSON is refused as such', async () => {
    const response = await stack.post('ministry', '/v1/dmdc/drafts', '{', { 'content-type': 'application/json' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'parameter-invalid' })
  })
})
