/** How often a rule is broken over several provinces. */
import type { components } from '../../../.build/portal-api.d.ts'

export type RuleHits = components['schemas']['RuleHits']
type Hit = RuleHits['provinces'][number]['rules'][number]

export type RuleRow = Pick<Hit, 'rule' | 'severity' | 'state'> & {
  /** null: withheld in one of the provinces. */
  readonly dossiers: number | null
  readonly share: number | null
  /** Old codes of provinces where it is said too often. */
  readonly alarms: readonly string[]
}

/** Each rule once, the most frequent first. */
export function rowsOf({ provinces }: RuleHits): RuleRow[] {
  const received = provinces.some((each) => each.received === null)
    ? null
    : provinces.reduce((all, each) => all + (each.received ?? 0), 0)
  const rows = new Map<string, { hits: Hit[]; alarms: string[] }>()
  for (const { province, rules } of provinces)
    for (const hit of rules) {
      const known = rows.get(hit.rule) ?? { hits: [], alarms: [] }
      rows.set(hit.rule, known)
      known.hits.push(hit)
      if (hit.alarm) known.alarms.push(province)
    }
  const made = [...rows].flatMap(([rule, { hits, alarms }]): RuleRow[] => {
    const [first] = hits
    if (first === undefined) return []
    const dossiers = hits.some((hit) => hit.dossiers === null)
      ? null
      : hits.reduce((all, hit) => all + (hit.dossiers ?? 0), 0)
    const share = dossiers === null || received === null || received === 0 ? null : dossiers / received
    return [{ rule, severity: first.severity, state: first.state, dossiers, share, alarms }]
  })
  return made.toSorted((a, b) => (b.dossiers ?? 0) - (a.dossiers ?? 0) || a.rule.localeCompare(b.rule))
}
