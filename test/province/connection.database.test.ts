/** Who has sent, and whether all of it was accepted in the end: as the dossiers themselves say. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { populate } from '../../bench/region-data.ts'
import { facilitiesThatSent, type LastSent } from '../../src/province/connection.ts'
import { Region } from '../../src/province/region.ts'
import { scopeOf } from '../../src/province/scope.ts'
import { textIn } from '../harness/text-in.ts'
import { startWarehouse, type TestWarehouse } from '../store/warehouse/sqld.ts'

const WHOLE = { from: '2026-01-01', to: '2026-02-28' }
const PART = { from: '2026-01-10', to: '2026-01-20' }

let warehouse: TestWarehouse
let region: Region
beforeAll(async () => {
  warehouse = await startWarehouse()
  const shape = { facilities: 12, firstDay: WHOLE.from, days: 59, seed: 7 }
  await populate(warehouse.database, { ...shape, province: '01', dossiers: 600 })
  await populate(warehouse.database, { ...shape, province: '79', dossiers: 50, firstNumber: 100_000 })
  const warehouses = { names: ['*'], openPrimary: () => warehouse.database, openReplica: () => null }
  const caller = { role: 'ministry', account: 'm', department: null } as const
  region = await Region.open(scopeOf(caller, '01'), warehouses, Date.parse('2026-03-01T12:00:00+07:00'))
}, 60_000)
afterAll(async () => {
  await warehouse?.dispose()
})

type Row = { facility: string; day: string; outcome: string; key: string; at: number }

/** The same from the dossiers alone. */
async function plainly({ from, to }: typeof WHOLE): Promise<Map<string, LastSent>> {
  const { rows } = await warehouse.database.$client.execute(
    "SELECT facility, received_on, outcome, MA_LK || ' ' || purpose AS key, received_at FROM dossiers WHERE facility LIKE '01%'",
  )
  const all = rows.map((row): Row => ({
    facility: textIn(row['facility']),
    day: textIn(row['received_on']),
    outcome: textIn(row['outcome']),
    key: textIn(row['key']),
    at: Number(row['received_at']),
  }))
  const facilities = [...new Set(all.map(({ facility }) => facility))]
  return new Map(
    facilities.map((facility) => {
      const own = all.filter((row) => row.facility === facility)
      const inPeriod = own.filter(({ day }) => day >= from && day <= to)
      const isMended = ({ key, at }: Row): boolean =>
        own.some((other) => other.key === key && other.outcome !== 'rejected' && other.at >= at)
      return [
        facility,
        {
          day:
            own
              .map(({ day }) => day)
              .sort()
              .at(-1) ?? '',
          isInPeriod: inPeriod.length > 0,
          hasOpenRejections: inPeriod.some((row) => row.outcome === 'rejected' && !isMended(row)),
        },
      ]
    }),
  )
}

async function expectPlain(): Promise<Set<boolean>> {
  for (const period of [WHOLE, PART]) expect(await facilitiesThatSent(region, period)).toEqual(await plainly(period))
  return new Set(
    [...(await facilitiesThatSent(region, WHOLE)).values()].map(({ hasOpenRejections }) => hasOpenRejections),
  )
}

test('rejected, and sent again until accepted or not', async () => {
  const { $client } = warehouse.database
  const rejected = (where: string): string =>
    `UPDATE dossiers SET outcome = 'rejected' WHERE facility IN ('01001', '01002', '01003') AND ${where}`
  await $client.batch([rejected('rowid % 3 = 0')], 'write')
  // Of these facilities every rejected dossier came again, later, and was accepted.
  const columns =
    'submission_id, dossier, MA_LK, outcome, errors, warnings, facility, purpose, received_at, received_on'
  await $client.execute(
    `INSERT INTO dossiers (${columns}) SELECT 'again-' || submission_id, dossier, MA_LK, 'accepted', 0, 0, facility, purpose, received_at + 1, received_on
     FROM dossiers WHERE outcome = 'rejected' AND facility IN ('01002', '01005', '01007')`,
  )
  expect(await expectPlain()).toEqual(new Set([true, false]))
  // The days are stale now: nothing may rest on what was kept of them.
  const { rows } = await $client.execute("SELECT count(*) AS n FROM stale_days WHERE area = '01002'")
  expect(Number(rows[0]?.['n'])).toBeGreaterThan(0)
})

test('a facility whose days have never been rolled up counts as well', async () => {
  await warehouse.database.$client.execute(
    `INSERT INTO dossiers (submission_id, dossier, MA_LK, outcome, errors, warnings, facility, purpose, received_at, received_on)
     VALUES ('new', 1, 'NEW.1', 'rejected', 1, 0, '01990', 'payment', 1, '2026-01-15')`,
  )
  await expectPlain()
  expect((await facilitiesThatSent(region, WHOLE)).get('01990')).toEqual({
    day: '2026-01-15',
    isInPeriod: true,
    hasOpenRejections: true,
  })
})
