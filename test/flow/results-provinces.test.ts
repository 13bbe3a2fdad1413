/** Results where each province has an edge and a warehouse of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { startProbe, type Problem, type Probe } from '../harness/probe.ts'

const SOON_MS = 30_000

let probe: Probe
const submissions = new Map<string, string>()
beforeAll(async () => {
  probe = await startProbe({ provinces: ['01', '79'] })
  for (const [at, facility] of ['01001', '79001'].entries()) {
    const file = makeFile({ standard: '3176', facility, seed: 900 + at, dossiers: 1 })
    const { body } = await probe.submit(file, { account: facility, purpose: 'payment' })
    submissions.set(facility, body.id)
    await until(`${facility} to hear of it`, SOON_MS, async () =>
      (await feed(facility)).events.length > 0 ? true : undefined,
    )
  }
}, 180_000)
afterAll(async () => {
  await probe?.dispose()
})

type Feed = { events: { submission: string }[]; next: string }
const feed = async (account: string, query = '', url?: string): Promise<Feed> =>
  (await probe.ask<Feed>('GET', `/v1/results${query}`, { account, ...(url === undefined ? {} : { url }) })).body
const edgeOf = (code: string): string => probe.stack.provinces.find((province) => province.code === code)?.url ?? ''
const shown = ({ events }: Feed): string[] => events.map(({ submission }) => submission)

test('an edge tells its facilities what the centre found', async () => {
  expect(shown(await feed('01001', '', edgeOf('01')))).toEqual([submissions.get('01001')])
})

test('no account is shown another province, at the centre or at whichever edge', async () => {
  for (const url of [probe.stack.url, edgeOf('01'), edgeOf('79')]) {
    expect(shown(await feed('province-01', '', url))).toEqual([submissions.get('01001')])
    expect(shown(await feed('province-79', '', url))).toEqual([submissions.get('79001')])
    for (const [account, id] of [
      ['province-79', submissions.get('01001')],
      ['79001', submissions.get('01001')],
      ['01001', submissions.get('79001')],
    ]) {
      for (const path of [
        `/v1/submissions/${id}`,
        `/v1/submissions/${id}/findings`,
        `/v1/submissions/${id}/findings?format=csv`,
      ]) {
        const answer = await probe.ask<Problem>('GET', path, { account: account ?? '', url })
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'not-yours'])
      }
    }
  }
})

test('a cursor of one warehouse is refused for the other', async () => {
  const { next } = await feed('ministry', '?province=01')
  const answer = await probe.ask<Problem>('GET', `/v1/results?province=79&since=${next}`, { account: 'ministry' })
  expect([answer.status, answer.body.code]).toEqual([400, 'cursor-unknown'])
})

describe('an edge', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['POST', '/v1/webhooks', '{"url":"https://his.benhvien.vn/"}'],
    ['POST', '/v1/webhooks/x/test', undefined],
    ['POST', '/v1/webhooks/x/replay', undefined],
    ['DELETE', '/v1/webhooks/x', undefined],
    ['PUT', '/v1/manifests/2026-11-20?purpose=payment', '{"entries":[]}'],
  ])('does not write: %s %s', async (method, path, body) => {
    // As a stream: a body that it can read again is sent twice by Node's fetch after a 421, and the second time it breaks.
    const options = body === undefined ? {} : { body: new Blob([body]).stream(), headers: json }
    const answer = await probe.ask<Problem>(method, path, { account: '01001', url: edgeOf('01'), ...options })
    expect([answer.status, answer.body.code]).toEqual([421, 'centre-only'])
  })
})
