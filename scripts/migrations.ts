/**
 * `tsx scripts/migrations.ts`: whether the migrations of the databases say what their schemas say. Exits with 1 and names
 * the tables, indexes and triggers that differ; `npm run db:generate` writes the migration that is missing.
 */
import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as lists from '../db/reference/schema.ts'
import * as workflow from '../db/reference/workflow.ts'
import * as register from '../db/register/schema.ts'
import * as warehouse from '../db/warehouse/schema.ts'
import { triggers } from '../db/warehouse/triggers.ts'
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

/** The triggers and indexes that the migrations leave: a table that is dropped takes its own with it, one that is renamed keeps them. */
async function leftBy(database: string): Promise<{ triggers: Map<string, string>; indexes: Set<string> }> {
  const folder = join(projectRoot, 'db', database, 'migrations')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const statements = texts.flatMap((text) => text.split('--> statement-breakpoint')).map(withoutComments)
  const left = new Map<string, { kind: string; table: string; sql: string }>()
  for (const sql of statements) {
    const created = /^CREATE (TRIGGER|INDEX|UNIQUE INDEX) (\w+)(?: AFTER \w+)? ON (\w+)/.exec(sql)
    if (created) {
      const [, kind = '', name = '', table = ''] = created
      left.set(name, { kind, table, sql })
    }
    const gone = /^DROP (?:TRIGGER|INDEX) (?:IF EXISTS )?(\w+)/.exec(sql)?.[1]
    if (gone !== undefined) left.delete(gone)
    const dropped = /^DROP TABLE (\w+)/.exec(sql)?.[1]
    for (const [name, { table }] of left) if (table === dropped) left.delete(name)
    const [, old, renamed] = /^ALTER TABLE (\w+) RENAME TO (\w+)/.exec(sql) ?? []
    for (const each of left.values()) if (each.table === old && renamed !== undefined) each.table = renamed
  }
  const all = [...left]
  return {
    triggers: new Map(all.flatMap(([name, { kind, sql }]) => (kind === 'TRIGGER' ? [[name, sql]] : []))),
    indexes: new Set(all.flatMap(([name, { kind }]) => (kind === 'TRIGGER' ? [] : [name]))),
  }
}

/** As one line without quotes, comments and the last semicolon. */
const withoutComments = (sql: string): string =>
  sql
    .replaceAll(/^\s*--.*$/gm, '')
    .replaceAll(/[`"]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/;$/, '')

/** Names that are in one and not in the other, or differ. */
function differing(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])]
  return names.filter((name) => expected.get(name) !== found.get(name))
}

const indexesOf = (tables: Record<string, unknown>): Map<string, string> =>
  new Map(
    Object.values(tables).flatMap((table) => {
      const indexes = typeof table === 'object' && table !== null && 'indexes' in table ? table.indexes : {}
      return Object.keys(Object(indexes)).map((name) => [name, name] as const)
    }),
  )

for (const [database, schema] of Object.entries({ reference: { ...lists, ...workflow }, warehouse, register })) {
  const { tables: then } = await lastSnapshot(database)
  const { tables: now }: Snapshot = await generateSQLiteDrizzleJson(schema)
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  // What is undefined in one is absent in the other, which was JSON.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
  const stale = names.filter((name) => !isDeepStrictEqual(plain(then[name]), plain(now[name])))
  const left = await leftBy(database)
  const expected = new Map(
    database === 'warehouse' ? triggers.map(({ name, sql }) => [name, withoutComments(sql)]) : [],
  )
  const indexes = new Map([...left.indexes].map((name) => [name, name]))
  stale.push(...differing(expected, left.triggers), ...differing(indexesOf(now), indexes))
  if (stale.length === 0) continue
  console.error(`db/${database}/migrations is stale: ${stale.join(', ')} (npm run db:generate)`)
  process.exitCode = 1
}
