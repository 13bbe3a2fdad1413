/** What a Sở Y tế asks, in one province of ten thousand, a hundred thousand and a million dossiers. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, type Database } from '../db/client.ts'
import { demoSecret, TOKEN_PATH } from '../scripts/stack/accounts.ts'
import { prepareDatabases } from '../scripts/stack/prepare.ts'
import { startSqld } from '../scripts/stack/sqld.ts'
import { answer } from '../src/regions/answer.ts'
import { listDossiers } from '../src/regions/dossier-list.ts'
import { figures, type DimensionId, type FigureId } from '../src/regions/figures.ts'
import type { Filters } from '../src/regions/filters.ts'
import { Region } from '../src/regions/region.ts'
import { scopeOf } from '../src/regions/scope.ts'
import { refreshStale } from '../src/warehouse/roll-ups.ts'
import { cacheDirectory } from './files.ts'
import { populate } from './region-data.ts'
import { table, verdict, type Section } from './report.ts'
import { memoryOf, type Servers } from './servers.ts'
import { quantile, shown } from './statistics.ts'

const PROVINCE = '01'
const FACILITIES = 300
const YEAR = { firstDay: '2025-11-01', days: 365 }
const PERIOD: Filters = { from: '2025-11-01', to: '2026-10-31' }
const MONTH: Filters = { from: '2026-10-01', to: '2026-10-31' }
/** Of the largest facilities, of which the population has the most dossiers. */
const ONE: Filters = { ...PERIOD, facility: `${PROVINCE}001` }
const GOAL_MS = 200
/** Connections, statements and sorts of a minute in which some writing goes on. */
const TIMEOUT_MS = 120_000

type Asked = { name: string; ask: (region: Region) => Promise<unknown> }

const questions: readonly Asked[] = Object.values(figures).flatMap(({ id, by }) =>
  by.flatMap((dimension): Asked[] => [
    asked(id, dimension, 'a year', PERIOD),
    asked(id, dimension, 'a month', MONTH),
    asked(id, dimension, 'a year of one facility', ONE),
  ]),
)

function asked(id: FigureId, by: DimensionId, words: string, filters: Filters): Asked {
  return { name: `${id} by ${by}, ${words}`, ask: (region) => answer(region, id, by, filters) }
}

const lists: readonly Asked[] = Object.values(figures).flatMap((figure) =>
  figure.by.map((by): Asked => ({
    name: `list behind ${figure.id} by ${by}`,
    ask: async (region) => {
      const { rows } = await answer(region, figure.id, by, MONTH)
      const key = rows[Math.floor(rows.length / 2)]?.key ?? ''
      const [column] = figure.columns
      const started = performance.now()
      await listDossiers(
        region,
        { figure, by, key, column, filters: PERIOD },
        { after: undefined, limit: 100, vault: null, isUnmasked: false },
      )
      return performance.now() - started
    },
  })),
)

const timeOf = async ({ ask }: Asked, region: Region): Promise<number> => {
  const started = performance.now()
  const found = await ask(region)
  return typeof found === 'number' ? found : performance.now() - started
}

type Size = {
  dossiers: number
  times: Map<string, number[]>
  listTimes: Map<string, number[]>
  filled: number
  rolled: number
}

async function refreshAll(database: Database): Promise<void> {
  while (await refreshStale(database)) {
    // Some days at a time.
  }
}

