import { isAlarming } from '../store/warehouse/rule-alarms.ts'
import { answerFigure } from './answer-figure.ts'
import type { Filters } from './filters.ts'
import type { Region } from './region.ts'

/** How often a rule has something to say: dossiers with it, and their share of those received; null: withheld, fewer than five persons. */
export type RuleHit = {
  readonly rule: string
  readonly dossiers: number | null
  readonly share: number | null
  readonly isAlarming: boolean
}

export type RuleHits = {
  /** Dossiers received; null: withheld. */
  readonly received: number | null
  /** The most frequent first. */
  readonly rules: readonly RuleHit[]
  readonly suppressed: number
}

/** The rules said of a province's dossiers in a period, each equal to the list that the findings' figure opens for it. */
export async function ruleHits(region: Region, filters: Filters): Promise<RuleHits> {
  const [findings, volumes] = await Promise.all([
    answerFigure(region, 'findings', 'rule', filters),
    answerFigure(region, 'volumes', 'total', filters),
  ])
  const [total] = volumes.rows
  const received = total ? (total.counts[0] ?? null) : 0
  const rules = findings.rows.map(({ key, counts }): RuleHit => {
    const dossiers = counts[0] ?? null
    if (dossiers === null || received === null) return { rule: key, dossiers, share: null, isAlarming: false }
    return { rule: key, dossiers, share: dossiers / received, isAlarming: isAlarming(dossiers, received) }
  })
  const order = (a: RuleHit, b: RuleHit): number =>
    (b.dossiers ?? -1) - (a.dossiers ?? -1) || (a.rule < b.rule ? -1 : 1)
  return { received, rules: rules.sort(order), suppressed: findings.suppressed }
}
