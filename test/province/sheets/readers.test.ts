/** A workbook as other programs read it: exceljs, SheetJS, and by the rules of readers that are not here. */
import { unzipSync, strFromU8 } from 'fflate'
import ExcelJs from 'exceljs'
import { SaxesParser } from 'saxes'
import { beforeAll, describe, expect, test } from 'vitest'
import { read as readSheetJs, utils } from 'xlsx'
import { rowsFrom, type OutCell, type OutSheet } from '../../../src/province/sheets/sheet.ts'
import { xlsxStream } from '../../../src/province/sheets/xlsx.ts'

const LONG = 'Ngày ra viện trước ngày vào viện. '.repeat(10)
const ROWS: readonly (readonly OutCell[])[] = [
  ['0012', { text: 'Lỗi', tone: 'error' }, LONG, 12, { decimal: '-1234.50' }, null],
  [
    ' có cách ',
    { text: 'Cảnh báo', tone: 'warning' },
    '<&"> \u0001 hai\r\ndòng',
    0,
    { decimal: '9007199254740993.25' },
    '',
  ],
  ['_x000D_', { text: 'Thông tin', tone: 'info' }, '😀 "=1+1"', 1e21, null, '=1+1'],
]
const sheets = (): OutSheet[] => [
  {
    name: "Lỗi & 'cảnh' báo",
    title: 'Tỉnh 01 & 02',
    columns: ['MA_LK', 'Mức', 'Nội dung', 'Số', 'Tiền', 'Khác'].map((title, at) => ({ title, width: 10 + at })),
    rows: rowsFrom(ROWS),
    fixedColumns: 1,
    printedColumns: 4,
  },
  { name: 'Trống', title: '', columns: [{ title: 'Một', width: 8 }], rows: rowsFrom([]) },
]

let bytes: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  bytes = new Uint8Array(await new Response(xlsxStream(sheets())).arrayBuffer())
})

const EXPECTED = [
  ['MA_LK', 'Mức', 'Nội dung', 'Số', 'Tiền', 'Khác'],
  ['0012', 'Lỗi', LONG, 12, -1234.5],
  [' có cách ', 'Cảnh báo', '<&">  hai\ndòng', 0, '9007199254740993.25'],
  ['_x000D_', 'Thông tin', '😀 "=1+1"', 1e21, null, '=1+1'],
]

test('exceljs reads every value, and how the sheet is shown and printed', async () => {
  const book = new ExcelJs.Workbook()
  await book.xlsx.load(bytes.buffer)
  expect(book.worksheets.map(({ name }) => name)).toEqual(["Lỗi & 'cảnh' báo", 'Trống'])
  const [sheet] = book.worksheets
  const read = sheet
    ?.getSheetValues()
    .slice(1)
    .map((row) => (Array.isArray(row) ? row.slice(1) : row))
  // It leaves `_x005F_` as it is, where ECMA-376 and the others read `_`.
  const expected = EXPECTED.map((row) => JSON.stringify(row).replace('"_x000D_"', '"_x005F_x000D_"'))
  expect(read?.map((row) => JSON.stringify(row))).toEqual(expected)
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 })
  expect(sheet?.autoFilter).toBe('A1:F4')
  expect(sheet?.getColumn(3).width).toBe(12)
  expect(sheet?.getCell('C2').alignment).toMatchObject({ wrapText: true })
  expect(sheet?.pageSetup).toMatchObject({
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printArea: 'A1:D4',
    printTitlesRow: '1:1',
  })
  const fills = ['B2', 'B3', 'B4', 'C2'].map((cell) => JSON.stringify(sheet?.getCell(cell).fill))
  expect(new Set(fills).size).toBe(4)
})

test('SheetJS reads every value', () => {
  const { SheetNames, Sheets } = readSheetJs(bytes, { type: 'array' })
  const [first = '', second = ''] = SheetNames
  expect(SheetNames).toEqual(["Lỗi & 'cảnh' báo", 'Trống'])
  const read = utils.sheet_to_json<unknown[]>(Sheets[first] ?? {}, { header: 1, defval: null })
  expect(read).toEqual(EXPECTED.map((row) => Array.from({ length: 6 }, (_, at) => row[at] ?? null)))
  expect(utils.sheet_to_json(Sheets[second] ?? {}, { header: 1 })).toEqual([['Một'], ['Không có dòng nào / No rows']])
})

