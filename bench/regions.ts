/** What a Sở Y tế asks, in one province of ten thousand, a hundred thousand and a million dossiers. */
import { integer } from '../src/store/columns.ts'
import { openDatabase, type Opened } from '../src/store/database.ts'
import { demoToken } from '../scripts/stack/demo-token.ts'
import { answerFigure } from '../src/province/answer-figure.ts'
import { connection } from '../src/province/connection.ts'
import { listDossiers } from '../src/province/dossier-list.ts'
import { figures, type DimensionId, type FigureId } from '../src/province/figures.ts'
import type { Filters } from '../src/province/filters.ts'
import { Region } from '../src/province/region.ts'
import { scopeOf } from '../src/province/scope.ts'
import { populateAtOnce } from './region-data.ts'
import { regionWarehouse, type Filling } from './region-warehouse.ts'
import { table, verdict, type Section } from './report.ts'
import { memoryOf, type Servers } from './servers.ts'
import { quantile, shown } from './statistics.ts'
import { undisturbed, type Tries } from './undisturbed.ts'

const PROVINCE = '01'
const FACILITIES = 300
const YEAR = { firstDay: '2025-11-01', days: 365 }
const PERIOD: Filters = { from: '2025-11-01', to: '2026-10-31' }
const MONTH: Filters = { from: '2026-10-01', to: '2026-10-31' }
/** Of the largest facilities, of which the population has the most dossiers. */
const ONE: Filters = { ...PERIOD, facility: `${PROVINCE}001` }
/** All of it is over: what is about people is made of such months. */
const NOW = Date.parse('2026-11-15T10:00:00+07:00')
const YEAR_WORDS = ['a year', PERIOD] as const
const MONTH_WORDS = ['a month', MONTH] as const
const GOAL_MS = 200
/** Connections, statements and sorts of a minute in which some writing goes on. */
const TIMEOUT_MS = 120_000

type Asked = { name: string; ask: (region: Region) => Promise<unknown> }

const questions: readonly Asked[] = Object.values(figures).flatMap(({ id, by }) =>
  by.flatMap((dimension): Asked[] => [
    asked(id, dimension, ...YEAR_WORDS),
    asked(id, dimension, ...MONTH_WORDS),
    asked(id, dimension, 'a year of one facility', ONE),
  ]),
)

function asked(id: FigureId, by: DimensionId, words: string, filters: Filters): Asked {
  return {
    name: `${id} by ${by}, ${words}`,
    ask: (region) => answerFigure(region, id, by, filters, { isStated: filters === ONE }),
  }
}

