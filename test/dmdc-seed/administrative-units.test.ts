import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrativeUnits,
  readAdministrativeUnits,
  type AdministrativeUnits,
} from '../../dmdc-seed/administrative-units.ts'
import type { SeedRow } from '../../dmdc-seed/catalogue-file.ts'

const on = (rows: readonly SeedRow[], day: string): SeedRow[] =>
  rows.filter(({ validFrom, validTo }) => validFrom <= day && day <= (validTo ?? '9999-12-31'))

describe('provinces and communes', () => {
  let units: AdministrativeUnits
  beforeAll(async () => {
    units = await readAdministrativeUnits()
  })

  test('are those of the package and of the generation before, and deriving them again changes nothing', () => {
    expect(administrativeUnits(units)).toEqual(units)
  })

  test('are 63 and 10,047 before 2025-07-01, 34 and 3,321 from then on, at any later day', () => {
    const alternates = units.communes.filter(({ attributes }) => attributes['alternateOf'] !== undefined)
    for (const [day, provinces, communes] of [
      ['2025-06-30', 63, 10_047],
      ['2025-07-01', 34, 3321],
      ['2026-04-29', 34, 3321],
      ['2026-11-22', 34, 3321],
    ] as const) {
      expect(on(units.provinces, day)).toHaveLength(provinces)
      const without = on(units.communes, day).filter((row) => !alternates.includes(row))
      expect(without).toHaveLength(communes)
      expect(new Set(without.map(({ code }) => code)).size).toBe(communes)
    }
  })

  test('every commune lies in a province of its time', () => {
    for (const day of ['2025-06-30', '2026-11-22']) {
      const provinces = new Set(on(units.provinces, day).map(({ code }) => code))
      expect(on(units.communes, day).filter(({ attributes }) => !provinces.has(attributes['province'] ?? ''))).toEqual(
        [],
      )
    }
  })

  test('two communes are met under either of two codes', () => {
    const alternates = units.communes.filter(({ attributes }) => attributes['alternateOf'] !== undefined)
    expect(alternates.map(({ code, name, attributes }) => [code, name, attributes['alternateOf']])).toEqual([
      ['06978', 'Xã Ba Chẽ', '06970'],
      ['23938', 'Xã Ia Mơ', '23737'],
    ])
  })

  test('Đồng Nai and ten of its communes changed their names on 2026-04-30', () => {
    const names = (rows: readonly SeedRow[], code: string) =>
      rows.filter((row) => row.code === code).map((row) => row.name)
    expect(names(units.provinces, '75').slice(-2)).toEqual(['Tỉnh Đồng Nai', 'Thành phố Đồng Nai'])
    expect(names(units.communes, '26368').slice(-2)).toEqual(['Xã Long Thành', 'Phường Long Thành'])
    const renamed = units.communes.filter(({ validFrom }) => validFrom === '2026-04-30')
    expect(renamed.filter(({ name }) => name.startsWith('Phường '))).toHaveLength(10)
  })

  test('a commune that was divided names all communes it went to', () => {
    const divided = units.communes.filter(({ replacedBy }) => replacedBy?.includes(';'))
    expect(divided).toHaveLength(460)
  })
})
