import { rowsFrom, type OutCell, type OutSheet } from '../sheets/sheet.ts'
import type { DocumentCell, DocumentTable, Section, SignedDocument } from './document.ts'
import { placeAndDay, shownCell, WITHHELD } from './vietnamese.ts'

/** A document to sign as a workbook: its head on the first sheet, each table on one of its own, with numbers that can be reckoned with. */
export const documentSheets = (document: SignedDocument): readonly OutSheet[] => [
  headSheet(document),
  ...[...document.sections, ...document.annexes].map((section, at) => tableSheet(section, at + 1)),
]

function headSheet({ letterhead, kind, subject, opening, notes, remarks }: SignedDocument): OutSheet {
  const { superior, agency, number, place, day, year, recipients, position, signer } = letterhead
  const rows: (readonly [string, string])[] = [
    ...(superior === null ? [] : [['Cơ quan chủ quản', superior] as const]),
    ['Cơ quan ban hành', agency],
    ['Số, ký hiệu', number],
    ['Địa danh, ngày', placeAndDay(place, day, year)],
    ['Tên loại', kind],
    ['Trích yếu', subject],
    ...opening.map((text) => ['Nội dung', text] as const),
    ...remarks.map((text) => [text, ''] as const),
    ['Nơi nhận', recipients.join('; ')],
    ['Chức vụ, người ký', [position, signer].filter(Boolean).join(' – ')],
    ...notes.map((text) => ['Ghi chú', text] as const),
  ]
  return {
    name: 'Báo cáo',
    title: subject,
    columns: [
      { title: 'Mục', width: 24 },
      { title: 'Nội dung', width: 100 },
    ],
    rows: rowsFrom(rows),
  }
}

/** Characters of a column whose width is one share. */
const SHARE_WIDTH = 10
/** Of a sheet's name. */
const MOST_NAME = 31

function tableSheet({ title, table }: Section, number: number): OutSheet {
  const name = `${number}. ${title}`
  return {
    name: (name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 1)}…` : name).replaceAll(/[[\]:*?/\\]/g, ' '),
    title,
    columns: table.columns.map((column) => ({ title: column.title, width: column.width * SHARE_WIDTH })),
    rows: rowsFrom(rowsOf(table)),
    fixedColumns: 1,
  }
}

const rowsOf = ({ rows, total }: DocumentTable): OutCell[][] => [
  ...rows.map(({ cells }) => cells.map(sheetCell)),
  ...(total ? [total.cells.map(sheetCell)] : []),
]

function sheetCell(cell: DocumentCell): OutCell {
  if (cell === null) return WITHHELD
  if (typeof cell !== 'object') return cell
  return 'amount' in cell ? { decimal: cell.amount } : shownCell(cell)
}
