/** What code lists of full size cost an isolate that starts with nothing: loading, decoding, memory, look-ups. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openDatabase } from '../db/client.ts'
import { loadSeed } from '../dmdc-seed/load.ts'
import { prepareDatabases } from '../scripts/stack/prepare.ts'
import type { RunningWorker } from '../scripts/stack/worker.ts'
import { loadPublished } from '../src/dmdc/load.ts'
import { decodeSnapshot, lookUp, type Snapshot } from '../src/dmdc/snapshot.ts'
import { cacheDirectory } from './files.ts'
import { table, type Section } from './report.ts'
import { sendWell } from './send.ts'
import { memoryOf, startServers, type Servers } from './servers.ts'
import { ratios, series, shown, spread } from './statistics.ts'

type Size = { readonly id: string; readonly rows: number; readonly code: (at: number) => string }

const digits = (value: number, length: number): string => String(value).padStart(length, '0')
const letter = (at: number): string => String.fromCharCode(65 + (at % 26))

/** DMDC version 4 (QĐ 3465/QĐ-BYT, 2016): how many codes each list has, and codes of the same form. */
const LISTS: readonly Size[] = [
  { id: 'drugs', rows: 20_990, code: (at) => `${40 + (at % 5)}.${at}` },
  {
    id: 'services',
    rows: 8506,
    code: (at) => `${digits(at % 28, 2)}.${digits(Math.floor(at / 28), 4)}.${digits((at * 7) % 2000, 4)}`,
  },
  {
    id: 'icd10',
    rows: 11_383,
    code: (at) => `${letter(at)}${digits(Math.floor(at / 26) % 100, 2)}.${Math.floor(at / 2600)}`,
  },
  { id: 'traditional-preparations', rows: 547, code: (at) => `05V.${at}` },
  { id: 'herbs', rows: 349, code: (at) => `05H.${at}` },
  {
    id: 'traditional-diseases',
    rows: 1113,
    code: (at) => `U${digits(50 + (at % 40), 2)}.${digits(Math.floor(at / 40), 3)}.${at % 10}`,
  },
  { id: 'blood', rows: 45, code: (at) => `MAU.${digits(at, 3)}` },
  {
    id: 'supplies',
    rows: 561,
    code: (at) => `N${digits(at % 9, 2)}.${digits(Math.floor(at / 9) % 10, 2)}.${digits(Math.floor(at / 90) * 10, 3)}`,
  },
  { id: 'facilities', rows: 13_572, code: (at) => `${digits(1 + (at % 96), 2)}${digits(Math.floor(at / 96), 3)}` },
]
const SMALLEST: readonly Size[] = [{ id: 'blood', rows: 1, code: () => 'MAU.000' }]

/** Writes the lists as a seed of the project's own form and returns where it lies. */
async function writeSeed(name: string, lists: readonly Size[]): Promise<URL> {
  const folder = join(cacheDirectory, name)
  await mkdir(folder, { recursive: true })
  const catalogues = await Promise.all(
    lists.map(async ({ id, rows, code }) => {
      // A few generations of validity, as the real lists have them.
      const lines = Array.from({ length: rows }, (_, at) => `${code(at)},Mã thử nghiệm ${at},201${at % 8}-01-01,`)
      const csv = `code,name,valid_from,valid_to\n${lines.join('\n')}\n`
      await writeFile(join(folder, `${id}.csv`), csv)
      const sha256 = createHash('sha256').update(csv).digest('hex')
      const titles = { titleVi: id, titleEn: id, owner: 'bench', confidence: 'high', reason: 'made up', sources: [] }
      return { id, ...titles, completeness: 'complete', file: `${id}.csv`, rows, sha256 }
    }),
  )
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ release: { id: name, note: 'made up' }, catalogues }))
  return pathToFileURL(`${folder}/`)
}

const LOAD_TIMEOUT_MS = 60_000

