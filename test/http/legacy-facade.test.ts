/** What goes wrong on the old wire is seen by operators as on the new one. */
import { beforeEach, expect, test } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import type { Services } from '../../src/http/services.ts'
import { createMetrics, type Metrics } from '../../src/kernel/metrics.ts'
import { DatabaseAway } from '../../src/store/failures.ts'

let metrics: Metrics
let lines: Readonly<Record<string, unknown>>[]
let thrown: Error
beforeEach(() => {
  metrics = createMetrics()
  lines = []
})

const services = (): Partial<Services> => ({
  now: () => Date.parse('2026-11-30T08:00:00+07:00'),
  addressHeader: null,
  log: (line) => lines.push(line),
  metrics,
  calls: { note: () => {} },
  verifyLegacyToken: () => Promise.reject(thrown),
})
// Whatever lies behind the token is not there.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const app = createApp(() => services() as Services)

async function ask(error: Error) {
  thrown = error
  const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }
  const response = await app.request('/api/egw/nhanChiTietLoiHS4210/0123', { method: 'POST' }, {}, context)
  const { maKetQua, thongDiep } = await response.json<{ maKetQua: string; thongDiep: string }>()
  const faults = metrics.render([]).match(/^bhyt_faults_total.*$/gm) ?? []
  return { answer: [response.status, maKetQua], thongDiep, faults }
}
const noted = () => lines.filter(({ event }) => event !== 'request').map(({ event, route }) => ({ event, route }))

test('a fault counts as one, and its line names the path without digits', async () => {
  const { answer, thongDiep, faults } = await ask(new Error('broken'))
  expect(answer).toEqual([200, '500'])
  expect(thongDiep).toMatch(/Lỗi của hệ thống/)
  expect(faults).toEqual(['bhyt_faults_total{event="fault"} 1'])
  expect(noted()).toEqual([{ event: 'fault', route: '/api/egw/nhanchitietloihs#/#' }])
})

test('a database that is away is no fault, and its line says so', async () => {
  const { answer, thongDiep, faults } = await ask(new DatabaseAway('no answer'))
  expect(answer).toEqual([200, '500'])
  expect(thongDiep).toMatch(/^Cơ sở dữ liệu tạm thời không trả lời/)
  expect(faults).toEqual([])
  expect(noted()).toMatchObject([{ event: 'database-unavailable' }])
})
