/** Dossiers per second through the centre: from the acknowledgement of a file to the moment at which the warehouse has it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { InValue } from '@libsql/client/web'
import { openDatabase, type Opened } from '../src/store/database.ts'
import { prepareDatabases } from '../scripts/stack/prepare.ts'
import { startSqld } from '../scripts/stack/sqld.ts'
import { until } from '../scripts/stack/until.ts'
import { textIn } from '../test/harness/text-in.ts'
import { cacheDirectory, fileOf, otherEncounters } from './files.ts'
import { table, type Section } from './report.ts'
import { sendWell } from './send.ts'
import { submissions, wake, type Servers } from './servers.ts'
import { ratios, series, shown, spread } from './statistics.ts'

const VERIFIED_WITHIN_MS = 300_000
const TIMEOUT_MS = 60_000
/** As the centre writes them. */
const ROWS_AT_ONCE = 1000
const MAX_VARIABLES = 32_766

type Rows = { table: string; columns: readonly string[]; rows: readonly InValue[][] }

/** Every row that a submission has left in the tables that name it. */
async function rowsOf(warehouse: Opened<'warehouse'>, id: string): Promise<Rows[]> {
  const { rows: tables } = await warehouse.$client.execute(
    `SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'submission_id' WHERE m.type = 'table'`,
  )
  const found: Rows[] = []
  for (const { name } of tables) {
    const { rows, columns } = await warehouse.$client.execute({
      sql: `SELECT * FROM "${textIn(name)}" WHERE submission_id = ?`,
      args: [id],
    })
    const values = rows.map((row) => columns.map((column) => row[column] ?? null))
    if (values.length > 0) found.push({ table: textIn(name), columns, rows: values })
  }
  return found
}

/** The reference: the same rows in plain statements, of as many rows, into an empty database of the same schema. */
async function insertPlainly(all: readonly Rows[]): Promise<number> {
  const directory = await mkdtemp(join(cacheDirectory, 'run-centre-'))
  const sqld = await startSqld({ name: 'centre', directory })
  try {
    await prepareDatabases.warehouse(sqld.url)
    const database = openDatabase('warehouse', { url: sqld.url, timeoutMs: TIMEOUT_MS })
    const started = performance.now()
    for (const { table: name, columns, rows } of all) {
      const most = Math.min(ROWS_AT_ONCE, Math.floor(MAX_VARIABLES / columns.length))
      for (let from = 0; from < rows.length; from += most) {
        const some = rows.slice(from, from + most)
        const tuple = `(${columns.map(() => '?').join()})`
        await database.$client.execute({
          sql: `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join()}) VALUES ${some.map(() => tuple).join()}`,
          args: some.flat(),
        })
      }
    }
    return performance.now() - started
  } finally {
    await sqld.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Files of one size, one after the other, each in turn with its reference. */
export async function centre(servers: Servers, { quick }: { quick: boolean }): Promise<Section> {
  const { bytes, dossiers } = await fileOf(quick ? 1 : 5)
  const { stack } = servers
  await wake(stack.url)
  const token = await servers.token(stack.url)
  const warehouse = openDatabase('warehouse', { url: stack.warehouse.url, timeoutMs: TIMEOUT_MS })
  const own: number[] = []
  const plain: number[] = []
  let rows = 0
  for (let round = 0; round <= (quick ? 2 : 8); round += 1) {
    const body = otherEncounters(dossiers, round + 1)
    const { text } = await sendWell(submissions(stack.url), { method: 'POST', token, body }, 202)
    const started = performance.now()
    const id = /"id":"(\w+)"/.exec(text)?.[1] ?? ''
    await until('the file to be verified', VERIFIED_WITHIN_MS, async () => {
      const found = await warehouse.$client.execute({ sql: 'SELECT status FROM submissions WHERE id = ?', args: [id] })
      return found.rows[0]?.['status'] === 'verified' ? true : undefined
    })
    const elapsed = performance.now() - started
    const written = await rowsOf(warehouse, id)
    const reference = await insertPlainly(written)
    rows = written.reduce((sum, each) => sum + each.rows.length, 0)
    // The first one finds nothing compiled.
    if (round === 0) continue
    own.push(elapsed)
    plain.push(reference)
  }
  const perSecond = (times: readonly number[]): string => spread(series(times.map((ms) => (dossiers * 1000) / ms)))
  const text = [
    `A file of ${shown(bytes / 1e6)} MB with ${dossiers} dossiers, which leave ${rows.toLocaleString('en')} rows in the warehouse, sent ${own.length} times with ` +
      'other encounters each: from its acknowledgement until the warehouse has it, with the wait of the queue (1 s) in it. The bytes are read again from R2, checked by all rules, ' +
      'identities sealed, rows, findings, costs and hashes written to the real sqld, versions, deadlines and history settled.',
    table(
      ['', 'dossiers per second: median (least–most)'],
      [
        ['through the centre', perSecond(own)],
        ['the same rows in plain INSERTs into an empty sqld (reference)', perSecond(plain)],
      ],
    ),
    `Time of the centre ÷ time of the plain INSERTs, median of pairs: **${spread(ratios(own, plain))}**`,
  ]
  return { title: 'Centre', text: text.join('\n\n') }
}
