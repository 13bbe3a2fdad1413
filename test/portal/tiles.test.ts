import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { projectRoot } from '../../scripts/stack/bundle.ts'
import { joinProvinces, stepOf } from '../../portal/src/region/measures.ts'
import { tileBeside, TILES } from '../../portal/src/region/tiles.ts'

test('the map has each province of today once, each at a place of its own, and arrows reach all of them', async () => {
  const rows = (await readFile(`${projectRoot}/dmdc-seed/catalogues/provinces.csv`, 'utf8')).split('\n')
  const today = rows.flatMap((row) => {
    const [code = '', , from = '', to = ''] = row.split(',')
    return from >= '2025-07-01' && to === '' ? [code] : []
  })
  expect(TILES.map(({ code }) => code).toSorted()).toEqual(today.toSorted())
  expect(new Set(TILES.map(({ column, row }) => `${column} ${row}`)).size).toBe(34)
  const reached = new Set<string>()
  const go = (from: (typeof TILES)[number] | null): void => {
    if (from === null || reached.has(from.code)) return
    reached.add(from.code)
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) go(tileBeside(from, key))
  }
  go(TILES[0] ?? null)
  expect(reached.size).toBe(34)
})

test('a province of several old codes is one; what is withheld in one of them is withheld', () => {
  const freshness = { asOf: null, lagSeconds: null, source: 'primary' as const, name: null, suppressed: 0 }
  const region = (province: string, received: number, rejected: number | null) => ({
    ...freshness,
    province,
    volumes: { received, rejected, acceptedWithWarnings: 0 },
    timeliness: { late: 1, missing: 2 },
  })
  const codes = new Map(
    [
      ['79', '79'],
      ['74', '79'],
      ['77', '79'],
      ['75', '75'],
      ['70', '75'],
    ].map(([old = '', today = '']) => [old, { today, name: today }]),
  )
  const found = [region('79', 60, 6), region('74', 40, 4), region('75', 10, 1), region('70', 10, null)]
  expect(joinProvinces(found, codes)).toMatchObject([
    { code: '79', provinces: '74,77,79', values: { received: 100, rejected: 0.1, late: 0.02, missing: 4 } },
    { code: '75', provinces: '70,75', values: { received: 20, rejected: null } },
  ])
  expect([stepOf(null, 1), stepOf(0, 1), stepOf(0.01, 1), stepOf(0.5, 1), stepOf(1, 1)]).toEqual([null, 0, 1, 2, 4])
})
