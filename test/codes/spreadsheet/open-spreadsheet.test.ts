import { describe, expect, it } from 'vitest'
import { parseReference, shownNumber, type Row } from '../../../src/codes/spreadsheet/cell.ts'
import { columnLetters } from '../../../src/kernel/column-letters.ts'
import { isDateFormat } from '../../../src/codes/spreadsheet/dates.ts'
import { openSpreadsheet } from '../../../src/codes/spreadsheet/open-spreadsheet.ts'
import { workbook, type FixtureCell, type FixtureSheet, type WorkbookOptions } from '../../fixtures/spreadsheet.ts'

const rowsOf = (bytes: Uint8Array, index = 0): Row[] => {
  const rows: Row[] = []
  openSpreadsheet(bytes).sheets[index]?.read((row) => {
    rows.push(row)
  })
  return rows
}

const sheet = (rows: FixtureCell[][], more: Partial<FixtureSheet> = {}): FixtureSheet => ({
  name: 'Danh mục',
  rows,
  ...more,
})

/** What the only row of a workbook holds. */
const cellsOf = (cells: FixtureCell[], options: WorkbookOptions = {}) =>
  rowsOf(workbook([sheet([cells])], options))[0]?.cells.map(({ kind, text, day }) => [kind, text, day])

describe('a cell', () => {
  it('states its kind, its column, and its text exactly as stored', () => {
    const cells: FixtureCell[] = [
      'A00.10',
      { number: '39.950000000000003' },
      { inline: '  2.10 ' },
      { formula: 'VLOOKUP(A1,B:C,2)', result: '40.1' },
      { formula: 'B7', result: '#N/A', isError: true },
      { error: '#N/A' },
      { boolean: true },
      { number: 44175, format: 'date' },
    ]
    expect(rowsOf(workbook([sheet([cells], { from: 17 })]))).toEqual([
      {
        number: 17,
        cells: [
          { column: 1, kind: 'text', text: 'A00.10', day: null },
          { column: 2, kind: 'number', text: '39.950000000000003', day: null },
          { column: 3, kind: 'text', text: '  2.10 ', day: null },
          { column: 4, kind: 'formula', text: '40.1', day: null },
          { column: 5, kind: 'formula', text: '#N/A', day: null },
          { column: 6, kind: 'error', text: '#N/A', day: null },
          { column: 7, kind: 'boolean', text: '1', day: null },
          { column: 8, kind: 'date', text: '44175', day: '2020-12-10' },
        ],
      },
    ])
  })

  it('joins the runs of a rich text and leaves out what only guides the reader', () => {
    expect(cellsOf([{ runs: ['05C', '.22', '4'], phonetic: 'không phải mã' }])).toEqual([['text', '05C.224', null]])
  })

  it('has the characters that XML cannot hold, and markup as text', () => {
    expect(cellsOf(['a_x000D_b', 'c_x005F_x000D_', '<A00> & "B"'])).toEqual([
      ['text', 'a\rb', null],
      ['text', 'c_x000D_', null],
      ['text', '<A00> & "B"', null],
    ])
  })

  it('is passed over when it is empty, and a row without cells too', () => {
    const rows = rowsOf(workbook([sheet([[null, 'B1', { inline: '' }], [], [null, null, 'C3']])]))
    expect(rows.map(({ number, cells }) => [number, cells.map(({ column }) => column)])).toEqual([
      [1, [2]],
      [3, [3]],
    ])
  })

  it('shows a number as Excel does', () => {
    expect(
      ['39.950000000000003', '9.3000000000000007', '1E-3', '20250701', '12345678901', 'không'].map(shownNumber),
    ).toEqual(['39.95', '9.3', '0.001', '20250701', '12345678901', 'không'])
  })

  it('is named as in Excel', () => {
    expect([1, 26, 27, 52, 702, 703, 16_384].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA', 'XFD'])
    expect(parseReference('XFD1048576')).toEqual({ row: 1_048_576, column: 16_384 })
    expect(['XFE1', 'A1048577', 'A0', '1A', 'A', ''].map(parseReference)).toEqual(Array(6).fill(null))
  })
})

describe('a date', () => {
  it('counts from 1900 with the leap day that never was, or from 1904', () => {
    const serials = [1, 59, 60, 61, 44175.75].map((number) => ({ number, format: 'date' }))
    const days = (is1904: boolean) => cellsOf(serials, { is1904 })?.map(([, , day]) => day)
    expect(days(false)).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '1900-03-01', '2020-12-10'])
    expect(days(true)).toEqual(['1904-01-02', '1904-02-29', '1904-03-01', '1904-03-02', '2024-12-11'])
  })

  it('is known by the format of its cell, built in or of the file itself', () => {
    const shown = ['dd/mm/yyyy', 'yyyymmdd;@', '[$-42A]d mmmm yyyy', 'datetime', '[h]:mm']
    const plain = ['General', '0.00', '@', '00000', '#,##0 "đồng"', '[Red]0.0', '0.0_d', String.raw`0\d`, '"Ngày" 0']
    const kinds = (formats: string[]) =>
      cellsOf(formats.map((format) => ({ number: 44175, format })))?.map(([kind]) => kind)
    expect(kinds(shown)).toEqual(shown.map(() => 'date'))
    expect(kinds(plain)).toEqual(plain.map(() => 'number'))
    expect([14, 22, 45, 47].every((id) => isDateFormat(id, undefined))).toBe(true)
    expect([0, 13, 23, 44, 48, 49].some((id) => isDateFormat(id, undefined))).toBe(false)
  })

  it('may be written as ISO 8601, and a time alone has no day', () => {
    expect(cellsOf([{ isoDate: '2025-07-01T00:00:00' }, { number: 0.5, format: 'mm:ss' }])).toEqual([
      ['date', '2025-07-01T00:00:00', '2025-07-01'],
      ['date', '0.5', null],
    ])
  })
})

