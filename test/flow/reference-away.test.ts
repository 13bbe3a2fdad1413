import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../scripts/stack/until.ts'
import type { RenderedFinding } from '../../src/engine/index.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 60_000

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({ vars: { DMDC_STALE_SECONDS: '30', DMDC_REFRESH_SECONDS: '1' } })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** A file whose XML1 names a code that a complete list does not know. */
const withUnknownCode = (seed: number): string => {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed })
  const tables = { XML1: [{ ...summary, MA_LOAI_KCB: '77' }], ...rest }
  return wrapEnvelope([renderDossier('3176', tables)], { made: '20261015' })
}
const aboutCodes = (findings: readonly RenderedFinding[]): string[] =>
  findings.filter(({ field }) => field === 'MA_LOAI_KCB').map(({ severity }) => severity)

type Health = { status: string; dmdc: { release: string; stale: boolean; replicaLagSeconds: number | null } | null }
const health = async () => probe.ask<Health>('GET', '/healthz', { account: null })

test(
  'the codes are judged by a fresh copy, as warnings by a stale one, and by the stored one while the replica is away',
  async () => {
    await probe.stack.runScheduled()
    await probe.stack.reference.caughtUp()
    await until('a fresh copy', 20_000, async () => ((await health()).body.status === 'ok' ? true : undefined))

    const fresh = await probe.submit(withUnknownCode(1))
    expect(fresh.body.dmdc).toMatchObject({ stale: false, replicaLagSeconds: expect.any(Number) as number })
    expect(aboutCodes(fresh.body.findings)).toEqual(['error'])
    expect(fresh.body.dossiers.rejected).toBe(1)

    await probe.stack.restartWorker({ DMDC_STALE_SECONDS: '1' })
    await until('the copy to be stale', 20_000, async () =>
      (await health()).body.dmdc?.stale === true ? true : undefined,
    )
    const stale = await probe.submit(withUnknownCode(2))
    expect(stale.body.dmdc.stale).toBe(true)
    expect(aboutCodes(stale.body.findings)).toEqual(['warning'])
    expect(stale.body.dossiers).toMatchObject({ rejected: 0, acceptedWithWarnings: 1 })

    // Tokens are verified without a look-up, so whoever holds one goes on; nobody gets a new one.
    await probe.stack.token('01001')
    await probe.stack.reference.replica.kill()
    const held = await probe.submit(makeFile({ standard: '3176', seed: 3 }))
    expect(held.status).toBe(202)
    expect((await probe.settled(held.body.id)).status).toBe('verified')
    const refused = await probe.ask<{ code: string }>('POST', '/oauth/token', {
      account: null,
      headers: { authorization: `Basic ${btoa('01001:demo-01001')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 503, code: 'reference-unavailable' })

    await probe.stack.restartWorker()
    const stored = await probe.submit(makeFile({ standard: '3176', seed: 4 }))
    expect({ status: stored.status, release: stored.body.dmdc.release }).toEqual({
      status: 202,
      release: fresh.body.dmdc.release,
    })
    expect((await probe.settled(stored.body.id)).status).toBe('verified')
  },
  TEST_TIMEOUT_MS,
)

test(
  'with neither replica nor stored copy nothing is taken, and the answer says when to come back',
  async () => {
    await probe.stack.reference.replica.kill()
    for (const key of await probe.objects('dmdc/')) await probe.removeObject(key)
    await probe.stack.restartWorker()
    const { status, headers, body } = await probe.submit(makeFile({ standard: '3176', seed: 5 }))
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'reference-unavailable' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await health()).status).toBe(503)

    await probe.stack.reference.replica.restart()
    await until('the edge to take files again', 20_000, async () => {
      const again = await probe.submit(makeFile({ standard: '3176', seed: 5 }))
      return again.status === 202 ? true : undefined
    })
  },
  TEST_TIMEOUT_MS,
)