/** Fills one warehouse further and further, and asks everything at each size, the questions in turn. */
async function measure(sizes: readonly number[], rounds: number): Promise<Size[]> {
  const directory = await mkdtemp(join(cacheDirectory, 'run-regions-'))
  const sqld = await startSqld({ name: 'regions', directory })
  try {
    await prepareDatabases.warehouse(sqld.url)
    const database = openDatabase({ url: sqld.url, timeoutMs: TIMEOUT_MS })
    const warehouses = { names: ['*'], openPrimary: () => database, openReplica: () => null }
    const caller = { role: 'ministry', account: 'bench', department: null } as const
    const region = await Region.open(scopeOf(caller, PROVINCE), warehouses, Date.now())
    const found: Size[] = []
    let filledTo = 0
    for (const dossiers of sizes) {
      const begun = performance.now()
      const shape = { province: PROVINCE, facilities: FACILITIES, ...YEAR, seed: 11 }
      await populate(database, { ...shape, dossiers: dossiers - filledTo, firstNumber: filledTo })
      filledTo = dossiers
      const filled = performance.now() - begun
      await refreshAll(database)
      const size: Size = {
        dossiers,
        times: new Map(),
        listTimes: new Map(),
        filled,
        rolled: performance.now() - begun - filled,
      }
      for (let round = 0; round <= rounds; round += 1) {
        for (const [kept, all] of [
          [size.times, questions],
          [size.listTimes, lists],
        ] as const) {
          for (const each of all) {
            const time = await timeOf(each, region)
            // The first round reads pages from the disk that all later ones find in memory.
            if (round > 0) kept.set(each.name, [...(kept.get(each.name) ?? []), time])
          }
        }
      }
      found.push(size)
    }
    return found
  } finally {
    await sqld.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

const p95 = (values: readonly number[]): number => quantile(values, 0.95)

function timesTable(sizes: readonly Size[], of: 'times' | 'listTimes'): string {
  const names = [...(sizes[0]?.[of].keys() ?? [])]
  const head = ['question', ...sizes.map(({ dossiers }) => `${dossiers.toLocaleString('en')} dossiers`)]
  const rows = names.map((name) => [name, ...sizes.map((size) => shown(p95(size[of].get(name) ?? [])))])
  return table(head, rows)
}

/** One spreadsheet of that many findings through workerd, and what workerd held meanwhile. */
async function exportFindings(servers: Servers, wanted: number): Promise<string> {
  const database = openDatabase({ url: servers.stack.warehouse.url, timeoutMs: TIMEOUT_MS })
  // Two thirds of the dossiers have none, the others two on average.
  await populate(database, {
    province: PROVINCE,
    facilities: FACILITIES,
    ...YEAR,
    seed: 3,
    dossiers: Math.ceil(wanted * 1.55),
  })
  const worker = await servers.startEdge()
  const form = `grant_type=client_credentials&client_id=province-01&client_secret=${demoSecret('province-01')}`
  const response = await fetch(`${worker.url}${TOKEN_PATH}`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: token } = await response.json<{ access_token: string }>()
  const rows: string[][] = []
  for (const format of ['csv', 'xlsx']) {
    const before = (await memoryOf(worker.pid)).now
    let most = 0
    const watch = setInterval(() => void memoryOf(worker.pid).then(({ now }) => (most = Math.max(most, now))), 50)
    const started = performance.now()
    const path = `/v1/regions/${PROVINCE}/findings/rows?from=${PERIOD.from}&to=${PERIOD.to}&format=${format}`
    const file = await fetch(`${worker.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!file.ok || !file.body) throw new Error(`no export: ${file.status} ${await file.text()}`)
    let bytes = 0
    for await (const piece of file.body) bytes += piece.length
    clearInterval(watch)
    const seconds = (performance.now() - started) / 1000
    rows.push([format, shown(bytes / 1e6), shown(seconds), shown(before), shown(most)])
  }
  const { rows: counted } = await database.$client.execute('SELECT count(*) AS n FROM findings')
  const head = ['format', 'MB', 'seconds', 'workerd before, MB', 'workerd at most, MB']
  return `Export of ${Number(counted[0]?.['n']).toLocaleString('en')} findings:\n\n${table(head, rows)}`
}

/** p95 of every figure and of the lists behind them, as the data grows, and the export of findings. */
export async function regions({ quick }: { quick: boolean }, servers: () => Promise<Servers>): Promise<Section> {
  const sizes = await measure(quick ? [1000, 10_000] : [10_000, 100_000, 1_000_000], quick ? 3 : 20)
  const largest = sizes.at(-1)
  const worst = Math.max(...[...(largest?.times.values() ?? [])].map(p95))
  const filling = sizes.map(
    ({ dossiers, filled, rolled }) =>
      `${dossiers.toLocaleString('en')}: ${shown(filled / 1000)} s to write, ${shown(rolled / 1000)} s for all roll-ups`,
  )
  return {
    title: 'Regions',
    text: [
      `One province, ${FACILITIES} facilities, one year; milliseconds, p95 of ${quick ? 3 : 20} answers each, from Node to sqld and back, with suppression.`,
      verdict(
        worst < GOAL_MS,
        `p95 of every figure at ${largest?.dossiers.toLocaleString('en')} dossiers below ${GOAL_MS} ms (slowest: ${shown(worst)} ms)`,
      ),
      timesTable(sizes, 'times'),
      'The first page (100 dossiers of a year) of the lists behind them:',
      timesTable(sizes, 'listTimes'),
      filling.join(' · '),
      await exportFindings(await servers(), quick ? 10_000 : 100_000),
    ].join('\n\n'),
  }
}
