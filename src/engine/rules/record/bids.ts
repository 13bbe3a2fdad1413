import { REFUSED, broken } from '../rule.ts'
import { recordRule, type RecordRule } from './rule.ts'

/** The year, in a bid whose parts are divided by `;`. */
const YEAR = /;\s*(\d{4})\s*(?:;|$)/

type OfTable = Pick<RecordRule, 'standards' | 'catalogue' | 'valid' | 'invalid'> &
  Partial<Pick<RecordRule, 'when'>> & { readonly tables: readonly string[] }

/** Nobody orders by a bid of a later year. */
export const bidBeforeOrder = (ofTable: OfTable): readonly RecordRule[] =>
  recordRule({
    name: 'bid-not-after-NGAY_YL',
    field: 'TT_THAU',
    ...REFUSED,
    problem: {
      vi: 'Năm thầu trong TT_THAU, {found}, sau năm ra y lệnh {ordered}',
      en: 'The year of the bid in TT_THAU, {found}, is after the year of the order, {ordered}',
    },
    remedy: {
      vi: 'Kiểm tra năm trong TT_THAU, và NGAY_YL',
      en: 'Check the year in TT_THAU, and NGAY_YL',
    },
    evidence: { TT_THAU: 'text', NGAY_YL: 'day' },
    holds({ TT_THAU, NGAY_YL }) {
      const [, found] = YEAR.exec(TT_THAU) ?? []
      if (found === undefined) return null
      const ordered = NGAY_YL.slice(0, 4)
      return found <= ordered || broken({ found, ordered })
    },
    ...ofTable,
  })
