/** What operators see: lines without the patient, figures for whoever may read them, and the state of the centre. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDossier, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const METRICS_TOKEN = 'metrics-token-of-a-test'
const TEST_TIMEOUT_MS = 120_000

let probe: Probe
beforeAll(async () => {
  probe = await startProbe({
    queues: { maxBatchTimeout: 0, retryDelay: 0, maxRetries: 1 },
    vars: { METRICS_TOKEN, DEPLOYMENT: 'test-deployment', HOST_NAME: 'test-host' },
  })
}, START_TIMEOUT_MS)
afterAll(async () => {
  await probe?.dispose()
})

/** Whoever finds one of these in a log has found the patient. */
const patient = {
  MA_BN: 'BN-LOG-0001',
  HO_TEN: 'NGUYỄN THỊ KHÔNG AI BIẾT',
  MA_LK: '01001.LOG.0000001',
  DIA_CHI: 'Số 17 ngõ Không Có Thật',
  DIEN_THOAI: '0912345678',
  LY_DO_VV: 'Đau ngực trái lan ra sau lưng',
  CHAN_DOAN_RV: 'Cơn đau thắt ngực ổn định',
}
const fileOf = (MA_LK: string): string => {
  const { XML1: [summary = {}] = [], ...rest } = makeDossier({ standard: '3176', seed: 77 })
  const tables = Object.entries(rest).map(([table, rows]) => [table, (rows ?? []).map((row) => ({ ...row, MA_LK }))])
  const XML1 = [{ ...summary, ...patient, MA_LK, KET_QUA_DTRI: '99' }]
  return wrapEnvelope([renderDossier('3176', { XML1, ...Object.fromEntries(tables) })], { made: '20261015' })
}
const linesOf = (): Record<string, unknown>[] =>
  probe.stack
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  test(
    'of a whole flow has one line of JSON for each event, and nowhere the patient',
    async () => {
      const { body } = await probe.submit(fileOf(patient.MA_LK))
      await probe.settled(body.id)
      await probe.cleared(body.id)
      await probe.as('01001').get(`/v1/submissions/${body.id}/findings`)
      await probe.as('01001').get(`/v1/dossiers/${encodeURIComponent(patient.MA_LK)}/versions?purpose=management`)
      await probe
        .as('province-01')
        .get(`/v1/regions/01/findings/rows?from=2026-01-01&to=2026-12-31&MA_LK=${patient.MA_LK}`)
      await probe.as('01001').get(`/v1/dossiers/${encodeURIComponent(patient.HO_TEN)}/versions`)
      await probe.submit('<GIAMDINHHS>' + patient.HO_TEN)
      await probe.setFaults('get raw/')
      const { body: doomed } = await probe.submit(fileOf('01001.LOG.0000002'))
      await probe.settled(doomed.id)
      await probe.setFaults()
      await probe.stack.runScheduled()

      const text = probe.stack.log()
      for (const value of [...Object.values(patient), '01001.LOG.0000002'])
        for (const written of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
          expect(text).not.toContain(written)
      const bare = text.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
      expect(bare).toEqual([])
      for (const line of linesOf().filter(({ event }) => event !== 'runtime')) {
        expect(line).toMatchObject({ deployment: 'test-deployment', host: 'test-host', event: expect.any(String) })
        expect(String(line['time'])).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
        expect(['info', 'warning', 'error']).toContain(line['level'])
      }
      expect(linesOf()).toContainEqual(
        expect.objectContaining({
          event: 'request',
          route: '/v1/submissions',
          status: 202,
          submission: body.id,
          durationMs: expect.any(Number),
          requestId: expect.any(String),
        }),
      )
      expect(linesOf()).toContainEqual(expect.objectContaining({ event: 'verified', submission: body.id }))
      expect(linesOf()).toContainEqual(
        expect.objectContaining({ event: 'request', route: '/v1/dossiers/:MA_LK/versions' }),
      )
      expect(linesOf()).toContainEqual(expect.objectContaining({ event: 'queue', submission: doomed.id }))
    },
    TEST_TIMEOUT_MS,
  )

  test(
    'says which database is away, and of which step of the clock',
    async () => {
      await probe.stack.register.stop()
      await probe.stack.runScheduled().catch(() => {})
      const health = await probe.ask<{ status: string; centre: { databases: { name: string; answers: boolean }[] } }>(
        'GET',
        '/healthz',
        { account: null },
      )
      expect(health.body.status).toBe('degraded')
      expect(health.body.centre.databases).toContainEqual(expect.objectContaining({ name: 'register', answers: false }))
      expect(health.body.centre.databases).toContainEqual(expect.objectContaining({ name: 'warehouse', answers: true }))
      expect(linesOf()).toContainEqual(
        expect.objectContaining({ event: 'scheduled', level: 'error', step: 'history', cause: expect.any(String) }),
      )
      await probe.stack.register.restart()
    },
    TEST_TIMEOUT_MS,
  )
})

describe('the figures', () => {
  const metrics = (authorization?: string) =>
    fetch(`${probe.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })

  test('are there for who shows their token, and for nobody else', async () => {
    expect((await metrics()).status).toBe(404)
    expect((await metrics('Bearer wrong')).status).toBe(404)
    expect((await metrics(`Bearer ${await probe.token('ministry')}`)).status).toBe(404)
    const response = await metrics(`Bearer ${METRICS_TOKEN}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ])
    const text = await response.text()
    expect(text.endsWith('# EOF\n')).toBe(true)
    for (const expected of [
      /^bhyt_requests_total\{method="POST",route="\/v1\/submissions",status="202"\} \d+$/m,
      /^bhyt_refusals_total\{code="file-truncated"\} \d+$/m,
      /^bhyt_request_seconds_count\{route="\/v1\/submissions"\} \d+$/m,
      /^bhyt_dossiers_total\{outcome="rejected"\} \d+$/m,
      /^bhyt_findings_total\{severity="error"\} \d+$/m,
      /^bhyt_messages_total\{queue="bhyt-visits-\w+",outcome="(acked|retried)"\} [1-9]\d*$/m,
      /^bhyt_stage_seconds_count\{stage="read"\} [1-9]\d*$/m,
      /^bhyt_stage_seconds_count\{stage="queue bhyt-visits-\w+"\} [1-9]\d*$/m,
      /^bhyt_stage_seconds_count\{stage="clock heartbeat"\} [1-9]\d*$/m,
      /^bhyt_database_up\{database="warehouse"\} [01]$/m,
      /^bhyt_backlog \d+$/m,
      /^bhyt_store_free_bytes \d+$/m,
    ])
      expect(text).toMatch(expected)
    for (const value of Object.values(patient)) expect(text).not.toContain(value)
  })
})
