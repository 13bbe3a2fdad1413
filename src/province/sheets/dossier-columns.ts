import type { ListedDossier } from '../dossier-list.ts'
import type { OutCell } from './sheet.ts'
import type { SheetColumn } from './table.ts'

const AMOUNTS: ReadonlySet<keyof ListedDossier> = new Set(['T_TONGCHI_BV', 'T_BHTT'])
const UNSEEN = 12

/** Columns of the CSV of dossiers, for programs: a contract, columns are added at the end only. */
export const DOSSIER_CSV: readonly SheetColumn<ListedDossier>[] = (
  [
    'submission',
    'dossier',
    'MA_LK',
    'facility',
    'purpose',
    'receivedOn',
    'beganOn',
    'endedOn',
    'MA_LOAI_KCB',
    'MA_BENH_CHINH',
    'outcome',
    'errors',
    'warnings',
    'timeliness',
    'dueOn',
    'excusedBy',
    'paymentDueOn',
    'T_TONGCHI_BV',
    'T_BHTT',
    'HO_TEN',
    'NGAY_SINH',
    'MA_THE_BHYT',
    'SO_CCCD',
    'MA_BN',
  ] as const satisfies readonly (keyof ListedDossier)[]
).map((name) => ({
  title: name,
  width: UNSEEN,
  of: (dossier) => {
    const value = dossier[name]
    return AMOUNTS.has(name) && typeof value === 'string' ? { decimal: value } : value
  },
}))

const OUTCOMES: Readonly<Record<string, OutCell>> = {
  rejected: { text: 'Bị từ chối', tone: 'error' },
  'accepted-with-warnings': { text: 'Tiếp nhận, có cảnh báo', tone: 'warning' },
  accepted: 'Được tiếp nhận',
}
const TIMELINESS: Readonly<Record<string, OutCell>> = {
  'at-once': 'Gửi ngay',
  'in-time': 'Trong 7 ngày làm việc',
  'before-5th': 'Trước ngày 05',
  excused: 'Chậm, được miễn',
  late: { text: 'Chậm', tone: 'warning' },
}
const PURPOSES: Readonly<Record<string, string>> = { payment: 'Thanh toán', management: 'Quản lý' }

const word = (words: Readonly<Record<string, OutCell>>, id: string | null): OutCell =>
  id === null ? null : (words[id] ?? id)
const day = (text: string | null): OutCell => (text === null ? null : { day: text })
const amount = (text: string | null): OutCell => (text === null ? null : { decimal: text })

/** Columns of the workbook of dossiers, for a clerk; who the patient is lies beyond what is printed. */
export const DOSSIER_CLERK: readonly SheetColumn<ListedDossier>[] = [
  { title: 'Mã bệnh nhân\nMA_BN', width: 20, of: ({ MA_BN }) => MA_BN },
  { title: 'Mã lượt KCB\nMA_LK', width: 24, of: ({ MA_LK }) => MA_LK },
  { title: 'Mã CSKCB', width: 9, of: ({ facility }) => facility },
  { title: 'Kết quả', width: 16, of: ({ outcome }) => word(OUTCOMES, outcome) },
  { title: 'Số lỗi', width: 7, of: ({ errors }) => errors },
  { title: 'Số cảnh báo', width: 9, of: ({ warnings }) => warnings },
  { title: 'Ngày vào', width: 11, of: ({ beganOn }) => day(beganOn) },
  { title: 'Ngày ra', width: 11, of: ({ endedOn }) => day(endedOn) },
  { title: 'Ngày nhận', width: 11, of: ({ receivedOn }) => day(receivedOn) },
  { title: 'Hạn gửi', width: 11, of: ({ dueOn }) => day(dueOn) },
  { title: 'Thời hạn gửi', width: 14, of: ({ timeliness }) => word(TIMELINESS, timeliness) },
  { title: 'Loại hình KCB', width: 9, of: ({ MA_LOAI_KCB }) => MA_LOAI_KCB },
  { title: 'Mã bệnh chính', width: 9, of: ({ MA_BENH_CHINH }) => MA_BENH_CHINH },
  { title: 'Tổng chi phí', width: 16, of: ({ T_TONGCHI_BV }) => amount(T_TONGCHI_BV) },
  { title: 'Quỹ BHYT trả', width: 16, of: ({ T_BHTT }) => amount(T_BHTT) },
  { title: 'Mục đích gửi', width: 12, of: ({ purpose }) => PURPOSES[purpose] ?? purpose },
  { title: 'Hạn dữ liệu thanh toán', width: 12, of: ({ paymentDueOn }) => day(paymentDueOn) },
  { title: 'Sự cố được miễn', width: 20, of: ({ excusedBy }) => excusedBy },
  { title: 'Họ tên', width: 24, of: ({ HO_TEN }) => HO_TEN },
  { title: 'Ngày sinh', width: 13, of: ({ NGAY_SINH }) => NGAY_SINH },
  { title: 'Mã thẻ BHYT', width: 20, of: ({ MA_THE_BHYT }) => MA_THE_BHYT },
  { title: 'Số CCCD', width: 18, of: ({ SO_CCCD }) => SO_CCCD },
  { title: 'Mã lần gửi', width: 34, of: ({ submission }) => submission },
  { title: 'Hồ sơ thứ', width: 8, of: ({ dossier }) => dossier },
]
/** Up to and with the amounts. */
export const DOSSIER_PRINTED = 15
/** MA_BN and MA_LK. */
export const DOSSIER_FIXED = 2
