import type { Demand, DossierRef, Report, Severity } from '../finding/finding.ts'
import { placeOf, textOf } from '../record/row.ts'
import type { Table } from '../standards/field.ts'
import type { TextParams } from '../../kernel/text.ts'
import { fieldsOfCondition } from '../rules/condition.ts'
import { demandOf, isInForce } from '../rules/rule.ts'
import type { RuleState } from '../rules/severity.ts'
import type { RuleTally } from './tally.ts'
import type { Bits, TableValues } from './table-values.ts'
import type { RecordRule } from '../rules/record/rule.ts'

type Values = ReturnType<TableValues['viewOf']>

/** The dossier in which a row is judged. */
export type JudgedIn = {
  readonly ref: DossierRef
  readonly report: Report
  readonly tally: RuleTally
  /** XML1 has been read and `TableValues` of XML1 speak of it. */
  readonly hasXml1: boolean
  /** End of the encounter, else day of receipt, ISO. */
  readonly day: string
  /** Day of receipt, yyyymmdd. */
  readonly received: string
}

/** What a dossier makes of a rule, whatever its rows hold: not asked, not to be judged for want of evidence, or asked. */
type Demanded = 'not-asked' | 'missing' | 'asked'

/** A record rule made ready for one table of a standard. */
export type ReadyRule = {
  /** By which the tally counts it. */
  readonly index: number
  /** Needs XML1 or the day, which may come after the row. */
  readonly waits: boolean
  /** The same for all rows of the dossier, once XML1 has been read or is known to be absent. */
  readonly demandedIn: (dossier: JudgedIn) => Demanded
  /** The fields that it looks at: in two rows that have the same it judges the same. */
  readonly reads: Bits
  /** Rows that are asked. */
  readonly conditions: Bits
  readonly evidence: Bits
  readonly view: Values
  readonly xml1View: Values
  readonly holds: RecordRule['holds']
  /** Reports that the row that was taken breaks the demand. */
  readonly reportBroken: (dossier: JudgedIn, params: TextParams) => void
}

export type Readying = {
  /** By which the tally counts the rule. */
  index: number
  state: RuleState
  table: Table
  values: TableValues
  xml1: TableValues
}

/** The rule with its positions found. */
export function readyRecordRule(rule: RecordRule, { index, state, table, values, xml1 }: Readying): ReadyRule {
  const demand: Demand = demandOf(rule.id, rule, table)
  const severity: Severity = state === 'shadow' ? 'info' : demand.severity
  const xml1Conditions = xml1.conditionsOf(rule.whenXml1)
  const xml1Evidence = xml1.evidenceOf(rule.xml1)
  const needsXml1 = rule.whenXml1.length + Object.keys({ ...rule.xml1, ...rule.xml1Also }).length > 0
  const period = rule.inForce
  const position = Object.keys(table.fields).indexOf(rule.field)
  const identifies = table.fields[rule.field]?.identifies === true

  return {
    index,
    waits: needsXml1 || rule.isDated || period !== undefined,
    demandedIn({ day, hasXml1 }) {
      if (period && !isInForce(period, day)) return 'not-asked'
      if (!needsXml1) return 'asked'
      if (!hasXml1) return 'missing'
      if (!xml1.hasAll(xml1Conditions)) return 'not-asked'
      return xml1.hasAll(xml1Evidence) ? 'asked' : 'missing'
    },
    reads: values.marksOf(fieldsReadBy(rule)),
    conditions: values.conditionsOf(rule.when),
    evidence: values.evidenceOf(rule.evidence),
    view: values.viewOf({ ...rule.evidence, ...rule.also }),
    xml1View: xml1.viewOf({ ...rule.xml1, ...rule.xml1Also }),
    holds: rule.holds,
    reportBroken({ ref, report }, params) {
      const row = values.row()
      report({
        demand,
        severity,
        dossier: ref,
        table: table.id,
        ...placeOf(row, row.elementOf[position] ?? -1),
        field: rule.field,
        value: textOf(row, position),
        identifies,
        params,
      })
    },
  }
}

/** What a rule made of the row before. `anew`: it must be asked again, as every row has its own finding. */
type Before = 'anew' | 'not-asked' | 'missing' | 'held'

/** A rule that a dossier asks of the rows of a table. */
type AskedRule = { readonly rule: ReadyRule; readonly isMissing: boolean; before: Before }

/** The rules that are asked of the rows of a table, and of which row they were asked last. */
export type AskedRules = { readonly rules: readonly AskedRule[]; turn: number; received: string }

/** Rules that every dossier asks. */
export const askedAlways = (rules: readonly ReadyRule[]): AskedRules =>
  asked(rules.map((rule) => ({ rule, isMissing: false, before: 'anew' })))

/** The rules that a dossier asks: those that it leaves out cost its rows nothing. XML1 has been taken, where there is one. */
export function askedIn(dossier: JudgedIn, rules: readonly ReadyRule[]): AskedRules {
  const those: AskedRule[] = []
  for (const rule of rules) {
    const demanded = rule.demandedIn(dossier)
    if (demanded !== 'not-asked') those.push({ rule, isMissing: demanded === 'missing', before: 'anew' })
  }
  return asked(those)
}

const asked = (rules: readonly AskedRule[]): AskedRules => ({ rules, turn: 0, received: '' })

/**
 * Judges the row that `values` has taken by each of the rules. Rows of a table repeat most of the one before: a rule whose
 * fields are the same is not asked again, unless it failed.
 */
export function judgeRow(values: TableValues, all: AskedRules, dossier: JudgedIn): void {
  const { tally, received } = dossier
  const turn = values.turn()
  const isNext = all.turn === turn - 1 && all.received === received
  const { rules } = all
  for (let at = 0; at < rules.length; at += 1) {
    const each = rules[at]
    if (!each) continue
    const { rule } = each
    if (!isNext || each.before === 'anew' || values.isChanged(rule.reads)) each.before = judge(values, each, dossier)
    else if (each.before === 'held') tally.held(rule.index)
    else if (each.before === 'missing') tally.missing(rule.index)
  }
  // Only now: whoever takes findings may throw, and then not every rule has seen this row.
  all.turn = turn
  all.received = received
}

function judge(values: TableValues, { rule, isMissing }: AskedRule, dossier: JudgedIn): Before {
  if (!values.hasAll(rule.conditions)) return 'not-asked'
  const { tally } = dossier
  const judgement =
    isMissing || !values.hasAll(rule.evidence)
      ? null
      : rule.holds(rule.view, rule.xml1View, dossier.day, dossier.received)
  if (judgement === null) {
    tally.missing(rule.index)
    return 'missing'
  }
  if (judgement === true) {
    tally.held(rule.index)
    return 'held'
  }
  tally.failed(rule.index, dossier.ref.index)
  rule.reportBroken(dossier, judgement === false ? {} : judgement.params)
  return 'anew'
}

/** Says of each rule that it could not be asked of the row that `values` has taken. */
export function giveUp(values: TableValues, rules: readonly ReadyRule[], tally: RuleTally): void {
  for (const rule of rules) if (values.hasAll(rule.conditions)) tally.missing(rule.index)
}

/** The fields of its table on which a judgement rests. */
export const fieldsReadBy = (rule: Pick<RecordRule, 'evidence' | 'also' | 'when'>): string[] => [
  ...Object.keys({ ...rule.evidence, ...rule.also }),
  ...rule.when.flatMap(fieldsOfCondition),
]
