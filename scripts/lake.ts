/** `npm run lake -- tables | sql "…" | report <name> | pull`: the lake asked on this machine, by DuckDB, straight from its files. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance, type Json } from '@duckdb/node-api'
import { SingleBar } from 'cli-progress'
import * as z from 'zod'
import { lakeSchema } from '../src/http/routes/lake/schemas.ts'
import { TABLE_NAMES, type TableName } from '../src/lake/tables.ts'
import { columns } from './demo/paper.ts'
import { connectionOf, connectionOptions, reach, run, ScriptProblem, toldProblem, tokenOf } from './dmdc/client.ts'
import { projectRoot } from './stack/bundle.ts'

const QUESTIONS = join(projectRoot, 'src/lake/questions')
const FILES_AT_ONCE = 4

const USAGE = `npm run lake -- tables                     what the lake holds, by province and month
npm run lake -- sql "SELECT …"             a question of one's own; tables: ${TABLE_NAMES.join(', ')}
npm run lake -- report [<name>]            a question that comes with the service; without a name: which there are
npm run lake -- pull                       the files, and views.sql for other programs that read Parquet

  --province <code,…>   only these; --from, --to <yyyy-mm>: only these months of discharge
  --format table|json   (default table)
  --folder <path>       where files are kept (default .build/lake); one that is there already is not fetched again
  --url, --account      the centre and an account with the duty analyst (default: local stack, ministry); secret in BHYT_SECRET

Columns: docs/reference/lake.md. Exit code: 0 done, 1 the server or DuckDB refuses, 2 wrong call.
`

const WRONG = 'Expected: tables, sql "…", report [<name>] or pull; --format is table or json.'

const OPTIONS = {
  ...connectionOptions,
  province: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string', default: 'table' },
  folder: { type: 'string', default: join(projectRoot, '.build/lake') },
} as const

type Lake = z.infer<typeof lakeSchema>
type Asked = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']
type Row = Readonly<Record<string, Json>>

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const [command, argument, ...rest] = positionals
  for (const month of [values.from, values.to])
    if (month !== undefined && !MONTH.test(month)) throw new ScriptProblem(`${month} is no month such as 2026-10.`, 2)
  if (rest.length > 0 || (values.format !== 'table' && values.format !== 'json')) throw new ScriptProblem(WRONG, 2)
  switch (command) {
    case 'tables':
      return print(monthRows(await chosenLake(values)), values)
    case 'sql':
      if (argument === undefined) throw new ScriptProblem(WRONG, 2)
      return print(await answer(argument, values), values)
    case 'report':
      return argument === undefined
        ? print(await questions(), values)
        : print(await answer(await questionOf(argument), values), values)
    case 'pull': {
      const lake = await chosenLake(values)
      await fetchFiles(lake, values)
      await writeFile(
        join(values.folder, 'views.sql'),
        viewsOf(lake, values.folder)
          .map((view) => `${view};\n`)
          .join(''),
      )
      return console.log(resolve(values.folder))
    }
    default:
      throw new ScriptProblem(WRONG, 2)
  }
}

/** The months that are asked for. */
async function chosenLake(asked: Asked): Promise<Lake> {
  const { url, ...connection } = connectionOf(asked)
  const response = await reach(`${url}/v1/lake`, {
    headers: { authorization: `Bearer ${await tokenOf({ url, ...connection })}` },
  })
  if (!response.ok) throw new ScriptProblem(await toldProblem(response), 1)
  const lake = lakeSchema.parse(await response.json())
  const provinces = asked.province?.split(',')
  return {
    ...lake,
    months: lake.months.filter(
      ({ province, month }) =>
        (provinces?.includes(province) ?? true) && month >= (asked.from ?? '') && month <= (asked.to ?? '9999-99'),
    ),
  }
}

const filesOf = ({ months }: Lake, table?: TableName) =>
  months.flatMap(({ tables }) =>
    tables.filter((each) => table === undefined || each.table === table).flatMap(({ files }) => files),
  )

