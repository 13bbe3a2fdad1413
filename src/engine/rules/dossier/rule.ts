import type { Decimal } from '../../record/decimal.ts'
import type { Condition, StandardId } from '../../standards/field.ts'
import type { TextParams } from '../../../kernel/text.ts'
import type { RuleWords } from '../rule.ts'
import { weigh, type RuleState } from '../severity.ts'
import type { Evident, Possible, Reads } from '../reads.ts'
import type { FactPlace } from './collector.ts'
import type { GatheredFacts, FactsName } from './facts.ts'

/** One place where a dossier rule fails; without `at`, the rule's own table and field. */
export type BrokenAt = { readonly at?: FactPlace; readonly params?: TextParams }

export type Verdict =
  | { readonly state: 'holds' }
  | { readonly state: 'fails'; readonly failures: readonly BrokenAt[] }
  /** What was missing: names of fields, or words. */
  | { readonly state: 'not-evaluated'; readonly missing: readonly string[] }

export const HOLDS: Verdict = { state: 'holds' }
export const fails = (params: TextParams = {}): Verdict => ({ state: 'fails', failures: [{ params }] })
/** Fails at each of these places; holds where there is none. */
export const failsAt = (failures: readonly BrokenAt[]): Verdict =>
  failures.length === 0 ? HOLDS : { state: 'fails', failures }
export const notEvaluated = (...missing: readonly string[]): Verdict => ({ state: 'not-evaluated', missing })

export type DossierContext = {
  readonly standard: StandardId
  /** End of the encounter, else day of receipt, ISO. */
  readonly day: string
}

/**
 * A correct dossier with a few changes. Of a table: an object changes its first row; a list says how many rows there are
 * and what each has otherwise than the correct one; an empty list takes the table away.
 */
export type DossierExample = {
  readonly why: string
  readonly inpatient?: true
  /** Tables beside XML1 to XML5. */
  readonly more?: readonly string[]
  readonly change: Readonly<Record<string, Row | readonly Row[]>>
  /** By default all of the rule's. */
  readonly standards?: readonly StandardId[]
}
type Row = Readonly<Record<string, string>>

// No fields at all is what is meant.
// oxlint-disable-next-line typescript/no-generated-empty-object-type
type None = Record<never, never>

type Written<K extends FactsName, X extends Reads, Y extends Reads> = RuleWords & {
  readonly id: string
  /** Where the finding points, unless the failure says; null: at the dossier. */
  readonly table: string | null
  readonly field: string | null
  /** Dossiers whose XML1 one of these leaves out are not asked. */
  readonly whenXml1?: readonly Condition[]
  /** Evidence out of XML1; otherwise the rule is not evaluated. */
  readonly xml1?: X
  readonly xml1Also?: Y
  /** The facts it reads; where a cap cut one of them short the rule is not evaluated. */
  readonly rests: readonly K[]
  evaluate(this: void, facts: Pick<GatheredFacts, K>, xml1: Evident<X> & Possible<Y>, context: DossierContext): Verdict
  readonly valid: readonly DossierExample[]
  readonly invalid: readonly DossierExample[]
}

type Values = Readonly<Record<string, string | Decimal | null>>

/** A demand over a dossier as a whole. */
export type DossierRule = RuleWords & {
  readonly id: string
  readonly state: RuleState
  readonly table: string | null
  readonly field: string | null
  readonly whenXml1: readonly Condition[]
  readonly xml1: Reads
  readonly xml1Also: Reads
  readonly rests: readonly FactsName[]
  // A method, so that the fields it names may be any: judge.ts hands over a view with exactly those.
  evaluate(this: void, facts: GatheredFacts, xml1: Values, context: DossierContext): Verdict
  readonly valid: readonly DossierExample[]
  readonly invalid: readonly DossierExample[]
}

export function dossierRule<const K extends FactsName, const X extends Reads = None, const Y extends Reads = None>(
  written: Written<K, X, Y>,
): DossierRule {
  const { whenXml1 = [], xml1 = {}, xml1Also = {} } = written
  return {
    ...written,
    state: weigh(written.by, written.source).state,
    whenXml1,
    xml1,
    xml1Also,
    evaluate: written.evaluate,
  }
}
