import type { Confidence } from '../../kernel/confidence.ts'

/**
 * The terms of Circular 48/2017/TT-BYT as figures with their dates, and the figures of our reading where the circular is silent. A term
 * is asked for by the day on which it begins to run; where none is known, nothing is late.
 */
export type Term = {
  /** Unique; in English. */
  readonly name: string
  readonly vi: string
  /** In the order of their dates, none over another; ISO, both ends inclusive, null: until something else is decided. */
  readonly values: readonly {
    readonly from: string
    readonly to: string | null
    readonly value: number
    readonly source: { readonly document: string; readonly place: string; readonly confidence: Confidence }
  }[]
}

const CIRCULAR = 'TT 48/2017/TT-BYT'
/** The day on which the circular came into force is remembered, its articles are at hand in summary. */
const FIRST_DAY = '2018-03-01'
const OURS = 'Cách hiểu của hệ thống'

/** Article 6: at once, that is on the day the encounter ended; article 13: the next working day where that was a day off. */
export const managementWorkingDays = {
  name: 'management-working-days',
  vi: 'Dữ liệu quản lý: số ngày làm việc sau ngày kết thúc đợt KCB (0: ngay trong ngày)',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: 0,
      source: { document: CIRCULAR, place: 'Điều 6 và Điều 13', confidence: 'medium' },
    },
  ],
} as const satisfies Term

/**
 * The circular says `at once` without a figure. What ends shortly before midnight can hardly arrive on the same day: the day of the
 * moment that lies so many hours behind the end still counts.
 */
export const atOnceHours = {
  name: 'at-once-hours',
  vi: 'Dữ liệu quản lý: số giờ sau khi kết thúc đợt KCB vẫn tính là gửi ngay, kể cả qua nửa đêm',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: 2,
      source: { document: OURS, place: '“ngay” của Điều 6 TT 48/2017/TT-BYT', confidence: 'low' },
    },
  ],
} as const satisfies Term

/** Article 7, clause 1. */
export const paymentWorkingDays = {
  name: 'payment-working-days',
  vi: 'Dữ liệu đề nghị thanh toán: số ngày làm việc sau ngày kết thúc đợt KCB',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: 7,
      source: { document: CIRCULAR, place: 'Điều 7 khoản 1', confidence: 'high' },
    },
  ],
} as const satisfies Term

/** Article 7, clause 1: what falls at the end of a month (quarter, year) goes before this day of the next one. */
export const monthClosesOn = {
  name: 'month-closes-on',
  vi: 'Dữ liệu đề nghị thanh toán cuối tháng, quý, năm: gửi trước ngày này của tháng kế tiếp',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: 5,
      source: { document: CIRCULAR, place: 'Điều 7 khoản 1', confidence: 'high' },
    },
  ],
} as const satisfies Term

/** Article 7, clause 3: the result of assessment, from the day of receipt. */
export const resultWorkingDays = {
  name: 'result-working-days',
  vi: 'Trả kết quả giám định: số ngày làm việc sau ngày nhận dữ liệu đề nghị thanh toán',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: 7,
      source: { document: CIRCULAR, place: 'Điều 7 khoản 2 và 3', confidence: 'medium' },
    },
  ],
} as const satisfies Term

/** All of them: whoever computes from them knows by their content when to compute anew. */
export const allTerms: readonly Term[] = [
  managementWorkingDays,
  atOnceHours,
  paymentWorkingDays,
  monthClosesOn,
  resultWorkingDays,
]
