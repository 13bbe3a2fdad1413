import { describe, expect, test } from 'vitest'
import { chooseStandard, familyOfSummary, otherStandardsKnowing } from '../../../src/engine/record/choose-standard.ts'
import { createRowReader } from '../../../src/engine/record/read-rows.ts'
import { createRow, rowLabel, valueOf, type RawRow } from '../../../src/engine/record/row.ts'
import { isDocumentRoot, tableShapes } from '../../../src/engine/record/table-shapes.ts'
import { standards } from '../../../src/engine/standards/index.ts'

/** What the reader says of elements and texts given as `<NAME`, `>` and anything else. */
function read(...marks: string[]): string[] {
  const said: string[] = []
  const reader = createRowReader(tableShapes, {
    openTable: (shape, root) => said.push(`table ${shape?.id ?? `? ${root}`}`),
    row: (row) =>
      said.push(
        `row ${row.ordinal} ${row.names
          .slice(0, row.length)
          .map((name, at) => `${name}=${row.texts[at]}`)
          .join(' ')}`,
      ),
    misplaced: (name, where) => said.push(`misplaced ${name} in ${where}`),
    strayText: () => said.push('stray text'),
  })
  // What was left open of an earlier table is no matter.
  reader.start(() => ({ line: 1, column: 1 }))
  reader.open('TONG_HOP')
  reader.open('MA_LK')
  said.length = 0
  reader.start(() => ({ line: 1, column: 1 }))
  for (const mark of marks) {
    if (mark.startsWith('<')) reader.open(mark.slice(1))
    else if (mark === '>') reader.close('')
    else reader.text(mark)
  }
  return said
}

describe('rows', () => {
  test('keep empty elements, lose outer white space, and join a text that comes in parts', () => {
    expect(read('<TONG_HOP', ' ', '<MA_LK', '\n A', ' B ', '>', '<STT', '>', '<HO_TEN', '\u00a0', '>', '>')).toEqual([
      'table XML1',
      'row 1 MA_LK=A B STT= HO_TEN=',
    ])
  })

  test('are found with and without the list around them, and numbered in their table', () => {
    const list = ['<CHI_TIET_THUOC', '<STT', '7', '>', '>', '<CHI_TIET_THUOC', '>']
    expect(
      read('<CHITIEU_CHITIET_THUOC', '<DSACH_CHI_TIET_THUOC', ...list, '>', '<CHUKYDONVI', '<X', 'y', '>', '>', '>'),
    ).toEqual(['table XML2', 'row 1 STT=7', 'row 2 '])
    expect(read('<DSACH_CHI_TIET_THUOC', ...list, '>')).toEqual(['table XML2', 'row 1 STT=7', 'row 2 '])
  })

  test('say what is written where nothing may, and go on behind it', () => {
    expect(
      read(
        '<DSACH_CHI_TIET_CLS',
        'a',
        'b',
        '<LA',
        '<CHI_TIET_CLS',
        '>',
        '>',
        '<CHI_TIET_CLS',
        '<STT',
        '1',
        '<B',
        '2',
        '>',
        '3',
        '>',
        '>',
        '>',
      ),
    ).toEqual(['table XML4', 'stray text', 'misplaced LA in table', 'misplaced B in value', 'row 1 STT=13'])
  })

  test('of an unknown table are passed over', () => {
    expect(read('<BANG', 'a', '<CHI_TIET_CLS', '<STT', '>', '>', '>')).toEqual(['table ? BANG'])
  })
})

const rowOf = (...names: string[]): RawRow => {
  const row = createRow()
  row.names.push(...names)
  row.texts.push(...names.map((_, at) => (at === 0 ? '' : String(at))))
  row.length = names.length
  row.ordinal = 4
  return row
}

test('a value is the first that holds something, a label the STT or the place in the table', () => {
  expect(valueOf(rowOf('A', 'A', 'A'), 'A')).toBe('1')
  expect(valueOf({ ...rowOf('A', 'B'), length: 1 }, 'B')).toBe('')
  expect([rowLabel(rowOf('X', 'STT')), rowLabel(rowOf('STT'))]).toEqual(['1', '4'])
})

test.each([
  ['4210', 20240506, 'XML1', ['MA_LK'], '4210'],
  ['4210', 20261122, 'XML2', ['MA_LK'], '4210'],
  ['130', 20230401, 'XML1', ['MA_LK'], '130'],
  ['130', 20240630, 'XML1', ['MA_LK'], '130'],
  ['130', 20240701, 'XML1', ['MA_LK'], '4750'],
  ['130', 20241231, 'XML1', ['MA_LK'], '4750'],
  ['130', 20250101, 'XML1', ['MA_LK'], '3176'],
  ['130', 20240501, 'XML1', ['NHOM_MAU'], '4750'],
  ['130', 20240801, 'XML13', ['MA_CSKCB_DI'], '3176'],
] as const)('a file of the family %s of %d with %s of %j is QĐ %s', (family, day, table, names, expected) => {
  expect(chooseStandard(family, day, table, rowOf(...names)).id).toBe(expected)
})

test('XML1 tells its family by the names that only one has', () => {
  expect(familyOfSummary(rowOf('MA_LK', 'MA_THE', 'MA_BENH'))).toBe('4210')
  expect(familyOfSummary(rowOf('MA_LK', 'MA_THE_BHYT'))).toBe('130')
  expect(familyOfSummary(rowOf('MA_LK', 'STT'))).toBeNull()
  expect(otherStandardsKnowing(standards['3176'], 'XML13', 'MA_NOI_DI')).toEqual(['4750'])
})

test('check-in and assessment are documents, other tables are not', () => {
  const documents = [...tableShapes.values()].filter(({ root }) => isDocumentRoot(root)).map(({ id }) => id)
  expect(documents.toSorted()).toEqual(['CHECKIN', 'XML12'])
})
