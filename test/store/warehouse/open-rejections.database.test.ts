/** Which rejected dossiers are open, in a real warehouse: what answers one, what does not, and what the question costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasOpen, hasOpenDossiers, readAnswers } from '../../../src/store/warehouse/open-rejections.ts'
import { writeDossiers, type DossierRow } from '../../../src/store/warehouse/write.ts'
import { textIn } from '../../harness/text-in.ts'
import { startWarehouse, type TestWarehouse } from './sqld.ts'

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})
beforeEach(async () => {
  await warehouse.database.write(['DELETE FROM dossiers'])
})

const dossier = (submissionId: string, more: Partial<DossierRow> = {}): DossierRow => ({
  submissionId,
  dossier: 1,
  MA_LK: 'LK1',
  outcome: 'accepted',
  errors: 0,
  warnings: 0,
  facility: '01001',
  purpose: 'payment',
  receivedAt: 2000,
  receivedOn: '2026-11-22',
  kind: 'dossier',
  state: 'standing',
  ...more,
})
const REJECTED = dossier('m', { outcome: 'rejected', state: null })
const write = (...rows: DossierRow[]) => writeDossiers(warehouse.database, rows)
const open = () => hasOpenDossiers(warehouse.database, 'm')

describe('a rejected dossier', () => {
  test('is open until one of its MA_LK is accepted later, and names the first of these', async () => {
    await write(REJECTED)
    expect(await open()).toBe(true)
    await write(
      dossier('z', { receivedAt: 4000, dossier: 7, state: 'identical' }),
      dossier('y', { receivedAt: 3000, dossier: 5 }),
    )
    expect(await open()).toBe(false)
    expect(await readAnswers(warehouse.database, 'm', 1, 9)).toEqual(
      new Map([[1, { submissionId: 'y', dossier: 5, receivedAt: 3000 }]]),
    )
    expect(await readAnswers(warehouse.database, 'm', 2, 9)).toEqual(new Map())
  })

  test.each<[string, Partial<DossierRow>]>([
    ['another MA_LK', { MA_LK: 'LK2' }],
    ['another facility', { facility: '01002' }],
    ['another purpose', { purpose: 'management' }],
    ['a message at check-in', { kind: 'check-in' }],
    ['one that was accepted before', { receivedAt: 1000 }],
    ['one that is rejected, too', { outcome: 'rejected', state: null }],
    ['one that conflicts with what was accepted before', { state: 'conflicting' }],
  ])('is not answered by %s', async (_, more) => {
    await write(REJECTED, dossier('z', more))
    expect(await open()).toBe(true)
    expect(await readAnswers(warehouse.database, 'm', 1, 9)).toEqual(new Map())
  })

  test.each([
    ['a', true],
    ['z', false],
  ])('received in the same millisecond as submission %s is open: %s, in the order of versions', async (id, isOpen) => {
    await write(REJECTED, dossier(id))
    expect(await open()).toBe(isOpen)
  })

  test('without an MA_LK stays open; nobody can follow it', async () => {
    await write({ ...REJECTED, MA_LK: null }, dossier('z', { MA_LK: null, receivedAt: 3000 }))
    expect(await open()).toBe(true)
  })
})

test('one is open while any of its submission is', async () => {
  await write(REJECTED, { ...REJECTED, dossier: 2, MA_LK: 'LK2' }, dossier('z', { receivedAt: 3000 }))
  expect(await open()).toBe(true)
  await write(dossier('z', { receivedAt: 3000, dossier: 2, MA_LK: 'LK2' }))
  expect(await open()).toBe(false)
})

test('the question looks up rejected dossiers and their answers by index, and scans nothing', async () => {
  const { rows } = await warehouse.database.$client.execute({
    sql: `EXPLAIN QUERY PLAN SELECT ${hasOpen(':submission')} AS open`,
    args: { submission: 'm' },
  })
  const plan = rows.map(({ detail }) => textIn(detail)).join('\n')
  expect(plan).toContain('SEARCH d USING INDEX dossiers_rejected (submission_id=?)')
  expect(plan).toContain('SEARCH a USING INDEX dossiers_by_key (MA_LK=? AND facility=? AND purpose=?)')
  expect(plan).not.toContain('SCAN d')
})
