/**
 * The centre killed at every step of a verification: after each exchange with the warehouse, whatever it was, and at each operation of the
 * store, for a batch of files. It runs again, and the whole warehouse must be that of a clean run.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JSONWebKeySet } from 'jose'
import { verifyBundle, type Bundle } from '../../src/proof/bundle.ts'
import { openDatabase, type Opened } from '../../src/store/database.ts'
import { until } from '../../scripts/stack/until.ts'
import { textIn } from '../harness/text-in.ts'
import { makeDossier, makeFile, renderDossier, wrapEnvelope } from '../fixtures/dossier.ts'
import { openDatabaseDoor, type DatabaseDoor } from '../harness/database-door.ts'
import { startProbe, type Probe } from '../harness/probe.ts'
import { sampled } from '../harness/runs.ts'
import { START_TIMEOUT_MS } from '../harness/stack.ts'

const SOON_MS = 30_000
/** Each instant restarts workerd: one in so many here, others the next day; all of them in CI. */
const ONE_IN = 4
/** Some forty restarts of workerd. */
const EVERY_STEP_TIMEOUT_MS = 600_000

/** The heartbeat and what the clock does to identities; below, moments and counts of what ever happened: they differ from run to run. */
const LEFT_OUT = new Set(['heartbeats', 'operations', '__drizzle_migrations'])
/** Another log each time, in the order in which it was grown; `assertLogged` says what must hold of it. */
const LOG = /^receipt_/
const MOMENTS = /(^|_)at$|^(seq|revision)$/

let door: DatabaseDoor
let register: Opened<'register'>
let probe: Probe
/** Three files of a batch. */
let ids: string[]
let clean: string

/** Two accepted dossiers and a rejected one. */
function file(): string {
  const dossiers = [1, 2, 3].map((seed) => makeDossier({ standard: '3176', facility: '01001', seed }))
  const tables = dossiers.map((dossier, at) => {
    const { XML1: [summary = {}] = [], ...rest } = dossier
    return { XML1: [at === 1 ? { ...summary, NGAY_RA: 'không rõ' } : summary], ...rest }
  })
  return wrapEnvelope(
    tables.map((dossier) => renderDossier('3176', dossier)),
    { facility: '01001', made: '20261015' },
  )
}

const tableNames = async (): Promise<string[]> => {
  const { rows } = await probe.warehouse.$client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%' ORDER BY name",
  )
  return rows.map(({ name }) => textIn(name)).filter((name) => !LEFT_OUT.has(name))
}

/** Every row of every table; what is sealed is sealed with another random number each time, that there is something stays. */
async function everything(): Promise<string> {
  const lines: string[] = []
  for (const name of (await tableNames()).filter((each) => !LOG.test(each))) {
    const { rows } = await probe.warehouse.$client.execute(`SELECT * FROM "${name}"`)
    const shown = rows.map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([column]) => !MOMENTS.test(column))
          .map(([column, value]) => (column === 'sealed' ? [column, value !== null] : [column, value])),
      ),
    )
    lines.push(`${name}: ${rows.length}`, ...shown.sort())
  }
  return lines.join('\n')
}

/** As if nothing had ever been verified. */
async function empty(): Promise<void> {
  const names = await tableNames()
  // Behind the others, whose triggers write into it.
  const marks = ['stale_days', 'lake_months']
  const ordered = [...names.filter((name) => !marks.includes(name)), ...marks]
  await probe.warehouse.$client.batch(
    ordered.map((name) => `DELETE FROM "${name}"`),
    'write',
  )
}

/** All of them as one batch; and only the first. */
const messages = (): unknown[] => ids.map((submissionId) => ({ version: 1, kind: 'verify-submission', submissionId }))
/** Each with its marker, as edge and sweep send them: without one a message is one too many. */
const marked = async (submissions: readonly string[]): Promise<void> => {
  for (const id of submissions) await probe.putObject(`pending/${id}`, '')
}
const send = async (): Promise<void> => {
  await marked(ids)
  await probe.sendMessages(messages())
}
const sendFirst = async (): Promise<void> => {
  await marked(ids.slice(0, 1))
  await probe.sendMessage(messages()[0])
}

/** Resolves once the centre is done with all of them. */
async function verified(): Promise<void> {
  for (const id of ids)
    expect(await probe.settled(id)).toMatchObject({ status: 'verified', failure: null, failedDossiers: 0 })
  for (const id of ids) await probe.cleared(id)
}

/** Each receipt is in the log, once and without a gap, and its proof verifies without the service. */
async function assertLogged(): Promise<void> {
  const { rows } = await probe.warehouse.$client.execute(
    'SELECT position, submission_id FROM receipt_entries ORDER BY position',
  )
  expect(rows.map(({ position }) => position)).toEqual(ids.map((_, at) => at))
  for (const id of ids) {
    const { body } = await probe.ask<Bundle & { keys: JSONWebKeySet }>('GET', `/v1/receipts/${id}/proof`)
    expect(await verifyBundle(body, body.keys)).toMatchObject({ claims: { jti: id }, checkpoint: { size: ids.length } })
  }
}

/** The same, with all roll-ups made. */
async function finished(): Promise<string> {
  await verified()
  await probe.stack.runScheduled()
  await assertLogged()
  return everything()
}

