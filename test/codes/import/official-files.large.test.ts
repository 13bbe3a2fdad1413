import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCatalogueFile, readManifest } from '../../../dmdc-seed/catalogue-file.ts'
import { differenceOf, type ImportedCode } from '../../../src/codes/import/difference.ts'
import type { CatalogueRows } from '../../../src/codes/import/read-catalogue-rows.ts'
import { readCatalogueRows } from '../../../src/codes/import/read-catalogue-rows.ts'
import { sectionOf } from '../../../src/codes/import/icd10-flags.ts'
import { isImportable, type ImportableCatalogue } from '../../../src/codes/import/layouts/index.ts'
import { Refusal } from '../../../src/codes/refusals.ts'
import { openSpreadsheet } from '../../../src/codes/spreadsheet/open-spreadsheet.ts'

/** What the Ministry published lies beside the project, not in it. */
const official = resolve(process.cwd(), '../shared/official')
const absent = !existsSync(official)
if (absent) console.warn(`LEFT OUT: ${official} is not there, the importer is not compared with the official files`)

const bytesOf = (file: string): Uint8Array => readFileSync(resolve(official, file))

const countProblems = ({ problems }: CatalogueRows): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { severity, code } of problems) counts[`${severity} ${code}`] = (counts[`${severity} ${code}`] ?? 0) + 1
  return counts
}

describe.skipIf(absent)(`the official files${absent ? ' (LEFT OUT: they are not beside the project)' : ''}`, () => {
  it('ICD-10 of QĐ 4469 has 12,219 rows, 12,218 codes, and flags on fourteen sheets', { timeout: 60_000 }, () => {
    const icd10 = readCatalogueRows('icd10', bytesOf('icd10-qd4469-annex.xlsx'))
    expect(countProblems(icd10)).toEqual({ 'warning duplicate-equal': 1, 'warning flag-code-unknown': 10 })
    expect(icd10.problems.find(({ code }) => code === 'duplicate-equal')).toMatchObject({ value: 'J13', row: 4239 })
    expect(icd10.rows).toHaveLength(12_218)
    expect(new Set(icd10.rows.map(({ code }) => code)).size).toBe(12_218)
    expect(icd10.rows[0]).toMatchObject({
      code: 'A00',
      name: 'Bệnh tả',
      attributes: {
        nameEnglish: 'Cholera',
        chapter: 'I',
        chapterCodes: 'A00-B99',
        group: 'A00-A09',
        type: 'A00',
        plainCode: 'A00',
      },
      at: { sheet: 'ICD10', row: 4 },
    })
    const of = (code: string) => icd10.rows.find((row) => row.code === code)?.attributes
    expect(of('A33')).toMatchObject({ ageMin: 'P0D', ageMax: 'P365D' })
    expect(of('A50.0')).toMatchObject({ ageMin: 'P0D', ageMax: 'P2Y' })
    expect(of('Z00.3')).toMatchObject({ ageMin: 'P8Y', ageMax: 'P19Y' })
    expect(of('B94.0')).toMatchObject({ ageAbove: 'P27D' })
    expect(of('A50.3')).toMatchObject({ ageMin: 'P1Y' })
    expect(of('G30.1')).toMatchObject({ ageAbove: 'P30Y' })
    expect(of('C51.0')).toMatchObject({ sex: 'female' })
    expect(of('C60.0')).toMatchObject({ sex: 'male' })
    expect(of('D63.8*')).toMatchObject({ notPrincipal: 'true', daggerPairs: 'A18.8;A52.7;B70.0;B76.9;E03.9' })
    const has = (attribute: string, value?: string): number =>
      icd10.rows.filter(({ attributes }) =>
        value === undefined ? attributes[attribute] : attributes[attribute] === value,
      ).length
    // 843 and 112 codes are listed; 76 and 10 of them are not among the 12,218.
    expect([has('sex', 'female'), has('sex', 'male')]).toEqual([767, 102])
    // 853 of the 1,263 listed are, some with and without their mark.
    expect(has('notPrincipal')).toBe(865)
    expect([has('asteriskPairs'), has('daggerPairs')]).toEqual([374, 392])
    expect(icd10.sheetsRead).toHaveLength(12)
  })

  it(
    'ICD-9-CM of QĐ 4440 has number cells where codes belong: each of the 8,035 is told, the ambiguous ones as errors',
    { timeout: 30_000 },
    () => {
      const icd9cm = readCatalogueRows('icd9cm', bytesOf('icd9-dvkt-qd4440.xlsx'))
      expect(countProblems(icd9cm)).toEqual({
        'warning code-number-whole': 6721,
        'error code-number': 1314,
        'error cell-formula': 2,
        'error duplicate-different': 2,
      })
      expect(icd9cm.problems.find(({ cell }) => cell === 'G7')).toMatchObject({
        code: 'code-number',
        severity: 'error',
        value: '93.9',
      })
      expect(icd9cm.problems.filter(({ code }) => code === 'cell-formula').map(({ cell }) => cell)).toEqual([
        'H7957',
        'H7969',
      ])
      expect(icd9cm.rows.every(({ code }) => /^\d\d\.\d\d$/.test(code))).toBe(true)
    },
  )

  it(
    'the administrative units of June 2024 are 63 provinces, 705 districts and 10,595 communes',
    { timeout: 30_000 },
    () => {
      const bytes = bytesOf('administrative-units-2024-06-11.xlsx')
      const read = (id: ImportableCatalogue) => readCatalogueRows(id, bytes)
      const all = [read('provinces'), read('districts'), read('communes')]
      expect(all.flatMap(({ problems }) => problems)).toEqual([])
      expect(all.map(({ rows }) => rows.length)).toEqual([63, 705, 10_595])
      expect(all[2]?.rows.find(({ code }) => code === '00001')).toMatchObject({
        name: 'Phường Phúc Xá',
        attributes: { province: '01', district: '001', level: 'Phường' },
      })
    },
  )

  it.each(absent ? [] : readdirSync(official).filter((file) => file.endsWith('.xlsx')))(
    '%s can be opened and read to its end',
    { timeout: 60_000 },
    (file) => {
      let cells = 0
      for (const sheet of openSpreadsheet(bytesOf(file)).sheets) {
        sheet.read((row) => {
          cells += row.cells.length
        })
      }
      expect(cells).toBeGreaterThan(100)
    },
  )

  it('ICD-9-CM of QĐ 4440 can be used by assumption, and each assumption is counted', { timeout: 60_000 }, () => {
    const assumed = new Set(['numeric-codes', 'trailing-zeros', 'first-name', 'leave-out'] as const)
    const icd9cm = readCatalogueRows('icd9cm', bytesOf('icd9-dvkt-qd4440.xlsx'), { assumed })
    expect(countProblems(icd9cm)).toEqual({
      'warning code-number-whole': 6721,
      'warning code-assumed-form': 454,
      'warning code-assumed-codes-below': 291,
      'warning code-assumed-as-shown': 569,
      'warning name-assumed-first': 6,
      'warning row-left-out': 2,
    })
    expect(icd9cm.rows).toHaveLength(1257)
    expect(icd9cm.rows.find(({ code }) => code === '93.90')).toBeDefined()
  })

  it('cut short, or read as another list, none of them is taken', { timeout: 60_000 }, () => {
    const bytes = bytesOf('icd9-dvkt-qd4440.xlsx')
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      expect(() => readCatalogueRows('icd9cm', bytes.subarray(0, Math.floor(bytes.length * share)))).toThrow(Refusal)
    }
    for (const catalogue of ['drugs', 'facilities', 'icd10', 'communes', 'supplies'] as const) {
      const { rows, problems } = readCatalogueRows(catalogue, bytes)
      expect([rows.length, problems.map(({ code }) => code)], catalogue).toEqual([0, ['heading-missing']])
    }
  })
})