describe('a workbook', () => {
  it('has its sheets in the order of the tabs, whatever their parts are called, and says which are hidden', () => {
    const bytes = workbook([
      { name: 'Chương 1', rows: [['một']] },
      { name: 'Cũ', rows: [['hai']], hidden: true },
      { name: 'Chương & 2', rows: [['ba']] },
    ])
    expect(openSpreadsheet(bytes).sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Chương 1', false],
      ['Cũ', true],
      ['Chương & 2', false],
    ])
    expect([0, 1, 2].map((index) => rowsOf(bytes, index)[0]?.cells[0]?.text)).toEqual(['một', 'hai', 'ba'])
  })

  const rows: FixtureCell[][] = [
    ['MÃ', null, 'TÊN'],
    ['A00', { number: 1 }, { inline: 'Tả' }],
    [null, 'x'],
  ]
  const expected = rowsOf(workbook([sheet(rows)]))

  it.each<[string, WorkbookOptions]>([
    ['with its texts behind the sheets', { stringsLast: true }],
    ['with a prefix before every element', { prefix: 'x' }],
    ['without references', { withoutReferences: true }],
    [
      'with other attributes, quotes and line breaks',
      { rewrite: (_, xml) => xml.replaceAll(/<row r="(\d)">/g, "\n<row spans='1:3' r='$1'>") },
    ],
    [
      'with comments between rows and cells',
      {
        rewrite: (path, xml) =>
          path.includes('sheets/') ? xml.replaceAll(/(?=<(row|c) )/g, '<!-- <row r="9"></row> -->') : xml,
      },
    ],
    [
      'with rows in comments, which are none',
      {
        rewrite: (_, xml) =>
          xml.replaceAll(
            '</row>',
            '</row><!-- </row><row r="2"><c r="A2"><v>7</v></c></row> --><?a </row><row r="3"></row>?>',
          ),
      },
    ],
    [
      'with an empty row before a comment',
      {
        rewrite: (_, xml) =>
          xml.replace('</sheetData>', '<row r="8"/><!-- </row><row r="9"><c r="A9"><v>7</v></c></row> --></sheetData>'),
      },
    ],
    [
      'with the start of the rows in a comment',
      {
        rewrite: (_, xml) =>
          xml.replace('<sheetData>', '<!-- <sheetData><row r="1"><c r="A1"><v>7</v></c></row> --><sheetData>'),
      },
    ],
    [
      'with values in CDATA',
      {
        rewrite: (path, xml) =>
          path.includes('sheets/') ? xml.replaceAll(/<v>(\d+)<\/v>/g, '<v><![CDATA[$1]]></v>') : xml,
      },
    ],
  ])('means the same %s', (_, options) => {
    expect(rowsOf(workbook([sheet(rows)], options))).toEqual(expected)
  })

  it('gives every row of a sheet that comes in many pieces, plain rows and others mixed', () => {
    const many = Array.from({ length: 6000 }, (_, index): FixtureCell[] => [
      { number: index },
      index % 7 === 0 ? { inline: `m${index * 7919}` } : { number: index * 7919 },
    ])
    const texts = rowsOf(workbook([sheet(many)])).map(({ number, cells }) => [number, ...cells.map(({ text }) => text)])
    expect(texts).toEqual(
      many.map((_, index) => [index + 1, String(index), index % 7 === 0 ? `m${index * 7919}` : String(index * 7919)]),
    )
  })

  it('gives no more rows than are asked for, and all of them when asked again', () => {
    const [only] = openSpreadsheet(workbook([sheet([['1'], ['2'], ['3']], { from: 2 })])).sheets
    expect(only?.peek(2)).toMatchObject({ rows: [{ number: 2 }, { number: 3 }], lastRow: 4 })
    const seen: number[] = []
    only?.read(({ number }) => seen.push(number) < 1)
    only?.read(({ number }) => {
      seen.push(number)
    })
    expect(seen).toEqual([2, 2, 3, 4])
  })

  it('states its merged ranges', () => {
    const [only] = openSpreadsheet(workbook([sheet([['a']], { merges: ['A1:C1', 'B3:B4'] })])).sheets
    expect(only?.merges()).toEqual([
      { top: 1, left: 1, bottom: 1, right: 3 },
      { top: 3, left: 2, bottom: 4, right: 2 },
    ])
  })
})

