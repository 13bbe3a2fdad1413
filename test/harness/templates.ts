/** Databases as a start of the service finds them, made once for a whole run: each test file copies them instead of migrating its own. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/libsql/migrator'
import type { TestProject } from 'vitest/node'
import { loadOrMakeKeys } from '../../scripts/stack/keys.ts'
import { prepareDatabases } from '../../scripts/stack/prepare.ts'
import { startSqld } from '../../scripts/stack/sqld.ts'
import { openDatabase } from '../../src/store/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the templates of this run. */
    templates: string
  }
}

const MIGRATIONS = new URL('../../db/reference/migrations', import.meta.url).pathname
const MIGRATE_WITHIN_MS = 60_000

/** Lets sqld write a database into `directory`, and resolves once it is closed. */
async function writeDatabase(directory: string, prepare: (url: string) => Promise<void>): Promise<void> {
  const sqld = await startSqld({ name: 'template', directory })
  try {
    await prepare(sqld.url)
  } finally {
    await sqld.stop()
  }
}

const migrateReference = async (url: string): Promise<void> => {
  const database = openDatabase('reference', { url, timeoutMs: MIGRATE_WITHIN_MS })
  await migrate(database, { migrationsFolder: MIGRATIONS })
  database.$client.close()
}

/** Makes the templates of one run, and says where they lie, and what removes them. */
const makeTemplates =
  (write: (folder: string) => Promise<unknown>) =>
  async (project: TestProject): Promise<{ folder: string; dispose: () => Promise<void> }> => {
    const folder = await mkdtemp(join(tmpdir(), 'bhyt-templates-'))
    await write(folder)
    project.provide('templates', folder)
    return { folder, dispose: () => rm(folder, { recursive: true, force: true }) }
  }

/** What tests of one database copy. */
export const databaseTemplates = makeTemplates((folder) =>
  Promise.all([
    writeDatabase(join(folder, 'reference'), migrateReference),
    writeDatabase(join(folder, 'warehouse'), (url) => prepareDatabases.warehouse(url)),
    writeDatabase(join(folder, 'register'), (url) => prepareDatabases.register(url)),
  ]),
)

/** What stacks copy. */
export const stackTemplates = makeTemplates(async (folder) => {
  const stack = join(folder, 'stack')
  await mkdir(stack)
  const keys = await loadOrMakeKeys(join(stack, 'keys.json'))
  await Promise.all([
    writeDatabase(join(stack, 'reference-primary'), (url) => prepareDatabases.reference(url, keys.dmdcSigningKey)),
    writeDatabase(join(stack, 'warehouse'), (url) => prepareDatabases.warehouse(url)),
    writeDatabase(join(stack, 'register'), (url) => prepareDatabases.register(url)),
  ])
})
