import type { Demand, Finding } from '../finding/finding.ts'
import type { Table } from '../standards/field.ts'
import type { RulePack } from './rule-pack.ts'
import { demandOf } from '../rules/rule.ts'
import type { Encounter } from '../rules/history/encounter.ts'
import { historyRules } from '../rules/history/index.ts'
import { pastOf } from '../rules/history/past.ts'
import type { HistoryRule, Past } from '../rules/history/rule.ts'

/** The place of the centre's rules whose source names no place of a table. */
const NOWHERE: Pick<Table, 'document' | 'place'> = { document: 'Thực hành giám định', place: 'đối chiếu tại trung tâm' }

/** The demand as it is reported: the dossier has its receipt, so what would have refused it is a warning. */
export function demandOfHistory(rule: HistoryRule): Demand {
  const demand = demandOf(rule.id, rule, NOWHERE)
  return demand.severity === 'error' ? { ...demand, severity: 'warning' } : demand
}

/**
 * Everything that is to be said of a dossier, out of all encounters that share a hash with it, in whatever order they are given: the same
 * set gives the same findings.
 */
export function judgeHistory(
  own: Encounter,
  all: readonly Encounter[],
  card: Past['card'],
  pack: Pick<RulePack, 'govern'>,
): Finding[] {
  const past = pastOf(own, all, card)
  return historyRules.flatMap((rule) => {
    if (!rule.standards.some((id) => id === own.standard)) return []
    const params = rule.judge(own, past)
    if (params === null) return []
    const demand = demandOfHistory(rule)
    const finding = pack.govern({
      demand,
      severity: rule.state === 'shadow' ? 'info' : demand.severity,
      dossier: { index: own.dossier, MA_LK: own.MA_LK },
      table: rule.table,
      row: null,
      field: rule.field,
      line: null,
      column: null,
      value: null,
      identifies: false,
      params,
    })
    return finding === null ? [] : [finding]
  })
}
