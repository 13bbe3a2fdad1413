/** The clock of the machine is set ahead and back: nothing is lost, nothing waits for as long as the jump was, and the order of what was sent stays. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 120_000
const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({
    queues: { maxBatchTimeout: 0, retryDelay: 0 },
    vars: { SWEEP_AFTER_SECONDS: '1', DMDC_REFRESH_SECONDS: '1' },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

const small = (seed: number): string => makeFile({ standard: '3176', seed, dossiers: 1 })
/** The same dossier with another text. */
function version(seed: number, LY_DO_VV: string): string {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed })
  return wrapEnvelope([renderDossier('3176', { XML1: [{ ...summary, LY_DO_VV }], ...rest })], { facility: '01001' })
}

const verified = async (file: string): Promise<string> => (await probe.verified(file)).id

test.each([
  ['a day ahead', DAY_MS],
  ['a day back', -DAY_MS],
  ['forty days ahead', 40 * DAY_MS],
  ['forty days back', -40 * DAY_MS],
])(
  'set %s, files are taken, verified and answered at once; so is all that was sent before',
  async (_, jump) => {
    const before = await verified(small(800 + Math.round(jump / DAY_MS)))
    await probe.advance(jump)
    await probe.stack.runScheduled()
    const after = await verified(small(900 + Math.round(jump / DAY_MS)))
    for (const id of [before, after])
      expect((await probe.ask<{ status: string }>('GET', `/v1/submissions/${id}`)).body.status).toBe('verified')
    // What the isolate knows of code lists is renewed, not held for as long as the jump was.
    await probe.stack.runScheduled()
    await probe.freshLists()
    await probe.advance(-jump)
    await probe.stack.runScheduled()
  },
  TEST_TIMEOUT_MS,
)

test(
  'a correction that is sent after the clock was set back follows what it corrects',
  async () => {
    const first = await verified(version(950, 'Sốt'))
    await probe.advance(-2 * DAY_MS)
    const { body: refused } = await probe.submit(version(950, 'Ho'))
    expect(refused.code).toBe('dossier-changed')
    const query = new URLSearchParams({
      purpose: 'management',
      correction: 'missing-data',
      reason: 'Nhập sai lý do vào viện',
    })
    const { status, body } = await probe.ask<{ id: string }>('POST', `/v1/submissions?${query.toString()}`, {
      headers: { 'content-type': 'application/xml' },
      body: version(950, 'Ho'),
    })
    expect(status).toBe(202)
    await probe.settled(body.id)
    await probe.cleared(body.id)
    const shown = await probe.ask<{ outcomes: { version: number; state: string; earlier: { submission: string } }[] }>(
      'GET',
      `/v1/submissions/${body.id}`,
    )
    expect(shown.body.outcomes[0]).toMatchObject({ version: 2, earlier: { submission: first } })
    await probe.advance(2 * DAY_MS)
  },
  TEST_TIMEOUT_MS,
)

test(
  'a token from before the clock was set back does not live for as long as the jump was',
  async () => {
    await probe.advance(DAY_MS)
    const token = await probe.token('01001')
    expect((await probe.ask('GET', '/v1/submissions', { token })).status).toBe(200)
    await probe.advance(-DAY_MS)
    const { status, body } = await probe.ask<{ code: string }>('GET', '/v1/submissions', { token })
    expect([status, body.code]).toEqual([401, 'token-expired'])
  },
  TEST_TIMEOUT_MS,
)

test(
  'a file that is on its way while the clock is set ahead is not taken for one that was given up',
  async () => {
    await probe.setFaults('put receipts/')
    const { status } = await probe.submit(small(990))
    expect(status).toBe(503)
    // Its bytes lie there without a receipt, as between two steps of `receive`.
    const bytes = await probe.objects('raw/')
    await probe.setFaults()
    await probe.advance(DAY_MS)
    await probe.stack.runScheduled()
    expect(await probe.objects('raw/')).toEqual(bytes)
    await verified(small(990))
    await probe.advance(-DAY_MS)
  },
  TEST_TIMEOUT_MS,
)

test(
  'bytes without a receipt go, whatever their size, once they were seen twice',
  async () => {
    await probe.setFaults('put receipts/')
    expect((await probe.submit(small(991))).status).toBe(503)
    await probe.setFaults()
    expect((await probe.objects('raw/')).length).toBeGreaterThan((await probe.namedFiles()).length)
    await probe.advance(2 * HOUR_MS)
    for (let minute = 0; minute < 2; minute += 1) await probe.stack.runScheduled()
    expect((await probe.objects('raw/')).sort()).toEqual(await probe.namedFiles())
    await probe.advance(-2 * HOUR_MS)
  },
  TEST_TIMEOUT_MS,
)
