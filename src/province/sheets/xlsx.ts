import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { PIECE_CHARACTERS, streamOf, type OutCell, type OutSheet } from './sheet.ts'

/** Fast rather than small: a sheet is mostly repeated tags, which any level takes out. */
const LEVEL = 1
/** Rows of a sheet (ECMA-376 names none; Excel opens no more), the head among them. */
const MOST_ROWS = 1_048_576

/**
 * A workbook (ECMA-376, SpreadsheetML) of the sheets in their order, made as it is read: what waits is one piece. Texts stand in their
 * cells, so that nothing has to be known beforehand. A sheet with more rows than Excel opens ends there, and its last row says so.
 */
export function xlsxStream(sheets: Iterable<OutSheet> | AsyncIterable<OutSheet>): ReadableStream<Uint8Array> {
  return streamOf(workbook(sheets))
}

async function* workbook(
  sheets: Iterable<OutSheet> | AsyncIterable<OutSheet>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder()
  let made: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, data) => {
    if (error) throw error
    made.push(new Uint8Array(data))
  })
  const taken = (): Uint8Array<ArrayBuffer>[] => {
    const some = made
    made = []
    return some
  }
  const names: string[] = []
  for await (const sheet of sheets) {
    names.push(sheet.name)
    const file = new ZipDeflate(`xl/worksheets/sheet${names.length}.xml`, { level: LEVEL })
    zip.add(file)
    for await (const text of sheetXml(sheet)) {
      file.push(encoder.encode(text))
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  for (const [path, text] of partsOf(names)) {
    const file = new ZipPassThrough(path)
    zip.add(file)
    file.push(encoder.encode(text), true)
  }
  zip.end()
  yield* taken()
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

async function* sheetXml({ head, rows }: OutSheet): AsyncGenerator<string, void> {
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${rowXml(head)}`
  let written = 1
  for await (const row of rows) {
    written += 1
    if (written === MOST_ROWS) {
      text += rowXml(['… nhiều dòng hơn Excel mở được; dùng CSV / more rows than Excel opens; use CSV'])
      break
    }
    text += rowXml(row)
    if (text.length < PIECE_CHARACTERS) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData></worksheet>`
}

const rowXml = (cells: readonly OutCell[]): string => `<row>${cells.map(cellXml).join('')}</row>`

function cellXml(cell: OutCell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`
  if (typeof cell === 'object') return `<c><v>${cell.decimal}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

/** Characters that XML 1.0 does not have are left out. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const escaped = (text: string): string =>
  text
    .replaceAll(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

function partsOf(names: readonly string[]): [path: string, text: string][] {
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const each = (of: (name: string, number: number) => string): string =>
    names.map((name, at) => of(escaped(name), at + 1)).join('')
  return [
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${relations}"><sheets>${each(
        (name, number) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`,
      )}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${packages}/relationships">${each(
        (_, number) =>
          `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )}</Relationships>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${each(
        (_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`,
      )}</Types>`,
    ],
  ]
}
