import type { Decimal } from '../../record/decimal.ts'
import type { Condition } from '../../standards/field.ts'
import type { RecordVerdict, RuleWords } from '../rule.ts'
import { weigh, type RuleState } from '../severity.ts'
import type { Evident, Possible, Reads } from '../reads.ts'

/** Fields of a row, and of the dossier's XML1, with which a rule is shown; what is left out is absent. */
export type RecordExample = {
  readonly why: string
  readonly record: Readonly<Record<string, string>>
  readonly xml1?: Readonly<Record<string, string>>
  /** End of the encounter, ISO date; by default a day on which the rule is in force. */
  readonly day?: string
  /** Day of receipt, yyyymmdd. */
  readonly received?: string
}

// No fields at all is what is meant.
// oxlint-disable-next-line typescript/no-generated-empty-object-type
type None = Record<never, never>

/** A demand over one row, as it is written; `recordRule` makes one rule of it for each of its tables. */
type Written<E extends Reads, A extends Reads, X extends Reads, Y extends Reads> = RuleWords & {
  /** The demand that fails: `not-before-NGAY_YL`. The id is table, field and this. */
  readonly name: string
  readonly tables: readonly string[]
  /** Where the finding points. */
  readonly field: string
  /** Rows that one of these leaves out are not asked. */
  readonly when?: readonly Condition[]
  /** As `when`, over the dossier's XML1. */
  readonly whenXml1?: readonly Condition[]
  /** What must have a value of its form; otherwise the rule is not evaluated. */
  readonly evidence: E
  /** What it also looks at, there or not. */
  readonly also?: A
  /** Evidence out of the dossier's XML1, before or after the row in the file. */
  readonly xml1?: X
  readonly xml1Also?: Y
  /**
   * `day`: end of the encounter, else day of receipt, ISO; ask it of thresholds (`isDated`). `received`: day of receipt,
   * yyyymmdd, the same at edge and centre; what is later lies in the future.
   */
  holds(
    this: void,
    values: Evident<E> & Possible<A>,
    xml1: Evident<X> & Possible<Y>,
    day: string,
    received: string,
  ): RecordVerdict
  /** `holds` reads the day. */
  readonly isDated?: true
  readonly valid: readonly RecordExample[]
  readonly invalid: readonly RecordExample[]
}

type Values = Readonly<Record<string, string | Decimal | null>>

/** One rule over the rows of one table. */
export type RecordRule = RuleWords & {
  /** `XML2.NGAY_TH_YL.not-before-NGAY_YL` */
  readonly id: string
  readonly state: RuleState
  readonly table: string
  readonly field: string
  readonly when: readonly Condition[]
  readonly whenXml1: readonly Condition[]
  readonly evidence: Reads
  readonly also: Reads
  readonly xml1: Reads
  readonly xml1Also: Reads
  readonly isDated: boolean
  // A method, so that the fields it names may be any: check.ts hands over views with exactly those.
  holds(this: void, values: Values, xml1: Values, day: string, received: string): RecordVerdict
  readonly valid: readonly RecordExample[]
  readonly invalid: readonly RecordExample[]
}

/** The rules that a written demand makes: one for each of its tables. */
export function recordRule<
  const E extends Reads,
  const A extends Reads = None,
  const X extends Reads = None,
  const Y extends Reads = None,
>(written: Written<E, A, X, Y>): readonly RecordRule[] {
  const { name, tables, when = [], whenXml1 = [], also = {}, xml1 = {}, xml1Also = {}, isDated = false } = written
  return tables.map((table) => ({
    ...written,
    id: `${table}.${written.field}.${name}`,
    state: weigh(written.by, written.source).state,
    table,
    when,
    whenXml1,
    also,
    xml1,
    xml1Also,
    isDated,
    holds: written.holds,
  }))
}
