/**
 * `tsx scripts/migrations.ts`: whether the migrations of the databases say what their schemas say. Exits with 1 and names
 * the tables that differ; `npm run db:generate` writes the migration that is missing.
 */
import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as lists from '../db/reference/schema.ts'
import * as workflow from '../db/reference/workflow.ts'
import * as register from '../db/register/schema.ts'
import * as warehouse from '../db/warehouse/schema.ts'
import { projectRoot } from './stack/bundle.ts'

type Snapshot = { tables: Record<string, unknown> }

// Its ES module build asks for `require`, which an ES module does not have.
const { generateSQLiteDrizzleJson }: typeof import('drizzle-kit/api') = createRequire(import.meta.url)(
  'drizzle-kit/api',
)

/** The schema as it was when the newest migration was written. */
const lastSnapshot = async (database: string): Promise<Snapshot> => {
  const folder = join(projectRoot, 'db', database, 'migrations/meta')
  const newest = (await readdir(folder))
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1)
  if (newest === undefined) throw new Error(`${folder} holds no snapshot`)
  // Written by drizzle-kit.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(await readFile(join(folder, newest), 'utf8')) as Snapshot
}

for (const [database, schema] of Object.entries({ reference: { ...lists, ...workflow }, warehouse, register })) {
  const { tables: then } = await lastSnapshot(database)
  const { tables: now }: Snapshot = await generateSQLiteDrizzleJson(schema)
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  // What is undefined in one is absent in the other, which was JSON.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
  const stale = names.filter((name) => !isDeepStrictEqual(plain(then[name]), plain(now[name])))
  if (stale.length === 0) continue
  console.error(`db/${database}/migrations is stale: ${stale.join(', ')} (npm run db:generate)`)
  process.exitCode = 1
}
