import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Header,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx'
import { ChartRun } from 'docx/charts'
import type {
  Chart,
  DocumentCell,
  DocumentRow,
  DocumentTable,
  Letterhead,
  Section,
  SignedDocument,
} from './document.ts'
import { isText, placeAndDay, shownCell } from './vietnamese.ts'
import {
  annexHeading,
  annexReference,
  NO_ROWS,
  numberedRemarks,
  numberedSections,
  recipientLines,
  sharesOf,
} from './words.ts'

/**
 * A document to sign as Word (docx), in the form of Nghị định 30/2020/NĐ-CP, annex I: A4, margins 20, 15, 20 and 30 mm, Times New Roman, the
 * number of a page above it from the second on.
 */
export function wordDocument(document: SignedDocument): Promise<ArrayBuffer> {
  const { letterhead, annexes } = document
  const numbered = numberedSections(document).flatMap((section) => sectionParts(section, section.heading))
  const toFill = numberedRemarks(document).flatMap((remark) => [heading(remark.heading), dotted(), dotted()])
  return Packer.toArrayBuffer(
    new Document({
      title: document.subject,
      creator: letterhead.agency,
      styles: { default: { document: { run: { font: 'Times New Roman', size: points(13) } } } },
      sections: [
        {
          properties: { titlePage: true, page: { size: A4, margin: MARGIN } },
          headers: { first: new Header({ children: [] }), default: pageNumber() },
          children: [
            head(letterhead),
            line(document.kind, { bold: true, size: points(14) }, { spacing: { before: 300 } }),
            line(document.subject, { bold: true }),
            rule(),
            ...document.opening.map(body),
            ...numbered,
            ...toFill,
            signature(letterhead),
            ...annexes.flatMap((section, at) => annexParts(section, at, document)),
            ...document.notes.map(
              (note) => new Paragraph({ children: [new TextRun({ text: note, size: points(10) })] }),
            ),
          ],
        },
      ],
    }),
  )
}

/** Word counts letters in half points, lengths in twentieths of a point. */
const points = (size: number): number => size * 2
const A4 = { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) }
const MARGIN = {
  top: convertMillimetersToTwip(20),
  right: convertMillimetersToTwip(15),
  bottom: convertMillimetersToTwip(20),
  left: convertMillimetersToTwip(30),
}
const TEXT_WIDTH = convertMillimetersToTwip(165)

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const BARE = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE }

const line = (text: string, run: IRunOptions = {}, more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, ...more, children: [new TextRun({ text, ...run })] })

/** The short line under an agency, the motto and the subject. */
const rule = (): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { after: 120, line: 120 },
    indent: { left: convertMillimetersToTwip(20), right: convertMillimetersToTwip(20) },
    border: { top: { style: BorderStyle.SINGLE, size: 4, color: '000000', space: 1 } },
    children: [],
  })

const body = (text: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: convertMillimetersToTwip(10) },
    spacing: { before: 60, after: 60, line: 300 },
    children: [new TextRun(text)],
  })

const heading = (text: string): Paragraph =>
  new Paragraph({ keepNext: true, spacing: { before: 200, after: 80 }, children: [new TextRun({ text, bold: true })] })

const dotted = (): Paragraph =>
  new Paragraph({
    spacing: { before: 160 },
    border: { bottom: { style: BorderStyle.DOTTED, size: 6, color: '000000', space: 1 } },
    children: [],
  })

const pageNumber = (): Header =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT], size: points(13) })],
      }),
    ],
  })

/** Two columns without lines. `widths` in shares. */
const sideBySide = (widths: readonly [number, number], left: Paragraph[], right: Paragraph[]): Table => {
  const whole = widths[0] + widths[1]
  const twips = widths.map((width) => Math.round((TEXT_WIDTH * width) / whole))
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: twips,
    borders: BARE,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [left, right].map(
          (children, at) => new TableCell({ children, width: { size: twips[at] ?? 0, type: WidthType.DXA } }),
        ),
      }),
    ],
  })
}

const head = ({ superior, agency, number, place, day, year }: Letterhead): Table =>
  sideBySide(
    [2, 3],
    [
      ...(superior === null ? [] : [line(superior.toUpperCase(), { size: points(12) })]),
      line(agency.toUpperCase(), { size: points(12), bold: true }),
      rule(),
      line(`Số: ${number}`),
    ],
    [
      line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: points(12), bold: true }),
      line('Độc lập - Tự do - Hạnh phúc', { bold: true }),
      rule(),
      line(placeAndDay(place, day, year), { italics: true }),
    ],
  )

const signature = (letterhead: Letterhead): Table => {
  const left = { alignment: AlignmentType.LEFT }
  return sideBySide(
    [1, 1],
    [
      line('Nơi nhận:', { bold: true, italics: true, size: points(12) }, left),
      ...recipientLines(letterhead).map((each) => line(each, { size: points(11) }, left)),
    ],
    [
      line(letterhead.position.toUpperCase(), { bold: true }),
      ...Array.from({ length: 4 }, () => line('')),
      line(letterhead.signer ?? '', { bold: true }),
    ],
  )
}

const sectionParts = ({ chart, table }: Section, title: string): (Paragraph | Table)[] => [
  heading(title),
  ...(chart ? [chartOf(chart)] : []),
  tableOf(table),
]

const annexParts = ({ title, table }: Section, at: number, document: SignedDocument): (Paragraph | Table)[] => [
  new Paragraph({ children: [new PageBreak()] }),
  line(annexHeading(document, at), { bold: true }),
  line(title, { bold: true }),
  line(annexReference(document.letterhead), { italics: true }, { spacing: { after: 160 } }),
  tableOf(table),
]

/** A chart of Word itself, whose figures can be opened in it. */
const chartOf = ({ title, categories, series }: Chart): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new ChartRun({
        type: 'column',
        stacking: 'stacked',
        title,
        categories: [...categories],
        series: series.map(({ name, values }) => ({ name, values: [...values] })),
        legend: { position: 'bottom' },
        transformation: { width: 600, height: 240 },
      }),
    ],
  })

const TABLE_SIZE = points(10)

function tableOf({ columns, rows, total }: DocumentTable): Table {
  const widths = sharesOf(columns).map((share) => Math.round(TEXT_WIDTH * share))
  const cell = (
    text: string,
    at: number,
    alignment: (typeof AlignmentType)[keyof typeof AlignmentType],
    bold: boolean,
  ) =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: 60, right: 60, top: 30, bottom: 30 },
      children: [new Paragraph({ alignment, children: [new TextRun({ text, bold, size: TABLE_SIZE })] })],
    })
  const rowOf = ({ cells }: DocumentRow, bold: boolean): TableRow =>
    new TableRow({ cantSplit: true, children: cells.map((each, at) => cell(shownCell(each), at, sideOf(each), bold)) })
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ title }, at) => cell(title, at, AlignmentType.CENTER, true)),
      }),
      ...rows.map((row) => rowOf(row, false)),
      ...(total ? [rowOf(total, true)] : []),
      ...(rows.length === 0 ? [rowOf(emptyRow(columns.length), false)] : []),
    ],
  })
}

const sideOf = (cell: DocumentCell) => (isText(cell) ? AlignmentType.LEFT : AlignmentType.RIGHT)

const emptyRow = (columns: number): DocumentRow => ({
  cells: Array.from({ length: columns }, (_, at) => (at === 0 ? NO_ROWS : '')),
})