describe('separated values', () => {
  const csv = (text: string): (readonly [number, ...string[]])[] =>
    rowsOf(new TextEncoder().encode(text)).map(({ number, cells }) => [number, ...cells.map(({ text }) => text)])

  it.each([
    ['commas', 'code,name\r\n01,"Xã A, B"\r\n'],
    ['semicolons', 'code;name\n01;Xã A, B'],
    ['tabs', 'code\tname\n01\tXã A, B\n'],
    ['a mark before them', '\uFEFFcode,name\n01,"Xã A, B"\n'],
    ['the delimiter named', 'sep=;\ncode;name\n01;Xã A, B\n'],
  ])('are read with %s', (_, text) => {
    expect(csv(text)).toEqual([
      [1, 'code', 'name'],
      [2, '01', 'Xã A, B'],
    ])
  })

  it('keep quotes, line breaks and everything that looks like a number as text', () => {
    expect(csv('code,name\n2.10,"Tiêm ""bắp""\nchậm"\n\n007,=1+1\n')).toEqual([
      [1, 'code', 'name'],
      [2, '2.10', 'Tiêm "bắp"\nchậm'],
      [4, '007', '=1+1'],
    ])
  })

  it('are read in UTF-16 with its mark, as Excel writes "Unicode text"', () => {
    const bytes = Buffer.from('\uFEFFcode\tname\n01\tHà Nội\n', 'utf16le')
    expect(rowsOf(bytes)[1]?.cells.map(({ text }) => text)).toEqual(['01', 'Hà Nội'])
  })
})
