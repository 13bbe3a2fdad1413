/** A warehouse, or a register, of its own on a real server. */
import { openDatabase, type Opened } from '../../../src/store/database.ts'
import { startTestSqld } from '../../harness/sqld.ts'

/** With the client behind it, by which tests look at what lies there. */
type TestDatabase<Name extends 'warehouse' | 'register'> = { database: Opened<Name>; dispose: () => Promise<void> }
export type TestWarehouse = TestDatabase<'warehouse'>
export type TestRegister = TestDatabase<'register'>

export const startWarehouse = (): Promise<TestWarehouse> => start('warehouse')

export const startRegister = (): Promise<TestRegister> => start('register')

const start = async <Name extends 'warehouse' | 'register'>(name: Name): Promise<TestDatabase<Name>> => {
  const sqld = await startTestSqld({ template: name })
  const database = openDatabase(name, { url: sqld.url, timeoutMs: 20_000 })
  return {
    database,
    dispose: async () => {
      database.$client.close()
      await sqld.stop()
    },
  }
}
