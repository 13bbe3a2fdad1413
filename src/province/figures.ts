import type { Text } from '../kernel/text.ts'
import type { Measure } from '../../db/warehouse/roll-ups.ts'

/**
 * The figures of a region as data. A figure counts dossiers in columns, for each value of a dimension; what is in a cell and what the
 * list behind it holds follow from the same three conditions: the filters, the dimension's and the column's.
 */
export type FigureColumn = {
  readonly id: string
  readonly title: Text
  /** null: not kept of days, as it changes with today; it is counted from the facts. */
  readonly measure: Measure | null
  /** The index of `dossiers` that leads to what it counts, where that is few among many: by day, and by facility. */
  readonly index?: { readonly day: string; readonly facility: string }
  /** It is no part of the first column's sum. */
  readonly isBeside?: true
  /** Which dossiers `d` it counts. */
  readonly where: string
}

/** A sum over the dossiers of the first column, in hundredths of a đồng. */
export type Amount = { readonly id: Measure; readonly title: Text }

export type DimensionId =
  | 'total'
  | 'day'
  | 'week'
  | 'facility'
  | 'encounter-type'
  | 'chapter'
  | 'diagnosis'
  | 'cost-group'
  | 'rule'
  | 'table'
  | 'field'

export type Figure = {
  readonly id: FigureId
  readonly title: Text
  readonly by: readonly [DimensionId, ...DimensionId[]]
  /** The first is the whole, of which the others, where there are any and they are not beside it, are the parts. */
  readonly columns: readonly [FigureColumn, ...FigureColumn[]]
  readonly amounts: readonly Amount[]
  /** Where the caller names none. */
  readonly purpose?: 'payment'
}

export type FigureId = 'volumes' | 'timeliness' | 'findings' | 'diagnoses' | 'costs'

const CURRENT = "d.is_current = 1 AND d.outcome <> 'rejected'"

const timely = (id: string, measure: Measure, state: string, vi: string, en: string): FigureColumn => ({
  id,
  measure,
  title: { vi, en },
  where: `${CURRENT} AND d.timeliness IS ${state}`,
})

/** Management data whose encounter's payment data was due before today and never came. */
const missing: FigureColumn = {
  id: 'missing',
  measure: null,
  index: { day: 'dossiers_by_payment_due', facility: 'dossiers_by_facility_payment_due' },
  isBeside: true,
  title: { vi: 'Quá hạn chưa có dữ liệu thanh toán', en: 'Payment data missing' },
  where: `${CURRENT} AND d.purpose = 'management' AND d.payment_due_on IS NOT NULL AND d.payment_due_on < :today`,
}

const current: FigureColumn = {
  id: 'current',
  measure: 'current',
  title: { vi: 'Hồ sơ được tiếp nhận', en: 'Accepted dossiers' },
  where: CURRENT,
}

export const figures: Readonly<Record<FigureId, Figure>> = {
  volumes: {
    id: 'volumes',
    title: { vi: 'Số lượng hồ sơ', en: 'Volumes' },
    by: ['day', 'facility', 'encounter-type', 'total'],
    columns: [
      { id: 'received', measure: 'received', title: { vi: 'Đã nhận', en: 'Received' }, where: '1' },
      {
        id: 'accepted',
        measure: 'accepted',
        title: { vi: 'Được tiếp nhận', en: 'Accepted' },
        where: "d.outcome = 'accepted'",
      },
      {
        id: 'acceptedWithWarnings',
        measure: 'accepted_with_warnings',
        title: { vi: 'Tiếp nhận, có cảnh báo', en: 'Accepted with warnings' },
        where: "d.outcome = 'accepted-with-warnings'",
      },
      {
        id: 'rejected',
        measure: 'rejected',
        title: { vi: 'Bị từ chối', en: 'Rejected' },
        where: "d.outcome = 'rejected'",
      },
    ],
    amounts: [],
  },
  timeliness: {
    id: 'timeliness',
    title: { vi: 'Thời hạn gửi', en: 'Timeliness' },
    by: ['facility', 'day', 'encounter-type', 'total'],
    columns: [
      current,
      timely('atOnce', 'at_once', "'at-once'", 'Gửi ngay', 'At once'),
      timely('inTime', 'in_time', "'in-time'", 'Trong 7 ngày làm việc', 'Within 7 working days'),
      timely('beforeFifth', 'before_fifth', "'before-5th'", 'Trước ngày 05', 'Before the 5th'),
      timely('excused', 'excused', "'excused'", 'Chậm, có lý do được miễn', 'Late, excused'),
      timely('late', 'late', "'late'", 'Chậm', 'Late'),
      timely('undetermined', 'undetermined', 'NULL', 'Chưa xác định', 'Not determined'),
      missing,
    ],
    amounts: [],
  },
  findings: {
    id: 'findings',
    title: { vi: 'Lỗi và cảnh báo', en: 'Findings' },
    by: ['rule', 'table', 'field', 'facility', 'week', 'total'],
    columns: [
      {
        id: 'dossiers',
        measure: 'with_findings',
        title: { vi: 'Hồ sơ có lỗi hoặc cảnh báo', en: 'Dossiers with findings' },
        where: 'EXISTS (SELECT 1 FROM findings g WHERE g.submission_id = d.submission_id AND g.dossier = d.dossier)',
      },
    ],
    amounts: [],
  },
  diagnoses: {
    id: 'diagnoses',
    title: { vi: 'Chẩn đoán chính', en: 'Main diagnoses' },
    by: ['chapter', 'diagnosis'],
    columns: [current],
    amounts: [],
    purpose: 'payment',
  },
  costs: {
    id: 'costs',
    title: { vi: 'Chi phí', en: 'Costs' },
    by: ['cost-group', 'facility', 'total'],
    columns: [current],
    amounts: [
      { id: 'T_TONGCHI_BV', title: { vi: 'Tổng chi phí', en: 'Total cost' } },
      { id: 'T_TONGCHI_BH', title: { vi: 'Trong phạm vi BHYT', en: 'Covered by insurance' } },
      { id: 'T_BHTT', title: { vi: 'Quỹ BHYT trả', en: 'Paid by the fund' } },
      { id: 'T_BNCCT', title: { vi: 'Người bệnh cùng chi trả', en: 'Co-payment' } },
      { id: 'T_BNTT', title: { vi: 'Người bệnh tự trả', en: 'Paid by the patient' } },
      { id: 'T_NGUONKHAC', title: { vi: 'Nguồn khác', en: 'Other sources' } },
    ],
    purpose: 'payment',
  },
}
