/** What the warehouse holds of deadlines, whatever came first: dossiers, payment data, outages, the clock. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dossiers } from '../../../db/warehouse/schema.ts'
import { endOutage, declareOutage, withdrawOutage, type Declaration } from '../../../src/centre/deadlines/outages.ts'
import { settleDeadlines } from '../../../src/centre/deadlines/settle-deadlines.ts'
import { runDeadlineWork, reviewDeadlines } from '../../../src/centre/deadlines/review-deadlines.ts'
import type { DossierRow } from '../../../src/store/warehouse/write.ts'
import { writeDossiers } from '../../../src/store/warehouse/write.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const at = (text: string): number => Date.parse(`${text}:00+07:00`)
const NOW = at('2026-11-22T09:00')
const FACILITY = { role: 'facility', account: '01001', facility: '01001', province: '01' } as const
const OTHER = { role: 'facility', account: '01002', facility: '01002', province: '01' } as const
const MINISTRY = { role: 'ministry', account: 'ministry', department: null } as const

let warehouse: TestWarehouse
const warehouses = { names: ['*'], openPrimary: () => warehouse.database }
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  const tables = ['dossiers', 'outages', 'deadline_work', 'stale_days', 'submissions']
  await warehouse.database.$client.batch(
    tables.map((table) => `DELETE FROM ${table}`),
    'write',
  )
})

/** An encounter that ended on 7 October 2026, unless it is said otherwise: payment data is due on the 16th. */
const dossier = (submissionId: string, more: Partial<DossierRow> = {}): DossierRow => ({
  submissionId,
  dossier: 1,
  MA_LK: 'K1',
  outcome: 'accepted',
  errors: 0,
  warnings: 0,
  facility: '01001',
  purpose: 'payment',
  receivedAt: 1,
  receivedOn: '2026-10-16',
  endedOn: '2026-10-07',
  NGAY_RA: '202610070900',
  ...more,
})
const send = async (...rows: DossierRow[]): Promise<void> => {
  await writeDossiers(warehouse.database, rows)
  await settleDeadlines(warehouse.database, rows[0]?.submissionId ?? '')
}
const stateOf = async (): Promise<Record<string, unknown>> => {
  const rows = await warehouse.database.select().from(dossiers)
  return Object.fromEntries(
    rows
      .map(({ submissionId, dossier: number, dueOn, timeliness, excusedBy, paymentDueOn }): [string, unknown] => [
        `${submissionId}.${number}`,
        [dueOn, timeliness, excusedBy === null ? null : 'outage', paymentDueOn],
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
/** 15 October was lost: the 16th becomes the 19th. */
const CUT: Declaration = {
  cause: 'network',
  channel: 'web-service',
  from: at('2026-10-15T08:00'),
  to: at('2026-10-15T16:00'),
  evidence: null,
  provinces: null,
}
const untilDone = async (): Promise<void> => {
  while (!(await runDeadlineWork(warehouse.database, NOW, 10))) {
    // Some pages at a time.
  }
}

/** Every order of some steps. */
const orders = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]))

test('the same is left in whatever order dossiers, payment data and an outage come', async () => {
  const steps: [string, () => Promise<unknown>][] = [
    [
      'management',
      () =>
        send(
          dossier('m', { purpose: 'management', receivedOn: '2026-10-08' }),
          dossier('m', { purpose: 'management', dossier: 2, MA_LK: 'K2', receivedOn: '2026-10-07' }),
        ),
    ],
    ['payment', () => send(dossier('p', { receivedOn: '2026-10-19' }))],
    ['payment again', () => send(dossier('q', { receivedOn: '2026-10-30' }))],
    ['outage', () => declareOutage(warehouses, FACILITY, CUT, NOW)],
  ]
  for (const order of orders(steps)) {
    await warehouse.database.$client.batch(['DELETE FROM dossiers', 'DELETE FROM outages', 'DELETE FROM deadline_work'])
    for (const [, take] of order) await take()
    await untilDone()
    expect(await stateOf(), order.map(([name]) => name).join(', ')).toEqual({
      'm.1': ['2026-10-07', 'late', null, null],
      'm.2': ['2026-10-07', 'at-once', null, '2026-10-19'],
      'p.1': ['2026-10-16', 'excused', 'outage', null],
      // The encounter was sent for payment before; what comes later is no first send.
      'q.1': ['2026-10-16', 'excused', 'outage', null],
    })
  }
}, 60_000)

test('many at the same moment leave what one after the other leave', async () => {
  const numbers = Array.from({ length: 12 }, (_, number) => number)
  await Promise.all([
    ...numbers.map((number) =>
      send(dossier(`m${number}`, { purpose: 'management', MA_LK: `K${number}`, receivedOn: '2026-10-07' })),
    ),
    ...numbers.map((number) => send(dossier(`p${number}`, { MA_LK: `K${number}`, receivedOn: '2026-10-19' }))),
    ...numbers.map((number) => send(dossier(`q${number}`, { MA_LK: `K${number}`, receivedOn: '2026-10-20' }))),
    declareOutage(warehouses, FACILITY, CUT, NOW),
  ])
  await untilDone()
  const { rows } = await warehouse.database.$client.execute(
    'SELECT DISTINCT purpose, timeliness, payment_due_on FROM dossiers ORDER BY 1',
  )
  expect(rows.map((row) => [row['purpose'], row['timeliness'], row['payment_due_on']])).toEqual([
    ['management', 'at-once', null],
    ['payment', 'excused', null],
  ])
}, 60_000)

describe('payment data is awaited', () => {
  const management = dossier('m', { purpose: 'management', receivedOn: '2026-10-07' })

  test('until it is accepted, not merely sent', async () => {
    await send(management)
    await send(dossier('p', { outcome: 'rejected' }))
    expect(await stateOf()).toMatchObject({ 'm.1': ['2026-10-07', 'at-once', null, '2026-10-16'] })
    await send(dossier('q'))
    expect(await stateOf()).toMatchObject({ 'm.1': ['2026-10-07', 'at-once', null, null] })
  })

  test('from its own facility and for its own encounter', async () => {
    await send(management)
    await send(dossier('p', { facility: '01002' }))
    await send(dossier('q', { MA_LK: 'K2' }))
    await send(dossier('r', { MA_LK: null }))
    expect(await stateOf()).toMatchObject({ 'm.1': ['2026-10-07', 'at-once', null, '2026-10-16'] })
  })

  test('again, where a verification that was broken off had accepted what the next one rejects', async () => {
    await send(management)
    await send(dossier('p'))
    await send(dossier('p', { outcome: 'rejected' }))
    expect(await stateOf()).toMatchObject({
      'm.1': ['2026-10-07', 'at-once', null, '2026-10-16'],
      'p.1': [null, null, null, null],
    })
  })
})

test('a file of more dossiers than a page is judged whole, also where all have one key', async () => {
  const many = (submission: string, key: (number: number) => string): DossierRow[] =>
    Array.from({ length: 2500 }, (_, index) => dossier(submission, { dossier: index + 1, MA_LK: key(index) }))
  await send(...many('a', (number) => `K${number}`))
  await send(...many('b', () => 'ONE'))
  await send(...many('c', (number) => `K${number}`).map((row) => ({ ...row, purpose: 'management' as const })))
  const { rows } = await warehouse.database.$client.execute(
    `SELECT submission_id, timeliness, payment_due_on, count(*) AS n FROM dossiers GROUP BY 1, 2, 3 ORDER BY 1`,
  )
  expect(rows.map((row) => Object.values(row).slice(0, 4))).toEqual([
    ['a', 'in-time', null, 2500],
    ['b', 'in-time', null, 2500],
    ['c', 'late', null, 2500],
  ])
}, 30_000)

describe('an outage', () => {
  const late = (submission: string, more: Partial<DossierRow> = {}) =>
    dossier(submission, { receivedOn: '2026-10-19', MA_LK: submission, ...more })
  const timelinessOf = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await warehouse.database.select().from(dossiers)).map(({ submissionId, timeliness }) => [
        submissionId,
        timeliness,
      ]),
    )

  test('excuses its facility alone, and only who came within the time it took', async () => {
    await send(late('a'))
    await send(late('b', { receivedOn: '2026-10-20' }))
    await send(late('c', { facility: '01002' }))
    const { outage } = await declareOutage(warehouses, FACILITY, CUT, NOW)
    expect(await timelinessOf()).toEqual({ a: 'excused', b: 'late', c: 'late' })
    const [row] = await warehouse.database.select().from(dossiers)
    expect(row?.excusedBy).toBe(outage.id)
  })

  test('of the receiver excuses the provinces it names, or all', async () => {
    await send(late('a'))
    await send(late('b', { facility: '79001' }))
    await declareOutage(warehouses, MINISTRY, { ...CUT, provinces: ['79', '31'] }, NOW)
    expect(await timelinessOf()).toEqual({ a: 'late', b: 'excused' })
    await declareOutage(warehouses, MINISTRY, CUT, NOW)
    expect(await timelinessOf()).toEqual({ a: 'excused', b: 'excused' })
  })

  test('that goes on excuses what comes, and what it excused too much is late when its end is told', async () => {
    const open = { ...CUT, to: null, from: at('2026-11-20T08:00') }
    const { outage } = await declareOutage(warehouses, FACILITY, open, NOW)
    // Due on 20 November, received two days later.
    await send(late('a', { endedOn: '2026-11-11', receivedOn: '2026-11-22' }))
    await send(late('m', { endedOn: '2026-11-11', receivedOn: '2026-11-11', purpose: 'management' }))
    expect(await timelinessOf()).toMatchObject({ a: 'excused' })
    await endOutage(warehouses, FACILITY, { id: outage.id, to: at('2026-11-20T09:00') }, NOW)
    expect(await stateOf()).toEqual({
      'a.1': ['2026-11-20', 'late', null, null],
      'm.1': ['2026-11-11', 'at-once', null, '2026-11-20'],
    })
  })

  test('that is withdrawn excuses nothing any more; who withdrew it and why is kept', async () => {
    await send(late('a'))
    const { outage } = await declareOutage(warehouses, FACILITY, CUT, NOW)
    const withdrawn = await withdrawOutage(warehouses, FACILITY, { id: outage.id, reason: 'Khai nhầm ngày' }, NOW + 5)
    expect(withdrawn).toMatchObject({ withdrawnBy: '01001', withdrawnAt: NOW + 5, withdrawnWhy: 'Khai nhầm ngày' })
    expect(await timelinessOf()).toEqual({ a: 'late' })
  })

  test('touches what is late of more than a page', async () => {
    const many = Array.from({ length: 2300 }, (_, index) => late('a', { dossier: index + 1, MA_LK: `K${index}` }))
    await send(...many)
    await declareOutage(warehouses, FACILITY, CUT, NOW)
    await untilDone()
    const { rows } = await warehouse.database.$client.execute(
      "SELECT count(*) AS n FROM dossiers WHERE timeliness = 'excused'",
    )
    expect(rows[0]?.['n']).toBe(2300)
  }, 30_000)

  test('declared twice, or steps taken twice, is one outage with its steps once', async () => {
    const first = await declareOutage(warehouses, FACILITY, CUT, NOW)
    const second = await declareOutage(warehouses, FACILITY, CUT, NOW + 60_000)
    expect(second).toEqual({ outage: first.outage, isNew: false })
    const { id } = first.outage
    const withdrawn = await withdrawOutage(warehouses, FACILITY, { id, reason: 'Khai nhầm ngày' }, NOW)
    expect(await withdrawOutage(warehouses, FACILITY, { id, reason: 'Khai nhầm' }, NOW + 1)).toEqual(withdrawn)
  })

  test('of somebody else is not there', async () => {
    const { outage } = await declareOutage(warehouses, FACILITY, CUT, NOW)
    await expect(withdrawOutage(warehouses, OTHER, { id: outage.id, reason: 'không phải' }, NOW)).rejects.toMatchObject(
      {
        code: 'outage-unknown',
      },
    )
  })
})