describe('a title of the annex', () => {
  it.each([
    ['Phụ lục A3.1 Bệnh trẻ sơ sinh ( phù hợp tuổi : 0 - 365 ngày )', { ageMin: 'P0D', ageMax: 'P365D' }],
    ['Phụ lục A3.3 Bệnh ở trẻ lớn (tuổi hợp lệ: 0 ngày – 10 tuổi)', { ageMin: 'P0D', ageMax: 'P10Y' }],
    ['Phụ lục A3.5 Bệnh ở trẻ mới đẻ ( tuổi hợp lệ: trên 27 ngày tuổi )', { ageAbove: 'P27D' }],
    ['Phụ lục A3.6 Bệnh trẻ em ( tuổi hợp lệ: 1 tuổi trở lên )', { ageMin: 'P1Y' }],
    ['Phụ lục A4.1 Bệnh chỉ có ở giới Nữ', { sex: 'female' }],
    ['Phụ lục A2: Các mã bệnh không sử dụng là bệnh chính', { notPrincipal: 'true' }],
  ])('%s', (title, attributes) => {
    expect(sectionOf(title)).toEqual({ kind: 'attributes', attributes })
  })

  it('of another kind says nothing', () => {
    expect([sectionOf('A00'), sectionOf('Phụ lục 1: Danh mục mã bệnh'), sectionOf('')]).toEqual([null, null, null])
  })
})

describe('the seed', async () => {
  const { catalogues } = await readManifest()

  it.each(catalogues.map((catalogue) => [catalogue.id, catalogue] as const))(
    'is read as it is and differs in nothing from itself: %s',
    async (id, catalogue) => {
      if (!isImportable(id)) throw new Error(`${id} has no layout`)
      const { rows: seeded } = await readCatalogueFile(catalogue)
      const bytes = readFileSync(new URL(`../../../dmdc-seed/${catalogue.file}`, import.meta.url))
      const { rows, problems } = readCatalogueRows(id, bytes)
      expect(problems.filter(({ code }) => code !== 'no-rows')).toEqual([])
      const standing = seeded.map((row): ImportedCode => ({ ...row, sourceDocument: row.sourceDocument ?? 'QĐ 1' }))
      const options = { validFrom: '2026-11-22', mode: 'replace', oldAcceptedUntil: null, source: 'QĐ 1' } as const
      expect(differenceOf(standing, rows, options)).toEqual([])
      expect(differenceOf([], rows, options).map(({ after }) => after)).toHaveLength(seeded.length)
    },
  )
})
