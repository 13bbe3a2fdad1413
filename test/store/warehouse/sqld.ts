/** A warehouse, or a register, of its own on a real server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { prepareDatabases } from '../../../scripts/stack/prepare.ts'
import { startSqld } from '../../../scripts/stack/sqld.ts'

/** With the client behind it, by which tests look at what lies there. */
type TestDatabase<Name extends 'warehouse' | 'register'> = { database: Opened<Name>; dispose: () => Promise<void> }
export type TestWarehouse = TestDatabase<'warehouse'>
export type TestRegister = TestDatabase<'register'>

export const startWarehouse = (): Promise<TestWarehouse> => start('warehouse')

export const startRegister = (): Promise<TestRegister> => start('register')

const start = async <Name extends 'warehouse' | 'register'>(name: Name): Promise<TestDatabase<Name>> => {
  const directory = await mkdtemp(join(tmpdir(), `bhyt-${name}-`))
  const sqld = await startSqld({ name, directory })
  await prepareDatabases[name](sqld.url)
  const database = openDatabase(name, { url: sqld.url, timeoutMs: 20_000 })
  return {
    database,
    dispose: async () => {
      database.$client.close()
      await sqld.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
