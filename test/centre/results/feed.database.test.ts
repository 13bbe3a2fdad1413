/** The feed in a real warehouse: once per event, in order, each to its own. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { announce } from '../../../src/centre/results/announce.ts'
import { readFeed, type FeedEvent } from '../../../src/centre/results/feed.ts'
import { resultScopeOf } from '../../../src/centre/results/scope.ts'
import type { Announcement } from '../../../src/store/warehouse/events.ts'
import { writeSubmission } from '../../../src/store/warehouse/write.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  await warehouse.database.$client.batch(['DELETE FROM events', 'DELETE FROM submissions'], 'write')
})

const sleepers = (): Promise<void> => Promise.resolve()
const say = ({
  at = 1000,
  ...own
}: Partial<Announcement> & Pick<Announcement, 'submissionId'> & { at?: number }): Promise<void> =>
  announce(warehouse.database, [{ kind: 'verified', facility: '01001', ...own }], at, sleepers)

const ministry = { role: 'ministry', account: 'm', department: null } as const
const of = (facility: string) => resultScopeOf(ministry, { facility })
const read = (facility = '01001', since?: string, limit = 100) =>
  readFeed(warehouse.database, of(facility), { since, limit })
const ids = (events: readonly FeedEvent[]): string[] => events.map(({ submission }) => submission)

describe('an event', () => {
  test('is reported once, however often its submission is verified', async () => {
    await say({ submissionId: 'a', at: 1000 })
    await say({ submissionId: 'a', at: 2000 })
    const { events } = await read()
    expect(events).toMatchObject([{ id: 'verified_a', kind: 'verified', at: 1000, submission: 'a' }])
  })

  test('of another kind, of another dossier, of another occasion is another', async () => {
    await say({ submissionId: 'a' })
    await say({ submissionId: 'a', kind: 'assessed', dossier: 1, occasion: 'x' })
    await say({ submissionId: 'a', kind: 'assessed', dossier: 2, occasion: 'x' })
    await say({ submissionId: 'a', kind: 'assessed', dossier: 1, occasion: 'y' })
    await say({ submissionId: 'a', kind: 'assessed', dossier: 1, occasion: 'x' })
    const { events } = await read()
    expect(events.map(({ id }) => id)).toEqual(['verified_a', 'assessed_a_1_x', 'assessed_a_2_x', 'assessed_a_1_y'])
  })

  test('is shown with its submission as it is now, and its dossier', async () => {
    const row = {
      facility: '01001',
      purpose: 'payment' as const,
      standard: '3176',
      receivedAt: 1,
      bytes: 1,
      sha256: 'x',
    }
    await writeSubmission(warehouse.database, {
      ...row,
      id: 'a',
      status: 'verified',
      declared: null,
      counted: 3,
      accepted: 1,
      acceptedWithWarnings: 1,
      rejected: 1,
      findingsTotal: 9,
    })
    await warehouse.database.$client.execute(
      "INSERT INTO dossiers (submission_id, dossier, MA_LK, outcome, errors, warnings, facility, purpose, received_at, received_on, assessment) VALUES ('a', 2, 'LK', 'accepted', 0, 0, '01001', 'payment', 1, '2026-01-05', 'reduced')",
    )
    await say({ submissionId: 'a', kind: 'assessed', dossier: 2 })
    const { events } = await read()
    expect(events).toMatchObject([
      {
        purpose: 'payment',
        status: 'verified',
        dossiers: { declared: null, counted: 3, accepted: 1, acceptedWithWarnings: 1, rejected: 1 },
        findingsTotal: 9,
        dossier: { index: 2, MA_LK: 'LK', outcome: 'accepted', assessment: 'reduced' },
      },
    ])
  })
})

describe('a reader', () => {
  test('is told its own events only, and a province those of its facilities', async () => {
    await say({ submissionId: 'a', facility: '01001' })
    await say({ submissionId: 'b', facility: '01002' })
    await say({ submissionId: 'c', facility: '79001' })
    expect(ids((await read('01001')).events)).toEqual(['a'])
    expect(ids((await read('79001')).events)).toEqual(['c'])
    const scope = resultScopeOf({ role: 'province', account: 'p', province: '01' }, {})
    const { events } = await readFeed(warehouse.database, scope, { since: undefined, limit: 100 })
    expect(ids(events)).toEqual(['a', 'b'])
  })

  test('goes on page by page and ends at the end, where it is reported what comes later', async () => {
    for (const submissionId of ['a', 'b', 'c']) await say({ submissionId })
    const first = await read('01001', undefined, 2)
    expect([ids(first.events), first.more]).toEqual([['a', 'b'], true])
    const second = await read('01001', first.next, 2)
    expect([ids(second.events), second.more]).toEqual([['c'], false])
    const third = await read('01001', second.next, 2)
    expect([ids(third.events), third.more, third.next]).toEqual([[], false, second.next])
    await say({ submissionId: 'd' })
    expect(ids((await read('01001', third.next)).events)).toEqual(['d'])
  })

  test('of an empty feed is given a place to go on from', async () => {
    const { next } = await read()
    await say({ submissionId: 'a' })
    expect(ids((await read('01001', next)).events)).toEqual(['a'])
  })

  test('misses no event and sees none twice while many are written at once', async () => {
    const written = 120
    let isDone = false
    const write = async (): Promise<void> => {
      await Promise.all(Array.from({ length: written }, (_, at) => say({ submissionId: `s${at}` })))
      isDone = true
    }
    const writing = write()
    const seen: string[] = []
    let since: string | undefined
    for (let wasDone = false; !wasDone;) {
      wasDone = isDone
      const { events, next, more } = await read('01001', since, 7)
      seen.push(...ids(events))
      since = next
      if (more) wasDone = false
    }
    await writing
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(written)
  }, 30_000)

  test('with a cursor from behind the end, as of a database that was set up anew, is refused', async () => {
    await say({ submissionId: 'a' })
    const { next } = await read()
    await warehouse.database.$client.execute('DELETE FROM events')
    await expect(read('01001', next)).rejects.toMatchObject({ code: 'cursor-unknown' })
  })
})