/** Fetches what is not there yet. A file has its name only once all its bytes are there. */
async function fetchFiles(lake: Lake, asked: Asked): Promise<void> {
  const all = filesOf(lake)
  const there = await Promise.all(
    all.map(({ name, bytes }) =>
      stat(join(asked.folder, name)).then(
        ({ size }) => size === bytes,
        () => false,
      ),
    ),
  )
  const missing = all.filter((_, at) => there[at] !== true)
  if (missing.length === 0) return
  const connection = connectionOf(asked)
  const token = await tokenOf(connection)
  const bar = new SingleBar({ format: '{bar} {value}/{total} files', stream: process.stderr, noTTYOutput: false })
  bar.start(missing.length, 0)
  const next = missing.values()
  const work = async (): Promise<void> => {
    for (const { name } of next) {
      const response = await reach(`${connection.url}/v1/lake/files/${name}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if (!response.ok) throw new ScriptProblem(await toldProblem(response), 1)
      const path = join(asked.folder, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.part`, new Uint8Array(await response.arrayBuffer()))
      await rename(`${path}.part`, path)
      bar.increment()
    }
  }
  try {
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, work))
  } finally {
    bar.stop()
  }
}

/** A view a table, over the files that are named and no others. */
const viewsOf = (lake: Lake, folder: string): string[] =>
  TABLE_NAMES.flatMap((table) => {
    const paths = filesOf(lake, table).map(({ name }) => `'${resolve(folder, name).replaceAll("'", "''")}'`)
    return paths.length === 0
      ? []
      : [`CREATE OR REPLACE VIEW ${table} AS SELECT * FROM read_parquet([${paths.join(', ')}], union_by_name = true)`]
  })

async function answer(sql: string, asked: Asked): Promise<Row[]> {
  const lake = await chosenLake(asked)
  if (lake.months.length === 0)
    throw new ScriptProblem(
      'The lake holds none of these months yet. A month is written some time after its dossiers (LAKE_SETTLE_SECONDS).',
      1,
    )
  await fetchFiles(lake, asked)
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    for (const view of viewsOf(lake, asked.folder)) await connection.run(view)
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } catch (error) {
    throw new ScriptProblem(error instanceof Error ? error.message : String(error), 1)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const monthRows = ({ months }: Lake): Row[] =>
  months.map(({ province, month, writtenAt, fund, tables }) => ({
    province,
    month,
    ...Object.fromEntries(tables.map(({ table, files }) => [table, files.reduce((sum, { rows }) => sum + rows, 0)])),
    bytes: tables.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0),
    fund,
    written: writtenAt,
  }))

async function questions() {
  const names = (await readdir(QUESTIONS)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(QUESTIONS, name), 'utf8')
      const words = (key: string) => new RegExp(`^-- ${key}: (.*)$`, 'm').exec(text)?.[1] ?? ''
      return {
        report: name.replace(/\.sql$/, ''),
        'tiếng Việt': words('vi'),
        English: words('en'),
        owner: words('owner'),
      }
    }),
  )
}

async function questionOf(name: string): Promise<string> {
  const known = await questions()
  if (!known.some(({ report }) => report === name))
    throw new ScriptProblem(`There is no report ${name}. Known: ${known.map(({ report }) => report).join(', ')}`, 2)
  return readFile(join(QUESTIONS, `${name}.sql`), 'utf8')
}

function print(rows: readonly Row[], { format }: Asked): void {
  if (format === 'json') return console.log(JSON.stringify(rows, null, 2))
  if (rows.length === 0) return console.log('no rows')
  const names = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => names.map((name) => shown(row[name])))
  const right = names.flatMap((_, at) => (cells.every((each) => /^-?[\d.]*$/.test(each[at] ?? '')) ? [at] : []))
  const [head = '', ...lines] = columns([names, ...cells], 0, right)
  console.log([head, '─'.repeat(Math.max(...[head, ...lines].map(({ length }) => length))), ...lines].join('\n'))
}

const shown = (value: Json | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

await run(USAGE, main)
