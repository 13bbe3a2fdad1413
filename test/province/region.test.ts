/** That no question is asked of a warehouse, which provinces may share, without saying of which province. */
import { describe, expect, test } from 'vitest'
import type { NamedArgs, Warehouse } from '../../src/store/database.ts'
import { integer } from '../../src/store/columns.ts'
import { OwnProvince } from '../../src/province/own-province.ts'
import { Region, type ScopedQuestion } from '../../src/province/region.ts'
import { scopeOf } from '../../src/province/scope.ts'

/** What reached the warehouse. */
const asked: { sql: string; args: NamedArgs }[] = []
const region = await Region.open(
  scopeOf({ role: 'province', account: 'p', province: '01' }, '01'),
  {
    names: ['01'],
    openReplica: () => null,
    // Nothing of a database but this is used by a region that has no replica.
    openPrimary: () =>
      ({
        askAll: (statements: { sql: string; args: NamedArgs }[]) => {
          asked.push(...statements)
          return Promise.resolve(statements.map(() => [{ n: 1 }]))
        },
      }) as unknown as Warehouse,
  },
  Date.parse('2026-11-30T08:00:00+07:00'),
)
const question = (sql: (own: OwnProvince) => string): ScopedQuestion<{ n: typeof integer }> => ({
  sql,
  args: {},
  shape: { n: integer },
})

describe('a question', () => {
  test.each<[string, (own: OwnProvince) => string]>([
    ['that takes no condition', () => 'SELECT count(*) AS n FROM dossiers d'],
    [
      'that writes the name of the value itself',
      () => "SELECT 1 AS n FROM dossiers d WHERE d.facility LIKE :own_province || '%'",
    ],
    ['that names what only sounds like it', () => 'SELECT 1 AS n FROM dossiers d WHERE d.received_on = :today'],
  ])('%s is refused, and none that was asked beside it reaches the warehouse', (_, sql) => {
    const good = question((own) => `SELECT 1 AS n FROM dossiers d WHERE ${own.ofFacility('d')}`)
    asked.length = 0
    expect(() => region.askAll([good, question(sql)])).toThrow('does not say of which province')
    expect(asked).toEqual([])
  })

  test.each<[string, (own: OwnProvince) => string, string]>([
    ['facilities', (own) => own.ofFacility('d'), 'substr(d.facility, 1, 2) = :own_province'],
    ['provinces', (own) => own.ofProvince('r'), 'r.province = :own_province'],
    ['stale days', (own) => own.ofArea('s'), 's.area = :own_province'],
    [
      'stale days of facilities',
      (own) => own.ofFacilityArea('s'),
      'length(s.area) > 2 AND substr(s.area, 1, 2) = :own_province',
    ],
  ])('about %s is asked within its province, which nobody else gives', async (_, condition, sql) => {
    asked.length = 0
    const other = { ...question((own) => `SELECT 1 AS n WHERE ${condition(own)}`), args: { own_province: '79' } }
    expect(await region.ask(other)).toEqual([{ n: 1 }])
    expect(asked).toMatchObject([{ sql: `SELECT 1 AS n WHERE ${sql}`, args: { own_province: '01' } }])
  })
})
