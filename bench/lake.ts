/** The lake at the size of a country: each question by DuckDB over Parquet files, and by sqld over the same rows where it still answers. */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { startSqld, type Sqld } from '../scripts/stack/sqld.ts'
import { openDatabase } from '../src/store/database.ts'
import { usageOf } from './centre/usage.ts'
import { ENCOUNTERS, LINES, LINES_EACH, MONTHS, QUESTIONS, selectOf } from './lake-data.ts'
import { table, type Section } from './report.ts'
import { series, shown } from './statistics.ts'

/** sqld is filled by one statement at a time; more than this takes longer than anybody waits. */
const MOST_BESIDE = 100_000
const ROUNDS = 3
const TIMEOUT_MS = 900_000
const MEGA = 1e6

type Measured = { readonly cpuMs: number; readonly wallMs: number }

export async function lake({ quick, dossiers }: { quick: boolean; dossiers: number | undefined }): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'bhyt-lake-bench-'))
  try {
    const sizes = [MOST_BESIDE, ...(quick ? [] : [dossiers ?? 1_000_000])]
    const parts: string[] = []
    for (const size of sizes) parts.push(await ofSize(join(folder, String(size)), size))
    const intro =
      'Made-up encounters with eight lines each, over 34 provinces and 24 months, as gzip Parquet, a file a month sorted by province. CPU of DuckDB is that of this process, of sqld that of its own ' +
      `(\`/proc/<pid>/stat\`); medians of ${ROUNDS} rounds, in turn.`
    return { title: 'Lake', text: [intro, ...parts].join('\n\n') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ofSize(folder: string, size: number): Promise<string> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const began = performance.now()
  await writeFiles(connection, folder, size)
  const seconds = (performance.now() - began) / 1000
  const bytes = await bytesIn(folder)
  for (const name of ['encounters', 'lines'])
    await connection.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet('${folder}/${name}/*.parquet')`)
  const beside = size <= MOST_BESIDE ? await fillSqld(`${folder}-sqld`, size) : null
  try {
    const rows: string[][] = []
    for (const { name, sql } of QUESTIONS) {
      const ours: Measured[] = []
      const theirs: Measured[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(
          await measured(
            async () => (await connection.runAndReadAll(sql)).currentRowCount,
            () => Promise.resolve(process.cpuUsage().user + process.cpuUsage().system),
          ),
        )
        if (beside) theirs.push(await beside.ask(sql))
      }
      rows.push([name, ...cells(ours), ...(beside ? [...cells(theirs), ratioOf(theirs, ours)] : [])])
    }
    const head = ['', 'DuckDB, CPU ms', 'wall ms', ...(beside ? ['sqld, CPU ms', 'wall ms', 'sqld ÷ DuckDB, CPU'] : [])]
    const memory = `${(process.memoryUsage().rss / MEGA).toFixed(0)} MB of this process at the end`
    const sizesText = beside
      ? `; sqld ${(beside.bytes / MEGA).toFixed(0)} MB, ${(beside.bytes / bytes).toFixed(1)} times as much`
      : ''
    return [
      `**${size.toLocaleString('en-GB')} dossiers**: ${(bytes / MEGA).toFixed(0)} MB of Parquet (${(bytes / size).toFixed(0)} bytes a dossier), written by DuckDB in ${seconds.toFixed(0)} s${sizesText}; ${memory}.`,
      table(head, rows),
    ].join('\n\n')
  } finally {
    await beside?.stop()
    connection.closeSync()
    instance.closeSync()
  }
}

const cells = (all: readonly Measured[]): string[] => [
  shown(series(all.map(({ cpuMs }) => cpuMs)).median),
  shown(series(all.map(({ wallMs }) => wallMs)).median),
]

const ratioOf = (theirs: readonly Measured[], ours: readonly Measured[]): string =>
  `${shown(series(theirs.map(({ cpuMs }, at) => cpuMs / (ours[at]?.cpuMs ?? Number.NaN))).median)} ×`

/** `cpu` in microseconds since whenever. */
async function measured(work: () => Promise<unknown>, cpu: () => Promise<number>): Promise<Measured> {
  const [before, began] = [await cpu(), performance.now()]
  await work()
  const wallMs = performance.now() - began
  return { cpuMs: ((await cpu()) - before) / 1000, wallMs }
}

/** A file a month, sorted by province: DuckDB's own partitions would be hundreds of files open at once. */
async function writeFiles(connection: DuckDBConnection, folder: string, size: number): Promise<void> {
  for (const name of ['encounters', 'lines']) await mkdir(join(folder, name), { recursive: true })
  const write = (name: string, columns: string, from: string, month: number) =>
    connection.run(
      `COPY (SELECT ${columns} FROM ${from} ORDER BY province) TO '${folder}/${name}/month=${month}.parquet' (FORMAT parquet, COMPRESSION gzip)`,
    )
  for (let month = 0; month < MONTHS; month += 1) {
    const encounters = `range(${month}, ${size}, ${MONTHS}) r(i)`
    await write('encounters', selectOf(ENCOUNTERS), encounters, month)
    await write('lines', selectOf(LINES), `${encounters}, range(${LINES_EACH}) s(l)`, month)
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

type Beside = { readonly bytes: number; ask: (sql: string) => Promise<Measured>; stop: () => Promise<void> }

/** A plain sqld with the same rows, and an index for the province and month, as its own tables have. */
async function fillSqld(directory: string, size: number): Promise<Beside> {
  const sqld: Sqld = await startSqld({ name: 'lake', directory })
  const database = openDatabase('warehouse', { url: sqld.url, timeoutMs: TIMEOUT_MS })
  const client = database.$client
  const numbers = (most: number, name: string) =>
    `each_${name} AS (SELECT 0 AS ${name} UNION ALL SELECT ${name} + 1 FROM each_${name} WHERE ${name} < ${most - 1})`
  await client.execute(
    `CREATE TABLE encounters AS WITH RECURSIVE ${numbers(size, 'i')} SELECT ${selectOf(ENCOUNTERS)} FROM each_i`,
  )
  await client.execute(
    `CREATE TABLE lines AS WITH RECURSIVE ${numbers(size, 'i')}, ${numbers(LINES_EACH, 'l')} SELECT ${selectOf(LINES)} FROM each_i, each_l`,
  )
  for (const name of ['encounters', 'lines'])
    await client.execute(`CREATE INDEX ${name}_by_month ON ${name} (province, month)`)
  const cpu = async () => (await usageOf(sqld.pid)).cpuSeconds * 1e6
  return {
    bytes: await bytesIn(directory),
    ask: (sql) => measured(() => client.execute(sql), cpu),
    stop: async () => {
      client.close()
      await sqld.stop()
    },
  }
}
