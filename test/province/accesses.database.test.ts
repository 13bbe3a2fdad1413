/** The access log of a warehouse: what is noted before it is shown, and when that is unusual. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accesses } from '../../db/warehouse/schema.ts'
import type { Caller } from '../../src/edge/identity/caller.ts'
import { listAccesses, noteAccess } from '../../src/province/accesses.ts'
import { Region, type Warehouses } from '../../src/province/region.ts'
import { scopeOf } from '../../src/province/scope.ts'
import { startWarehouse, type TestWarehouse } from '../store/warehouse/sqld.ts'

const NOW = Date.parse('2026-11-30T08:00:00+07:00')
const officer: Caller = { role: 'province', account: 'so-01', province: '01' }

let warehouse: TestWarehouse
let warehouses: Warehouses
let region: Region
let alarms: object[]
let noted = 0
beforeAll(async () => {
  warehouse = await startWarehouse()
  warehouses = { names: ['01'], openPrimary: () => warehouse.database, openReplica: () => null }
  region = await Region.open(scopeOf(officer, '01'), warehouses, NOW)
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  alarms = []
  await warehouse.database.delete(accesses)
})

const note = (rows: number, unmasked = 0, at = NOW, facility: string | null = null): Promise<void> => {
  noted += 1
  const shown = { id: `a${noted}`, at, kind: 'dossiers', reason: 'kiem-tra', query: '{}', facility } as const
  return noteAccess(region.accesses, officer, { ...shown, rows, unmasked }, (alarm) => alarms.push(alarm))
}

test('the 200th answer of a day raises one alarm, and neither the next one nor one a day later does', async () => {
  for (let at = 0; at < 199; at += 1) await note(1)
  expect(alarms).toEqual([])
  await note(1)
  expect(alarms).toMatchObject([{ event: 'access-alarm', account: 'so-01', province: '01', answers: 200 }])
  await note(1)
  await note(1, 0, NOW + 86_400_001)
  expect(alarms).toHaveLength(1)
}, 60_000)

test('two thousand unmasked persons of a day raise one alarm', async () => {
  await note(1000, 1000)
  await note(999, 999)
  expect(alarms).toEqual([])
  await note(1, 1)
  await note(1000, 1000)
  expect(alarms).toMatchObject([{ event: 'access-alarm', unmasked: 2000 }])
})

test('is read page by page, by those whose it is', async () => {
  await note(1, 0, NOW, '01001')
  await note(2, 0, NOW + 1, '01002')
  await note(3, 0, NOW + 2)
  const rowsOf = async (caller: Caller, after?: string): Promise<[number[], string | null]> => {
    const { accesses: found, next } = await listAccesses(warehouses, caller, '01', { after, limit: 2 })
    return [found.map(({ rows }) => rows), next]
  }
  const auditor: Caller = { role: 'facility', account: 'x', facility: '01001', province: '01' }
  expect(await rowsOf(auditor)).toEqual([[3, 1], null])
  const [first, next] = await rowsOf(officer)
  expect(first).toEqual([3, 2])
  expect(await rowsOf(officer, next ?? '')).toEqual([[1], null])
  await expect(rowsOf(officer, 'x')).rejects.toMatchObject({ code: 'parameter-invalid' })
  const stranger: Caller = { ...auditor, facility: '79001', province: '79' }
  await expect(rowsOf(stranger)).rejects.toMatchObject({ code: 'not-yours' })
})
