/** The sheet on which BHXH assesses a batch: what it says of each dossier, and the columns that are filled in. */
import { decimalOf } from '../../province/answer-figure.ts'
import { notesSheet } from '../../province/sheets/notes.ts'
import { rowsFrom, type OutCell, type OutSheet } from '../../province/sheets/sheet.ts'
import { tableOf, type SheetColumn } from '../../province/sheets/table.ts'
import type { ListedWork } from './worklist.ts'

/** Its columns by what they hold; a sheet that comes back is read by these headings, in whatever order. */
export const HEADINGS = {
  facility: 'Mã CSKCB',
  MA_LK: 'MA_LK',
  submission: 'Mã lần gửi',
  table: 'Bảng',
  STT: 'STT',
  decision: 'Quyết định',
  amount: 'Số tiền chấp nhận',
  reasonCode: 'Mã lý do',
  reason: 'Lý do',
} as const

/** How a decision is written on a sheet. */
export const DECISION_WORDS = { accepted: 'chấp nhận', reduced: 'giảm', refused: 'từ chối' } as const

const amount = (value: bigint | null): OutCell => (value === null ? null : { decimal: decimalOf(value) })
const day = (isoDay: string | null): OutCell => (isoDay === null ? null : { day: isoDay })
const empty = (): OutCell => null

const COLUMNS: readonly SheetColumn<ListedWork>[] = [
  { title: HEADINGS.facility, width: 10, of: ({ facility }) => facility },
  { title: HEADINGS.MA_LK, width: 26, of: ({ MA_LK }) => MA_LK },
  { title: HEADINGS.submission, width: 35, of: ({ submission }) => submission },
  { title: 'Hạn trả lời', width: 12, of: ({ dueOn }) => day(dueOn) },
  { title: 'Ngày ra', width: 12, of: ({ endedOn }) => day(endedOn) },
  { title: 'Mã bệnh chính', width: 10, of: ({ MA_BENH_CHINH }) => MA_BENH_CHINH },
  { title: 'Số cảnh báo', width: 10, of: ({ warnings }) => warnings },
  { title: 'Tổng chi phí', width: 16, of: ({ T_TONGCHI_BV }) => amount(T_TONGCHI_BV) },
  { title: 'Đề nghị quỹ trả', width: 16, of: ({ T_BHTT }) => amount(T_BHTT) },
  { title: HEADINGS.table, width: 8, of: empty },
  { title: HEADINGS.STT, width: 6, of: empty },
  { title: HEADINGS.decision, width: 14, of: empty },
  { title: HEADINGS.amount, width: 18, of: empty },
  { title: HEADINGS.reasonCode, width: 12, of: empty },
  { title: HEADINGS.reason, width: 44, of: empty },
]
/** Facility and MA_LK. */
const FIXED = 2

/** The workbook of some dossiers: the sheet to fill in, and how that is done. */
export const assessmentWorkbook = (dossiers: readonly ListedWork[], province: string): readonly OutSheet[] => {
  const title = `Giám định hồ sơ thanh toán · tỉnh (mã cũ) ${province}`
  return [
    { name: 'Giám định', title, fixedColumns: FIXED, ...tableOf(COLUMNS, rowsFrom(dossiers)) },
    notesSheet(title, NOTES),
  ]
}

const { accepted, reduced, refused } = DECISION_WORDS
const NOTES = [
  [
    'Điền một hồ sơ',
    `Ở dòng của hồ sơ, cột “${HEADINGS.decision}”: ${accepted}, ${reduced} hoặc ${refused}. Để trống: chưa giám định, dòng được bỏ qua.`,
  ],
  [
    'Điền một dòng chi phí',
    `Thêm một dòng ngay dưới: chép Mã CSKCB, MA_LK, Mã lần gửi; ghi “${HEADINGS.table}” (ví dụ XML2) và “${HEADINGS.STT}” của dòng chi phí.`,
  ],
  [
    'Số tiền',
    `Bắt buộc khi ${reduced}: số tiền quỹ chấp nhận trả, là số, không dấu phân cách nghìn, tối đa hai số lẻ.`,
  ],
  ['Lý do', `Bắt buộc khi ${reduced} hoặc ${refused}: cả mã lý do và lý do. Không ghi tên hay thông tin người bệnh.`],
  ['Dòng và hồ sơ', `Có dòng bị ${reduced} hoặc ${refused} thì cả hồ sơ cũng phải là ${reduced} hoặc ${refused}.`],
  [
    'Gửi lại',
    'Cả tệp được ghi, hoặc không ghi gì: ô sai được nêu từng ô. Gửi lại đúng nội dung cũ không ghi thêm lần nữa.',
  ],
] as const
