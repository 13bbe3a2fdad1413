import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { createCatalogueReader } from '../../../src/edge/catalogues/read-catalogue.ts'

const ROW = { STT: '1', MA_KHOA: 'K03', TEN_KHOA: 'Khoa Nội', TU_NGAY: '20260401', MA_CSKCB: '01001' }
const row = (change: Readonly<Record<string, string>>): string => {
  const cells = Object.entries({ ...ROW, ...change }).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<DMBOPHANCHUYENMON>${cells.join('')}</DMBOPHANCHUYENMON>`
}

function read(...rows: string[]) {
  const reader = createCatalogueReader('01/DM', '01001')
  reader.push(Buffer.from(`<DANHSACH_DMBOPHANCHUYENMON>${rows.join('')}</DANHSACH_DMBOPHANCHUYENMON>`))
  return reader.end()
}

test('a row as the form has it is without a problem', () => {
  expect(read(row({}), row({ MA_KHOA: 'K04' }))).toEqual({ rows: 2, errors: 0, warnings: 0, problems: [] })
})

test.each([
  [{ TU_NGAY: '2026-04-01' }, 'TU_NGAY', 'error'],
  [{ TU_NGAY: '20260431' }, 'TU_NGAY', 'error'],
  [{ TU_NGAY: '' }, 'TU_NGAY', 'error'],
  [{ DEN_NGAY: '20260331' }, 'DEN_NGAY', 'error'],
  [{ BAN_KHAM: '1,5' }, 'BAN_KHAM', 'error'],
  [{ BAN_KHAM: '1000' }, 'BAN_KHAM', 'error'],
  [{ GHI_CHU: 'x' }, 'GHI_CHU', 'warning'],
] as const)('of %j the problem is in its field', (change, field, level) => {
  const fields = read(row(change)).problems.map((problem) => [problem.row, problem.field, problem.level])
  expect(fields).toContainEqual(['1', field, level])
  expect(new Set(fields.map(([, name]) => name))).toEqual(new Set([field]))
})

test('the same key twice is an error, and in another day it is another row', () => {
  expect(read(row({}), row({ STT: '2' })).problems).toMatchObject([{ row: '2', field: 'MA_KHOA', level: 'error' }])
  expect(read(row({}), row({ STT: '2', TU_NGAY: '20260501' })).problems).toEqual([])
})