const lists: readonly Asked[] = Object.values(figures).flatMap((figure) =>
  figure.by.map((by): Asked => ({
    name: `list behind ${figure.id} by ${by}`,
    ask: async (region) => {
      const { rows } = await answerFigure(region, figure.id, by, MONTH)
      const key = rows[Math.floor(rows.length / 2)]?.key ?? ''
      const [column] = figure.columns
      const started = performance.now()
      await listDossiers(
        region,
        { figure, by, key, column, filters: PERIOD },
        { after: undefined, limit: 100, vault: null, isUnmasked: false, hasReason: true },
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

/** What every answer is compared with: the same database counts the dossiers of the year, and nothing else. */
const REFERENCE: Asked = {
  name: 'reference: a plain count of the dossiers of a month',
  ask: (region) =>
    region.ask({
      sql: (own) =>
        `SELECT count(*) AS number FROM dossiers d WHERE d.received_on BETWEEN :from AND :to AND ${own.ofFacility('d')}`,
      args: { from: MONTH.from, to: MONTH.to },
      shape: { number: integer },
    }),
}

type Size = {
  dossiers: number
  times: Map<string, number[]>
  listTimes: Map<string, number[]>
  tries: Tries
  filling: Filling
}

/** Asks everything of a warehouse of each size, the questions in turn. */
async function measure(sizes: readonly number[], rounds: number, reference: Opened<'reference'>): Promise<Size[]> {
  const connected = [YEAR_WORDS, MONTH_WORDS].map(([words, filters]): Asked => ({
    name: `connection of every facility, ${words}`,
    ask: (region) => connection(region, reference, filters, PERIOD.to),
  }))
  const found: Size[] = []
  for (const dossiers of sizes) {
    const warehouse = await regionWarehouse({ province: PROVINCE, facilities: FACILITIES, ...YEAR, seed: 11, dossiers })
    try {
      const warehouses = { names: ['*'], openPrimary: () => warehouse.database, openReplica: () => null }
      const caller = { role: 'ministry', account: 'bench', department: null } as const
      const region = await Region.open(scopeOf(caller, PROVINCE), warehouses, NOW)
      const { filling } = warehouse
      const tries = { measured: 0, repeated: 0 }
      const size: Size = { dossiers, times: new Map(), listTimes: new Map(), tries, filling }
      for (let round = 0; round <= rounds; round += 1) {
        for (const [kept, all] of [
          [size.times, [REFERENCE, ...connected, ...questions]],
          [size.listTimes, lists],
        ] as const) {
          for (const each of all) {
            const time = await undisturbed(() => timeOf(each, region), tries)
            // The first round reads pages from the disk that all later ones find in memory.
            if (round > 0) kept.set(each.name, [...(kept.get(each.name) ?? []), time])
          }
        }
      }
      found.push(size)
    } finally {
      await warehouse.stop()
    }
  }
  return found
}

const p95 = (values: readonly number[]): number => quantile(values, 0.95)

function timesTable(sizes: readonly Size[], of: 'times' | 'listTimes'): string {
  const names = [...(sizes[0]?.[of].keys() ?? [])]
  const head = ['question', ...sizes.map(({ dossiers }) => `${dossiers.toLocaleString('en')} dossiers`)]
  const rows = names.map((name) => [name, ...sizes.map((size) => shown(p95(size[of].get(name) ?? [])))])
  return table(head, rows)
}

/** Findings for each dossier of the population: two thirds have none, the others two on average. */
const FINDINGS_PER_DOSSIER = 0.65

const DOSSIERS_PER_FILE = 50

type Export = { format: string; findings: number; megabytes: number; seconds: number; before: number; peak: number }

/** All findings as a spreadsheet, so many times in turn, through one fresh workerd. */
async function exportThrough(servers: Servers, format: string, findings: number, times = 1): Promise<Export> {
  const worker = await servers.startEdge()
  const token = await demoToken(worker.url, 'province-01')
  const before = (await memoryOf(worker.pid)).peak
  const started = performance.now()
  const path = `/v1/regions/${PROVINCE}/findings/rows?from=${PERIOD.from}&to=${PERIOD.to}&format=${format}`
  let bytes = 0
  for (let time = 0; time < times; time += 1) {
    const file = await fetch(`${worker.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!file.ok || !file.body) throw new Error(`no export: ${file.status} ${await file.text()}`)
    for await (const piece of file.body) bytes += piece.length
  }
  const seconds = (performance.now() - started) / 1000
  const { peak } = await memoryOf(worker.pid)
  await worker.stop()
  return { format, findings, megabytes: bytes / 1e6, seconds, before, peak }
}

/** Spreadsheets of growing numbers of findings: what workerd holds must not grow with them. */
async function exportFindings(servers: Servers, wanted: readonly number[]): Promise<string> {
  const database = openDatabase('warehouse', { url: servers.stack.warehouse.url, timeoutMs: TIMEOUT_MS })
  const formats = ['csv', 'xlsx']
  const exports: Export[] = []
  const inSmallFiles = new Map<string, number>()
  const [least = 0, most = 0] = [wanted[0], wanted.at(-1)]
  const files = Math.round(most / least)
  let filledTo = 0
  for (const findings of wanted) {
    // Whole files: a population begins with a new one.
    const dossiers = Math.ceil(findings / FINDINGS_PER_DOSSIER / DOSSIERS_PER_FILE) * DOSSIERS_PER_FILE
    const shape = { province: PROVINCE, facilities: FACILITIES, ...YEAR, seed: 3 }
    await populateAtOnce(database, { ...shape, dossiers: dossiers - filledTo, firstNumber: filledTo })
    filledTo = dossiers
    const { rows } = await database.$client.execute('SELECT count(*) AS n FROM findings')
    const found = Number(rows[0]?.['n'])
    for (const format of formats) {
      exports.push(await exportThrough(servers, format, found))
      // What the goal is really about, apart from what V8's heap grows by with traffic: as many in small files.
      if (findings === least) inSmallFiles.set(format, (await exportThrough(servers, format, found, files)).peak)
    }
  }
  const fewest = new Map(exports.toReversed().map((each) => [each.format, each.peak]))
  const largest = exports.at(-1)?.findings
  const head = [
    'findings',
    'format',
    'MB',
    'seconds',
    'workerd before, MB',
    'peak, MB',
    'peak ÷ that of the fewest',
    `peak ÷ that of ${files} exports of the fewest in turn`,
  ]
  const lines = exports.map(({ format, findings, megabytes, seconds, before, peak }) => [
    findings.toLocaleString('en'),
    format,
    shown(megabytes),
    shown(seconds),
    shown(before),
    shown(peak),
    shown(peak / (fewest.get(format) ?? Number.NaN)),
    findings === largest ? shown(peak / (inSmallFiles.get(format) ?? Number.NaN)) : '',
  ])
  const reference = formats.map((format) => `${format} ${shown(inSmallFiles.get(format) ?? Number.NaN)} MB`).join(', ')
  return [
    'All findings as one spreadsheet, a fresh workerd for each line; highest resident memory (VmHWM):',
    table(head, lines),
    `The fewest exported ${files} times in turn through one fresh workerd, so about as many findings as the most (reference): ${reference}. ` +
      'Where the last column is 1 or less, an export holds no more for being large: what grows does so with traffic, as V8 has no limit here.',
  ].join('\n\n')
}

/** p95 of every figure and of the lists behind them, as the data grows, and the export of findings. */
export async function regions({ quick }: { quick: boolean }, servers: () => Promise<Servers>): Promise<Section> {
  const reference = openDatabase('reference', {
    url: (await servers()).stack.reference.replica.url,
    timeoutMs: TIMEOUT_MS,
  })
  const sizes = await measure(quick ? [1000, 10_000] : [10_000, 100_000, 1_000_000], quick ? 3 : 20, reference)
  const largest = sizes.at(-1)
  const slowest = [...(largest?.times ?? [])]
    .filter(([name]) => name !== REFERENCE.name)
    .map(([name, times]) => ({ name, time: p95(times) }))
    .sort((a, b) => b.time - a.time)[0]
  const worst = slowest?.time ?? Number.NaN
  const plain = p95(largest?.times.get(REFERENCE.name) ?? [])
  const filling = sizes.map(
    ({ dossiers, filling: { writtenSeconds, rolledSeconds } }) =>
      `${dossiers.toLocaleString('en')}: ${shown(writtenSeconds)} s to write, ${shown(rolledSeconds)} s for all roll-ups`,
  )
  const again = sizes.map(
    ({ dossiers, tries: { measured, repeated } }) =>
      `${dossiers.toLocaleString('en')}: ${repeated} times beside ${measured.toLocaleString('en')} first ones`,
  )
  return {
    title: 'Regions',
    text: [
      `One province, ${FACILITIES} facilities, one year; milliseconds, p95 of ${quick ? 3 : 20} answers each, from Node to sqld and back, with suppression.`,
      verdict(
        worst < GOAL_MS,
        `p95 of every figure at ${largest?.dossiers.toLocaleString('en')} dossiers below ${GOAL_MS} ms (slowest: ${slowest?.name}, ${shown(worst)} ms, ${shown(worst / plain)} of the plain count of a month's dossiers)`,
      ),
      timesTable(sizes, 'times'),
      'The first page (100 dossiers of a year) of the lists behind them:',
      timesTable(sizes, 'listTimes'),
      `Answers during which the host of the machine gave a processor to others (\`steal\`) were measured again: ${again.join(' · ')}.`,
      filling.join(' · '),
      await exportFindings(await servers(), quick ? [1000, 10_000] : [10_000, 100_000]),
    ].join('\n\n'),
  }
}
