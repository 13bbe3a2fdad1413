import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { openDatabase } from '../../src/store/database.ts'
import { startSqld, type Sqld } from '../../scripts/stack/sqld.ts'

const MIGRATIONS = new URL('../../db/reference/migrations', import.meta.url).pathname
const MIGRATE_WITHIN_MS = 10_000

/** A real sqld in a folder of its own, which goes with it; a replica where the primary's gRPC address is given. */
export async function startTestSqld(primaryGrpcUrl?: string): Promise<Sqld> {
  const directory = await mkdtemp(join(tmpdir(), 'bhyt-sqld-'))
  const sqld = await startSqld({ name: 'test', directory, ...(primaryGrpcUrl === undefined ? {} : { primaryGrpcUrl }) })
  const stop = async (): Promise<void> => {
    await sqld.kill()
    await rm(directory, { recursive: true, force: true })
  }
  return { ...sqld, stop }
}

/** A primary whose reference schema is in place. */
export async function startReferencePrimary(): Promise<Sqld> {
  const sqld = await startTestSqld()
  await migrate(openDatabase('reference', { url: sqld.url, timeoutMs: MIGRATE_WITHIN_MS }), {
    migrationsFolder: MIGRATIONS,
  })
  return sqld
}
