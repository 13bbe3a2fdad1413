/** What code lists of full size cost an isolate that starts with nothing: loading, unpacking, memory, look-ups. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { migrate } from 'drizzle-orm/libsql/migrator'
import type { JWK } from 'jose'
import { openDatabase } from '../src/store/database.ts'
import { generateCatalogues, writeGeneratedSeed, type GeneratedCatalogue } from '../dmdc-seed/generate.ts'
import { loadSeed } from '../dmdc-seed/load.ts'
import { bundleWorker, projectRoot } from '../scripts/stack/bundle.ts'
import { prepareDatabases } from '../scripts/stack/prepare.ts'
import { startWorker, type RunningWorker } from '../scripts/stack/worker.ts'
import { createSigner } from '../src/codes/release/signature.ts'
import { loadPublished } from '../src/store/reference/load-release.ts'
import { lookUp, openPublished, type Published, type Snapshot } from '../src/engine/index.ts'
import { cacheDirectory } from './files.ts'
import { table, verdict, type Section } from './report.ts'
import { keptConnections, sendWell } from './send.ts'
import { memoryOf, startServers, type Servers } from './servers.ts'
import { ratios, series, shown, spread } from './statistics.ts'
import { inflate } from '../src/store/reference/compression.ts'

/** What the lists are made from: any number, the same each time. */
export const SEED = 1

const LOAD_TIMEOUT_MS = 60_000

/** A stack whose only release is made of these lists. */
export const startWith = (lists: readonly GeneratedCatalogue[]): Promise<Servers> =>
  startServers({
    ...prepareDatabases,
    async reference(url, signingKey) {
      const folder = await mkdtemp(join(cacheDirectory, 'seed-'))
      const database = openDatabase('reference', { url, timeoutMs: LOAD_TIMEOUT_MS })
      try {
        await migrate(database, { migrationsFolder: join(projectRoot, 'db/reference/migrations') })
        const directory = pathToFileURL(`${folder}/`)
        await writeGeneratedSeed(directory, { release: '2026.11.1', lists })
        await loadSeed(database, {
          now: Date.now(),
          sign: await createSigner(JSON.parse(signingKey) as JWK),
          directory,
        })
      } finally {
        database.$client.close()
        await rm(folder, { recursive: true })
      }
    },
  })

const collectGarbage = ((): (() => void) => {
  setFlagsFromString('--expose-gc')
  // What the flag adds to a new context.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return runInNewContext('gc') as () => void
})()

const COPIES = 8

