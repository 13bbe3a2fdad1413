/** Deadlines, outages and what is missing, over HTTP, of dossiers that went the whole way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFile } from '../fixtures/dossier.ts'
import type { Problem } from '../harness/probe.ts'
import { ownProvinces, shareStack, type Shared } from '../harness/own-provinces.ts'

const { here, there } = await ownProvinces()
const DAY_MS = 86_400_000
const NOW = Date.now()
/** A day in Việt Nam, so many days ago. */
const daysAgo = (days: number): string => new Date(NOW + 7 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10)
/** Whatever holidays lie between, seven working days have passed since. */
const LONG_AGO = daysAgo(28)
const period = `from=${daysAgo(2)}&to=${daysAgo(0)}`

type Outage = {
  id: string
  side: string
  facility: string | null
  to: string | null
  evidence: string | null
  declaredBy: string
  ended: { by: string } | null
  withdrawn: { by: string; reason: string } | null
}
type Submission = {
  deadline: { resultDueOn: string | null }
  outcomes: { dueOn: string | null; timeliness: string | null; excusedBy: string | null }[]
}
type Figure = { rows: { key: string; counts: Record<string, number | null>; dossiers: string }[] }

let probe: Shared
beforeAll(async () => {
  probe = await shareStack(here)
}, 120_000)
afterAll(() => {
  probe?.close()
})

/** Six dossiers of encounters that ended on a day. Returns the submission. */
async function send(purpose: string, day: string, seed: number): Promise<string> {
  const file = makeFile({ standard: '3176', facility: here.facility, seed, dossiers: 6, day: day.replaceAll('-', '') })
  const { body } = await probe.submit(file, { purpose })
  expect(body.dossiers).toMatchObject({ counted: 6, rejected: 0 })
  await probe.settled(body.id)
  return body.id
}
const submission = async (id: string): Promise<Submission> =>
  (await probe.ask<Submission>('GET', `/v1/submissions/${id}`)).body
const timelinessOf = async (id: string): Promise<(string | null)[]> => [
  ...new Set((await submission(id)).outcomes.map(({ timeliness }) => timeliness)),
]
const timeliness = async (): Promise<Record<string, number | null>> => {
  const path = `/v1/regions/${here.code}/timeliness?${period}&by=facility`
  const { body } = await probe.ask<Figure>('GET', path, { account: here.department })
  return body.rows.find(({ key }) => key === here.facility)?.counts ?? {}
}
const declare = (body: object, account = here.facility) =>
  probe.ask<Outage & Problem>('POST', '/v1/outages', { account, json: body })
const step = (id: string, name: 'end' | 'withdraw', body: object, account = here.facility) =>
  probe.ask<Outage & Problem>('POST', `/v1/outages/${id}/${name}`, { account, json: body })
const list = async (account: string, query = ''): Promise<Outage[]> =>
  (await probe.ask<{ outages: Outage[] }>('GET', `/v1/outages?limit=500${query}`, { account })).body.outages
const moment = (day: string, time = '00:00'): string => `${day}T${time}:00+07:00`
const OURS = { cause: 'network', channel: 'web-service', from: moment(LONG_AGO) }

