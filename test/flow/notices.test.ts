/** News and planned outages: everybody reads them, the ministry writes them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'
import { codeOf, type Problem } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const { here } = await ownProvinces()
let probe: Shared
beforeAll(async () => {
  probe = await shareStack(here)
}, START_TIMEOUT_MS)
afterAll(() => {
  probe?.close()
})

type Notice = {
  id: string
  revision: number
  title: { vi: string; en: string }
  from: string | null
  to: string | null
}
type Notices = { contact: { hotline: string | null; group: string | null }; notices: Notice[] }

const PATH = '/v1/notices'
const outage = {
  kind: 'outage',
  title: { vi: 'Bảo trì máy chủ', en: 'Maintenance' },
  text: { vi: 'Không nhận hồ sơ trong thời gian này.', en: 'No file is taken during this time.' },
  from: '2026-12-05T22:00:00+07:00',
  to: '2026-12-06T02:00:00+07:00',
}
const ask = <T>(method: string, path: string, account: string | null, json?: unknown) =>
  probe.ask<T & Problem>(method, path, { account, ...(json === undefined ? {} : { json }) })
const listed = async (id: string): Promise<Notice | undefined> =>
  (await ask<Notices>('GET', PATH, null)).body.notices.find((notice) => notice.id === id)

test('is published by the ministry, read by everybody, changed by revision and taken back', async () => {
  const made = await ask<Notice>('POST', PATH, 'operator', outage)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ title: outage.title, revision: 1, from: '2026-12-05T22:00:00.000+07:00' })
  const { id } = made.body
  expect(await listed(id)).toEqual(made.body)

  const title = { vi: 'Bảo trì dời sang tuần sau', en: 'Maintenance in the week after' }
  const changed = await ask<Notice>('PUT', `${PATH}/${id}`, 'ministry-kcb', { ...outage, title, revision: 1 })
  expect([changed.status, changed.body.revision]).toEqual([200, 2])
  expect((await listed(id))?.title).toEqual(title)
  // Somebody who read it before does not overwrite what they have not seen.
  const late = await ask<Notice>('PUT', `${PATH}/${id}`, 'operator', { ...outage, revision: 1 })
  expect(codeOf(late)).toEqual([409, 'changed-meanwhile'])
  expect(codeOf(await ask('DELETE', `${PATH}/${id}?revision=1`, 'operator'))).toEqual([409, 'changed-meanwhile'])

  expect((await ask('DELETE', `${PATH}/${id}?revision=2`, 'operator')).status).toBe(200)
  expect(await listed(id)).toBeUndefined()
  expect(codeOf(await ask('DELETE', `${PATH}/${id}?revision=3`, 'operator'))).toEqual([404, 'notice-unknown'])
})

test('is written by nobody else, and names whom to ask', async () => {
  for (const account of [here.facility, here.department, 'analyst'])
    expect(codeOf(await ask('POST', PATH, account, outage)), account).toEqual([403, 'role-not-allowed'])
  expect(codeOf(await ask('POST', PATH, null, outage))).toEqual([401, 'token-missing'])
  const { body } = await ask<Notices>('GET', PATH, null)
  expect(body.contact).toMatchObject({ hotline: '1900 0000', group: 'https://example.vn/nhom-ho-tro' })
})

test.each([
  ['an outage without an end', { ...outage, to: null }],
  ['an outage that ends before it begins', { ...outage, to: outage.from }],
  ['news with a time', { ...outage, kind: 'news' }],
  ['one language alone', { ...outage, title: { vi: 'Bảo trì' } }],
  ['no words', { ...outage, text: { vi: '  ', en: 'x' } }],
])('%s is refused, and nothing is kept', async (_why, body) => {
  const refused = await ask('POST', PATH, 'operator', body)
  expect(codeOf(refused)).toEqual([400, 'parameter-invalid'])
})
