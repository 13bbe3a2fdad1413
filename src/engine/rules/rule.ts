import type { Demand, Source } from '../finding/finding.ts'
import type { StandardId, Table } from '../standards/field.ts'
import type { Confidence } from '../../kernel/confidence.ts'
import type { Text, TextParams } from '../../kernel/text.ts'
import type { RowId } from './row-id.ts'
import { weigh, type Ground } from './severity.ts'

/** ISO dates, both inclusive; absent: open. Judged against the end of the encounter, else the day of receipt. */
export type Validity = { readonly from?: string; readonly to?: string }

/** Without document and place: the decision and place of the table, in each standard its own. */
export type RuleSource = { readonly confidence: Confidence; readonly document?: string; readonly place?: string }

/** What any written rule says of itself. */
export type RuleWords = {
  /** Who demands it; with the source's confidence this gives severity and state (`weigh`). */
  readonly by: Ground
  readonly source: RuleSource
  readonly problem: Text
  readonly remedy: Text
  /** Rows of the rule catalogue (`DAT-07`) that the rule covers. */
  readonly catalogue: readonly RowId[]
  readonly standards: readonly StandardId[]
  readonly inForce?: Validity
}

/** null: cannot be judged, because something outside the row is not known (a threshold of that day). */
export type RecordVerdict = boolean | { readonly holds: false; readonly params: TextParams } | null

/** A broken demand with what its sentences fill in. */
export const broken = (params: TextParams): RecordVerdict => ({ holds: false, params })

/** What no document asks for, but programs that check files before they are sent have in common. */
export const CHECKERS = { document: 'Thực hành giám định', place: 'các bộ kiểm tra đang dùng' } as const

/** Who looks for it: checkers in use, and one source at a time. */
export const EXPECTED = { by: 'practice', source: { ...CHECKERS, confidence: 'medium' } } as const
/** The gateway refuses it, as others have written down: its own list of refusals is not public. */
export const REFUSED = {
  by: 'gateway',
  source: {
    document: CHECKERS.document,
    place: 'các lỗi mà cổng giám định BHXH từ chối, theo nguồn công khai ghi lại',
    confidence: 'medium',
  },
} as const
/** The annex asks for it in so many words. */
export const ASKED = { by: 'annex', source: { confidence: 'high' } } as const

export const ALL_STANDARDS: readonly StandardId[] = ['4210', '130', '4750', '3176']
/** QĐ 130 and what amends it. */
export const SINCE_130: readonly StandardId[] = ['130', '4750', '3176']
export const SINCE_4750: readonly StandardId[] = ['4750', '3176']

/** The demand of a written rule in one standard; `where` is its table, or for a whole dossier the standard's decision. */
export function demandOf(id: string, words: RuleWords, where: Pick<Table, 'document' | 'place'>): Demand {
  const { by, problem, remedy, source } = words
  const own: Source = {
    document: source.document ?? where.document,
    place: source.place ?? where.place,
    confidence: source.confidence,
  }
  return { id, severity: weigh(by, source).severity, problem, remedy, source: own }
}

/** Whether a rule with this period applies on a day (ISO). */
export const isInForce = ({ from, to }: Validity, day: string): boolean =>
  (from === undefined || day >= from) && (to === undefined || day <= to)
