import { describe, expect, it } from 'vitest'
import type { Assumption } from '../../../src/codes/import/numeric-codes.ts'
import { readCatalogueRows } from '../../../src/codes/import/read-catalogue-rows.ts'
import { hiding, workbook, type FixtureCell } from '../../fixtures/spreadsheet.ts'

const HEAD = ['Mã ICD-9', 'Tên ICD-9']
const read = (codes: readonly (number | string)[], ...assumed: Assumption[]) => {
  const rows = codes.map((code): FixtureCell[] => [typeof code === 'string' ? code : { number: code }, `Tên ${code}`])
  const bytes = workbook([{ name: 'icd9', rows: [HEAD, ...rows] }])
  const { rows: found, problems } = readCatalogueRows('icd9cm', bytes, { assumed: new Set(assumed) })
  return {
    codes: found.map(({ code }) => code),
    problems: problems.map(({ severity, code, value }) => `${severity} ${code} ${value}`),
  }
}

describe('a column whose codes are all numbers', () => {
  it('is not read by assumption unless that is asked for', () => {
    expect(read([9.39])).toEqual({ codes: [], problems: ['error code-number 9.39'] })
  })

  it('is read where the form of the codes allows one reading, and each is reported', () => {
    expect(read([9.39, 88.73], 'numeric-codes')).toEqual({
      codes: ['09.39', '88.73'],
      problems: ['warning code-assumed-form 9.39', 'warning code-number-whole 88.73'],
    })
  })

  it('stays refused where a number may be two codes', () => {
    expect(read([93.9, 93.91], 'numeric-codes').problems).toContain('error code-number 93.9')
  })

  it('is read by the codes beside it where that is asked for too', () => {
    const { codes, problems } = read([93.9, 93.91, 47.2, 9, 9.23, 45, 45.01], 'numeric-codes', 'trailing-zeros')
    expect(codes).toEqual(['93.90', '93.91', '47.2', '09.0', '09.23', '45.00', '45.01'])
    expect(problems).toEqual(
      [
        'warning code-assumed-codes-below 93.9',
        'warning code-number-whole 93.91',
        'warning code-assumed-as-shown 47.2',
        'warning code-assumed-codes-below 9',
        'warning code-assumed-form 9.23',
        'warning code-assumed-codes-below 45',
        'warning code-assumed-form 45.01',
      ].map((each) => each.replace('code-assumed-form 45.01', 'code-number-whole 45.01')),
    )
  })
})

it('a column with one code as text is not read by assumption: the numbers beside it are slips', () => {
  expect(read(['09.39', 9.4], 'numeric-codes', 'trailing-zeros')).toEqual({
    codes: ['09.39'],
    problems: ['error code-number 9.4'],
  })
})

it('of several names the first is kept, and a row whose name is an Excel error is left out, each reported', () => {
  const rows: FixtureCell[][] = [
    HEAD,
    ['40.50', 'Tên một'],
    ['40.50', 'Tên hai'],
    ['40.3', { formula: '-Cắt', result: '#NAME?', isError: true }],
  ]
  const bytes = workbook([{ name: 'icd9', rows }])
  const codesOf = (assumed: readonly Assumption[]) =>
    readCatalogueRows('icd9cm', bytes, { assumed: new Set(assumed) }).problems.map(
      ({ severity, code }) => `${severity} ${code}`,
    )
  expect(codesOf([])).toEqual(['error duplicate-different', 'error cell-formula'])
  expect(codesOf(['first-name', 'leave-out'])).toEqual(['warning name-assumed-first', 'warning row-left-out'])
})

it('rows and columns that Excel hides are read and reported', () => {
  const rows: FixtureCell[][] = [HEAD, ['40.50', 'Tên một'], ['40.51', 'Tên hai'], ['40.52', { inline: 'Tên ba' }]]
  const { rows: found, problems } = readCatalogueRows(
    'icd9cm',
    workbook([{ name: 'icd9', rows }], { rewrite: hiding(3, 4) }),
  )
  expect(found).toHaveLength(3)
  expect(problems.map(({ severity, code, message }) => [severity, code, message.vi])).toEqual([
    ['warning', 'columns-hidden', 'Cột bị ẩn trong Excel vẫn được đọc: B.'],
    ['warning', 'rows-hidden', expect.stringMatching(/^2 dòng .*: dòng 3, 4\.$/)],
  ])
})

it('of the sheets with flags beside ICD-10 too', () => {
  const list = [
    ['Mã bệnh', 'Tên bệnh'],
    ['A00', 'Bệnh tả'],
    ['A01', 'Thương hàn'],
  ]
  const flags = [['Phụ lục A2: Các mã bệnh không sử dụng là bệnh chính'], ['A00'], ['A01']]
  const sheets = [
    { name: 'ICD10', rows: list },
    { name: 'A2', rows: flags },
  ]
  const { rows, problems } = readCatalogueRows('icd10', workbook(sheets, { rewrite: hiding(3) }))
  expect(rows.map(({ attributes }) => attributes['notPrincipal'])).toEqual(['true', 'true'])
  expect(problems.map(({ code, sheet }) => [code, sheet])).toEqual([
    ['columns-hidden', 'ICD10'],
    ['heading-incomplete', 'ICD10'],
    ['rows-hidden', 'ICD10'],
    ['columns-hidden', 'A2'],
    ['rows-hidden', 'A2'],
  ])
})
