/** Warehouses of a province, filled once and kept under `bench/.cache`: a million dossiers take minutes to write. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, type Opened } from '../src/store/database.ts'
import { prepareDatabases } from '../scripts/stack/prepare.ts'
import { startSqld, type Sqld } from '../scripts/stack/sqld.ts'
import { refreshStale } from '../src/store/warehouse/roll-ups.ts'
import { cacheDirectory } from './files.ts'
import { populateAtOnce, type Population } from './region-data.ts'

/** What it took to fill it, when that was done. */
export type Filling = { readonly writtenSeconds: number; readonly rolledSeconds: number }

export type RegionWarehouse = {
  readonly database: Opened<'warehouse'>
  readonly filling: Filling
  stop: () => Promise<void>
}

/** An index over a million rows, or a month of findings, is one statement. */
const TIMEOUT_MS = 600_000
/** A folder of gigabytes that was not closed in time is looked through at its next start. */
const READY_WITHIN_MS = 300_000
const DIGEST_CHARACTERS = 12

/** What the rows depend on: the schema, how they are made up, and how they are rolled up. */
async function digestOf(population: Population): Promise<string> {
  const root = new URL('../', import.meta.url)
  const folder = new URL('db/warehouse/migrations/', root)
  const migrations = (await readdir(folder))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => new URL(name, folder))
  const sources = [new URL('bench/region-data.ts', root), new URL('src/store/warehouse/roll-ups.ts', root)]
  const digest = createHash('sha256').update(JSON.stringify(population))
  for (const source of [...migrations.map((name) => new URL(name, folder)), ...sources])
    digest.update(await readFile(source))
  return digest.digest('hex').slice(0, DIGEST_CHARACTERS)
}

async function fill(directory: string, population: Population): Promise<Filling> {
  const sqld = await startSqld({ name: 'regions', directory })
  try {
    await prepareDatabases.warehouse(sqld.url)
    const database = openDatabase('warehouse', { url: sqld.url, timeoutMs: TIMEOUT_MS })
    const begun = performance.now()
    await populateAtOnce(database, population)
    const written = performance.now()
    while (await refreshStale(database)) {
      // Some days at a time.
    }
    return { writtenSeconds: (written - begun) / 1000, rolledSeconds: (performance.now() - written) / 1000 }
  } finally {
    await sqld.stop()
  }
}

/** A running warehouse with these dossiers and all roll-ups; filled where no earlier run has left it. It is read only. */
export async function regionWarehouse(population: Population): Promise<RegionWarehouse> {
  const directory = join(cacheDirectory, `regions-${population.dossiers}-${await digestOf(population)}`)
  const note = `${directory}.json`
  await mkdir(cacheDirectory, { recursive: true })
  const kept = await readFile(note, 'utf8').catch(() => null)
  if (kept === null) {
    await rm(directory, { recursive: true, force: true })
    const part = `${directory}.part`
    await rm(part, { recursive: true, force: true })
    const filling = await fill(part, population)
    await rename(part, directory)
    await writeFile(note, JSON.stringify(filling))
  }
  const sqld: Sqld = await startSqld({ name: 'regions', directory, readyWithinMs: READY_WITHIN_MS })
  // Written above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const filling = JSON.parse(await readFile(note, 'utf8')) as Filling
  const database = openDatabase('warehouse', { url: sqld.url, timeoutMs: TIMEOUT_MS })
  return { database, filling, stop: () => sqld.stop() }
}
