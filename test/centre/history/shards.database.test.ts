/** Shards of provinces settle at once: in whatever order their exchanges come to register and warehouses, what is found is what a serial run finds. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Encounter } from '../../../src/engine/index.ts'
import { readDossierPage } from '../../../src/centre/history/read-dossiers.ts'
import { judgeTogether, reportElsewhere } from '../../../src/centre/history/settle-history.ts'
import { writeHistories } from '../../../src/store/warehouse/history-findings.ts'
import { propertyRuns } from '../../harness/runs.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startWorld, type Dossier, type Submission, type Reported, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(async () => {
  await world?.dispose()
})

let lastRun = 0

type Batch = readonly Submission[]

/** Three persons, met in both provinces: two batches of each shard, in the order in which its queue gives them. */
function scenario(run: string): Record<'01' | '79', readonly Batch[]> {
  const visit = (person: number, MA_LK: string, NGAY_VAO: string, NGAY_RA: string, more: Partial<Dossier> = {}) => ({
    MA_LK: `${run}-${MA_LK}`,
    card: `GD4${String(lastRun).padStart(6, '0')}${String(person).padStart(6, '0')}`,
    NGAY_VAO,
    NGAY_RA,
    ...more,
  })
  const stay = { MA_LOAI_KCB: '03' }
  const file = (name: string, facility: string, receivedAt: number, ...dossiers: Dossier[]): Submission => ({
    id: `${run}-${name}`,
    facility,
    receivedAt,
    dossiers,
  })
  return {
    '01': [
      [
        file('a', '01001', 1, visit(0, 'A1', '202610010800', '202610071000', stay)),
        file('b', '01002', 4, visit(1, 'B1', '202610020800', '202610040900', stay)),
      ],
      [file('c', '01001', 5, visit(2, 'C1', '202610100800', '202610100900'))],
    ],
    '79': [
      [file('d', '79001', 2, visit(0, 'D1', '202610050800', '202610091000', stay))],
      [
        file('e', '79001', 3, visit(1, 'E1', '202610021400', '202610021500')),
        file('f', '79002', 6, visit(2, 'F1', '202610010800', '202610031000', { ...stay, KET_QUA_DTRI: '5' })),
      ],
    ],
  }
}

/** As the centre does with the files of a batch: entered and judged, what is its own written with them, the rest where it belongs. */
async function settleBatch(shard: string, present: readonly Encounter[]): Promise<void> {
  const { revision, histories } = await judgeTogether(present, world.needs)
  const isOwn = ({ facility }: { readonly facility: string }): boolean => facility.startsWith(shard)
  const own = world.warehouseOf(`${shard}001`)
  await writeHistories(own, revision, histories.filter(isOwn), world.needs.now())
  await reportElsewhere({ revision, histories: histories.filter((history) => !isOwn(history)) }, world.needs)
}

/** Every exchange of these databases waits for the scheduler, which decides whose is next. */
function scheduled(scheduler: fc.Scheduler): () => void {
  const clients = [world.register, world.warehouseOf('01001'), world.warehouseOf('79001')].map(({ $client }) => $client)
  const originals = clients.map((client) => ({
    execute: client.execute.bind(client),
    batch: client.batch.bind(client),
  }))
  for (const [at, client] of clients.entries()) {
    const original = originals[at]
    if (!original) continue
    const { execute, batch } = original
    client.execute = (...args: Parameters<typeof execute>) =>
      scheduler.schedule(Promise.resolve(`execute ${at}`)).then(() => execute(...args))
    client.batch = (...args: Parameters<typeof batch>) =>
      scheduler.schedule(Promise.resolve(`batch ${at}`)).then(() => batch(...args))
  }
  return () => {
    for (const [at, client] of clients.entries()) Object.assign(client, originals[at])
  }
}

/** What is found in the end. `scheduler`: the shards work at once as it says; none: one batch after the other. `again`: batches that come twice. */
async function run(scheduler: fc.Scheduler | null, again: readonly ('01' | '79')[]): Promise<Reported[]> {
  const prefix = `shards${(lastRun += 1)}`
  const batches = scenario(prefix)
  const entered = new Map<Batch, Encounter[]>()
  for (const batch of Object.values(batches).flat()) {
    const pages: Encounter[] = []
    for (const submission of batch) {
      await world.write(submission)
      const page = await readDossierPage(world.warehouseOf(submission.facility), testVault, submission.id, 0)
      pages.push(...page.present)
    }
    entered.set(batch, pages)
  }
  const work = async (shard: '01' | '79'): Promise<void> => {
    const own = batches[shard]
    for (const batch of again.includes(shard) ? [...own, ...own] : own)
      await settleBatch(shard, entered.get(batch) ?? [])
  }
  if (scheduler === null) for (const shard of ['01', '79'] as const) await work(shard)
  else {
    const restore = scheduled(scheduler)
    try {
      await scheduler.waitFor(Promise.all([work('01'), work('79')]))
    } finally {
      restore()
    }
  }
  await world.settleWaiting()
  return world.reportedIn(prefix)
}

test('shards that settle at once leave what a serial run leaves, in whatever order their exchanges come', async () => {
  const expected = await run(null, [])
  // Persons were met in the other shard, whichever was settled first.
  expect(expected.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['XML1.NGAY_VAO.no-stay-elsewhere', 'XML1.NGAY_RA.not-after-death']),
  )
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.subarray(['01', '79'] as const), async (scheduler, again) => {
      expect(await run(scheduler, again)).toEqual(expected)
    }),
    { numRuns: propertyRuns(40) },
  )
}, 180_000)
