/** What a province asks at its edge, answered by the replica near it; with real processes, of which each is taken away once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { catchUp, type Sqld } from '../../scripts/stack/sqld.ts'
import type { Province } from '../../scripts/stack/stack.ts'
import { until } from '../../scripts/stack/until.ts'
import { makeFile } from '../fixtures/dossier.ts'
import { START_TIMEOUT_MS, startTestStack, type TestStack } from '../harness/stack.ts'

const TEST_TIMEOUT_MS = 60_000
const SOON_MS = 30_000

let stack: TestStack
let edge: Province
let replica: Sqld
let primary: Opened<'warehouse'>
let period: string
let token: string

type Shown = {
  source: string
  lagSeconds: number | null
  asOf: string | null
  rows: { counts: Record<string, number> }[]
}

const ask = (path: string): Promise<Response> =>
  fetch(`${edge.url}/v1/regions/01/${path}`, { headers: { authorization: `Bearer ${token}` } })
const volumes = async (): Promise<Shown & { received: number | undefined }> => {
  const response = await ask(`volumes?${period}&by=total`)
  expect(response.status).toBe(200)
  const shown = await response.json<Shown>()
  return { ...shown, received: shown.rows[0]?.counts['received'] }
}

/** Sends a file at the edge, and waits until the primary has it and has beaten. */
async function send(seed: number, dossiers: number): Promise<void> {
  const response = await fetch(`${edge.url}/v1/submissions?purpose=payment`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await stack.token('01001')}`, 'content-type': 'application/xml' },
    body: makeFile({ standard: '3176', facility: '01001', seed, dossiers }),
  })
  const { id } = await response.json<{ id: string }>()
  await until('its verification', SOON_MS, async () => {
    const { rows } = await primary.$client.execute({ sql: 'SELECT status FROM submissions WHERE id = ?', args: [id] })
    return rows[0]?.['status'] === 'verified' ? true : undefined
  })
  await stack.runScheduled()
}

beforeAll(async () => {
  stack = await startTestStack({ provinces: ['01', '79'], warehouseReplicas: true })
  const found = stack.provinces.find(({ code }) => code === '01')
  if (!found?.warehouseReplica) throw new Error('province 01 has no replica of its warehouse')
  edge = found
  replica = found.warehouseReplica
  primary = openDatabase('warehouse', { url: edge.warehouse.url, timeoutMs: 20_000 })
  token = await stack.token('province-01')
  const today = new Date(Date.now() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10)
  period = `from=${today.slice(0, 8)}01&to=${today}`
  await send(71, 8)
  await catchUp(edge.warehouse, replica)
}, START_TIMEOUT_MS)
afterAll(async () => {
  primary?.$client.close()
  await stack?.dispose()
})

test('the replica answers, and says how old it is', async () => {
  const shown = await volumes()
  expect(shown).toMatchObject({ source: 'replica', received: 8 })
  const { rows } = await primary.$client.execute('SELECT beat_at FROM heartbeats')
  expect(Date.parse(shown.asOf ?? '')).toBe(rows[0]?.['beat_at'])
})

test(
  'while the primary is away the replica goes on with what it has, and shows that it grows older',
  async () => {
    const before = await volumes()
    await edge.warehouse.kill()
    const older = await until('the answer to be older', SOON_MS, async () => {
      const shown = await volumes()
      return (shown.lagSeconds ?? 0) > (before.lagSeconds ?? 0) ? shown : undefined
    })
    expect(older).toMatchObject({ source: 'replica', received: 8, asOf: before.asOf })
    await edge.warehouse.restart()

    await send(72, 5)
    // The beat is written behind the file, and arrives behind it.
    const caughtUp = await until('the replica to have the second file and a newer beat', SOON_MS, async () => {
      const shown = await volumes()
      return shown.received === 13 && Date.parse(shown.asOf ?? '') > Date.parse(before.asOf ?? '') ? shown : undefined
    })
    expect(caughtUp.source).toBe('replica')
  },
  TEST_TIMEOUT_MS,
)

test(
  'a replica that stands still tells by how much it is behind',
  async () => {
    const ninetySeconds = 90
    await primary.$client.execute({
      sql: 'UPDATE heartbeats SET beat_at = ?',
      args: [Date.now() - ninetySeconds * 1000],
    })
    await catchUp(edge.warehouse, replica)
    const shown = await volumes()
    expect(shown.source).toBe('replica')
    expect(shown.lagSeconds).toBeGreaterThanOrEqual(ninetySeconds)
  },
  TEST_TIMEOUT_MS,
)

test('persons that are shown are noted at the primary, also where the replica shows them', async () => {
  const response = await ask(`volumes/dossiers?${period}&by=total&unmask=true&reason=kiem-tra-theo-don&limit=2`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ source: 'replica', unmasked: true })
  const { rows } = await primary.$client.execute('SELECT rows, unmasked FROM accesses')
  expect(rows.map((row) => ({ ...row }))).toEqual([{ rows: 2, unmasked: 2 }])
})

test(
  'while the replica is away the primary answers and says so; with neither there is a problem with its code',
  async () => {
    await replica.kill()
    expect(await volumes()).toMatchObject({ source: 'primary', lagSeconds: 0, received: 13 })

    await edge.warehouse.kill()
    const response = await ask(`volumes?${period}&by=total`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: 'warehouse-unavailable' })
    expect(response.headers.get('retry-after')).not.toBeNull()

    await edge.warehouse.restart()
    await replica.restart()
    await until('the replica to answer again', SOON_MS, async () =>
      (await volumes()).source === 'replica' ? true : undefined,
    )
  },
  TEST_TIMEOUT_MS,
)