describe('the clock', () => {
  test('judges what nobody judged, page by page, and then rests', async () => {
    const many = Array.from({ length: 2300 }, (_, index) => dossier('old', { dossier: index + 1, MA_LK: `K${index}` }))
    await writeDossiers(warehouse.database, many)
    await reviewDeadlines(warehouse.database, NOW)
    const state = await stateOf()
    expect(new Set(Object.values(state).map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify(['2026-10-16', 'in-time', null, null])]),
    )
    await warehouse.database.$client.execute('DELETE FROM stale_days')
    await reviewDeadlines(warehouse.database, NOW + 60_000)
    const { rows } = await warehouse.database.$client.execute(
      'SELECT (SELECT count(*) FROM stale_days) AS stale, (SELECT count(*) FROM deadline_work) AS works',
    )
    expect({ ...rows[0] }).toEqual({ stale: 0, works: 1 })
  }, 30_000)

  test('judges once more by terms that come back after others', async () => {
    const { $client: client } = warehouse.database
    await writeDossiers(warehouse.database, [dossier('a')])
    await reviewDeadlines(warehouse.database, NOW)
    await client.batch(
      [
        `INSERT INTO deadline_work (id, kind, entered_at, finished_at) VALUES ('all-others', 'all', ${NOW + 1}, ${NOW + 1})`,
        "UPDATE dossiers SET due_on = '2026-10-30', timeliness = 'late'",
      ],
      'write',
    )
    await reviewDeadlines(warehouse.database, NOW + 2)
    expect(await stateOf()).toEqual({ 'a.1': ['2026-10-16', 'in-time', null, null] })
    await client.execute("UPDATE dossiers SET timeliness = 'late'")
    await reviewDeadlines(warehouse.database, NOW + 3)
    expect(await stateOf()).toMatchObject({ 'a.1': ['2026-10-16', 'late', null, null] })
  })

  test('takes up work where it was broken off', async () => {
    const many = Array.from({ length: 2300 }, (_, index) => dossier('old', { dossier: index + 1, MA_LK: `K${index}` }))
    await writeDossiers(warehouse.database, many)
    await reviewDeadlines(warehouse.database, NOW)
    await warehouse.database.$client.batch(
      [
        'UPDATE dossiers SET due_on = NULL, timeliness = NULL',
        'UPDATE deadline_work SET finished_at = NULL, cursor = (SELECT rowid FROM dossiers WHERE dossier = 1000)',
      ],
      'write',
    )
    expect(await runDeadlineWork(warehouse.database, NOW, 1)).toBe(false)
    expect(await runDeadlineWork(warehouse.database, NOW, 2)).toBe(true)
    const { rows } = await warehouse.database.$client.execute(
      'SELECT min(dossier) AS first, count(*) AS n FROM dossiers WHERE timeliness IS NOT NULL',
    )
    expect({ ...rows[0] }).toEqual({ first: 1001, n: 1300 })
  }, 30_000)
})
