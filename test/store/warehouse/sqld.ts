/** A warehouse, or a register, of its own on a real server. */
import { openDatabase, type Database } from '../../../src/store/database.ts'
import { startTestSqld } from '../../harness/sqld.ts'

export type TestWarehouse = { database: Database; dispose: () => Promise<void> }

export const startWarehouse = (): Promise<TestWarehouse> => start('warehouse')

export const startRegister = (): Promise<TestWarehouse> => start('register')

const start = async (template: 'warehouse' | 'register'): Promise<TestWarehouse> => {
  const sqld = await startTestSqld({ template })
  const database = openDatabase(template, { url: sqld.url, timeoutMs: 20_000 })
  return {
    database,
    dispose: async () => {
      database.$client.close()
      await sqld.stop()
    },
  }
}
