import type { Demand, Severity } from '../finding/finding.ts'
import type { Standard } from '../standards/field.ts'
import type { Text } from '../../kernel/text.ts'
import type { JudgedIn } from './check-record.ts'
import { demandOf, isInForce } from '../rules/rule.ts'
import type { RuleState } from '../rules/severity.ts'
import type { TableValues } from './table-values.ts'
import type { FactPlace } from '../rules/dossier/collector.ts'
import type { GatheredFacts } from '../rules/dossier/facts.ts'
import { placeOfField, positionsIn } from './gather-facts.ts'
import type { DossierRule, Verdict } from '../rules/dossier/rule.ts'

/** Findings of one rule in one dossier; the first of them says how many there would be. */
const MAX_FAILURES_REPORTED = 20

const IN_ALL: Text = {
  vi: ' (tổng cộng {places} chỗ trong hồ sơ này)',
  en: ' ({places} places in this dossier in all)',
}

/** Judges a dossier whose rows have all been seen; `facts` is what the rule rests on, and more. */
export type DossierJudge = (dossier: JudgedIn, facts: GatheredFacts) => void

export function readyDossierRule(
  rule: DossierRule,
  { index, state, standard, xml1 }: { index: number; state: RuleState; standard: Standard; xml1: TableValues },
): DossierJudge {
  const demand = demandOfDossier(rule, standard)
  const counting = { ...demand, problem: { vi: demand.problem.vi + IN_ALL.vi, en: demand.problem.en + IN_ALL.en } }
  const severity: Severity = state === 'shadow' ? 'info' : demand.severity
  const conditions = xml1.conditionsOf(rule.whenXml1)
  const evidence = xml1.evidenceOf(rule.xml1)
  const reads = { ...rule.xml1, ...rule.xml1Also }
  const view = xml1.viewOf(reads)
  const needsXml1 = rule.whenXml1.length + Object.keys(reads).length > 0
  const positions = positionsIn(standard, rule.table ?? '')

  /** Where the rule points by itself: in XML1, which has been kept, else at the dossier. */
  const ownPlace = (hasXml1: boolean): FactPlace | null =>
    rule.table === 'XML1' && hasXml1 ? placeOfField(xml1.row(), 'XML1', rule.field, positions) : null

  function verdictOf({ tally, hasXml1, day }: JudgedIn, facts: GatheredFacts): Verdict | null {
    if (rule.inForce && !isInForce(rule.inForce, day)) return null
    if (needsXml1 && !hasXml1) {
      tally.missing(index)
      return null
    }
    if (!xml1.hasAll(conditions)) return null
    if (!xml1.hasAll(evidence) || !isWhole(rule, facts)) {
      tally.missing(index)
      return null
    }
    return rule.evaluate(facts, view, { standard: standard.id, day })
  }

  return (dossier, facts) => {
    const verdict = verdictOf(dossier, facts)
    if (!verdict) return
    const { ref, report, tally } = dossier
    if (verdict.state === 'holds') {
      tally.held(index)
      return
    }
    if (verdict.state === 'not-evaluated') {
      tally.missing(index)
      return
    }
    tally.failed(index, ref.index)
    const total = verdict.failures.length
    for (const [nth, { at, params = {} }] of verdict.failures.slice(0, MAX_FAILURES_REPORTED).entries()) {
      const place = at ?? ownPlace(dossier.hasXml1)
      const table = place?.table ?? rule.table
      const field = place ? place.field : rule.field
      const own: Demand = nth === 0 && total > MAX_FAILURES_REPORTED ? counting : demand
      report({
        demand: own,
        severity,
        dossier: ref,
        table,
        row: place?.row ?? null,
        field,
        line: place?.line ?? null,
        column: place?.column ?? null,
        value: place?.value ?? null,
        identifies: standard.tables[table ?? '']?.fields[field ?? '']?.identifies === true,
        params: { ...params, places: total },
      })
    }
  }
}

/** No cap cut short what the rule rests on. */
function isWhole({ rests }: DossierRule, facts: GatheredFacts): boolean {
  for (const name of rests) if (!facts[name].complete) return false
  return true
}

/** The demand as one standard has it: its table is the source, else the decision as a whole. */
export function demandOfDossier(rule: DossierRule, standard: Standard): Demand {
  const table = standard.tables[rule.table ?? '']
  return demandOf(rule.id, rule, table ?? { document: standard.document, place: 'Phụ lục' })
}