/** A stack whose release in force is that seed. */
const startWith = (seed: URL): Promise<Servers> =>
  startServers({
    ...prepareDatabases,
    async reference(url) {
      await prepareDatabases.reference(url)
      const database = openDatabase({ url, timeoutMs: LOAD_TIMEOUT_MS })
      // Published after the project's own seed, so that it is the one in force.
      await loadSeed(database, { now: Date.now() + 1000, directory: seed })
      database.$client.close()
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
async function heapOf(make: () => unknown): Promise<number> {
  const settled = async (): Promise<number> => {
    // What a closed connection held is let go of a moment later.
    await new Promise((resolve) => setTimeout(resolve, 200))
    collectGarbage()
    collectGarbage()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = await settled()
  const copies = Array.from({ length: COPIES }, make)
  const grown = (await settled()) - before
  return grown / copies.length / 1e6
}

const LOOK_UPS = 1_000_000

/** Nanoseconds of one look-up, of codes that come as slices of a longer text as they do from a file. */
function lookUpCost(snapshot: Snapshot, ids: readonly string[], codeAt: (at: number) => string): number {
  const text = Array.from({ length: 1000 }, (_, at) => codeAt(at * 7)).join(' ')
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

async function inProcess(servers: Servers): Promise<string[][]> {
  const replica = openDatabase({ url: servers.stack.reference.replica.url, timeoutMs: LOAD_TIMEOUT_MS })
  const loads: number[] = []
  const decodes: number[] = []
  const load = async (): Promise<{ release: { id: string; publishedAt: number }; bodies: string[] }> => {
    const { release, catalogues } = await loadPublished(replica, null)
    if (catalogues === 'unchanged') throw new Error('there is no release')
    return { release, bodies: catalogues.map(({ body }) => body) }
  }
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now()
    const { release, bodies } = await load()
    loads.push(performance.now() - started)
    const loaded = performance.now()
    decodeSnapshot(release, bodies)
    decodes.push(performance.now() - loaded)
  }
  const { release, bodies } = await load()
  replica.$client.close()
  const megabytes = await heapOf(() => decodeSnapshot(release, bodies))
  const snapshot = decodeSnapshot(release, bodies)
  const size = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)
  const codes = LISTS.reduce((sum, { rows }) => sum + rows, 0)
  const [drugs, , icd10] = LISTS
  const known = lookUpCost(snapshot, ['icd10'], (at) => icd10?.code(at % 11_383) ?? '')
  const fourLists = lookUpCost(
    snapshot,
    ['herbs', 'blood', 'traditional-preparations', 'drugs'],
    (at) => drugs?.code(at) ?? '',
  )
  const unknown = lookUpCost(snapshot, ['icd10'], (at) => `?${at}`)
  return [
    ['codes', `${codes}`],
    ['bodies as loaded', `${(size / 1e6).toFixed(2)} MB, ${(size / codes).toFixed(1)} bytes a code`],
    ['load from the replica and verify, ms (Node)', spread(series(loads))],
    ['decode, ms (Node, first is cold)', spread(series(decodes))],
    ['heap of the snapshot (Node)', `${shown(megabytes)} MB, ${shown((megabytes * 1e6) / codes)} bytes a code`],
    ['look-up: a known ICD-10 code', `${shown(known)} ns`],
    ['look-up: a drug in the last of four lists', `${shown(fourLists)} ns`],
    ['look-up: an unknown code', `${shown(unknown)} ns`],
  ]
}

export async function coldStart({ quick }: { quick: boolean }): Promise<Section> {
  const full = await startWith(await writeSeed('dmdc-full', LISTS))
  try {
    const empty = await startWith(await writeSeed('dmdc-smallest', SMALLEST))
    try {
      return await compare(full, empty, quick ? 2 : 7)
    } finally {
      await empty.stop()
    }
  } finally {
    await full.stop()
  }
}

async function compare(full: Servers, empty: Servers, rounds: number): Promise<Section> {
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
    table(['', 'full size'], await inProcess(full)),
  ]
  return { title: 'Cold start', text: text.join('\n\n') }
}
