/** A warehouse, or a register, of its own on a real server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../../src/store/client.ts'
import { prepareDatabases } from '../../../scripts/stack/prepare.ts'
import { startSqld } from '../../../scripts/stack/sqld.ts'

export type TestWarehouse = { database: Database; dispose: () => Promise<void> }

export const startWarehouse = (): Promise<TestWarehouse> => start('warehouse')

export const startRegister = (): Promise<TestWarehouse> => start('register')

const start = async (name: 'warehouse' | 'register'): Promise<TestWarehouse> => {
  const directory = await mkdtemp(join(tmpdir(), `bhyt-${name}-`))
  const sqld = await startSqld({ name, directory })
  await prepareDatabases[name](sqld.url)
  const database = openDatabase({ url: sqld.url, timeoutMs: 20_000 })
  return {
    database,
    dispose: async () => {
      database.$client.close()
      await sqld.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