test('a submission says by when each dossier was due, whether it came in time, and when its result is due', async () => {
  const soon = await submission(await send('payment', daysAgo(1), 51))
  for (const { dueOn, timeliness: shown, excusedBy } of soon.outcomes) {
    expect(dueOn).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(['in-time', 'before-5th']).toContain(shown)
    expect(excusedBy).toBeNull()
  }
  expect(soon.deadline.resultDueOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect((soon.deadline.resultDueOn ?? '') > daysAgo(0)).toBe(true)

  const management = await submission(await send('management', daysAgo(10), 52))
  expect(management.outcomes.every(({ timeliness: shown }) => shown === 'late')).toBe(true)
  expect(management.deadline.resultDueOn).toBeNull()
})

test('payment data that never came is missing, until it comes; then it is late, until an outage excuses it', async () => {
  await send('management', LONG_AGO, 53)
  expect(await timeliness()).toMatchObject({ missing: 6 })
  const path = `/v1/regions/${here.code}/timeliness/dossiers?${period}&by=facility&key=${here.facility}&column=missing`
  const { body } = await probe.ask<{ dossiers: { purpose: string; paymentDueOn: string }[] }>('GET', path, {
    account: here.department,
  })
  expect(body.dossiers).toHaveLength(6)
  expect(
    body.dossiers.every(({ purpose, paymentDueOn }) => purpose === 'management' && paymentDueOn < daysAgo(0)),
  ).toBe(true)

  const before = (await timeliness())['late'] ?? 0
  const id = await send('payment', LONG_AGO, 53)
  expect(await timelinessOf(id)).toEqual(['late'])
  expect(await timeliness()).toMatchObject({ missing: 0, late: before + 6 })

  const { status, body: outage } = await declare(OURS)
  expect([status, outage]).toMatchObject([
    201,
    {
      side: 'facility',
      facility: here.facility,
      to: null,
      evidence: null,
      declaredBy: here.facility,
      ended: null,
      withdrawn: null,
    },
  ])
  expect(
    (await submission(id)).outcomes.every(
      ({ timeliness: shown, excusedBy }) => shown === 'excused' && excusedBy === outage.id,
    ),
  ).toBe(true)
  expect((await timeliness())['excused']).toBeGreaterThanOrEqual(6)
  expect((await declare(OURS)).status).toBe(200)

  const ended = await step(outage.id, 'end', { to: moment(LONG_AGO, '01:00') })
  expect([ended.status, ended.body.ended?.by]).toEqual([200, here.facility])
  expect(await timelinessOf(id)).toEqual(['late'])
  expect((await step(outage.id, 'end', { to: moment(LONG_AGO, '02:00') })).body.code).toBe('outage-state')
  expect((await step(outage.id, 'end', {})).status).toBe(200)
})

test('the ministry declares for the receiving side, and everybody it touches sees it', async () => {
  const id = await send('payment', LONG_AGO, 54)
  const receiving = { ...OURS, cause: 'software', channel: 'all', evidence: 'Thông báo bảo trì 12/TB' }
  const { body: outage } = await declare({ ...receiving, provinces: [there.code] }, 'ministry')
  expect(await timelinessOf(id)).toEqual(['late'])
  expect((await list(here.facility)).map((each) => each.id)).not.toContain(outage.id)
  expect((await list(there.facility)).map((each) => each.id)).toEqual([outage.id])

  const all = (await declare(receiving, 'ministry')).body
  expect(await timelinessOf(id)).toEqual(['excused'])
  for (const account of [here.facility, here.department, there.facility, there.department, 'ministry'])
    expect((await list(account)).map((each) => each.id)).toContain(all.id)

  const withdrawn = await step(all.id, 'withdraw', { reason: 'Khai nhầm cổng' }, 'ministry')
  expect(withdrawn.body.withdrawn).toMatchObject({ by: 'ministry', reason: 'Khai nhầm cổng' })
  expect(await timelinessOf(id)).toEqual(['late'])
})

test("a facility's outage is seen by its province and the ministry, and by nobody else", async () => {
  const { body: outage } = await declare({ ...OURS, to: moment(LONG_AGO, '05:00') }, there.facility)
  const sees = async (account: string, query?: string) =>
    (await list(account, query)).some(({ id }) => id === outage.id)
  expect([await sees(there.facility), await sees(there.department), await sees('ministry')]).toEqual([true, true, true])
  expect([
    await sees(here.facility),
    await sees(here.department),
    await sees(here.department, `&facility=${there.facility}`),
  ]).toEqual([false, false, false])
  expect(await sees('ministry', '&open=true')).toBe(false)
  expect((await step(outage.id, 'withdraw', { reason: 'không phải của tôi' })).body.code).toBe('outage-unknown')
  expect((await step(outage.id, 'end', {}, 'ministry')).body.code).toBe('not-yours')
  expect((await step(outage.id, 'withdraw', { reason: 'không có sự cố' }, 'ministry')).status).toBe(200)
})

test('a list is read page by page', async () => {
  for (const hour of ['01', '02', '03']) await declare({ ...OURS, to: moment(LONG_AGO, `${hour}:30`) }, there.facility)
  const ids: string[] = []
  for (let after: string | null = ''; after !== null;) {
    const cursor: string = after === '' ? '' : `&after=${after}`
    const { body } = await probe.ask<{ outages: Outage[]; next: string | null }>(
      'GET',
      `/v1/outages?limit=2&facility=${there.facility}${cursor}`,
      { account: 'ministry' },
    )
    ids.push(...body.outages.map(({ id }) => id))
    after = body.next
  }
  expect(ids.length).toBeGreaterThanOrEqual(4)
  expect(new Set(ids).size).toBe(ids.length)
})

describe('is refused with its code', () => {
  test.each<[string, object, string, string]>([
    ['an end before the beginning', { ...OURS, to: moment(daysAgo(29)) }, here.facility, 'outage-window'],
    ['an end at the beginning', { ...OURS, to: OURS.from }, here.facility, 'outage-window'],
    ['a beginning in the days to come', { ...OURS, from: moment(daysAgo(-3)) }, here.facility, 'outage-window'],
    ['an end in the days to come', { ...OURS, to: moment(daysAgo(-3)) }, here.facility, 'outage-window'],
    ['one longer than a month', { ...OURS, from: moment(daysAgo(40)) }, here.facility, 'outage-window'],
    [
      'a moment without its distance from UTC',
      { ...OURS, from: '2026-10-01T08:00:00' },
      here.facility,
      'parameter-invalid',
    ],
    ['a cause of its own', { ...OURS, cause: 'holiday' }, here.facility, 'parameter-invalid'],
    ['a member nobody knows', { ...OURS, facility: there.facility }, here.facility, 'parameter-invalid'],
    ["provinces in a facility's outage", { ...OURS, provinces: [here.code] }, here.facility, 'parameter-invalid'],
    ['provinces that are none', { ...OURS, provinces: ['Hà Nội'] }, 'ministry', 'row-invalid'],
    ['an outage declared by a province', OURS, here.department, 'role-not-allowed'],
  ])('%s', async (_, body, account, code) => {
    expect((await declare(body, account)).body.code).toBe(code)
  })

  test('a step of an outage that is not there, or without a reason', async () => {
    expect((await step('f'.repeat(32), 'end', {})).body.code).toBe('outage-unknown')
    expect((await step('f'.repeat(32), 'withdraw', { reason: 'ngắn' })).body.code).toBe('parameter-invalid')
  })

  test('a cursor that is none, and whoever shows no token', async () => {
    expect((await probe.ask<Problem>('GET', '/v1/outages?after=x')).body.code).toBe('parameter-invalid')
    expect((await probe.ask<Problem>('GET', '/v1/outages', { account: null })).body.code).toBe('token-missing')
  })
})