const PARTS = [
  '[Content_Types].xml',
  '_rels/.rels',
  'xl/worksheets/sheet1.xml',
  'xl/worksheets/sheet2.xml',
  'xl/styles.xml',
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
]

describe('the archive', () => {
  test('can be read from front to back: no stored part has its size behind it (java.util.zip.ZipInputStream)', () => {
    const view = new DataView(bytes.buffer)
    const LOCAL_HEADER = 0x04034b50
    const named: [string, number][] = []
    for (let at = 0; at < bytes.length - 30; at += 1) {
      if (view.getUint32(at, true) !== LOCAL_HEADER) continue
      const name = strFromU8(bytes.subarray(at + 30, at + 30 + view.getUint16(at + 26, true)))
      named.push([name, view.getUint16(at + 8, true)])
    }
    const DEFLATED = 8
    expect(named).toEqual(PARTS.map((name) => [name, DEFLATED]))
  })

  test('has a content type for every part and a part for every relation', () => {
    const parts = unzipSync(bytes)
    const textOf = (name: string): string => strFromU8(parts[name] ?? new Uint8Array())
    const overridden = [...textOf('[Content_Types].xml').matchAll(/PartName="\/([^"]+)"/g)].map(([, name]) => name)
    expect(new Set(overridden)).toEqual(new Set(PARTS.filter((name) => /^xl\/\w+(\/\w+)?\.xml$/.test(name))))
    const targets = [...textOf('xl/_rels/workbook.xml.rels').matchAll(/Target="([^"]+)"/g)].map(
      ([, name]) => `xl/${name}`,
    )
    expect(targets.every((name) => parts[name] !== undefined)).toBe(true)
  })
})

/** CT_Worksheet, CT_Workbook and CT_Stylesheet of ECMA-376 (part 1, annex A.2): sequences, so that another order is no valid file. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  worksheet:
    'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors'.split(
      ' ',
    ),
  workbook:
    'fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr'.split(
      ' ',
    ),
  styleSheet: 'numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors'.split(' '),
}

type Element = { name: string; attributes: Record<string, string>; depth: number }

function elementsOf(text: string): Element[] {
  const elements: Element[] = []
  let depth = 0
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    elements.push({ name, attributes, depth })
    depth += 1
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.write(text).close()
  return elements
}

describe('every part', () => {
  test('is well-formed, with its elements in the order of the schema', () => {
    const parts = unzipSync(bytes)
    for (const name of PARTS) {
      const [root, ...elements] = elementsOf(strFromU8(parts[name] ?? new Uint8Array()))
      const order = ORDERS[root?.name ?? '']
      if (order === undefined) continue
      const places = elements.filter(({ depth }) => depth === 1).map((element) => order.indexOf(element.name))
      expect(places, name).toEqual(places.toSorted((a, b) => a - b))
      expect(Math.min(...places), name).toBeGreaterThanOrEqual(0)
      expect(new Set(places).size, name).toBe(places.length)
    }
  })

  test('of a sheet says of every row and cell where it lies, and names a style that there is', () => {
    const parts = unzipSync(bytes)
    const styles = elementsOf(strFromU8(parts['xl/styles.xml'] ?? new Uint8Array()))
    const count = Number(styles.find(({ name }) => name === 'cellXfs')?.attributes['count'])
    const elements = elementsOf(strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array()))
    const rows = elements.filter(({ name }) => name === 'row').map(({ attributes }) => attributes['r'])
    const cells = elements.filter(({ name }) => name === 'c')
    expect(rows).toEqual(['1', '2', '3', '4'])
    expect(cells.map(({ attributes }) => attributes['r'])).toEqual(
      rows.flatMap((row) => ['A', 'B', 'C', 'D', 'E', 'F'].map((column) => `${column}${row}`)),
    )
    expect(cells.every(({ attributes }) => Number(attributes['s']) < count)).toBe(true)
  })
})

test('a text that is longer than a cell may be ends in an ellipsis', async () => {
  const sheet: OutSheet = {
    name: 's',
    title: 't',
    columns: [{ title: 'n', width: 9 }],
    rows: rowsFrom([['x'.repeat(40_000)]]),
  }
  const { Sheets } = readSheetJs(await new Response(xlsxStream([sheet])).arrayBuffer())
  expect(String(Sheets['s']?.['A2']?.v)).toMatch(/^x{32766}…$/)
})