/** Megabytes of heap that one of what `make` makes holds: of several at once, so that what else comes and goes is small beside them. */
async function heapOf(make: () => Promise<unknown>): Promise<number> {
  const settled = async (): Promise<number> => {
    // What a closed connection held is let go of a moment later.
    await new Promise((resolve) => setTimeout(resolve, 200))
    collectGarbage()
    collectGarbage()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = await settled()
  const copies: unknown[] = []
  for (let copy = 0; copy < COPIES; copy += 1) copies.push(await make())
  const grown = (await settled()) - before
  return grown / copies.length / 1e6
}

const LOOK_UPS = 1_000_000

/** Nanoseconds of one look-up, of codes that come as slices of a longer text as they do from a file. */
function lookUpCost(snapshot: Snapshot, ids: readonly string[], known: readonly string[]): number {
  const text = Array.from({ length: 1000 }, (_, at) => known[(at * 7) % known.length]).join(' ')
  const codes = text.split(' ')
  let valid = 0
  const started = performance.now()
  for (let at = 0; at < LOOK_UPS; at += 1) {
    const { state } = lookUp(snapshot, ids, codes[at % codes.length] ?? '', 20261122)
    if (state === 'valid') valid += 1
  }
  const nanoseconds = ((performance.now() - started) * 1e6) / LOOK_UPS
  return valid >= 0 ? nanoseconds : 0
}

type Start = { ready: number; first: number; second: number; memory: number }

/** A fresh workerd: milliseconds of its first /healthz, which waits for the snapshot, and of the next one. */
async function freshStart(servers: Servers): Promise<Start> {
  const launched = performance.now()
  const edge: RunningWorker = await servers.startEdge()
  const ready = performance.now() - launched
  const first = (await sendWell(`${edge.url}/healthz`, {}, 200)).milliseconds
  const second = (await sendWell(`${edge.url}/healthz`, {}, 200)).milliseconds
  const { now } = await memoryOf(edge.pid)
  await edge.stop()
  return { ready, first, second, memory: now }
}

const LENGTH_BYTES = 4

/** The bodies one after the other, each behind its length: as `snapshot-worker.ts` takes them. */
const joined = (bodies: readonly Uint8Array[]): Uint8Array[] =>
  bodies.flatMap((bytes) => {
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })

const IDLE_REQUESTS = 9

/** Fresh workerds: milliseconds from having the bytes to being able to look up, less those of a request that does nothing. */
async function coldUnpacking(
  bodies: readonly Uint8Array[],
  rounds: number,
): Promise<{ first: number[]; second: number[] }> {
  const bundle = await bundleWorker('bench/snapshot-worker.ts')
  const times: { first: number[]; second: number[] } = { first: [], second: [] }
  for (let round = 0; round < rounds; round += 1) {
    const directory = await mkdtemp(join(cacheDirectory, 'snapshot-'))
    const worker = await startWorker({
      bundle: { ...bundle, workerOptions: { ...bundle.workerOptions, queueConsumers: {} } },
      directory,
      host: '127.0.0.1',
      vars: {},
      onLog: (line) => {
        process.stderr.write(`${line}\n`)
      },
    })
    const agent = keptConnections(1)
    const asked = async (path: string) => (await sendWell(`${worker.url}${path}`, { agent }, 200)).milliseconds
    await sendWell(`${worker.url}/`, { method: 'POST', body: joined(bodies), agent }, 200)
    const idle: number[] = []
    for (let request = 0; request < IDLE_REQUESTS; request += 1) idle.push(await asked('/idle'))
    const nothing = series(idle).median
    times.first.push((await asked('/unpack')) - nothing)
    times.second.push((await asked('/unpack')) - nothing)
    agent.destroy()
    await worker.stop()
    await rm(directory, { recursive: true })
  }
  return times
}

const MOST_UNPACKING_MS = 30
const MOST_HEAP_MB = 8

async function ofTheLists(servers: Servers, lists: readonly GeneratedCatalogue[], rounds: number): Promise<string> {
  const replica = openDatabase('reference', { url: servers.stack.reference.replica.url, timeoutMs: LOAD_TIMEOUT_MS })
  const load = async (): Promise<Published> => {
    const { catalogues, ...published } = await loadPublished(replica, null, Date.now())
    if (catalogues === 'unchanged') throw new Error('there is no release')
    return { ...published, catalogues }
  }
  const loads: number[] = []
  const unpackings: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now()
    const published = await load()
    loads.push(performance.now() - started)
    const loaded = performance.now()
    await openPublished(published, inflate)
    unpackings.push(performance.now() - loaded)
  }
  const published = await load()
  replica.$client.close()
  const bodies = published.catalogues.map(({ bytes }) => bytes)
  const cold = await coldUnpacking(bodies, rounds)
  const megabytes = await heapOf(() => openPublished(published, inflate))
  const snapshot = await openPublished(published, inflate)
  const size = bodies.reduce((sum, { length }) => sum + length, 0)
  const codes = lists.reduce((sum, { rows }) => sum + rows.length, 0)
  const codesOf = (id: string) => lists.find(({ entry }) => entry.id === id)?.rows.map(({ code }) => code) ?? []
  const diseases = codesOf('icd10')
  const known = lookUpCost(snapshot, ['icd10'], diseases)
  const fourLists = lookUpCost(snapshot, ['herbs', 'blood', 'traditional-preparations', 'drugs'], codesOf('drugs'))
  const unknown = lookUpCost(
    snapshot,
    ['icd10'],
    diseases.map((code) => `?${code}`),
  )
  const figures = table(
    ['', 'full size'],
    [
      ['codes', `${codes}`],
      ['bodies as loaded', `${(size / 1e6).toFixed(2)} MB, ${(size / codes).toFixed(1)} bytes a code`],
      ['load from the replica, ms (Node)', spread(series(loads))],
      ['unpack and verify, ms (a fresh workerd, its first time)', spread(series(cold.first))],
      ['the second time in the same workerd, ms', spread(series(cold.second))],
      ['unpack and verify, ms (Node, the first of these is cold)', spread(series(unpackings))],
      ['heap of the snapshot (Node)', `${shown(megabytes)} MB, ${shown((megabytes * 1e6) / codes)} bytes a code`],
      ['look-up: a known ICD-10 code', `${shown(known)} ns, ${shown(1e3 / known)} million a second`],
      ['look-up: a drug in the last of four lists', `${shown(fourLists)} ns`],
      ['look-up: an unknown code', `${shown(unknown)} ns`],
    ],
  )
  const reached = [
    verdict(
      series(cold.first).median <= MOST_UNPACKING_MS,
      `ready within ${MOST_UNPACKING_MS} ms of having the bytes, cold`,
    ),
    verdict(megabytes <= MOST_HEAP_MB, `within ${MOST_HEAP_MB} MB of heap`),
  ]
  return [figures, reached.join('. ')].join('\n\n')
}

export async function coldStart({ quick }: { quick: boolean }): Promise<Section> {
  await mkdir(cacheDirectory, { recursive: true })
  const lists = await generateCatalogues(SEED)
  const full = await startWith(lists)
  try {
    const one = lists.slice(0, 1).map(({ entry, rows }) => ({ entry, rows: rows.slice(0, 1) }))
    const empty = await startWith(one)
    try {
      return await compare(full, empty, lists, quick ? 2 : 7)
    } finally {
      await empty.stop()
    }
  } finally {
    await full.stop()
  }
}

async function compare(
  full: Servers,
  empty: Servers,
  lists: readonly GeneratedCatalogue[],
  rounds: number,
): Promise<Section> {
  const starts: { full: Start[]; empty: Start[] } = { full: [], empty: [] }
  for (let round = 0; round < rounds; round += 1) {
    starts.full.push(await freshStart(full))
    starts.empty.push(await freshStart(empty))
  }
  const rows = (['full', 'empty'] as const).map((which) => [
    which === 'full' ? 'full size (DMDC version 4)' : 'one code (reference)',
    spread(series(starts[which].map(({ ready }) => ready))),
    spread(series(starts[which].map(({ first }) => first))),
    spread(series(starts[which].map(({ second }) => second))),
    spread(series(starts[which].map(({ memory }) => memory))),
  ])
  const more = series(starts.full.map(({ first }, at) => first - (starts.empty[at]?.first ?? Number.NaN)))
  const pairs = ratios(
    starts.full.map(({ first }) => first),
    starts.empty.map(({ first }) => first),
  )
  const text = [
    'A fresh workerd each time, in turn with one whose release holds a single code; both read a real sqld replica. The first ' +
      '`/healthz` compiles the script, loads the snapshot and answers.',
    table(['code lists', 'workerd ready, ms', 'first `/healthz`, ms', 'second, ms', 'resident memory then, MB'], rows),
    `The lists make the first answer ${spread(more)} ms later: ${spread(pairs)} times the reference.`,
    await ofTheLists(full, lists, rounds),
  ]
  return { title: 'Cold start', text: text.join('\n\n') }
}
