/** BHXH's decision on a correction, where several speak for it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideCorrection } from '../../../src/centre/versions/agreement.ts'
import { settleVersions } from '../../../src/centre/versions/settle-versions.ts'
import { writeDossiers } from '../../../src/store/warehouse/write.ts'
import { testVault } from '../../store/warehouse/keys.ts'
import { startWarehouse, type TestWarehouse } from '../../store/warehouse/sqld.ts'

const KEY = { facility: '01001', purpose: 'payment' } as const
const CHOICES = ['agreed', 'refused'] as const
const ROUNDS = 5

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await startWarehouse()
}, 30_000)
afterAll(async () => {
  await warehouse?.dispose()
})

/** An assessed dossier and its correction, which waits. */
async function makeWaiting(MA_LK: string): Promise<string> {
  const row = { dossier: 1, MA_LK, outcome: 'accepted', errors: 0, warnings: 0, ...KEY } as const
  const correction = `${MA_LK}-correction`
  await writeDossiers(warehouse.database, [
    { ...row, submissionId: MA_LK, receivedAt: 1, receivedOn: '2026-09-21', contentHash: 'a', assessedAt: 2 },
  ])
  await writeDossiers(warehouse.database, [
    {
      ...row,
      submissionId: correction,
      receivedAt: 3,
      receivedOn: '2026-09-21',
      contentHash: 'b',
      correctionCode: 'wrong-data',
    },
  ])
  await settleVersions(warehouse.database, correction)
  return correction
}

test('of two who decide otherwise at the same moment one is heard, and only that decision is announced', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const MA_LK = `K${round}`
    const submission = await makeWaiting(MA_LK)
    const said = await Promise.allSettled(
      CHOICES.map((decision) =>
        decideCorrection(
          { warehouse: warehouse.database, vault: testVault },
          { ...KEY, MA_LK, submission },
          { decision, reason: 'Đã xem xét', by: 'bhxh', now: 10 },
        ),
      ),
    )
    const stands = said.flatMap((each) => (each.status === 'fulfilled' ? [each.value.agreement?.decision] : []))
    expect(stands).toHaveLength(1)
    expect(said.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'agreement-given' } })
    const { rows } = await warehouse.database.$client.execute({
      sql: 'SELECT key FROM events WHERE submission_id = ?',
      args: [submission],
    })
    expect(rows.map(({ key }) => key)).toEqual([`corrected_${submission}_1_${stands[0]}`])
  }
})
