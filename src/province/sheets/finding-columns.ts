import type { ListedFinding } from '../finding-list.ts'
import { severityCell, type SheetColumn } from './table.ts'

const UNSEEN = 12
const plain = (title: string, of: SheetColumn<ListedFinding>['of']): SheetColumn<ListedFinding> => ({
  title,
  width: UNSEEN,
  of,
})

/** Columns of the CSV of a region's findings: a contract, columns are added at the end only. */
export const FINDING_CSV: readonly SheetColumn<ListedFinding>[] = [
  plain('Ngày nhận', ({ receivedOn }) => receivedOn),
  plain('Cơ sở', ({ facility }) => facility),
  plain('Lần gửi', ({ submission }) => submission),
  plain('MA_LK', ({ MA_LK }) => MA_LK),
  plain('Quy tắc', ({ rule }) => rule),
  plain('Mức', ({ severity }) => severity),
  plain('Bảng', ({ table }) => table),
  plain('Dòng', ({ row }) => row),
  plain('Trường', ({ field }) => field),
  plain('Giá trị', ({ value }) => value),
  plain('Nội dung', ({ message }) => message.vi),
  plain('Cách sửa', ({ remedy }) => remedy.vi),
]

/**
 * Columns of the workbook of a region's findings, for a clerk of the Sở Y tế. MA_BN is the facility's own number, which only the facility
 * reads; a dossier is found by facility and MA_LK.
 */
export const FINDING_CLERK: readonly SheetColumn<ListedFinding>[] = [
  { title: 'Mã lượt KCB\nMA_LK', width: 24, of: ({ MA_LK }) => MA_LK ?? '(không đọc được)' },
  { title: 'Mã CSKCB', width: 9, of: ({ facility }) => facility },
  { title: 'Mức', width: 11, of: ({ severity }) => severityCell(severity, 'vi') },
  { title: 'Bảng', width: 8, of: ({ table }) => table },
  { title: 'Dòng', width: 7, of: ({ row }) => row },
  { title: 'Trường', width: 24, of: ({ field }) => field },
  { title: 'Giá trị', width: 18, of: ({ value }) => value },
  { title: 'Nội dung lỗi', width: 44, of: ({ message }) => message.vi },
  { title: 'Cách sửa', width: 44, of: ({ remedy }) => remedy.vi },
  { title: 'Ngày nhận', width: 11, of: ({ receivedOn }) => ({ day: receivedOn }) },
  { title: 'Mã quy tắc', width: 30, of: ({ rule }) => rule },
  { title: 'Mã lần gửi', width: 34, of: ({ submission }) => submission },
  { title: 'Số thứ tự', width: 9, of: ({ ordinal }) => ordinal },
]
/** Up to and with the remedy. */
export const FINDING_PRINTED = 9
/** MA_LK. */
export const FINDING_FIXED = 1