beforeAll(async () => {
  door = await openDatabaseDoor()
  probe = await startProbe({
    vars: { WAREHOUSE_URLS: JSON.stringify({ '*': door.url }) },
    queues: { maxBatchSize: 3, maxBatchTimeout: 0, retryDelay: 0, maxRetries: 12 },
  })
  door.leadsTo(probe.stack.warehouse.url)
  register = openDatabase('register', { url: probe.stack.register.url, timeoutMs: 20_000 })
  const { body } = await probe.submit(file())
  expect(body.dossiers).toMatchObject({ counted: 3, rejected: 1 })
  // A visit by itself; and the first file again as payment data, whose encounters meet those of the first.
  const visit = await probe.submit(makeFile({ standard: '3176', seed: 9 }))
  const payment = await probe.submit(file(), { purpose: 'payment' })
  ids = [body.id, visit.body.id, payment.body.id]
  await finished()
  await empty()
  await send()
  clean = await finished()
}, START_TIMEOUT_MS)
afterAll(async () => {
  register?.$client.close()
  await probe?.dispose()
  await door?.close()
})
beforeEach(async () => {
  // Short, and yet long enough for a fault to be mended before the last try.
  await probe.retryAfter(2)
})
afterEach(async () => {
  await probe.setFaults()
})

test('verified once more from nothing, the warehouse is the same', async () => {
  expect(clean.split('\n').length).toBeGreaterThan(30)
  await empty()
  expect(await everything()).not.toBe(clean)
  await send()
  expect(await finished()).toBe(clean)
}, 120_000)

test(
  'killed after any exchange with the warehouse, the centre leaves what a clean run leaves',
  async () => {
    await empty()
    door.count()
    await send()
    await verified()
    const exchanges = door.count()
    expect(exchanges).toBeGreaterThan(4)
    const numbers = Array.from({ length: exchanges + 1 }, (_, number) => number)
    for (const number of sampled(numbers, ONE_IN)) {
      await empty()
      door.cutAfter(number, () => probe.stack.killWorker())
      await send()
      await door.cut()
      await probe.stack.restartWorker()
      await send()
      expect(await finished(), `killed after exchange ${number} of ${exchanges}`).toBe(clean)
    }
  },
  EVERY_STEP_TIMEOUT_MS,
)

test.each(['get receipts/', 'get raw/', 'head dead-letters/', 'delete failures/', 'delete pending/'])(
  'broken off at "%s" of the store, it leaves what a clean run leaves',
  async (operation) => {
    await empty()
    await probe.setFaults(operation)
    await send()
    await until('its failure', SOON_MS, async () => ((await probe.objects('failures/')).length > 0 ? true : undefined))
    await probe.setFaults()
    expect(await finished()).toBe(clean)
    await until('nothing to be said of it', SOON_MS, async () =>
      (await probe.objects('failures/')).length === 0 ? true : undefined,
    )
  },
  120_000,
)

test('two consumers at once, and messages that arrive several times, leave what one leaves', async () => {
  await empty()
  // Each has asked for the submission's state before any of them has written it.
  const together = door.holdUntil(2)
  await Promise.all([sendFirst(), send()])
  await together
  await Promise.all([send(), sendFirst()])
  await finished()
  // The slowest of them writes last.
  await until('the warehouse to be that of a clean run', SOON_MS, async () => {
    await probe.stack.runScheduled()
    return (await everything()) === clean ? true : undefined
  })
}, 120_000)

test('a file of a batch whose bytes are gone, and one that the database refuses, hold no other back', async () => {
  const [good = '', gone = '', poisoned = ''] = await Promise.all(
    [21, 22, 23].map(async (seed) => (await probe.submit(makeFile({ standard: '3176', seed }))).body.id),
  )
  for (const id of [good, gone, poisoned]) await probe.cleared(id)
  await empty()
  await probe.retryAfter(0)
  await probe.removeObject((await probe.receipt(gone)).rawKey)
  await probe.warehouse.$client.execute(
    `CREATE TRIGGER poison BEFORE INSERT ON dossier_contents WHEN NEW.submission_id = '${poisoned}' BEGIN SELECT RAISE(ABORT, 'poison of a test'); END`,
  )
  const of = (submissionId: string) => ({ version: 1, kind: 'verify-submission', submissionId })
  await probe.sendMessages([gone, poisoned, good].map(of))
  expect(await probe.settled(good)).toMatchObject({ status: 'verified', failedDossiers: 0 })
  expect(await probe.settled(poisoned)).toMatchObject({ status: 'verified', failedDossiers: 1 })
  expect(await probe.settled(gone)).toMatchObject({ status: 'failed' })
  await probe.warehouse.$client.execute('DROP TRIGGER poison')
  // What is given up, or could not be written, is not left in the register for others to meet: the step behind its state.
  await until('the register to hold the good one alone', SOON_MS, async () => {
    const { rows } = await register.$client.execute({
      sql: 'SELECT submission_id FROM encounters WHERE submission_id IN (?, ?, ?)',
      args: [good, gone, poisoned],
    })
    return rows.length === 1 && rows[0]?.['submission_id'] === good ? true : undefined
  })
}, 120_000)
